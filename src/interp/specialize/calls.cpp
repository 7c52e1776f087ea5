// Specialising calls.
#include "interp/specialize.h"
#include "types/descriptors/descriptors.h"
#include "types/function/function.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::interp {

// Positional parameters only, and fast locals.
bool is_simple_function(const Code* code) {
  constexpr int special = code_flags::varargs | code_flags::varkeywords;
  return !(code->co_flags & special) && !code->co_kwonlyargcount && (code->co_flags & code_flags::optimized);
}

namespace {

using namespace method_flags;

// True for builtins.NAME itself; it is kept from then on.
bool is_known(Object*& known, BuiltinFunction* function, std::string_view name) {
  if (known) return known == as_object(function);
  Borrowed<> module = function->module;
  if (name != function->def->ml_name || !module || !is<Str>(module) || !str_equal(module.as<Str>(), "builtins")) return false;
  incref(as_object(function));
  known = as_object(function);
  return true;
}

int builtin_form(Context& cx, BuiltinFunction* function, Index nargs, bool keyword_names) {
  switch (function->def->ml_flags) {
    case one:
      if (keyword_names || nargs != 1) return 0;
      return is_known(known_callables(cx).len, function, "len") ? op::PRECALL_NO_KW_LEN : op::PRECALL_NO_KW_BUILTIN_O;
    case fastcall:
      if (keyword_names) return 0;
      if (nargs == 2 && is_known(known_callables(cx).isinstance, function, "isinstance")) return op::PRECALL_NO_KW_ISINSTANCE;
      return op::PRECALL_NO_KW_BUILTIN_FAST;
    case fastcall | keywords: return op::PRECALL_BUILTIN_FAST_WITH_KEYWORDS;
    default: return 0;
  }
}

int class_form(Type* type, Index nargs, bool keyword_names, bool self) {
  if (type->tp_new == object_type.tp_new || !has_flag(type, type_flags::immutable)) return 0;
  if (nargs == 1 && !keyword_names && !self) {
    if (type == &type_type) return op::PRECALL_NO_KW_TYPE_1;
    if (type == &str_type) return op::PRECALL_NO_KW_STR_1;
    if (type == &tuple_type) return op::PRECALL_NO_KW_TUPLE_1;
  }
  return type->tp_vectorcall ? op::PRECALL_BUILTIN_CLASS : 0;
}

bool is_list_append(Context& cx, MethodDescriptor* method) {
  Object*& known = known_callables(cx).list_append;
  if (known) return known == as_object(method);
  if (method->common.owner.raw() != &list_type || std::string_view(method->def->ml_name) != "append") return false;
  incref(as_object(method));
  known = as_object(method);
  return true;
}

int method_form(Context& cx, MethodDescriptor* method, Index nargs, bool keyword_names, unsigned arg) {
  if (keyword_names && method->def->ml_flags != (fastcall | keywords)) return 0;
  switch (method->def->ml_flags) {
    case noargs: return nargs == 1 ? op::PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS : 0;
    case one:
      if (nargs != 2) return 0;
      return arg == 1 && is_list_append(cx, method) ? op::PRECALL_NO_KW_LIST_APPEND : op::PRECALL_NO_KW_METHOD_DESCRIPTOR_O;
    case fastcall: return op::PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST;
    case fastcall | keywords: return op::PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS;
    default: return 0;
  }
}

}  // namespace

void specialize_precall(Context& cx, Object* callable, CodeUnit* at, Index nargs, Object* kwnames, unsigned arg) {
  const Type* type = callable->type;
  int form = 0;
  if (type == &builtin_function_type) form = builtin_form(cx, reinterpret_cast<BuiltinFunction*>(callable), nargs, kwnames);
  else if (type == &function_type) form = op::PRECALL_PYFUNC;
  else if (has_flag(type, type_flags::type_subclass)) form = class_form(reinterpret_cast<Type*>(callable), nargs, kwnames, nargs != static_cast<Index>(arg));
  else if (type == &method_descr_type) form = method_form(cx, reinterpret_cast<MethodDescriptor*>(callable), nargs, kwnames, arg);
  else if (type == &method_type && nargs == static_cast<Index>(arg)) form = op::PRECALL_BOUND_METHOD;
  if (form) specialized(at, form);
  else not_specialized(at);
}

void specialize_call(Context& cx, Object* callable, CodeUnit* at, Index nargs, Object* kwnames) {
  auto* function = reinterpret_cast<Function*>(callable);
  if (callable->type != &function_type || kwnames || !is_simple_function(function->code.raw())) return not_specialized(at);
  auto* cache = reinterpret_cast<cache::Call*>(at + 1);
  Index most = function->code->co_argcount;
  Index least = most - (function->defaults ? function->defaults.get().as<Tuple>()->size() : 0);
  if (nargs > most || nargs < least || least < 0) return not_specialized(at);
  std::uint32_t version = function_version(cx, Borrowed<Function>(function));
  if (!version) return not_specialized(at);
  write_u32(cache->func_version, version);
  cache->min_args = static_cast<CodeUnit>(least);
  specialized(at, nargs == most ? op::CALL_PY_EXACT_ARGS : op::CALL_PY_WITH_DEFAULTS);
}

}  // namespace krait::interp
