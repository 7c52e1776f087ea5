// The three types as Python sees them.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/contextvars/contextvars.h"
#include "types/dict/dict.h"
#include "types/genericalias/genericalias.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::contextvars {

namespace {

std::uintptr_t address_of(Borrowed<> object) { return reinterpret_cast<std::uintptr_t>(object.object()); }
Result<Ref<>> class_getitem(Context& cx, Borrowed<> type, Borrowed<> item) { return new_generic_alias(cx, type, item); }

// --- Context
using ContextFields = Owns<ContextObject, &ContextObject::previous, &ContextObject::vars>;

void dealloc_context(Object* self) {
  memory::untrack(self);
  if (reinterpret_cast<ContextObject*>(self)->weakrefs) memory::clear_weak_references(self);
  ContextFields::clear(self);
  self->type->tp_free(self);
}

Object* make_context(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (reinterpret_cast<Tuple*>(args)->size() || (kwargs && reinterpret_cast<Dict*>(kwargs)->size()))
    return raise(cx, exc::TypeError, "Context() does not accept any arguments");
  return as_object(new_context(cx).release());
}

Result<void> check_key(Context& cx, Borrowed<> key) {
  if (is_exact<ContextVar>(key)) return {};
  return raise(cx, exc::TypeError, "a ContextVar key was expected, got {!r}", key);
}

Result<bool> contains_var(Context& cx, Borrowed<ContextObject> self, Borrowed<> key) {
  KR_TRY(check_key(cx, key));
  return dict_contains(cx, self->vars, key);
}
Result<Index> size(Context&, Borrowed<ContextObject> self) { return self->vars->size(); }

Result<Ref<>> value_of(Context& cx, Borrowed<ContextObject> self, Borrowed<> key) {
  KR_TRY(check_key(cx, key));
  auto found = dict_get(cx, self->vars, key);
  if (found.failed()) return Failed{};
  if (!found.value()) return raise_key_error(cx, key);
  return hold(found.value());
}

Result<Ref<>> get_or(Context& cx, Borrowed<ContextObject> self, Borrowed<> key, Borrowed<> default_value) {
  KR_TRY(check_key(cx, key));
  auto found = dict_get(cx, self->vars, key);
  if (found.failed()) return Failed{};
  return hold(found.value() ? found.value() : default_value);
}

Result<Ref<List>> keys(Context& cx, Borrowed<ContextObject> self) { return dict_keys(cx, self->vars); }
Result<Ref<List>> values(Context& cx, Borrowed<ContextObject> self) { return dict_values(cx, self->vars); }
Result<Ref<List>> items(Context& cx, Borrowed<ContextObject> self) { return dict_items(cx, self->vars); }
Result<Ref<ContextObject>> copy(Context& cx, Borrowed<ContextObject> self) { return copy_context(cx, self); }
Result<Ref<>> iterate(Context& cx, Borrowed<ContextObject> self) { return iter(cx, KR_TRY(dict_keys(cx, self->vars))); }

Result<Ref<>> compare_contexts(Context& cx, Borrowed<> left, Borrowed<> right, int op) {
  bool wants_equal = op == static_cast<int>(Compare::eq);
  if (!is_exact<ContextObject>(left) || !is_exact<ContextObject>(right) || (!wants_equal && op != static_cast<int>(Compare::ne)))
    return new_not_implemented();
  bool equal = KR_TRY(compare_bool(cx, left.as<ContextObject>()->vars.get(), right.as<ContextObject>()->vars.get(), Compare::eq));
  return new_bool(equal == wants_equal);
}

// run(callable, *args, **kwargs), called with a vector.
Object* run(Object* self, Object* const* args, Index nargs, Object* kwnames) {
  Context& cx = Context::current();
  auto context = Borrowed<>(self).as<ContextObject>();
  if (nargs < 1) return raise(cx, exc::TypeError, "run() missing 1 required positional argument");
  KR_TRY(enter_context(cx, context));
  Ref<> result = Ref<>::steal(
      vectorcall(cx, Borrowed<>(args[0]), args + 1, nargs - 1, Borrowed<Tuple>(reinterpret_cast<Tuple*>(kwnames))).release());
  KR_TRY(exit_context(cx, context));
  return result.release();
}

constinit MethodDef context_methods[] = {
    KR_METHOD("get($self, key, default=None, /)", get_or,
              "Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`. If "
              "`default` is not given,\nreturn None."),
    KR_METHOD("items($self, /)", items,
              "Return all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value)."),
    KR_METHOD("keys($self, /)", keys, "Return a list of all variables in the context object."),
    KR_METHOD("values($self, /)", values, "Return a list of all variables' values in the context object."),
    KR_METHOD("copy($self, /)", copy, "Return a shallow copy of the context object."),
    {"run", {.fast_keywords = &run}, method_flags::fastcall | method_flags::keywords, nullptr},
    KR_END};
constinit SequenceSlots context_sequence = {.sq_contains = slot<&contains_var>};
constinit MappingSlots context_mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&value_of>};

// --- ContextVar
using VarFields = Owns<ContextVar, &ContextVar::name, &ContextVar::default_value>;

Result<Ref<ContextVar>> make_var(Context& cx, Type* type, Borrowed<> name, Borrowed<> default_value) {
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "context variable name must be a str");
  return new_context_var(cx, name.as<Str>(), default_value);
}

Result<Ref<>> get_var(Context& cx, Borrowed<ContextVar> self, Borrowed<> default_value) {
  auto found = context_var_get(cx, self, default_value);
  if (found.failed()) return Failed{};
  if (found.missing()) return raise_object(cx, Borrowed<Type>(&exc::LookupError), self);
  return std::move(found).value();
}

Result<Ref<ContextToken>> set_var(Context& cx, Borrowed<ContextVar> self, Borrowed<> value) { return context_var_set(cx, self, value); }

Result<void> reset_var(Context& cx, Borrowed<ContextVar> self, Borrowed<> token) {
  if (!is_exact<ContextToken>(token)) return raise(cx, exc::TypeError, "expected an instance of Token, got {!r}", token);
  return context_var_reset(cx, self, token.as<ContextToken>());
}

Hash hash_var(Object* self) { return reinterpret_cast<ContextVar*>(self)->hash; }

Result<Ref<Str>> repr_var(Context& cx, Borrowed<ContextVar> self) {
  if (self->default_value)
    return format_str(cx, "<ContextVar name={!r} default={!r} at 0x{:x}>", self->name, self->default_value, address_of(self));
  return format_str(cx, "<ContextVar name={!r} at 0x{:x}>", self->name, address_of(self));
}

constinit MethodDef var_methods[] = {
    KR_METHOD("get($self, default=<unrepresentable>, /)", get_var,
              "Return a value for the context variable for the current context.\n\nIf there is no value for the variable in the current "
              "context, the method will:\n * return the value of the default argument of the method, if provided; or\n * return the "
              "default value for the context variable, if it was created\n   with one; or\n * raise a LookupError."),
    KR_METHOD("set($self, value, /)", set_var,
              "Call to set a new value for the context variable in the current context.\n\nThe required value argument is the new value "
              "for the context variable.\n\nReturns a Token object that can be used to restore the variable to its previous\nvalue via "
              "the `ContextVar.reset()` method."),
    KR_METHOD("reset($self, token, /)", reset_var,
              "Reset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` that\ncreated the "
              "token was used."),
    KR_QUIET_CLASS("__class_getitem__(type, item, /)", class_getitem, "See PEP 585"),
    KR_END};
constinit MemberDef var_members[] = {KR_MEMBER("name", object, ContextVar, name, 1, nullptr), KR_END};

// --- Token
using TokenFields = Owns<ContextToken, &ContextToken::context, &ContextToken::var, &ContextToken::old_value>;

Object* refuse_token(Type*, Object*, Object*) {
  return raise(Context::current(), exc::RuntimeError, "Tokens can only be created by ContextVars");
}

Result<Ref<Str>> repr_missing(Context&, Borrowed<>) { return hold(KR_STR("<Token.MISSING>")); }
constinit Type missing_type = {.head = {{1, &type_type}, 0},
                               .tp_name = "Token.MISSING",
                               .tp_basicsize = sizeof(Object),
                               .tp_repr = slot<&repr_missing>,
                               .tp_getattro = slot<&generic_get_attr>,
                               .tp_flags = type_flags::immutable};
KR_READY(missing_type);
constinit Object missing = {immortal_refcount, &missing_type};

Result<Ref<>> get_token_var(Context&, Borrowed<ContextToken> self) { return Ref<>(hold(self->var.get())); }
Result<Ref<>> get_old_value(Context&, Borrowed<ContextToken> self) {
  return self->old_value ? hold(self->old_value.get()) : hold(&missing);
}
Result<Ref<Str>> repr_token(Context& cx, Borrowed<ContextToken> self) {
  return format_str(cx, "<Token{} var={!r} at 0x{:x}>", self->used ? " used" : "", self->var, address_of(self));
}

constinit MethodDef token_methods[] = {KR_QUIET_CLASS("__class_getitem__(type, item, /)", class_getitem, "See PEP 585"), KR_END};
constinit GetSetDef token_getset[] = {KR_GETTER("var", get_token_var, nullptr), KR_GETTER("old_value", get_old_value, nullptr), KR_END};

Hash unhashable(Object* self) {
  return raise(Context::current(), exc::TypeError, "unhashable type: '{!t:.200}'", Borrowed<>(self));
}

constexpr unsigned long flags = type_flags::immutable | type_flags::gc;

}  // namespace

}  // namespace krait::contextvars

namespace krait {

Result<void> init_contextvars(Context& cx) {
  Borrowed<Dict> dict(reinterpret_cast<Dict*>(context_token_type.tp_dict));
  KR_TRY(dict_set(cx, dict, KR_ID(MISSING), Borrowed<>(&contextvars::missing)));
  type_modified(context_token_type);
  return {};
}

constinit Type context_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_contextvars.Context",
    .tp_basicsize = sizeof(ContextObject),
    .tp_dealloc = contextvars::dealloc_context,
    .tp_as_sequence = &contextvars::context_sequence,
    .tp_as_mapping = &contextvars::context_mapping,
    .tp_hash = contextvars::unhashable,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = contextvars::flags,
    .tp_traverse = contextvars::ContextFields::traverse,
    .tp_clear = contextvars::ContextFields::clear,
    .tp_richcompare = slot<&contextvars::compare_contexts>,
    .tp_weaklistoffset = offsetof(ContextObject, weakrefs),
    .tp_iter = slot<&contextvars::iterate>,
    .tp_methods = contextvars::context_methods,
    .tp_new = contextvars::make_context,
    .tp_free = free_container};
KR_READY(context_type);

constinit Type context_var_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_contextvars.ContextVar",
    .tp_basicsize = sizeof(ContextVar),
    .tp_dealloc = contextvars::VarFields::dealloc,
    .tp_repr = slot<&contextvars::repr_var>,
    .tp_hash = contextvars::hash_var,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = contextvars::flags,
    .tp_traverse = contextvars::VarFields::traverse,
    .tp_clear = contextvars::VarFields::clear,
    .tp_methods = contextvars::var_methods,
    .tp_members = contextvars::var_members,
    .tp_new = KR_NEW("ContextVar(name, /, *, default=<null>)", contextvars::make_var),
    .tp_free = free_container};
KR_READY(context_var_type);

constinit Type context_token_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_contextvars.Token",
    .tp_basicsize = sizeof(ContextToken),
    .tp_dealloc = contextvars::TokenFields::dealloc,
    .tp_repr = slot<&contextvars::repr_token>,
    .tp_hash = contextvars::unhashable,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = contextvars::flags,
    .tp_traverse = contextvars::TokenFields::traverse,
    .tp_clear = contextvars::TokenFields::clear,
    .tp_methods = contextvars::token_methods,
    .tp_getset = contextvars::token_getset,
    .tp_new = contextvars::refuse_token,
    .tp_free = free_container};
KR_READY(context_token_type);

}  // namespace krait
