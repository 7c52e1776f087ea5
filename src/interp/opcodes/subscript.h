// container[key] in its three uses.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/specialize.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow finish_subscript(M& m, Object* container, Object* key, Object* result) {
  m.shrink(2);
  m.drop(container);
  m.drop(key);
  KR_CHECK(result);
  m.push(result);
  m.template skip_cache<cache::BinarySubscr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow BINARY_SUBSCR(M& m) {
  m.escape();
  Object* key = m.peek(1);
  Object* container = m.peek(2);
  return finish_subscript(m, container, key, get_item(m.cx, Borrowed<>(container), Borrowed<>(key)).release());
}

template <Machine M>
KR_INLINE Flow BINARY_SUBSCR_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::BinarySubscr>();
  if (counter_is_zero(cache->counter)) {
    specialize_subscript(m.cx, m.peek(2), m.peek(1), m.start);
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

// A key that is an int of at most one digit and not negative; -1 otherwise.
KR_INLINE Index simple_position(Object* key) {
  auto* number = reinterpret_cast<Int*>(key);
  if (key->type != &int_type || static_cast<std::size_t>(number->head.size) > 1) return -1;
  return number->head.size ? number->digits[0] : 0;
}

template <class Sequence, Machine M>
KR_INLINE Flow subscript_sequence(M& m) {
  Object* key = m.peek(1);
  Object* container = m.peek(2);
  KR_GUARD(container->type == Sequence::static_type);
  Index at = simple_position(key);
  auto* sequence = reinterpret_cast<Sequence*>(container);
  KR_GUARD(at >= 0 && at < sequence->head.size);
  Object* item = sequence->items[at];
  incref(item);
  return finish_subscript(m, container, key, item);
}
template <Machine M>
KR_INLINE Flow BINARY_SUBSCR_LIST_INT(M& m) { return subscript_sequence<List>(m); }
template <Machine M>
KR_INLINE Flow BINARY_SUBSCR_TUPLE_INT(M& m) { return subscript_sequence<Tuple>(m); }

Object* subscript_dict(Context& cx, Object* dict, Object* key);  // KeyError when absent

template <Machine M>
KR_INLINE Flow BINARY_SUBSCR_DICT(M& m) {
  Object* key = m.peek(1);
  Object* container = m.peek(2);
  KR_GUARD(container->type == &dict_type);
  m.escape();
  return finish_subscript(m, container, key, subscript_dict(m.cx, container, key));
}

// A Python-level __getitem__: its frame goes on top of this one.
template <Machine M>
KR_INLINE Flow BINARY_SUBSCR_GETITEM(M& m) {
  auto* cache = m.template cache<cache::BinarySubscr>();
  Object* container = m.peek(2);
  KR_GUARD(has_flag(container->type, type_flags::heap) && container->type->tp_version_tag == read_u32(cache->type_version));
  auto* function = reinterpret_cast<Function*>(reinterpret_cast<HeapType*>(container->type)->spec_cache_getitem);
  KR_GUARD(function && function->version == cache->func_version);
  Code* code = function->code.raw();
  if (!enter_recursion(m.cx)) [[unlikely]] return Flow::error;
  InterpreterFrame* callee = allocate_frame(m.cx, frame_words(code));
  if (!callee) [[unlikely]] return leave_recursion(m.cx), Flow::error;
  incref(as_object(function));
  init_frame(callee, function, nullptr, code);
  callee->localsplus[0] = container;
  callee->localsplus[1] = m.peek(1);
  for (int i = 2; i < code->co_nlocalsplus; ++i) callee->localsplus[i] = nullptr;
  m.shrink(2);
  m.template skip_cache<cache::BinarySubscr>();
  m.enter_frame(callee);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_SUBSCR(M& m) {
  m.escape();
  Object* key = m.peek(1);
  Object* container = m.peek(2);
  Object* value = m.peek(3);
  bool failed = set_item(m.cx, Borrowed<>(container), Borrowed<>(key), Borrowed<>(value)).failed();
  m.shrink(3);
  m.drop(value);
  m.drop(container);
  m.drop(key);
  KR_CHECK(!failed);
  m.template skip_cache<cache::StoreSubscr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_SUBSCR_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::StoreSubscr>();
  if (counter_is_zero(cache->counter)) {
    specialize_store_subscript(m.peek(2), m.peek(1), m.start);
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

template <Machine M>
KR_INLINE Flow STORE_SUBSCR_LIST_INT(M& m) {
  Object* key = m.peek(1);
  Object* container = m.peek(2);
  KR_GUARD(container->type == &list_type);
  Index at = simple_position(key);
  auto* list = reinterpret_cast<List*>(container);
  KR_GUARD(at >= 0 && at < list->head.size);
  Object* old = list->items[at];
  list->items[at] = m.peek(3);
  m.shrink(3);
  m.drop(old);
  m.drop(key);
  m.drop(container);
  m.template skip_cache<cache::StoreSubscr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_SUBSCR_DICT(M& m) {
  Object* key = m.peek(1);
  Object* container = m.peek(2);
  Object* value = m.peek(3);
  KR_GUARD(container->type == &dict_type);
  m.escape();
  bool failed = dict_set(m.cx, Borrowed<>(container).as<Dict>(), Borrowed<>(key), Borrowed<>(value)).failed();
  m.shrink(3);
  m.drop(key);
  m.drop(value);
  m.drop(container);
  KR_CHECK(!failed);
  m.template skip_cache<cache::StoreSubscr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow DELETE_SUBSCR(M& m) {
  m.escape();
  Object* key = m.peek(1);
  Object* container = m.peek(2);
  bool failed = delete_item(m.cx, Borrowed<>(container), Borrowed<>(key)).failed();
  m.shrink(2);
  m.drop(container);
  m.drop(key);
  KR_CHECK(!failed);
  return Flow::next;
}

}  // namespace krait::interp::body
