// Calls. LOAD_METHOD or PUSH_NULL begin one; PRECALL sorts bound methods out and specialises for C callables, CALL calls.
//
//     | NULL  callable  arg1 … argN |   or   | function  self  arg1 … argN |
//
// KW_NAMES leaves the names of the last arguments with the thread until CALL takes them. A Python function gets its frame on top of the
// caller's, and the machine goes on there: the C stack does not grow.
#pragma once

#include "interp/helpers.h"
#include "interp/machine.h"
#include "interp/specialize.h"
#include "types/descriptors/descriptors.h"
#include "types/list/list.h"
#include "types/method/method.h"
#include "types/tuple/tuple.h"

namespace krait::interp::body {

KR_INLINE Object*& pending_kwnames(Context& cx) { return reinterpret_cast<Object*&>(cx.krait_reserved[2]); }
KR_INLINE Index kwnames_count(Object* kwnames) { return kwnames ? reinterpret_cast<VarObject*>(kwnames)->size : 0; }

template <Machine M>
KR_INLINE Flow KW_NAMES(M& m) {
  pending_kwnames(m.cx) = m.constant(m.arg);
  return Flow::next;
}

// Whether a self lies below the arguments, and what is called.
template <Machine M>
KR_INLINE bool has_self(M& m) { return m.peek(m.arg + 2) != nullptr; }
template <Machine M>
KR_INLINE Object* callable_of(M& m, Index total) { return m.peek(total + 1); }

// callable := its function, with its self in the empty place below.
template <Machine M>
KR_INLINE void unpack_method(M& m, Object* callable) {
  auto* method = reinterpret_cast<Method*>(callable);
  Object* self = method->self.get().object();
  Object* function = method->function.get().object();
  incref(self);
  incref(function);
  m.peek(m.arg + 1) = self;
  m.peek(m.arg + 2) = function;
  m.drop(callable);
}

template <Machine M>
KR_INLINE Flow PRECALL(M& m) {
  if (!has_self(m)) {
    Object* callable = callable_of(m, m.arg);
    if (callable->type == &method_type) unpack_method(m, callable);
  }
  m.template skip_cache<cache::Precall>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow PRECALL_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::Precall>();
  if (counter_is_zero(cache->counter)) {
    Index total = m.arg + has_self(m);
    specialize_precall(m.cx, callable_of(m, total), m.start, total, pending_kwnames(m.cx), m.arg);
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

template <Machine M>
KR_INLINE Flow PRECALL_BOUND_METHOD(M& m) {
  KR_GUARD(!has_self(m));
  Object* callable = callable_of(m, m.arg);
  KR_GUARD(callable->type == &method_type);
  unpack_method(m, callable);
  m.template skip_cache<cache::Precall>();
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow PRECALL_PYFUNC(M& m) {
  KR_GUARD(callable_of(m, m.arg + has_self(m))->type == &function_type);
  m.template skip_cache<cache::Precall>();
  return Flow::next;
}

// --- the call itself
// Enters a Python function whose arguments (and self) are the top `total` words.
template <Machine M>
KR_INLINE Flow call_python(M& m, Object* callable, Index total, bool self, Object* kwnames) {
  auto* function = reinterpret_cast<Function*>(callable);
  Object* locals = function->code->co_flags & code_flags::optimized ? nullptr : as_object(function->globals.raw());
  if (!enter_recursion(m.cx)) [[unlikely]] return Flow::error;
  xincref(locals);
  m.shrink(total);
  InterpreterFrame* callee = make_frame_stealing(m.cx, function, locals, m.sp, total - kwnames_count(kwnames), kwnames);
  m.shrink(2 - self);
  if (!callee) [[unlikely]] return leave_recursion(m.cx), Flow::error;
  m.template skip_cache<cache::Call>();
  m.enter_frame(callee);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow CALL(M& m) {
  m.escape();
  bool self = has_self(m);
  Index total = m.arg + self;
  Object* callable = callable_of(m, total);
  Object* kwnames = pending_kwnames(m.cx);
  pending_kwnames(m.cx) = nullptr;
  if (callable->type == &function_type) return call_python(m, callable, total, self, kwnames);
  Object* result = call_generic(m.cx, callable, m.sp - total, total - kwnames_count(kwnames), kwnames);
  for (Index i = 0; i < total; ++i) m.drop_top();
  m.drop_top();
  m.shrink(1 - self);
  KR_CHECK(result);
  m.push(result);
  m.template skip_cache<cache::Call>();
  return m.check_breaker();
}

template <Machine M>
KR_INLINE Flow CALL_ADAPTIVE(M& m) {
  auto* cache = m.template cache<cache::Call>();
  if (counter_is_zero(cache->counter)) {
    Index total = m.arg + has_self(m);
    specialize_call(m.cx, callable_of(m, total), m.start, total, pending_kwnames(m.cx));
    return Flow::again;
  }
  cache->counter -= counter_step;
  return Flow::base;
}

// Moves the arguments into a fresh frame of the function, which is on the stack too; null when the stack or recursion limit is reached.
template <Machine M>
KR_INLINE InterpreterFrame* frame_with_arguments(M& m, Function* function, Code* code, Index total, bool self) {
  InterpreterFrame* callee = allocate_frame(m.cx, frame_words(code));
  if (!callee) [[unlikely]] return nullptr;
  init_frame(callee, function, nullptr, code);
  m.shrink(total);
#pragma clang loop vectorize(disable) unroll(disable)
  for (Index i = 0; i < total; ++i) callee->localsplus[i] = m.sp[i];
  m.shrink(2 - self);
  return callee;
}

template <Machine M>
KR_INLINE Flow CALL_PY_EXACT_ARGS(M& m) {
  auto* cache = m.template cache<cache::Call>();
  bool self = has_self(m);
  Index total = m.arg + self;
  auto* function = reinterpret_cast<Function*>(callable_of(m, total));
  KR_GUARD(function->base.type == &function_type && function->version == read_u32(cache->func_version));
  Code* code = function->code.raw();
  KR_GUARD(code->co_argcount == total);
  if (!enter_recursion(m.cx)) [[unlikely]] return Flow::error;
  InterpreterFrame* callee = frame_with_arguments(m, function, code, total, self);
  if (!callee) [[unlikely]] return leave_recursion(m.cx), Flow::error;
#pragma clang loop vectorize(disable) unroll(disable)
  for (Index i = total; i < code->co_nlocalsplus; ++i) callee->localsplus[i] = nullptr;
  m.template skip_cache<cache::Call>();
  m.enter_frame(callee);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow CALL_PY_WITH_DEFAULTS(M& m) {
  auto* cache = m.template cache<cache::Call>();
  bool self = has_self(m);
  Index total = m.arg + self;
  auto* function = reinterpret_cast<Function*>(callable_of(m, total));
  KR_GUARD(function->base.type == &function_type && function->version == read_u32(cache->func_version));
  Code* code = function->code.raw();
  Index least = cache->min_args;
  KR_GUARD(total <= code->co_argcount && total >= least);
  if (!enter_recursion(m.cx)) [[unlikely]] return Flow::error;
  InterpreterFrame* callee = frame_with_arguments(m, function, code, total, self);
  if (!callee) [[unlikely]] return leave_recursion(m.cx), Flow::error;
  auto* defaults = reinterpret_cast<Tuple*>(function->defaults.raw());
  Index i = total;
  for (; i < code->co_argcount; ++i) {
    incref(defaults->items[i - least]);
    callee->localsplus[i] = defaults->items[i - least];
  }
  for (; i < code->co_nlocalsplus; ++i) callee->localsplus[i] = nullptr;
  m.template skip_cache<cache::Call>();
  m.enter_frame(callee);
  return Flow::next;
}

template <Machine M>
KR_INLINE Flow CALL_FUNCTION_EX(M& m) {
  m.escape();
  Object* kwargs = m.arg & 1 ? m.pop() : nullptr;
  Object* args = m.pop();
  Object* callable = m.peek(1);
  if (args->type != &tuple_type) {
    Object* tuple = normalize_star_args(m.cx, callable, args);
    m.drop(args);
    if (!tuple) [[unlikely]] return m.xdrop(kwargs), Flow::error;
    args = tuple;
  }
  auto* tuple = reinterpret_cast<Tuple*>(args);
  bool plain = !kwargs || (kwargs->type == &dict_type && reinterpret_cast<Dict*>(kwargs)->used == 0);
  if (plain && callable->type == &function_type && !m.cx.cframe->use_tracing) {
    m.xdrop(kwargs);
    auto* function = reinterpret_cast<Function*>(callable);
    Object* locals = function->code->co_flags & code_flags::optimized ? nullptr : as_object(function->globals.raw());
    if (!enter_recursion(m.cx)) [[unlikely]] return m.drop(args), Flow::error;
    InterpreterFrame* callee = make_frame(m.cx, function, locals, tuple->items, tuple->head.size, nullptr);
    m.drop(args);
    if (!callee) [[unlikely]] return leave_recursion(m.cx), Flow::error;
    m.drop_top();
    m.shrink(1);
    m.enter_frame(callee);
    return Flow::next;
  }
  Object* result = call_ex(m.cx, callable, args, kwargs, m.cx.cframe->use_tracing);
  m.drop(args);
  m.xdrop(kwargs);
  m.drop_top();
  m.shrink(1);
  KR_CHECK(result);
  m.push(result);
  return m.check_breaker();
}

// --- PRECALL's forms for C callables: they do the whole call and skip CALL
template <Machine M>
KR_INLINE Flow finish_c_call(M& m, Object* result, Index total, bool self) {
  for (Index i = 0; i <= total; ++i) m.drop_top();
  m.shrink(1 - self);
  KR_CHECK(result);
  m.push(result);
  m.jump(cache::units<cache::Precall> + 1 + cache::units<cache::Call>);
  return m.check_breaker();
}
KR_INLINE Object* function_self(BuiltinFunction* function) {
  return function->def->ml_flags & method_flags::static_ ? nullptr : function->self.get().object();
}

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_BUILTIN_O(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  KR_GUARD(total == 1);
  auto* function = reinterpret_cast<BuiltinFunction*>(callable_of(m, 1));
  KR_GUARD(function->base.type == &builtin_function_type && function->def->ml_flags == method_flags::one);
  m.escape();
  if (!enter_recursion(m.cx)) [[unlikely]] return Flow::error;
  Object* result = function->def->ml_meth.plain(function_self(function), m.peek(1));
  leave_recursion(m.cx);
  return finish_c_call(m, result, 1, self);
}

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_BUILTIN_FAST(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  auto* function = reinterpret_cast<BuiltinFunction*>(callable_of(m, total));
  KR_GUARD(function->base.type == &builtin_function_type && function->def->ml_flags == method_flags::fastcall);
  m.escape();
  Object* result = function->def->ml_meth.fast(function_self(function), m.sp - total, total);
  return finish_c_call(m, result, total, self);
}

template <Machine M>
KR_INLINE Flow PRECALL_BUILTIN_FAST_WITH_KEYWORDS(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  auto* function = reinterpret_cast<BuiltinFunction*>(callable_of(m, total));
  KR_GUARD(function->base.type == &builtin_function_type &&
           function->def->ml_flags == (method_flags::fastcall | method_flags::keywords));
  m.escape();
  Object* kwnames = pending_kwnames(m.cx);
  pending_kwnames(m.cx) = nullptr;
  Object* result =
      function->def->ml_meth.fast_keywords(function_self(function), m.sp - total, total - kwnames_count(kwnames), kwnames);
  return finish_c_call(m, result, total, self);
}

template <Machine M>
KR_INLINE Flow PRECALL_BUILTIN_CLASS(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  Object* callable = callable_of(m, total);
  KR_GUARD(type_has_flag(callable, type_flags::type_subclass));
  VectorCall make = reinterpret_cast<Type*>(callable)->tp_vectorcall;
  KR_GUARD(make);
  m.escape();
  Object* kwnames = pending_kwnames(m.cx);
  pending_kwnames(m.cx) = nullptr;
  Object* result = make(callable, m.sp - total, total - kwnames_count(kwnames), kwnames);
  return finish_c_call(m, result, total, self);
}

// One-argument calls of a callable known by identity; no self.
template <auto Operation, Machine M>
KR_INLINE Flow call_known(M& m, Object* known) {
  KR_GUARD(m.arg == 1 && !has_self(m));
  KR_GUARD(m.peek(2) == known && known);
  m.escape();
  return finish_c_call(m, Operation(m.cx, m.peek(1)), 1, false);
}
KR_INLINE Object* str_of(Context& cx, Object* object) { return as_object(str(cx, Borrowed<>(object)).release()); }
KR_INLINE Object* tuple_of_items(Context& cx, Object* object) { return as_object(tuple_from(cx, Borrowed<>(object)).release()); }
KR_INLINE Object* type_of(Context&, Object* object) {
  incref(reinterpret_cast<Object*>(object->type));
  return reinterpret_cast<Object*>(object->type);
}
Object* length_of(Context& cx, Object* object);
Object* is_instance_call(Context& cx, Object* object, Object* cls);

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_STR_1(M& m) { return call_known<&str_of>(m, reinterpret_cast<Object*>(&str_type)); }
template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_TUPLE_1(M& m) { return call_known<&tuple_of_items>(m, reinterpret_cast<Object*>(&tuple_type)); }
template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_TYPE_1(M& m) { return call_known<&type_of>(m, reinterpret_cast<Object*>(&type_type)); }
template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_LEN(M& m) { return call_known<&length_of>(m, known_callables(m.cx).len); }

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_ISINSTANCE(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  KR_GUARD(total == 2);
  Object* known = known_callables(m.cx).isinstance;
  KR_GUARD(callable_of(m, 2) == known && known);
  m.escape();
  return finish_c_call(m, is_instance_call(m.cx, m.peek(2), m.peek(1)), 2, self);
}

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_LIST_APPEND(M& m) {
  KR_GUARD(m.arg == 1);
  Object* callable = m.peek(3);
  KR_GUARD(callable && callable == known_callables(m.cx).list_append);
  auto* list = reinterpret_cast<List*>(m.peek(2));
  KR_GUARD(list->head.base.type == &list_type);
  Object* item = m.pop();
  Index size = list->head.size;
  if (size < list->allocated) [[likely]] {
    list->items[size] = item;
    list->head.size = size + 1;
  } else {
    m.escape();
    KR_CHECK(!list_append(m.cx, Borrowed<List>(list), Ref<>::steal(item)).failed());
  }
  m.shrink(1);
  m.peek(1) = none().object();
  incref(none().object());
  m.drop(as_object(list));
  m.drop(callable);
  m.jump(cache::units<cache::Precall> + 1 + cache::units<cache::Call>);
  return Flow::next;
}

// --- methods of built-in types, fetched by LOAD_METHOD from the type: self is the first argument
KR_INLINE bool takes_self(MethodDescriptor* method, Object* self) {
  Type* owner = method->common.owner.raw();
  return self->type == owner || is_subtype(self->type, owner);
}
template <Machine M>
KR_INLINE MethodDescriptor* method_descriptor(M& m, Index total, int flags) {
  auto* method = reinterpret_cast<MethodDescriptor*>(callable_of(m, total));
  if (method->common.base.type != &method_descr_type || method->def->ml_flags != flags) return nullptr;
  return takes_self(method, m.peek(total)) ? method : nullptr;
}

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  KR_GUARD(total == 1);
  MethodDescriptor* method = method_descriptor(m, 1, method_flags::noargs);
  KR_GUARD(method);
  m.escape();
  if (!enter_recursion(m.cx)) [[unlikely]] return Flow::error;
  Object* result = method->def->ml_meth.plain(m.peek(1), nullptr);
  leave_recursion(m.cx);
  return finish_c_call(m, result, 1, self);
}

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_METHOD_DESCRIPTOR_O(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  KR_GUARD(total == 2);
  MethodDescriptor* method = method_descriptor(m, 2, method_flags::one);
  KR_GUARD(method);
  m.escape();
  if (!enter_recursion(m.cx)) [[unlikely]] return Flow::error;
  Object* result = method->def->ml_meth.plain(m.peek(2), m.peek(1));
  leave_recursion(m.cx);
  return finish_c_call(m, result, 2, self);
}

template <Machine M>
KR_INLINE Flow PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  KR_GUARD(total >= 1);
  MethodDescriptor* method = method_descriptor(m, total, method_flags::fastcall);
  KR_GUARD(method);
  m.escape();
  Object* result = method->def->ml_meth.fast(m.peek(total), m.sp - total + 1, total - 1);
  return finish_c_call(m, result, total, self);
}

template <Machine M>
KR_INLINE Flow PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS(M& m) {
  bool self = has_self(m);
  Index total = m.arg + self;
  KR_GUARD(total >= 1);
  MethodDescriptor* method = method_descriptor(m, total, method_flags::fastcall | method_flags::keywords);
  KR_GUARD(method);
  m.escape();
  Object* kwnames = pending_kwnames(m.cx);
  pending_kwnames(m.cx) = nullptr;
  Object* result =
      method->def->ml_meth.fast_keywords(m.peek(total), m.sp - total + 1, total - 1 - kwnames_count(kwnames), kwnames);
  return finish_c_call(m, result, total, self);
}

}  // namespace krait::interp::body
