// Running what the command line asks for: a command, a module, a file (script, .pyc, directory, zip), standard input, the prompt.
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "bytecode/code.h"
#include "bytecode/marshal/marshal.h"
#include "interp/interp.h"
#include "interp/report/report.h"
#include "isolate/import.h"
#include "isolate/readline.h"
#include "isolate/source.h"
#include "isolate/startup.h"
#include "isolate/usage.h"
#include "object/isolate.h"
#include "object/threads.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace {

Result<Ref<Dict>> main_dict(Context& cx) {
  Borrowed<> module = imported_module(cx, KR_ID(__main__));
  if (module.is_null()) return raise(cx, exc::RuntimeError, "lost __main__");
  return hold(module_dict(module.as<Module>()));
}

Result<void> insert_path(Context& cx, Borrowed<> entry) {
  Borrowed<> path = sys_get(cx, KR_ID(path));
  if (path.is_null() || !is<List>(path)) return {};
  return list_insert(cx, path.as<List>(), 0, entry);
}

// sys.path[0] for a script: the directory of the file itself, links resolved; "" for -c and standard input; the cwd for -m.
Result<void> prepend_script_path(Context& cx, const Config& config) {
  if (config.safe_path) return {};
  if (config.has_module) {
    char cwd[4096];
    if (!getcwd(cwd, sizeof cwd)) return {};
    return insert_path(cx, KR_TRY(decode_fs(cx, cwd)));
  }
  if (!config.has_file) return insert_path(cx, KR_STR(""));
  std::string file = config.file;
  char target[4096];
  ssize_t n = readlink(file.c_str(), target, sizeof target - 1);
  if (n > 0) {
    std::string link(target, static_cast<std::size_t>(n));
    if (link[0] == '/') file = link;
    else file = file.substr(0, file.rfind('/') == std::string::npos ? 0 : file.rfind('/') + 1) + link;
  }
  char real[4096];
  if (realpath(file.c_str(), real)) file = real;
  std::size_t slash = file.rfind('/');
  return insert_path(cx, KR_TRY(decode_fs(cx, slash == std::string::npos ? "" : slash == 0 ? "/" : file.substr(0, slash))));
}

Result<void> run_code_text(Context& cx, std::string_view text, Borrowed<Str> filename, int flags) {
  auto dict = KR_TRY(main_dict(cx));
  auto code = KR_TRY(compile_text(cx, text, filename, {.flags = flags, .script = !(flags & compile_flags::source_is_utf8)}));
  KR_TRY(eval_code(cx, code.borrow().as<Code>(), dict, dict));
  return {};
}

Result<void> run_command(Context& cx, const Config& config) {
  KR_TRY(audit(cx, "cpython.run_command", KR_TRY(decode_fs(cx, config.command))));
  return run_code_text(cx, config.command, KR_STR("<string>"), compile_flags::source_is_utf8 | compile_flags::ignore_cookie);
}

Result<void> run_module(Context& cx, const std::string& name, bool set_argv0) {
  auto module = KR_TRY(decode_fs(cx, name));
  KR_TRY(audit(cx, "cpython.run_module", module));
  auto runpy = KR_TRY(import_module(cx, KR_ID(runpy)));
  KR_TRY(call_method(cx, runpy, KR_ID(_run_module_as_main), module, boolean(set_argv0)));
  return {};
}

// Reads a whole file; false with errno set when it cannot.
bool read_file(const std::string& path, std::string* out) {
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (!file) return false;
  char buffer[65536];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) out->append(buffer, n);
  bool good = !std::ferror(file);
  if (file != stdin) std::fclose(file);
  return good;
}

bool is_pyc(const std::string& name, const std::string& content) {
  if (name.size() >= 4 && name.compare(name.size() - 4, 4, ".pyc") == 0) return true;
  return content.size() >= 4 && static_cast<unsigned char>(content[0]) == 0xa7 && static_cast<unsigned char>(content[1]) == 0x0d &&
         content[2] == 0x0d && content[3] == 0x0a;
}

Result<void> run_pyc(Context& cx, const std::string& content) {
  if (content.size() < 16 || static_cast<unsigned char>(content[0]) != 0xa7 || static_cast<unsigned char>(content[1]) != 0x0d)
    return raise(cx, exc::RuntimeError, "Bad magic number in .pyc file");
  auto code = KR_TRY(marshal::loads(cx, std::string_view(content).substr(16)));
  if (!is<Code>(code)) return raise(cx, exc::RuntimeError, "Bad code object in .pyc file");
  auto dict = KR_TRY(main_dict(cx));
  KR_TRY(eval_code(cx, code.borrow().as<Code>(), dict, dict));
  return {};
}

Result<void> set_main_loader(Context& cx, Borrowed<Str> filename, bool sourceless) {
  auto dict = KR_TRY(main_dict(cx));
  auto external = hold(imported_module(cx, KR_ID(_frozen_importlib_external)));
  auto loader = KR_TRY(get_attr(cx, external, sourceless ? KR_ID(SourcelessFileLoader) : KR_ID(SourceFileLoader)));
  return dict_set(cx, dict, KR_ID(__loader__), KR_TRY(call(cx, loader, KR_ID(__main__), filename)));
}

// A name that an importer claims: a directory or zip file with a __main__ in it.
Result<bool> is_importable_path(Context& cx, Borrowed<Str> name) {
  auto pkgutil_free = KR_TRY(get_attr(cx, hold(imported_module(cx, KR_ID(_frozen_importlib_external))), KR_ID(PathFinder)));
  auto importer = KR_TRY(call_method(cx, pkgutil_free, KR_ID(_path_importer_cache), name));
  return !is_none(importer);
}

Result<void> run_file(Context& cx, const Config& config, int* exit_code) {
  std::string content;
  auto filename = KR_TRY(decode_fs(cx, config.file));
  KR_TRY(audit(cx, "cpython.run_file", filename));
  if (!read_file(config.file, &content)) {
    int error = errno;
    *exit_code = 2;
    std::fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n", config.executable.c_str(),
                 config.file[0] == '/' ? config.file.c_str() : (std::string(realpath(".", nullptr)) + "/" + config.file).c_str(), error,
                 std::strerror(error));
    return {};
  }
  auto dict = KR_TRY(main_dict(cx));
  KR_TRY(dict_set(cx, dict, KR_ID(__file__), filename));
  KR_TRY(dict_set(cx, dict, KR_ID(__cached__), none()));
  bool compiled = is_pyc(config.file, content);
  KR_TRY(set_main_loader(cx, filename, compiled));
  if (compiled) return run_pyc(cx, content);
  std::string_view text = content;
  std::string without_first;
  if (config.skip_first_line) {
    std::size_t end = text.find('\n');
    without_first = "\n" + std::string(end == std::string_view::npos ? "" : text.substr(end + 1));
    text = without_first;
  }
  return run_code_text(cx, text, filename, 0);
}

Result<void> run_standard_input(Context& cx) {
  std::string content;
  KR_TRY(audit(cx, "cpython.run_stdin"));
  {
    AllowThreads allow(cx);
    read_file("-", &content);
  }
  auto dict = KR_TRY(main_dict(cx));
  KR_TRY(dict_set(cx, dict, KR_ID(__file__), KR_STR("<stdin>")));
  auto outcome = run_code_text(cx, content, KR_STR("<stdin>"), 0);
  if (outcome.failed()) return Failed{};
  return dict_delete(cx, dict, KR_ID(__file__));
}

}  // namespace

// The prompt: statements are read until they are complete, compiled in single mode, run in __main__ (interactive.cpp).
Result<void> run_interactive(Context& cx);
Result<void> run_startup_file(Context& cx);

namespace {

Result<void> run_requested(Context& cx, const Config& config, int* exit_code) {
  if (config.has_file) {
    struct stat info;
    bool maybe_importable = stat(config.file.c_str(), &info) == 0;
    if (maybe_importable) {
      auto name = KR_TRY(decode_fs(cx, config.file));
      auto importable = is_importable_path(cx, name);
      if (importable.failed()) return Failed{};
      if (importable.value()) {
        KR_TRY(insert_path(cx, name));
        return run_module(cx, "__main__", false);
      }
    }
  }
  KR_TRY(prepend_script_path(cx, config));
  if (config.has_command) return run_command(cx, config);
  if (config.has_module) return run_module(cx, config.module, true);
  if (config.has_file) return run_file(cx, config, exit_code);
  if (isatty(0) || config.interactive) {
    if (!config.quiet)
      std::fprintf(stderr, "Python %s on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
                   version_string());
    KR_TRY(run_startup_file(cx));
    return run_interactive(cx);
  }
  return run_standard_input(cx);
}

}  // namespace

int run_main(Context& cx) {
  Config& config = startup_config();
  int exit_code = 0;
  if (run_requested(cx, config, &exit_code).failed()) exit_code = report_error_and_exit_code(cx);
  bool was_prompt = !config.has_command && !config.has_module && !config.has_file;
  if (config.inspect && !was_prompt && isatty(0)) {
    if (run_interactive(cx).failed()) exit_code = report_error_and_exit_code(cx);
  }
  return exit_code;
}

// SystemExit ends quietly with its code (a text is printed, 1); everything else is printed with its traceback.
int report_error_and_exit_code(Context& cx) {
  if (!cx.has_error()) return 1;
  if (!error_matches(cx, exc::SystemExit) || startup_config().inspect) {
    bool interrupted = error_matches(cx, exc::KeyboardInterrupt);
    print_pending_exception(cx, true);
    return interrupted ? 130 : 1;
  }
  auto error = take_error(cx);
  Ref<> code = hold(Borrowed<>(error.borrow().as<SystemExitObject>()->code.get()));
  if (code.is_null() || is_none(code)) return 0;
  if (is<Int>(code)) {
    int overflow = 0;
    return static_cast<int>(int_to_long_long(code.borrow().as<Int>(), &overflow)) | (overflow ? -1 : 0);
  }
  Borrowed<> stream = sys_get(cx, KR_ID(stderr));
  auto text = str(cx, code);
  if (text.failed()) return clear_error(cx), 1;
  auto message = std::move(text).value();
  if (stream.is_null() || is_none(stream) || call_method(cx, hold(stream), KR_ID(write), message).failed()) {
    clear_error(cx);
    auto utf8 = str_utf8(cx, message, nullptr);
    if (!utf8.failed()) std::fputs(utf8.value(), stderr);
  } else if (call_method(cx, hold(stream), KR_ID(write), KR_STR("\n")).failed()) {
    clear_error(cx);
  }
  return 1;
}

}  // namespace krait
