// Global, built-in and class-level names.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/specialize.h"
#include "types/dict/keys.h"

namespace krait::interp::body {

template <Machine M>
KR_INLINE Flow LOAD_NAME(M& m) {
  m.escape();
  Object* value = load_name(m.cx, m.frame, m.name(m.arg));
  KR_CHECK(value);
  m.push(value);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_NAME(M& m) {
  m.escape();
  Object* value = m.pop();
  int failed = store_name(m.cx, m.frame, m.name(m.arg), value);
  m.drop(value);
  KR_CHECK(failed >= 0);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow DELETE_NAME(M& m) {
  m.escape();
  KR_CHECK(delete_name(m.cx, m.frame, m.name(m.arg)) >= 0);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow STORE_GLOBAL(M& m) {
  m.escape();
  Object* value = m.pop();
  int failed = store_global(m.cx, m.frame, m.name(m.arg), value);
  m.drop(value);
  KR_CHECK(failed >= 0);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow DELETE_GLOBAL(M& m) {
  m.escape();
  KR_CHECK(delete_global(m.cx, m.frame, m.name(m.arg)) >= 0);
  return Flow::next;
}

// The argument's low bit asks for a NULL below the value: the start of a call.
template <Machine M>
KR_INLINE Flow push_global(M& m, Object* value) {
  m.template skip_cache<cache::LoadGlobal>();
  if (m.arg & 1) m.push(nullptr);
  m.push(value);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_GLOBAL(M& m) {
  m.escape();
  Object* value = load_global(m.cx, m.frame, m.name(m.arg >> 1));
  KR_CHECK(value);
  return push_global(m, value);
}

template <Machine M>
KR_INLINE Flow LOAD_GLOBAL_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::LoadGlobal>();
  if (counter_is_zero(cache->counter)) {
    specialize_global(m.cx, m.frame, m.start, m.name(m.arg >> 1));
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

template <Machine M>
KR_INLINE Flow LOAD_GLOBAL_MODULE(M& m) {
  auto* cache = m.template cache<cache::LoadGlobal>();
  Dict* globals = m.globals();
  KR_GUARD(globals->base.type == &dict_type);
  KR_GUARD(globals->keys->version == read_u32(cache->module_keys_version));
  Object* value = globals->keys->text_entries()[cache->index].value;
  KR_GUARD(value);
  incref(value);
  return push_global(m, value);
}

template <Machine M>
KR_INLINE Flow LOAD_GLOBAL_BUILTIN(M& m) {
  auto* cache = m.template cache<cache::LoadGlobal>();
  Dict* globals = m.globals();
  auto* builtins = reinterpret_cast<Dict*>(m.builtins());
  KR_GUARD(globals->base.type == &dict_type && builtins->base.type == &dict_type);
  KR_GUARD(globals->keys->version == read_u32(cache->module_keys_version));
  KR_GUARD(builtins->keys->version == cache->builtin_keys_version);
  Object* value = builtins->keys->text_entries()[cache->index].value;
  KR_GUARD(value);
  incref(value);
  return push_global(m, value);
}

template <Machine M>
KR_INLINE Flow LOAD_BUILD_CLASS(M& m) {
  m.escape();
  Object* value = load_build_class(m.cx, m.frame);
  KR_CHECK(value);
  m.push(value);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow LOAD_ASSERTION_ERROR(M& m) {
  m.push_shared(reinterpret_cast<Object*>(&exc::AssertionError));
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow SETUP_ANNOTATIONS(M& m) {
  m.escape();
  KR_CHECK(setup_annotations(m.cx, m.frame) >= 0);
  return Flow::next;
}

}  // namespace krait::interp::body
