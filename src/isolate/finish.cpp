// The end of an isolate, in CPython's order: other threads joined, atexit functions, streams flushed, modules emptied, collection.
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "interp/report/report.h"
#include "isolate/import.h"
#include "isolate/startup.h"
#include "memory/collector.h"
#include "object/isolate.h"
#include "object/threads.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/weakref/weakref.h"

namespace krait {
namespace {

// threading._shutdown() joins the threads that are not daemons.
void wait_for_threads(Context& cx) {
  Borrowed<> threading = imported_module(cx, KR_ID(threading));
  if (threading.is_null()) return;
  auto held = hold(threading);
  if (call_method(cx, held, KR_ID(_shutdown)).failed()) write_unraisable(cx, held);
}

void run_atexit(Context& cx) {
  Borrowed<> module = imported_module(cx, KR_ID(atexit));
  if (module.is_null()) return;
  auto held = hold(module);
  if (call_method(cx, held, KR_ID(_run_exitfuncs)).failed()) {
    print_pending_exception(cx, false);
  }
}

bool is_closed(Context& cx, Borrowed<> stream) {
  auto closed = lookup_attr(cx, stream, KR_ID(closed));
  if (closed.failed()) return clear_error(cx), false;
  if (closed.missing()) return false;
  auto truth = is_true(cx, std::move(closed).value());
  if (truth.failed()) return clear_error(cx), false;
  return truth.value();
}

// False when flushing stdout failed: the exit code is then 120.
bool flush_streams(Context& cx) {
  bool good = true;
  Borrowed<> out = sys_get(cx, KR_ID(stdout));
  if (!out.is_null() && !is_none(out) && !is_closed(cx, out)) {
    auto held = hold(out);
    if (call_method(cx, held, KR_ID(flush)).failed()) {
      write_unraisable(cx, held);
      good = false;
    }
  }
  Borrowed<> err = sys_get(cx, KR_ID(stderr));
  if (!err.is_null() && !is_none(err) && !is_closed(cx, err)) {
    if (call_method(cx, hold(err), KR_ID(flush)).failed()) clear_error(cx), good = false;
  }
  return good;
}

void collect(Context&) {
  memory::collect(2);
}

constexpr const char* sys_names_to_drop[] = {"path", "argv", "ps1", "ps2", "last_type", "last_value", "last_traceback", "path_hooks",
                                             "path_importer_cache", "meta_path", "__interactivehook__"};

void drop_sys_names(Context& cx) {
  for (const char* name : sys_names_to_drop) {
    auto text = intern_utf8(cx, name);
    if (text.failed()) return clear_error(cx);
    if (sys_set(cx, std::move(text).value(), none()).failed()) clear_error(cx);
  }
  const std::pair<Borrowed<Str>, Borrowed<Str>> streams[] = {
      {KR_ID(stdin), KR_ID(__stdin__)}, {KR_ID(stdout), KR_ID(__stdout__)}, {KR_ID(stderr), KR_ID(__stderr__)}};
  for (auto& [name, original] : streams) {
    Borrowed<> value = sys_get(cx, original);
    if (sys_set(cx, name, value.is_null() ? none() : value).failed()) clear_error(cx);
  }
}

// Modules lose their entries in sys.modules first; those that something still holds are emptied, newest first.
void finalize_modules(Context& cx) {
  Isolate& iso = isolate(cx);
  Borrowed<Dict> modules = iso.modules;
  drop_sys_names(cx);
  std::vector<Ref<WeakRef>> weak;
  {
    auto items = dict_items(cx, modules);
    if (items.failed()) return clear_error(cx);
    auto list = std::move(items).value();
    for (Object* pair : list->span()) {
      Object* const* parts = reinterpret_cast<Object* const*>(reinterpret_cast<VarObject*>(pair) + 1);
      if (!is<Module>(Borrowed<>(parts[1]))) continue;
      auto module = Borrowed<>(parts[1]).as<Module>();
      if (module_dict(module).is(iso.sys_dict.get()) || module_dict(module).is(iso.builtins.get())) continue;
      auto reference = new_weak_ref(cx, module, {});
      if (reference.failed()) {
        clear_error(cx);
        continue;
      }
      weak.push_back(std::move(reference).value());
    }
  }
  auto sys = hold(dict_get_str(modules, KR_ID(sys)));
  auto builtins = hold(dict_get_str(modules, KR_ID(builtins)));
  dict_clear(modules);
  auto old_importlib = iso.importlib.replace({});
  old_importlib.reset();
  collect(cx);
  for (auto it = weak.rbegin(); it != weak.rend(); ++it) {
    auto module = hold(weak_referent(*it));
    if (module.is_null() || is_none(module)) continue;
    module_clear_dict(cx, module_dict(module.borrow().as<Module>()));
  }
  weak.clear();
  collect(cx);
  module_clear_dict(cx, iso.sys_dict.get());
  module_clear_dict(cx, iso.builtins.get());
}

}  // namespace

int finish(Context& cx) {
  int code = 0;
  wait_for_threads(cx);
  run_atexit(cx);
  if (!flush_streams(cx)) code = 120;
  isolate(cx).finalizing = true;
  collect(cx);
  finalize_modules(cx);
  std::fflush(stdout);
  return code;
}

int main_entry(int argc, char** argv) {
  Config config;
  if (auto outcome = read_command_line(config, argc, argv); outcome.exit_now) return outcome.exit_code;
  if (auto outcome = find_paths(config); outcome.exit_now) return outcome.exit_code;
  Context& cx = start_runtime(config);
  if (start_isolate(cx).failed() || start_streams(cx).failed()) {
    int code = error_matches(cx, exc::SystemExit) ? report_error_and_exit_code(cx) : 1;
    if (cx.has_error()) {
      std::fputs("Fatal Python error: init_import_site: Failed to import the site module\n", stderr);
      print_pending_exception(cx, false);
    }
    return code;
  }
  int code = run_main(cx);
  int finished = finish(cx);
  return finished ? finished : code & 0xff;
}

}  // namespace krait

extern "C" [[gnu::visibility("default")]] int krait_main(int argc, char** argv) { return krait::main_entry(argc, argv); }
