// Attributes, and the methods that calls fetch without binding them.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/specialize.h"
#include "types/dict/keys.h"
#include "types/module/module.h"

namespace krait::interp::body {

// The value takes the owner's place on the stack.
template <Machine M>
KR_INLINE Flow finish_load_attr(M& m, Object* owner, Object* value) {
  m.template skip_cache<cache::Attr>();
  m.peek(1) = value;
  m.drop(owner);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_ATTR(M& m) {
  m.escape();
  Object* owner = m.peek(1);
  Object* value = get_attr(m.cx, Borrowed<>(owner), Borrowed<Str>(m.name(m.arg))).release();
  KR_CHECK(value);
  return finish_load_attr(m, owner, value);
}

template <Machine M>
KR_INLINE Flow LOAD_ATTR_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  if (counter_is_zero(cache->counter)) {
    m.escape();
    specialize_load_attr(m.cx, m.peek(1), m.start, m.name(m.arg));
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

#define KR_GUARD_TYPE(object, cached) KR_GUARD((object)->type->tp_version_tag == read_u32(cached))

template <Machine M>
KR_INLINE Flow LOAD_ATTR_INSTANCE_VALUE(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  Object* owner = m.peek(1);
  KR_GUARD_TYPE(owner, cache->version);
  DictValues* values = instance_values(owner);
  KR_GUARD(values);
  Object* value = values->values[cache->index];
  KR_GUARD(value);
  incref(value);
  return finish_load_attr(m, owner, value);
}

template <Machine M>
KR_INLINE Flow LOAD_ATTR_MODULE(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  Object* owner = m.peek(1);
  KR_GUARD(owner->type == &module_type);
  Dict* dict = reinterpret_cast<Module*>(owner)->dict.raw();
  KR_GUARD(dict && dict->keys->version == read_u32(cache->version));
  Object* value = dict->keys->text_entries()[cache->index].value;
  KR_GUARD(value);
  incref(value);
  return finish_load_attr(m, owner, value);
}

// The value of the dict's entry at `hint`, if that entry has this name.
KR_INLINE Object** hinted_entry(Dict* dict, unsigned hint, Str* name) {
  if (hint >= static_cast<std::size_t>(dict->keys->entry_count)) return nullptr;
  if (dict->keys->is_text()) {
    if (dict->values) return nullptr;
    TextEntry& entry = dict->keys->text_entries()[hint];
    return entry.key == name ? &entry.value : nullptr;
  }
  GeneralEntry& entry = dict->keys->general_entries()[hint];
  return entry.key == as_object(name) ? &entry.value : nullptr;
}

template <Machine M>
KR_INLINE Flow LOAD_ATTR_WITH_HINT(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  Object* owner = m.peek(1);
  KR_GUARD_TYPE(owner, cache->version);
  Dict* dict = instance_managed_dict(owner);
  KR_GUARD(dict);
  Object** entry = hinted_entry(dict, cache->index, m.name(m.arg));
  KR_GUARD(entry && *entry);
  Object* value = *entry;
  incref(value);
  return finish_load_attr(m, owner, value);
}

template <Machine M>
KR_INLINE Flow LOAD_ATTR_SLOT(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  Object* owner = m.peek(1);
  KR_GUARD_TYPE(owner, cache->version);
  Object* value = *reinterpret_cast<Object**>(reinterpret_cast<char*>(owner) + cache->index);
  KR_GUARD(value);
  incref(value);
  return finish_load_attr(m, owner, value);
}

template <Machine M>
KR_INLINE Flow STORE_ATTR(M& m) {
  m.escape();
  Object* owner = m.pop();
  Object* value = m.pop();
  bool failed = set_attr(m.cx, Borrowed<>(owner), Borrowed<Str>(m.name(m.arg)), Borrowed<>(value)).failed();
  m.drop(value);
  m.drop(owner);
  KR_CHECK(!failed);
  m.template skip_cache<cache::Attr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_ATTR_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  if (counter_is_zero(cache->counter)) {
    m.escape();
    specialize_store_attr(m.cx, m.peek(1), m.start, m.name(m.arg));
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

template <Machine M>
KR_INLINE Flow STORE_ATTR_INSTANCE_VALUE(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  Object* owner = m.peek(1);
  KR_GUARD_TYPE(owner, cache->version);
  DictValues* values = instance_values(owner);
  KR_GUARD(values);
  Object* old = values->values[cache->index];
  values->values[cache->index] = m.peek(2);
  if (old) m.xdrop(old);
  else values->add_to_order(cache->index);
  m.shrink(2);
  m.drop(owner);
  m.template skip_cache<cache::Attr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_ATTR_WITH_HINT(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  Object* owner = m.peek(1);
  KR_GUARD_TYPE(owner, cache->version);
  Dict* dict = instance_managed_dict(owner);
  KR_GUARD(dict);
  Object** entry = hinted_entry(dict, cache->index, m.name(m.arg));
  KR_GUARD(entry && *entry);
  Object* old = *entry;
  Object* value = m.peek(2);
  if (!memory::is_tracked(as_object(dict)) && may_be_tracked(value)) memory::track(as_object(dict));
  *entry = value;
  dict->version = next_dict_version(m.cx);
  m.shrink(2);
  m.drop(old);
  m.drop(owner);
  m.template skip_cache<cache::Attr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_ATTR_SLOT(M& m) {
  auto* cache = m.template cache<cache::Attr>();
  Object* owner = m.peek(1);
  KR_GUARD_TYPE(owner, cache->version);
  Object** field = reinterpret_cast<Object**>(reinterpret_cast<char*>(owner) + cache->index);
  Object* old = *field;
  *field = m.peek(2);
  m.shrink(2);
  m.xdrop(old);
  m.drop(owner);
  m.template skip_cache<cache::Attr>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow DELETE_ATTR(M& m) {
  m.escape();
  Object* owner = m.pop();
  bool failed = delete_attr(m.cx, Borrowed<>(owner), Borrowed<Str>(m.name(m.arg))).failed();
  m.drop(owner);
  KR_CHECK(!failed);
  return Flow::next;
}

// --- methods: the stack gets function and self when the function takes self as first argument, NULL and the attribute otherwise.
// `function` borrowed: the type's version vouches for it.
template <Machine M>
KR_INLINE Flow push_method(M& m, Object* self, Object* function) {
  incref(function);
  m.peek(1) = function;
  m.push(self);
  m.template skip_cache<cache::LoadMethod>();
  return Flow::next;
}
template <Machine M>
KR_INLINE Flow push_attribute(M& m, Object* owner, Object* value) {  // owned
  m.peek(1) = nullptr;
  m.push(value);
  m.drop(owner);
  m.template skip_cache<cache::LoadMethod>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_METHOD(M& m) {
  m.escape();
  Object* owner = m.peek(1);
  bool unbound = false;
  auto found = get_method(m.cx, Borrowed<>(owner), Borrowed<Str>(m.name(m.arg)), &unbound);
  KR_CHECK(!found.failed());
  Object* value = std::move(found).value().release();
  KR_CHECK(value);
  if (!unbound) return push_attribute(m, owner, value);
  m.peek(1) = value;
  m.push(owner);
  m.template skip_cache<cache::LoadMethod>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_METHOD_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::LoadMethod>();
  if (counter_is_zero(cache->counter)) {
    m.escape();
    specialize_load_method(m.cx, m.peek(1), m.start, m.name(m.arg));
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

// The instance has inline values, whose names (the class's shared keys) do not hide the method.
template <Machine M>
KR_INLINE Flow LOAD_METHOD_WITH_VALUES(M& m) {
  auto* cache = m.template cache<cache::LoadMethod>();
  Object* self = m.peek(1);
  KR_GUARD_TYPE(self, cache->type_version);
  KR_GUARD(!instance_managed_dict(self));
  KR_GUARD(shared_keys_of(self->type)->version == read_u32(cache->keys_version));
  return push_method(m, self, read_object(cache->descr));
}

template <Machine M>
KR_INLINE Flow LOAD_METHOD_WITH_DICT(M& m) {
  auto* cache = m.template cache<cache::LoadMethod>();
  Object* self = m.peek(1);
  KR_GUARD_TYPE(self, cache->type_version);
  Dict* dict = *reinterpret_cast<Dict**>(reinterpret_cast<char*>(self) + static_cast<std::int16_t>(cache->dict_offset));
  // Without a dict: a managed one's attributes may be inline values; any other object has none.
  KR_GUARD(dict ? dict->keys->version == read_u32(cache->keys_version) : static_cast<std::int16_t>(cache->dict_offset) > 0);
  return push_method(m, self, read_object(cache->descr));
}

template <Machine M>
KR_INLINE Flow LOAD_METHOD_NO_DICT(M& m) {
  auto* cache = m.template cache<cache::LoadMethod>();
  Object* self = m.peek(1);
  KR_GUARD_TYPE(self, cache->type_version);
  return push_method(m, self, read_object(cache->descr));
}

template <Machine M>
KR_INLINE Flow LOAD_METHOD_MODULE(M& m) {
  auto* cache = m.template cache<cache::LoadMethod>();
  Object* owner = m.peek(1);
  KR_GUARD(owner->type == &module_type);
  Dict* dict = reinterpret_cast<Module*>(owner)->dict.raw();
  KR_GUARD(dict && dict->keys->version == read_u32(cache->keys_version));
  Object* value = dict->keys->text_entries()[cache->dict_offset].value;
  KR_GUARD(value);
  incref(value);
  return push_attribute(m, owner, value);
}

template <Machine M>
KR_INLINE Flow LOAD_METHOD_CLASS(M& m) {
  auto* cache = m.template cache<cache::LoadMethod>();
  Object* owner = m.peek(1);
  KR_GUARD(type_has_flag(owner, type_flags::type_subclass));
  KR_GUARD(reinterpret_cast<Type*>(owner)->tp_version_tag == read_u32(cache->type_version));
  Object* value = read_object(cache->descr);
  incref(value);
  return push_attribute(m, owner, value);
}

}  // namespace krait::interp::body
