// The module _bisect: places in sorted sequences.
#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"

namespace krait::bisect {
namespace {

// hi: None or -1 (as older callers give it) means the length.
Result<Index> upper_bound(Context& cx, Borrowed<> hi) {
  if (is_none(hi)) return Index{-2};
  if (!is_index(hi)) return raise(cx, exc::TypeError, "argument should be integer or None, not '{!t:.200}'", hi);
  Index value = KR_TRY(as_index(cx, hi, &exc::OverflowError));
  return value == -1 ? -2 : value;
}

template <bool Right>
Result<Index> find(Context& cx, Borrowed<> sequence, Borrowed<> x, Index lo, Index hi, Borrowed<> key) {
  if (lo < 0) return raise(cx, exc::ValueError, "lo must be non-negative");
  if (hi == -2) hi = KR_TRY(length(cx, sequence));
  bool plain = is_none(key);
  while (lo < hi) {
    Index middle = static_cast<Index>((static_cast<std::size_t>(lo) + static_cast<std::size_t>(hi)) / 2);
    Ref<> item = KR_TRY(sequence_item(cx, sequence, middle));
    if (!plain) item = KR_TRY(call(cx, key, item));
    bool less = KR_TRY(Right ? compare_bool(cx, x, item, Compare::lt) : compare_bool(cx, item, x, Compare::lt));
    if (less == Right) hi = middle;
    else lo = middle + 1;
  }
  return lo;
}

template <bool Right>
Result<Index> bisect(Context& cx, Borrowed<> a, Borrowed<> x, Index lo, Borrowed<> hi, Borrowed<> key) {
  return find<Right>(cx, a, x, lo, KR_TRY(upper_bound(cx, hi)), key);
}

template <bool Right>
Result<void> insort(Context& cx, Borrowed<> a, Borrowed<> x, Index lo, Borrowed<> hi, Borrowed<> key) {
  Index high = KR_TRY(upper_bound(cx, hi));
  Ref<> by = is_none(key) ? hold(x) : KR_TRY(call(cx, key, x));
  Index at = KR_TRY(find<Right>(cx, a, by, lo, high, key));
  if (is_exact<List>(a)) return list_insert(cx, a.as<List>(), at, x);
  KR_TRY(call_method(cx, a, KR_ID(insert), KR_TRY(int_from(cx, at)), x));
  return {};
}

constinit MethodDef functions[] = {
    KR_FUNCTION("bisect_right($module, /, a, x, lo=0, hi=None, *, key=None)", bisect<true>,
                "Return the index where to insert item x in list a, assuming a is sorted.\n\n"
                "The return value i is such that all e in a[:i] have e <= x, and all e in\n"
                "a[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\n"
                "insert just after the rightmost x already there.\n\n"
                "Optional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched."),
    KR_FUNCTION("insort_right($module, /, a, x, lo=0, hi=None, *, key=None)", insort<true>,
                "Insert item x in list a, and keep it sorted assuming a is sorted.\n\n"
                "If x is already in a, insert it to the right of the rightmost x.\n\n"
                "Optional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched."),
    KR_FUNCTION("bisect_left($module, /, a, x, lo=0, hi=None, *, key=None)", bisect<false>,
                "Return the index where to insert item x in list a, assuming a is sorted.\n\n"
                "The return value i is such that all e in a[:i] have e < x, and all e in\n"
                "a[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\n"
                "insert just before the leftmost x already there.\n\n"
                "Optional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched."),
    KR_FUNCTION("insort_left($module, /, a, x, lo=0, hi=None, *, key=None)", insort<false>,
                "Insert item x in list a, and keep it sorted assuming a is sorted.\n\n"
                "If x is already in a, insert it to the left of the leftmost x.\n\n"
                "Optional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched."),
    KR_END};

constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "_bisect",
    .m_doc = "Bisection algorithms.\n\n"
             "This module provides support for maintaining a list in sorted order without\n"
             "having to sort the list after each insertion. For long lists of items with\n"
             "expensive comparison operations, this can be an improvement over the more\ncommon approach.\n",
    .m_size = 0, .m_methods = functions};
KR_BUILTIN_MODULE(module_def);
}  // namespace
}  // namespace krait::bisect
