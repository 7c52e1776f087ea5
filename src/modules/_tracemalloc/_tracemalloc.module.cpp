// The module _tracemalloc.
#include <vector>

#include "memory/memory.h"
#include "modules/_tracemalloc/tracemalloc.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::tracemalloc {
namespace {

Result<bool> module_is_tracing(Context&) { return is_tracing(); }

Result<void> module_clear(Context& cx) {
  if (is_tracing()) clear(cx);
  return {};
}

Result<Ref<Tuple>> trace_tuple(Context& cx, const Trace& trace) {
  auto frames = KR_TRY(new_tuple(cx, trace.count));
  for (std::uint16_t i = 0; i < trace.count; ++i) {
    auto line = KR_TRY(int_from(cx, trace.frames[i].line));
    frames->init_item(i, KR_TRY(tuple_of(cx, Borrowed<Str>(trace.frames[i].filename), line)));
  }
  return frames;
}

Result<Ref<List>> get_traces(Context& cx) {
  auto list = KR_TRY(new_list(cx));
  if (!is_tracing()) return list;
  // Making the answer allocates, and so changes the table: work on a copy.
  std::vector<Entry> copy;
  for (const Entry& entry : entries())
    if (entry.address) copy.push_back(entry);
  for (const Entry& entry : copy) {
    auto domain = KR_TRY(int_from(cx, entry.domain));
    auto size = KR_TRY(int_from_unsigned(cx, entry.size));
    auto frames = KR_TRY(trace_tuple(cx, *entry.trace));
    auto total = KR_TRY(int_from(cx, entry.trace->total));
    auto item = KR_TRY(tuple_of(cx, domain, size, frames, total));
    KR_TRY(list_append(cx, list, item.borrow()));
  }
  return list;
}

Result<Ref<>> get_object_traceback(Context& cx, Borrowed<> object) {
  if (!is_tracing()) return new_none();
  const void* block = object.raw();
  if (memory::address_kind(block) == memory::Kind::container) {
    memory::Pool* pool = memory::pool_of(block);
    block = memory::block_at(pool, memory::block_number(pool, block));
  }
  const Entry* entry = find(0, block);
  if (!entry) return new_none();
  return trace_tuple(cx, *entry->trace);
}

Result<void> module_start(Context& cx, int frames) { return start(cx, frames); }
Result<void> module_stop(Context& cx) {
  stop(cx);
  return {};
}
Result<long long> get_limit(Context&) { return static_cast<long long>(frame_limit()); }
Result<long long> get_own_memory(Context&) { return static_cast<long long>(totals().own); }
Result<Ref<Tuple>> get_traced_memory(Context& cx) {
  Totals now = is_tracing() ? totals() : Totals{};
  auto current = KR_TRY(int_from_unsigned(cx, now.current));
  auto peak = KR_TRY(int_from_unsigned(cx, now.peak));
  return tuple_of(cx, current, peak);
}
Result<void> module_reset_peak(Context&) {
  if (is_tracing()) reset_peak();
  return {};
}

constinit MethodDef functions[] = {
    KR_FUNCTION("is_tracing($module, /)", module_is_tracing,
                "Return True if the tracemalloc module is tracing Python memory allocations."),
    KR_FUNCTION("clear_traces($module, /)", module_clear, "Clear traces of memory blocks allocated by Python."),
    KR_FUNCTION("_get_traces($module, /)", get_traces,
                "Get traces of all memory blocks allocated by Python.\n\n"
                "Return a list of (size: int, traceback: tuple) tuples.\n"
                "traceback is a tuple of (filename: str, lineno: int) tuples.\n\n"
                "Return an empty list if the tracemalloc module is disabled."),
    KR_FUNCTION("_get_object_traceback($module, obj, /)", get_object_traceback,
                "Get the traceback where the Python object obj was allocated.\n\n"
                "Return a tuple of (filename: str, lineno: int) tuples.\n"
                "Return None if the tracemalloc module is disabled or did not\ntrace the allocation of the object."),
    KR_FUNCTION("start($module, nframe=1, /)", module_start,
                "Start tracing Python memory allocations.\n\n"
                "Also set the maximum number of frames stored in the traceback of a\ntrace to nframe."),
    KR_FUNCTION("stop($module, /)", module_stop,
                "Stop tracing Python memory allocations.\n\nAlso clear traces of memory blocks allocated by Python."),
    KR_FUNCTION("get_traceback_limit($module, /)", get_limit,
                "Get the maximum number of frames stored in the traceback of a trace.\n\n"
                "By default, a trace of an allocated memory block only stores\nthe most recent frame: the limit is 1."),
    KR_FUNCTION("get_tracemalloc_memory($module, /)", get_own_memory,
                "Get the memory usage in bytes of the tracemalloc module.\n\n"
                "This memory is used internally to trace memory allocations."),
    KR_FUNCTION("get_traced_memory($module, /)", get_traced_memory,
                "Get the current size and peak size of memory blocks traced by tracemalloc.\n\n"
                "Returns a tuple: (current: int, peak: int)."),
    KR_FUNCTION("reset_peak($module, /)", module_reset_peak,
                "Set the peak size of memory blocks traced by tracemalloc to the current size.\n\n"
                "Do nothing if the tracemalloc module is not tracing memory allocations."),
    KR_END};

constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_tracemalloc",
                                  .m_doc = "Debug module to trace memory blocks allocated by Python.",
                                  .m_size = 0,
                                  .m_methods = functions};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::tracemalloc
