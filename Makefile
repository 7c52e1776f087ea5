# Krait's front door. Everything here is a thin call of cmake, ninja or a script; `make help` says what there is.
#
#   MODE     which build is used: release (default), dev, debug, asan
#   JOBS     parallel compile jobs
#   PROGRAM  the program `make run` runs; ARGS its arguments
#   PREFIX   where `make install` puts things

MODE    ?= release
JOBS    ?= $(shell nproc)
PROGRAM ?= tests/programs/tour.py
ARGS    ?=
PREFIX  ?= /usr/local
JUDGE   ?= /usr/bin/python3.11

BUILD   := build/$(MODE)
KRAIT   := $(BUILD)/krait
LAUNCH  := $(if $(shell command -v ccache 2>/dev/null),-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_C_COMPILER_LAUNCHER=ccache)
export JUDGE

.PHONY: help setup build run test quick bench memory conformance bytecode real abi extensions debug asan release format lint fuzz install clean

help: ## this list
	@echo "Krait: a Python 3.11 in C++23.   make run | make test   are the two commands to start with."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  variables: MODE=release|dev|debug|asan  PROGRAM=file.py  ARGS='…'  PREFIX=/usr/local  JOBS=n"

setup: ## install the Debian packages the build and the tests need (nothing to do when they are there)
	@tools/setup

build: setup ## build the runtime (MODE=release: build/release/krait)
	@test -f $(BUILD)/build.ninja || cmake --preset $(MODE) $(LAUNCH)
	@ln -sfn $(BUILD)/compile_commands.json compile_commands.json
	@ninja -C $(BUILD) -j$(JOBS)

release debug asan: ## build that kind: optimised, for a debugger, with sanitizers
	@$(MAKE) --no-print-directory build MODE=$@

run: build ## build and run a program (PROGRAM=file.py ARGS='…'; default: a short tour)
	@$(KRAIT) $(PROGRAM) $(ARGS)

test: build ## build and run all tests; the last line counts them
	@tests/run $(BUILD)

quick: build ## the short tests: failures only
	@tests/quick $(BUILD)

conformance: build ## CPython's own test suite on Krait and on CPython (NAMES='test_int …' for some)
	@tests/conformance/run --krait $(KRAIT) $(NAMES)

bytecode: build ## code objects of the whole standard library, byte for byte against CPython
	@tests/bytecode/compare --krait $(KRAIT)

real: build ## well-known programs from Debian packages, output against CPython's
	@tests/real/run --krait $(KRAIT)

bench: build ## benchmarks side by side with CPython (ARGS=--quick for a short run)
	@bench/run --krait $(KRAIT) $(ARGS)

memory: build ## bytes per object side by side with CPython
	@bench/memory --krait $(KRAIT) $(ARGS)

abi: build ## exported C names that the library lacks, by how many packages ask for them
	@tools/check_abi $(BUILD)

extensions: build ## the C ABI at work: an extension, an embedding program, CPython's compiled modules
	@tests/abi/run --krait $(KRAIT)

format: ## lay out the changed C++ files
	@git ls-files '*.cpp' '*.h' | xargs -r clang-format-19 -i

lint: ## clang-tidy, rooms and arrows, file sizes
	@tools/check_arrows
	@tools/check_sizes
	@test ! -f compile_commands.json || git ls-files 'src/*.cpp' | xargs -r -P $(JOBS) -n 4 clang-tidy-19 --quiet -p .

fuzz: setup ## build the fuzzers and run each for a minute (SECONDS_EACH=60)
	@tools/fuzz

install: build ## install krait and its library under PREFIX
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean: ## remove the build directory of MODE
	@rm -rf $(BUILD)
