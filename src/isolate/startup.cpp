// The beginning: from nothing to an isolate in which Python code runs. The order is CPython's, since programs see it: sys, builtins,
// importlib (frozen), the external importers, encodings, streams, __main__, warnings, site.
#include "isolate/startup.h"

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/text/hash.h"
#include "bytecode/code.h"
#include "bytecode/marshal/marshal.h"
#include "interp/eval_breaker.h"
#include "interp/interp.h"
#include "isolate/frozen.h"
#include "isolate/gil.h"
#include "isolate/import.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/contextvars/contextvars.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/int/text.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/intern.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
namespace {

Config the_config;
constinit Isolate main_isolate{};
constinit ThreadState main_thread{};

constexpr int default_recursion_limit = 1000;

void seed_hashes(const Config& config) {
  if (config.use_hash_seed) text::seed_hash_secret(static_cast<std::uint32_t>(config.hash_seed));
  else if (!text::randomise_hash_secret()) fatal_error("init_hash_secret", "failed to get random numbers to initialize Python");
}

Result<void> enter_module(Context& cx, Borrowed<Str> name, Borrowed<> module) {
  return dict_set(cx, isolate(cx).modules.get(), name, module);
}

Result<Ref<Module>> start_builtin(Context& cx, Borrowed<Str> name) {
  const char* text = KR_TRY(str_utf8(cx, name, nullptr));
  ModuleDef* def = find_builtin_module(text);
  if (!def) return raise(cx, exc::ImportError, "the built-in module {} is not part of this build", name);
  auto module = KR_TRY(module_create_and_exec(cx, def, name));
  KR_TRY(enter_module(cx, name, module));
  return module;
}

Result<void> start_builtins(Context& cx) {
  Isolate& iso = isolate(cx);
  auto builtins = KR_TRY(start_builtin(cx, KR_ID(builtins)));
  iso.builtins.init(hold(module_dict(builtins)));
  KR_TRY(dict_set(cx, iso.builtins.get(), KR_ID(__debug__), boolean(startup_config().optimize == 0)));
  iso.import_function.init(hold(dict_get_str(iso.builtins.get(), KR_ID(__import__))));
  return {};
}

Result<void> start_importlib(Context& cx) {
  Isolate& iso = isolate(cx);
  iso.importlib.init(KR_TRY(import_frozen_module(cx, "_frozen_importlib")));
  auto imp = KR_TRY(start_builtin(cx, KR_ID(_imp)));
  auto sys = hold(dict_get_str(iso.modules.get(), KR_ID(sys)));
  KR_TRY(call_method(cx, iso.importlib.get(), KR_ID(_install), sys, imp));
  KR_TRY(set_sys_paths(cx));
  KR_TRY(call_method(cx, iso.importlib.get(), KR_ID(_install_external_importers)));
  // zipimport's hook stands first among the path hooks.
  auto zip = import_module(cx, KR_ID(zipimport));
  if (zip.failed()) return clear_error(cx), Result<void>();
  auto hook = KR_TRY(get_attr(cx, std::move(zip).value(), KR_ID(zipimporter)));
  return list_insert(cx, sys_get(cx, KR_ID(path_hooks)).as<List>(), 0, hook);
}

}  // namespace

Config& startup_config() { return the_config; }

Context& start_runtime(const Config& config) {
  the_config = config;
  setlocale(LC_CTYPE, "");
  seed_hashes(config);
  Context& cx = main_thread;
  cx.interp = &main_isolate;
  main_isolate.threads = &cx;
  cx.thread_id = pthread_self();
  cx.native_thread_id = static_cast<unsigned long>(gettid());
  cx.id = 1;
  cx.recursion_limit = cx.recursion_remaining = default_recursion_limit;
  cx.initialized = 1;
  cx.exc_info = &cx.exc_state;
  cx.cframe = &cx.root_cframe;
  current_thread_state = &cx;
  init_thread_frames(cx);
  init_gil(cx);
  init_eval_breaker(cx);
  intern_static_names(cx);
  if (config.int_max_str_digits >= 0) int_::text_limits(cx).max_str_digits = config.int_max_str_digits;
  return cx;
}

Result<void> start_isolate(Context& cx) {
  KR_TRY(ready_builtin_types(cx));
  KR_TRY(init_contextvars(cx));
  import_name_hook = [](Context& context, Borrowed<Str> name, Borrowed<Dict> globals, Borrowed<> from_list, int level) {
    return import_level(context, name, globals, from_list, level);
  };
  KR_TRY(make_sys_module(cx));
  KR_TRY(start_builtins(cx));
  KR_TRY(start_importlib(cx));
  isolate(cx).started = true;
  return {};
}

Result<Ref<>> import_frozen_module(Context& cx, const char* name) {
  const FrozenModule* frozen = find_frozen(cx, name);
  if (!frozen) return raise(cx, exc::ImportError, "no frozen module {}", name);
  auto code = KR_TRY(marshal::loads(cx, {reinterpret_cast<const char*>(frozen->code), static_cast<std::size_t>(frozen->size)}));
  auto interned = KR_TRY(intern_utf8(cx, name));
  auto module = KR_TRY(new_module(cx, interned));
  KR_TRY(enter_module(cx, interned, module));
  auto dict = module_dict(module);
  KR_TRY(dict_set(cx, dict, KR_ID(__builtins__), isolate(cx).builtins.get()));
  if (frozen->is_package) KR_TRY(dict_set(cx, dict, KR_ID(__path__), KR_TRY(new_list(cx))));
  Ref<> original = frozen->original_name ? Ref<>(KR_TRY(str_from_utf8(cx, frozen->original_name))) : Ref<>(interned.copy());
  KR_TRY(dict_set(cx, dict, KR_ID(__origname__), original));
  KR_TRY(eval_code(cx, code.borrow().as<Code>(), dict, dict));
  return module;
}

// --- streams ----------------------------------------------------------------------------------------------------------------------

namespace {

bool descriptor_is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

// sys.stdin, stdout, stderr: io.open on the descriptor, then a TextIOWrapper with CPython's choice of buffering and error handler.
Result<Ref<>> open_stream(Context& cx, Borrowed<> io, int fd, bool writing, Borrowed<Str> name, const std::string& encoding,
                          const std::string& errors) {
  if (!descriptor_is_open(fd)) return new_none();
  const Config& config = startup_config();
  bool unbuffered = !config.buffered_stdio && writing;
  auto number = KR_TRY(int_from(cx, fd));
  auto mode = writing ? KR_ID(wb) : KR_ID(rb);
  auto buffering = KR_TRY(int_from(cx, unbuffered ? 0 : -1));
  auto buffer = KR_TRY(call_method(cx, io, KR_ID(open), number, mode, buffering, none(), none(), none(), boolean(false)));
  Ref<> raw = unbuffered ? buffer.copy() : KR_TRY(get_attr(cx, buffer, KR_ID(raw)));
  KR_TRY(set_attr(cx, raw, KR_ID(name), name));
  bool terminal = KR_TRY(is_true(cx, KR_TRY(call_method(cx, raw, KR_ID(isatty)))));
  bool write_through = unbuffered;
  bool line_buffering = writing && !unbuffered && (terminal || fd == 2);
  auto encoding_text = KR_TRY(str_from_utf8(cx, encoding));
  auto errors_text = KR_TRY(str_from_utf8(cx, errors));
  // Universal newlines for reading; '\n' as it is for writing.
  Ref<> newline = writing ? Ref<>(hold(KR_STR("\n"))) : new_none();
  auto wrapper = KR_TRY(get_attr(cx, io, KR_ID(TextIOWrapper)));
  auto stream = KR_TRY(call(cx, wrapper, buffer, encoding_text, errors_text, newline, boolean(line_buffering), boolean(write_through)));
  KR_TRY(set_attr(cx, stream, KR_ID(mode), writing ? KR_ID(w) : KR_ID(r)));
  return stream;
}

Result<void> set_stream(Context& cx, Borrowed<Str> name, Borrowed<Str> original, Borrowed<> stream) {
  KR_TRY(sys_set(cx, name, stream));
  return sys_set(cx, original, stream);
}

// The C and POSIX locales let undecodable bytes through the standard streams.
std::string default_stream_errors() {
  const char* locale = setlocale(LC_CTYPE, nullptr);
  std::string_view name = locale ? locale : "C";
  return startup_config().utf8_mode > 0 || name == "C" || name == "POSIX" || name.starts_with("C.") ? "surrogateescape" : "strict";
}

Result<void> start_standard_streams(Context& cx) {
  const Config& config = startup_config();
  struct stat info;
  if (fstat(0, &info) == 0 && S_ISDIR(info.st_mode)) {
    std::fputs("Python error: <stdin> is a directory, cannot continue\n", stderr);
    std::exit(1);
  }
  auto io = KR_TRY(import_module(cx, KR_ID(io)));
  KR_TRY(dict_set(cx, isolate(cx).builtins.get(), KR_ID(open), KR_TRY(get_attr(cx, io, KR_ID(open)))));
  std::string encoding = config.stdio_encoding.empty() ? "utf-8" : config.stdio_encoding;
  std::string errors = config.stdio_errors.empty() ? default_stream_errors() : config.stdio_errors;
  KR_TRY(set_stream(cx, KR_ID(stdin), KR_ID(__stdin__), KR_TRY(open_stream(cx, io, 0, false, KR_STR("<stdin>"), encoding, errors))));
  KR_TRY(set_stream(cx, KR_ID(stdout), KR_ID(__stdout__), KR_TRY(open_stream(cx, io, 1, true, KR_STR("<stdout>"), encoding, errors))));
  return set_stream(cx, KR_ID(stderr), KR_ID(__stderr__),
                    KR_TRY(open_stream(cx, io, 2, true, KR_STR("<stderr>"), encoding, "backslashreplace")));
}

Result<void> make_main_module(Context& cx) {
  auto module = KR_TRY(new_module(cx, "__main__"));
  auto dict = module_dict(module);
  KR_TRY(dict_set(cx, dict, KR_ID(__annotations__), KR_TRY(new_dict(cx))));
  KR_TRY(dict_set(cx, dict, KR_ID(__builtins__), dict_get_str(isolate(cx).modules.get(), KR_ID(builtins))));
  auto loader = KR_TRY(get_attr(cx, isolate(cx).importlib.get(), KR_ID(BuiltinImporter)));
  KR_TRY(dict_set(cx, dict, KR_ID(__loader__), loader));
  return enter_module(cx, KR_ID(__main__), module);
}

// Imports a module that a feature needs, if the build has it; for those that users would not miss at a bare start.
Result<void> import_if_built_in(Context& cx, const char* name) {
  if (!find_builtin_module(name)) return {};
  KR_TRY(import_module(cx, name));
  return {};
}

}  // namespace

Result<void> start_streams(Context& cx) {
  const Config& config = startup_config();
  KR_TRY(import_module(cx, KR_ID(encodings)));
  KR_TRY(import_if_built_in(cx, "_signal"));
  if (config.trace_malloc > 0) {
    auto tracemalloc = KR_TRY(import_module(cx, "_tracemalloc"));
    KR_TRY(call_method(cx, tracemalloc, KR_ID(start), KR_TRY(int_from(cx, config.trace_malloc))));
  }
  if (config.fault_handler) {
    auto handler = KR_TRY(import_module(cx, "faulthandler"));
    KR_TRY(call_method(cx, handler, KR_ID(enable)));
  }
  KR_TRY(start_standard_streams(cx));
  KR_TRY(make_main_module(cx));
  if (!config.warn_options.empty()) KR_TRY(import_module(cx, KR_ID(warnings)));
  if (config.use_site) KR_TRY(import_module(cx, KR_ID(site)));
  return {};
}

}  // namespace krait
