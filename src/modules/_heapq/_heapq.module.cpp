// The module _heapq: a list kept so that heap[k] <= heap[2k+1] and heap[k] <= heap[2k+2].
//
// Comparisons may run any code, which may change the list: after each, its length is looked at again, and the items compared are held.
#include "object/declare/method.h"
#include "object/register.h"
#include "types/list/internal.h"
#include "types/list/list.h"
#include "types/module/module.h"

namespace krait::heapq {
namespace {

// A heap of smallest items first compares a < b; one of largest first compares b < a.
template <bool Max>
Result<bool> before(Context& cx, Borrowed<List> heap, Index i, Object* other, bool other_first, Index size) {
  Ref<> a = hold(heap->items[i]), b = hold(other);
  bool swap = other_first != Max;
  bool answer = KR_TRY(swap ? compare_bool(cx, b, a, Compare::lt) : compare_bool(cx, a, b, Compare::lt));
  if (heap->size() != size) return raise(cx, exc::RuntimeError, "list changed size during iteration");
  return answer;
}

// Moves the item at `at` towards the root until its parent is not behind it.
template <bool Max>
Result<void> rise(Context& cx, Borrowed<List> heap, Index root, Index at) {
  Index size = heap->size();
  if (at >= size) return raise(cx, exc::IndexError, "index out of range");
  while (at > root) {
    Index parent = (at - 1) >> 1;
    if (!KR_TRY(before<Max>(cx, heap, at, heap->items[parent], false, size))) break;
    std::swap(heap->items[at], heap->items[parent]);
    at = parent;
  }
  return {};
}

// Fills the hole at `at` from below down to a leaf, then lets the item rise from there: fewer comparisons than stopping on the way.
template <bool Max>
Result<void> sink(Context& cx, Borrowed<List> heap, Index at) {
  Index size = heap->size(), start = at;
  if (at >= size) return raise(cx, exc::IndexError, "index out of range");
  Index inner = size >> 1;
  while (at < inner) {
    Index child = 2 * at + 1;
    if (child + 1 < size && !KR_TRY(before<Max>(cx, heap, child, heap->items[child + 1], false, size))) ++child;
    std::swap(heap->items[at], heap->items[child]);
    at = child;
  }
  return rise<Max>(cx, heap, start, at);
}

Result<void> push(Context& cx, Borrowed<List> heap, Borrowed<> item) {
  KR_TRY(list_append(cx, heap, hold(item)));
  return rise<false>(cx, heap, 0, heap->size() - 1);
}

template <bool Max>
Result<Ref<>> pop(Context& cx, Borrowed<List> heap) {
  Index size = heap->size();
  if (size == 0) return raise(cx, exc::IndexError, "index out of range");
  Ref<> last = hold(heap->items[size - 1]);
  KR_TRY(list_set_slice(cx, heap, size - 1, size, {}));
  if (size == 1) return last;
  Ref<> first = Ref<>::steal(std::exchange(heap->items[0], last.release()));
  KR_TRY(sink<Max>(cx, heap, 0));
  return first;
}

template <bool Max>
Result<Ref<>> replace(Context& cx, Borrowed<List> heap, Borrowed<> item) {
  if (heap->size() == 0) return raise(cx, exc::IndexError, "index out of range");
  Ref<> first = Ref<>::steal(std::exchange(heap->items[0], hold(item).release()));
  KR_TRY(sink<Max>(cx, heap, 0));
  return first;
}

Result<Ref<>> push_pop(Context& cx, Borrowed<List> heap, Borrowed<> item) {
  if (heap->size() == 0) return hold(item);
  Ref<> top = hold(heap->items[0]);
  if (!KR_TRY(compare_bool(cx, top, item, Compare::lt))) return hold(item);
  if (heap->size() == 0) return raise(cx, exc::IndexError, "index out of range");
  top.reset();
  return replace<false>(cx, heap, item);
}

template <bool Max>
Result<void> heapify(Context& cx, Borrowed<List> heap) {
  // In one pass from the last parent to the root; large heaps subtree by subtree would only help caches.
  for (Index i = (heap->size() >> 1) - 1; i >= 0; --i) KR_TRY(sink<Max>(cx, heap, i));
  return {};
}

constinit MethodDef functions[] = {
    KR_FUNCTION("heappush($module, heap, item, /)", push, "Push item onto heap, maintaining the heap invariant."),
    KR_FUNCTION("heappushpop($module, heap, item, /)", push_pop,
                "Push item on the heap, then pop and return the smallest item from the heap.\n\n"
                "The combined action runs more efficiently than heappush() followed by\na separate call to heappop()."),
    KR_FUNCTION("heappop($module, heap, /)", pop<false>, "Pop the smallest item off the heap, maintaining the heap invariant."),
    KR_FUNCTION("heapreplace($module, heap, item, /)", replace<false>,
                "Pop and return the current smallest value, and add the new item.\n\n"
                "This is more efficient than heappop() followed by heappush(), and can be\n"
                "more appropriate when using a fixed-size heap.  Note that the value\n"
                "returned may be larger than item!  That constrains reasonable uses of\n"
                "this routine unless written as part of a conditional replacement:\n\n"
                "    if item > heap[0]:\n        item = heapreplace(heap, item)"),
    KR_FUNCTION("heapify($module, heap, /)", heapify<false>, "Transform list into a heap, in-place, in O(len(heap)) time."),
    KR_FUNCTION("_heappop_max($module, heap, /)", pop<true>, "Maxheap variant of heappop."),
    KR_FUNCTION("_heapify_max($module, heap, /)", heapify<true>, "Maxheap variant of heapify."),
    KR_FUNCTION("_heapreplace_max($module, heap, item, /)", replace<true>, "Maxheap variant of heapreplace."), KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  return module_add(cx, module, KR_ID(__about__), KR_STR("Heap queues: a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for all k, so that a[0] is the smallest."));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "_heapq",
    .m_doc = "Heap queue algorithm (a.k.a. priority queue).\n\n"
             "Heaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\n"
             "all k, counting elements from 0.  For the sake of comparison,\n"
             "non-existing elements are considered to be infinite.  The interesting\n"
             "property of a heap is that a[0] is always its smallest element.\n\nUsage:\n\n"
             "heap = []            # creates an empty heap\nheappush(heap, item) # pushes a new item on the heap\n"
             "item = heappop(heap) # pops the smallest item from the heap\n"
             "item = heap[0]       # smallest item on the heap without popping it\n"
             "heapify(x)           # transforms list into a heap, in-place, in linear time\n"
             "item = heapreplace(heap, item) # pops and returns smallest item, and adds\n"
             "                               # new item; the heap size is unchanged\n\n"
             "Our API differs from textbook heap algorithms as follows:\n\n"
             "- We use 0-based indexing.  This makes the relationship between the\n"
             "  index for a node and the indexes for its children slightly less\n"
             "  obvious, but is more suitable since Python uses 0-based indexing.\n\n"
             "- Our heappop() method returns the smallest item, not the largest.\n\n"
             "These two make it possible to view the heap as a regular Python list\n"
             "without surprises: heap[0] is the smallest item, and heap.sort()\nmaintains the heap invariant!\n",
    .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);
}  // namespace
}  // namespace krait::heapq
