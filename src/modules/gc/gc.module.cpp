// The module gc: the collector's controls and its view of the heap.
#include "memory/collector.h"
#include "modules/gc/state.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::gc {
namespace {

using memory::collector;

Result<void> enable(Context&) {
  collector().enabled = true;
  memory::update_limit();
  return {};
}
Result<void> disable(Context&) {
  collector().enabled = false;
  memory::update_limit();
  return {};
}
Result<bool> is_enabled(Context&) { return collector().enabled; }

Result<long long> collect(Context& cx, int generation) {
  if (generation < 0 || generation > 2) return raise(cx, exc::ValueError, "invalid generation");
  return static_cast<long long>(memory::collect_with_callbacks(generation));
}

Result<void> set_debug(Context&, int flags) {
  collector().debug = flags;
  return {};
}
Result<long long> get_debug(Context&) { return static_cast<long long>(collector().debug); }

Result<Ref<Tuple>> three(Context& cx, int a, int b, int c) {
  auto first = KR_TRY(int_from(cx, a));
  auto second = KR_TRY(int_from(cx, b));
  auto third = KR_TRY(int_from(cx, c));
  return tuple_of(cx, first, second, third);
}

Result<Ref<Tuple>> get_count(Context& cx) {
  // Making the answer makes containers: read first.
  int young = memory::current_heap->count0;
  return three(cx, young, collector().counts[1], collector().counts[2]);
}

Result<Ref<Tuple>> get_threshold(Context& cx) {
  const int* t = collector().thresholds;
  return three(cx, t[0], t[1], t[2]);
}

Result<void> set_threshold(Context& cx, Args args) {
  if (args.empty()) return raise(cx, exc::TypeError, "set_threshold() takes at least 1 argument (0 given)");
  if (args.size() > 3) return raise(cx, exc::TypeError, "set_threshold() takes at most 3 arguments ({} given)", args.size());
  int values[3];
  for (std::size_t i = 0; i < args.size(); ++i) {
    values[i] = as_int(cx, Borrowed<>(args[i]));
    if (values[i] == -1 && cx.has_error()) return Failed{};
  }
  for (std::size_t i = 0; i < args.size(); ++i) collector().thresholds[i] = values[i];
  memory::update_limit();
  return {};
}

Result<Ref<List>> get_stats(Context& cx) {
  auto list = KR_TRY(new_list(cx));
  memory::GenerationStats stats[3];
  for (int i = 0; i < 3; ++i) stats[i] = collector().stats[i];
  for (const auto& each : stats) {
    auto dict = KR_TRY(new_dict(cx));
    auto collections = KR_TRY(int_from(cx, each.collections));
    auto collected = KR_TRY(int_from(cx, each.collected));
    auto uncollectable = KR_TRY(int_from(cx, each.uncollectable));
    KR_TRY(dict_set(cx, dict, KR_ID(collections), collections));
    KR_TRY(dict_set(cx, dict, KR_ID(collected), collected));
    KR_TRY(dict_set(cx, dict, KR_ID(uncollectable), uncollectable));
    KR_TRY(list_append(cx, list, dict.borrow()));
  }
  return list;
}

Result<bool> is_tracked(Context&, Borrowed<> object) {
  return memory::is_container(object.object()) && memory::is_tracked(object.object());
}
Result<bool> is_finalized(Context&, Borrowed<> object) {
  return memory::is_container(object.object()) && memory::is_finalized(object.object());
}

Result<void> freeze(Context&) {
  memory::freeze();
  return {};
}
Result<void> unfreeze(Context&) {
  memory::unfreeze();
  return {};
}
Result<long long> get_freeze_count(Context&) { return static_cast<long long>(memory::generation_size(3)); }

constinit MethodDef functions[] = {
    KR_FUNCTION("enable($module, /)", enable, "Enable automatic garbage collection."),
    KR_FUNCTION("disable($module, /)", disable, "Disable automatic garbage collection."),
    KR_FUNCTION("isenabled($module, /)", is_enabled, "Returns true if automatic garbage collection is enabled."),
    KR_FUNCTION("set_debug($module, flags, /)", set_debug,
                "Set the garbage collection debugging flags.\n\n  flags\n"
                "    An integer that can have the following bits turned on:\n"
                "      DEBUG_STATS - Print statistics during collection.\n"
                "      DEBUG_COLLECTABLE - Print collectable objects found.\n"
                "      DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects\n        found.\n"
                "      DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.\n"
                "      DEBUG_LEAK - Debug leaking programs (everything but STATS).\n\n"
                "Debugging information is written to sys.stderr."),
    KR_FUNCTION("get_debug($module, /)", get_debug, "Get the garbage collection debugging flags."),
    KR_FUNCTION("get_count($module, /)", get_count, "Return a three-tuple of the current collection counts."),
    KR_QUIET("set_threshold($module, *args)", set_threshold,
             "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\n"
             "Sets the collection thresholds.  Setting threshold0 to zero disables\ncollection.\n"),
    KR_FUNCTION("get_threshold($module, /)", get_threshold, "Return the current collection thresholds."),
    KR_FUNCTION("collect($module, /, generation=2)", collect,
                "Run the garbage collector.\n\n"
                "With no arguments, run a full collection.  The optional argument\n"
                "may be an integer specifying which generation to collect.  A ValueError\n"
                "is raised if the generation number is invalid.\n\n"
                "The number of unreachable objects is returned."),
    KR_FUNCTION("get_objects($module, /, generation=None)", get_objects,
                "Return a list of objects tracked by the collector (excluding the list returned).\n\n"
                "  generation\n    Generation to extract the objects from.\n\n"
                "If generation is not None, return only the objects tracked by the collector\nthat are in that generation."),
    KR_FUNCTION("get_stats($module, /)", get_stats, "Return a list of dictionaries containing per-generation statistics."),
    KR_FUNCTION("is_tracked($module, obj, /)", is_tracked,
                "Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false."),
    KR_FUNCTION("is_finalized($module, obj, /)", is_finalized,
                "Returns true if the object has been already finalized by the GC."),
    KR_QUIET("get_referrers($module, *objs)", get_referrers,
             "get_referrers(*objs) -> list\nReturn the list of objects that directly refer to any of objs."),
    KR_QUIET("get_referents($module, *objs)", get_referents,
             "get_referents(*objs) -> list\nReturn the list of objects that are directly referred to by objs."),
    KR_FUNCTION("freeze($module, /)", freeze,
                "Freeze all current tracked objects and ignore them for future collections.\n\n"
                "This can be used before a POSIX fork() call to make the gc copy-on-write friendly.\n"
                "Note: collection before a POSIX fork() call may free pages for future allocation\n"
                "which can cause copy-on-write."),
    KR_FUNCTION("unfreeze($module, /)", unfreeze,
                "Unfreeze all objects in the permanent generation.\n\n"
                "Put all objects in the permanent generation back into oldest generation."),
    KR_FUNCTION("get_freeze_count($module, /)", get_freeze_count, "Return the number of objects in the permanent generation."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto lists = KR_TRY(state_lists(cx));
  KR_TRY(module_add(cx, module, KR_ID(garbage), Borrowed<>(lists->garbage)));
  KR_TRY(module_add(cx, module, KR_ID(callbacks), Borrowed<>(lists->callbacks)));
  auto add = [&](Borrowed<Str> name, int value) -> Result<void> {
    auto number = KR_TRY(int_from(cx, value));
    return module_add(cx, module, name, number);
  };
  KR_TRY(add(KR_ID(DEBUG_STATS), memory::gc_debug::stats));
  KR_TRY(add(KR_ID(DEBUG_COLLECTABLE), memory::gc_debug::collectable));
  KR_TRY(add(KR_ID(DEBUG_UNCOLLECTABLE), memory::gc_debug::uncollectable));
  KR_TRY(add(KR_ID(DEBUG_SAVEALL), memory::gc_debug::save_all));
  return add(KR_ID(DEBUG_LEAK), memory::gc_debug::leak);
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};

constinit ModuleDef module_def = {
    .base = module_def_head,
    .m_name = "gc",
    .m_doc = "This module provides access to the garbage collector for reference cycles.\n\n"
             "enable() -- Enable automatic garbage collection.\n"
             "disable() -- Disable automatic garbage collection.\n"
             "isenabled() -- Returns true if automatic collection is enabled.\n"
             "collect() -- Do a full collection right now.\n"
             "get_count() -- Return the current collection counts.\n"
             "get_stats() -- Return list of dictionaries containing per-generation stats.\n"
             "set_debug() -- Set debugging flags.\n"
             "get_debug() -- Get debugging flags.\n"
             "set_threshold() -- Set the collection thresholds.\n"
             "get_threshold() -- Return the current the collection thresholds.\n"
             "get_objects() -- Return a list of all objects tracked by the collector.\n"
             "is_tracked() -- Returns true if a given object is tracked.\n"
             "is_finalized() -- Returns true if a given object has been already finalized.\n"
             "get_referrers() -- Return the list of objects that refer to an object.\n"
             "get_referents() -- Return the list of objects that an object refers to.\n"
             "freeze() -- Freeze all tracked objects and ignore them for future collections.\n"
             "unfreeze() -- Unfreeze all objects in the permanent generation.\n"
             "get_freeze_count() -- Return the number of objects in the permanent generation.\n",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::gc
