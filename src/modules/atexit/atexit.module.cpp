// The module atexit: functions to call at the end of the isolate, last registered first.
#include "interp/report/report.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/tuple/tuple.h"

namespace krait::atexit_module {
namespace {

struct State {
  Object* callbacks;  // a list of (function, args, kwargs or None); null before the first
};
KR_ISOLATE_LOCAL(State, state);

Result<Borrowed<List>> callbacks(Context& cx) {
  State& mine = state(cx);
  if (!mine.callbacks) mine.callbacks = KR_TRY(new_list(cx)).as<Object>().release();
  return Borrowed<>(mine.callbacks).as<List>();
}

Result<Ref<>> register_(Context& cx, Args args, KwArgs kwargs) {
  if (args.empty()) return raise(cx, exc::TypeError, "register() takes at least 1 argument (0 given)");
  Borrowed<> function(args[0]);
  if (!is_callable(function)) return raise(cx, exc::TypeError, "the first argument must be callable");
  Ref<Tuple> rest = KR_TRY(tuple_from_items(cx, args.subspan(1)));
  Ref<> named = new_none();
  if (kwargs.count) {
    Ref<Dict> dict = KR_TRY(new_dict(cx));
    for (Index i = 0; i < kwargs.count; ++i) KR_TRY(dict_set(cx, dict, kwargs.names->item(i), Borrowed<>(kwargs.values[i])));
    named = std::move(dict);
  }
  Ref<Tuple> entry = KR_TRY(tuple_of(cx, function, rest, named));
  KR_TRY(list_append(cx, KR_TRY(callbacks(cx)), entry.borrow()));
  return hold(function);
}

Result<void> clear(Context& cx) {
  auto list = KR_TRY(callbacks(cx));
  return list_set_slice(cx, list, 0, list->size(), {});
}

Result<void> unregister(Context& cx, Borrowed<> function) {
  auto list = KR_TRY(callbacks(cx));
  for (Index i = list->size() - 1; i >= 0; --i) {
    if (i >= list->size()) continue;  // the comparison took some away
    Ref<> entry = hold(list->item(i));
    if (!KR_TRY(compare_bool(cx, entry.borrow().as<Tuple>()->item(0), function, Compare::eq))) continue;
    if (i < list->size() && list->item(i).is(entry)) KR_TRY(list_set_slice(cx, list, i, i + 1, {}));
  }
  return {};
}

Result<void> run(Context& cx) {
  auto list = KR_TRY(callbacks(cx));
  while (list->size()) {
    Index last = list->size() - 1;
    Ref<> held = hold(list->item(last));
    KR_TRY(list_set_slice(cx, list, last, last + 1, {}));
    auto entry = held.borrow().as<Tuple>();
    auto kwargs = is_none(entry->item(2)) ? Borrowed<Dict>() : entry->item(2).as<Dict>();
    if (call(cx, entry->item(0), entry->item(1).as<Tuple>(), kwargs).failed()) write_unraisable_message(cx, "in atexit callback", entry->item(0));
  }
  return {};
}

Result<long long> count(Context& cx) { return static_cast<long long>(KR_TRY(callbacks(cx))->size()); }

constinit MethodDef functions[] = {
    KR_QUIET("register(*args, **kwargs)", register_,
             "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal program termination\n\n"
             "    func - function to be called at exit\n    args - optional arguments to pass to func\n"
             "    kwargs - optional keyword arguments to pass to func\n\n"
             "    func is returned to facilitate usage as a decorator."),
    KR_QUIET("_clear()", clear, "_clear() -> None\n\nClear the list of previously registered exit functions."),
    KR_QUIET("unregister(func, /)", unregister,
             "unregister(func) -> None\n\nUnregister an exit function which was previously registered using\natexit.register\n\n"
             "    func - function to be unregistered"),
    KR_QUIET("_run_exitfuncs()", run,
             "_run_exitfuncs() -> None\n\nRun all registered exit functions.\n\n"
             "If a callback raises an exception, it is logged with sys.unraisablehook."),
    KR_QUIET("_ncallbacks()", count, "_ncallbacks() -> int\n\nReturn the number of registered exit functions."),
    KR_END};

constinit ModuleSlot slots[] = {{}};
constinit ModuleDef module_def = {
    .base = module_def_head,
    .m_name = "atexit",
    .m_doc = "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\n"
             "Two public functions, register and unregister, are defined.\n",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::atexit_module
