// Making and filling tuples, lists, sets, dicts, slices and strings; taking sequences apart.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/specialize.h"
#include "types/dict/dict.h"
#include "types/list/list.h"
#include "types/set/set.h"
#include "types/tuple/tuple.h"

namespace krait::interp::body {

// Replaces the top `count` words, which `Make` consumes, by what it makes.
template <auto Make, Machine M>
KR_INLINE Flow build(M& m, Index words) {
  m.escape();
  m.shrink(words);
  Object* made = Make(m.cx, m.sp, m.arg);
  KR_CHECK(made);
  m.push(made);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow BUILD_TUPLE(M& m) { return build<&build_tuple>(m, m.arg); }
template <Machine M>
KR_INLINE Flow BUILD_LIST(M& m) { return build<&build_list>(m, m.arg); }
template <Machine M>
KR_INLINE Flow BUILD_SET(M& m) { return build<&build_set>(m, m.arg); }
template <Machine M>
KR_INLINE Flow BUILD_MAP(M& m) { return build<&build_map>(m, m.arg * 2); }
template <Machine M>
KR_INLINE Flow BUILD_STRING(M& m) { return build<&build_string>(m, m.arg); }

template <Machine M>
KR_INLINE Flow BUILD_CONST_KEY_MAP(M& m) {
  m.escape();
  Object* keys = m.pop();
  m.shrink(m.arg);
  Object* made = build_const_key_map(m.cx, m.sp, reinterpret_cast<Tuple*>(keys));
  m.drop(keys);
  KR_CHECK(made);
  m.push(made);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow BUILD_SLICE(M& m) {
  m.escape();
  Object* step = m.arg == 3 ? m.pop() : nullptr;
  Object* stop = m.pop();
  Object* start = m.pop();
  Object* made = build_slice(m.cx, start, stop, step);
  m.drop(start);
  m.drop(stop);
  m.xdrop(step);
  KR_CHECK(made);
  m.push(made);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LIST_TO_TUPLE(M& m) {
  m.escape();
  Object* list = m.pop();
  Object* tuple = as_object(list_as_tuple(m.cx, Borrowed<>(list).as<List>()).release());
  m.drop(list);
  KR_CHECK(tuple);
  m.push(tuple);
  return Flow::next;
}

// --- comprehensions and displays with stars: the container lies `arg` words below the popped value
template <Machine M>
KR_INLINE Flow LIST_APPEND(M& m) {
  Object* value = m.pop();
  auto* list = reinterpret_cast<List*>(m.peek(m.arg));
  Index size = list->head.size;
  if (size < list->allocated) [[likely]] {
    list->items[size] = value;
    list->head.size = size + 1;
    return Flow::next;
  }
  KR_CHECK(!list_append(m.cx, Borrowed<List>(list), Ref<>::steal(value)).failed());
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow SET_ADD(M& m) {
  m.escape();
  Object* value = m.pop();
  bool failed = set_add(m.cx, Borrowed<>(m.peek(m.arg)).template as<Set>(), Borrowed<>(value)).failed();
  m.drop(value);
  KR_CHECK(!failed);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow MAP_ADD(M& m) {
  m.escape();
  Object* value = m.peek(1);
  Object* key = m.peek(2);
  m.shrink(2);
  bool failed = dict_set(m.cx, Borrowed<>(m.peek(m.arg)).template as<Dict>(), Borrowed<>(key), Borrowed<>(value)).failed();
  m.drop(key);
  m.drop(value);
  KR_CHECK(!failed);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LIST_EXTEND(M& m) {
  m.escape();
  Object* iterable = m.pop();
  int failed = list_extend_op(m.cx, m.peek(m.arg), iterable);
  m.drop(iterable);
  KR_CHECK(failed >= 0);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow SET_UPDATE(M& m) {
  m.escape();
  Object* iterable = m.pop();
  bool failed = set_update(m.cx, Borrowed<>(m.peek(m.arg)).template as<Set>(), Borrowed<>(iterable)).failed();
  m.drop(iterable);
  KR_CHECK(!failed);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow DICT_UPDATE(M& m) {
  m.escape();
  Object* other = m.pop();
  int failed = dict_update_op(m.cx, m.peek(m.arg), other);
  m.drop(other);
  KR_CHECK(failed >= 0);
  return Flow::next;
}

// f(**a, **b): the function, for the error text, lies two words below the dict.
template <Machine M>
KR_INLINE Flow DICT_MERGE(M& m) {
  m.escape();
  Object* other = m.pop();
  int failed = dict_merge_op(m.cx, m.peek(m.arg), other, m.peek(2 + m.arg));
  m.drop(other);
  KR_CHECK(failed >= 0);
  return Flow::next;
}

// --- unpacking
template <Machine M>
KR_INLINE Flow UNPACK_SEQUENCE(M& m) {
  m.escape();
  Object* sequence = m.pop();
  bool done = unpack_iterable(m.cx, sequence, m.arg, -1, m.sp + m.arg);
  m.drop(sequence);
  KR_CHECK(done);
  m.sp += m.arg;
  m.template skip_cache<cache::UnpackSequence>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow UNPACK_SEQUENCE_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::UnpackSequence>();
  if (counter_is_zero(cache->counter)) {
    specialize_unpack(m.peek(1), m.start, m.arg);
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

template <Machine M>
KR_INLINE Flow UNPACK_SEQUENCE_TWO_TUPLE(M& m) {
  Object* sequence = m.peek(1);
  KR_GUARD(sequence->type == &tuple_type);
  auto* tuple = reinterpret_cast<Tuple*>(sequence);
  KR_GUARD(tuple->head.size == 2);
  Object* first = tuple->items[0];
  Object* second = tuple->items[1];
  incref(first);
  incref(second);
  m.peek(1) = second;
  m.push(first);
  m.drop(sequence);
  m.template skip_cache<cache::UnpackSequence>();
  return Flow::next;
}

template <class Sequence, Machine M>
KR_INLINE Flow unpack_exactly(M& m) {
  Object* object = m.peek(1);
  KR_GUARD(object->type == Sequence::static_type);
  auto* sequence = reinterpret_cast<Sequence*>(object);
  KR_GUARD(sequence->head.size == static_cast<Index>(m.arg));
  m.shrink(1);
  for (Index i = m.arg; i-- > 0;) m.push_shared(sequence->items[i]);
  m.drop(object);
  m.template skip_cache<cache::UnpackSequence>();
  return Flow::next;
}
template <Machine M>
KR_INLINE Flow UNPACK_SEQUENCE_TUPLE(M& m) { return unpack_exactly<Tuple>(m); }
template <Machine M>
KR_INLINE Flow UNPACK_SEQUENCE_LIST(M& m) { return unpack_exactly<List>(m); }

template <Machine M>
KR_INLINE Flow UNPACK_EX(M& m) {
  m.escape();
  int before = m.arg & 0xff, after = m.arg >> 8;
  Object* sequence = m.pop();
  bool done = unpack_iterable(m.cx, sequence, before, after, m.sp + before + 1 + after);
  m.drop(sequence);
  KR_CHECK(done);
  m.sp += before + 1 + after;
  return Flow::next;
}

// --- f-strings
template <Machine M>
KR_INLINE Flow FORMAT_VALUE(M& m) {
  m.escape();
  Object* spec = m.arg & 4 ? m.pop() : nullptr;
  Object* value = m.pop();
  Object* text = format_value(m.cx, value, spec, m.arg & 3);
  m.drop(value);
  m.xdrop(spec);
  KR_CHECK(text);
  m.push(text);
  return Flow::next;
}

}  // namespace krait::interp::body
