// Comparing sort keys. A look at all keys first tells whether they are alike, so that the comparisons can skip the checks.
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/list/sort.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::list {
namespace {

int less_any(Sorter& sorter, Object* left, Object* right) {
  auto answer = compare_bool(sorter.cx, Borrowed<>(left), Borrowed<>(right), Compare::lt);
  return answer.release();
}

// Both of one type with a tp_richcompare.
int less_same_type(Sorter& sorter, Object* left, Object* right) {
  RichCompare function = left->type->tp_richcompare;
  if (left->type != right->type || !function) return less_any(sorter, left, right);
  Object* raw = function(left, right, static_cast<int>(Compare::lt));
  if (!raw) return -1;
  Ref<> answer = Ref<>::steal(raw);
  if (is_not_implemented(answer)) return less_any(sorter, left, right);
  if (raw == boolean(true).object()) return 1;
  if (raw == boolean(false).object()) return 0;
  return is_true(sorter.cx, answer).release();
}

int less_latin1(Sorter&, Object* left, Object* right) {
  Borrowed<Str> a = Borrowed<>(left).as<Str>(), b = Borrowed<>(right).as<Str>();
  Index shorter = a->size < b->size ? a->size : b->size;
  int order = __builtin_memcmp(a->data(), b->data(), static_cast<std::size_t>(shorter));
  return order ? order < 0 : a->size < b->size;
}

int less_small_int(Sorter&, Object* left, Object* right) {
  Borrowed<Int> a = Borrowed<>(left).as<Int>(), b = Borrowed<>(right).as<Int>();
  Index x = a->head.size ? a->compact_value() : 0, y = b->head.size ? b->compact_value() : 0;
  return x < y;
}

int less_float(Sorter&, Object* left, Object* right) {
  return reinterpret_cast<Float*>(left)->value < reinterpret_cast<Float*>(right)->value;
}

int less_tuple(Sorter& sorter, Object* left, Object* right) {
  auto* a = reinterpret_cast<Tuple*>(left);
  auto* b = reinterpret_cast<Tuple*>(right);
  Index i = 0;
  for (; i < a->size() && i < b->size(); ++i) {
    auto same = same_or_equal(sorter.cx, a->item(i), b->item(i));
    if (same.failed()) return -1;
    if (!same.value()) break;
  }
  if (i >= a->size() || i >= b->size()) return a->size() < b->size();
  return (i == 0 ? sorter.tuple_less : less_any)(sorter, a->items[i], b->items[i]);
}

Less choose(Object* const* keys, Index count, bool in_tuples) {
  auto key = [&](Index i) { return in_tuples ? reinterpret_cast<Tuple*>(keys[i])->items[0] : keys[i]; };
  const Type* type = key(0)->type;
  bool small_ints = type == &int_type, latin1 = type == &str_type;
  for (Index i = 0; i < count; ++i) {
    Object* item = key(i);
    if (item->type != type) return less_any;
    if (small_ints) small_ints = Borrowed<>(item).as<Int>()->is_compact();
    else if (latin1) latin1 = Borrowed<>(item).as<Str>()->kind() == 1;
  }
  if (small_ints) return less_small_int;
  if (latin1) return less_latin1;
  if (type == &float_type) return less_float;
  return type->tp_richcompare ? less_same_type : less_any;
}

bool all_filled_tuples(Object* const* keys, Index count) {
  for (Index i = 0; i < count; ++i)
    if (keys[i]->type != &tuple_type || reinterpret_cast<Tuple*>(keys[i])->size() == 0) return false;
  return true;
}
}  // namespace

void choose_comparison(Sorter& sorter) {
  if (sorter.count < 2) return void(sorter.less = less_any);
  if (!all_filled_tuples(sorter.all.keys, sorter.count)) return void(sorter.less = choose(sorter.all.keys, sorter.count, false));
  sorter.less = less_tuple;
  sorter.tuple_less = choose(sorter.all.keys, sorter.count, true);
  // Tuples in tuples are compared as any other object: their lengths are not known to agree.
}

}  // namespace krait::list
