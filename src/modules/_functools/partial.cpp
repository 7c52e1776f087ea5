// functools.partial, and the keys that cmp_to_key() makes.
#include "modules/_functools/_functools.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/dict/dict.h"
#include "types/genericalias/genericalias.h"
#include "types/int/int.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::functools {
namespace {

struct Partial {
  Object base;
  Object* function;
  Object* args;      // a tuple
  Object* keywords;  // a dict
  Object* dict;
  Object* weakrefs;
  VectorCall vectorcall;
};
static_assert(sizeof(Partial) == 64);
using Fields = Owns<Partial, &Partial::function, &Partial::args, &Partial::keywords, &Partial::dict>;

Tuple* args_of(Partial* self) { return reinterpret_cast<Tuple*>(self->args); }
Dict* keywords_of(Partial* self) { return reinterpret_cast<Dict*>(self->keywords); }

Result<Ref<Tuple>> joined(Context& cx, Borrowed<Tuple> first, std::span<Object* const> rest) {
  if (rest.empty()) return hold(first);
  Ref<Tuple> made = KR_TRY(new_tuple(cx, first->size() + static_cast<Index>(rest.size())));
  Index at = 0;
  for (Object* item : first->span()) made->init_item(at++, hold(item));
  for (Object* item : rest) made->init_item(at++, hold(item));
  return made;
}

Object* call_vector(Object* object, Object* const* args, std::size_t nargsf, Object* kwnames);

Object* make(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* given = reinterpret_cast<Tuple*>(args);
  if (given->size() < 1) return raise(cx, exc::TypeError, "type 'partial' takes at least one argument");
  Ref<> function = hold(given->item(0));
  if (!is_callable(function)) return raise(cx, exc::TypeError, "the first argument must be callable");
  // partial(partial(f, a), b) is partial(f, a, b).
  Partial* inner = nullptr;
  if (function.type()->tp_call == partial_type.tp_call && is_subtype(function.type(), &partial_type) &&
      !reinterpret_cast<Partial*>(function.raw())->dict)
    inner = reinterpret_cast<Partial*>(function.raw());
  std::span<Object* const> rest{given->items + 1, static_cast<std::size_t>(given->size() - 1)};
  Ref<Tuple> all = inner ? KR_TRY(joined(cx, Borrowed<Tuple>(args_of(inner)), rest)) : KR_TRY(tuple_from_items(cx, rest));
  Ref<Dict> keywords = inner ? KR_TRY(dict_copy(cx, Borrowed<Dict>(keywords_of(inner)))) : KR_TRY(new_dict(cx));
  if (kwargs) KR_TRY(dict_merge(cx, keywords, Borrowed<>(kwargs)));
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  auto* self = reinterpret_cast<Partial*>(made.raw());
  self->function = inner ? hold(inner->function).release() : function.release();
  self->args = as_object(all.release());
  self->keywords = as_object(keywords.release());
  self->vectorcall = call_vector;
  return made.release();
}

// With keywords on either side: through a tuple and a dict.
Result<Ref<>> call_with_keywords(Context& cx, Partial* self, Object* const* args, Index count, Tuple* names) {
  Ref<Tuple> all = KR_TRY(joined(cx, Borrowed<Tuple>(args_of(self)), {args, static_cast<std::size_t>(count)}));
  Ref<Dict> keywords = KR_TRY(dict_copy(cx, Borrowed<Dict>(keywords_of(self))));
  for (Index i = 0; names && i < names->size(); ++i) KR_TRY(dict_set(cx, keywords, names->item(i), Borrowed<>(args[count + i])));
  Ref<> function = hold(self->function);
  return call(cx, function, all, keywords);
}

Object* call_vector(Object* object, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<Partial*>(object);
  Index count = vectorcall_count(nargsf);
  auto* names = reinterpret_cast<Tuple*>(kwnames);
  if (keywords_of(self)->used) return call_with_keywords(cx, self, args, count, names).release();
  Tuple* own = args_of(self);
  Index total = count + (names ? names->size() : 0);
  Ref<> function = hold(self->function);
  Ref<Tuple> keep = hold(Borrowed<Tuple>(own));  // the call may change the partial's state
  if (own->size() == 0) return vectorcall(cx, function, args, nargsf, Borrowed<Tuple>(names)).release();
  Object* few[12];
  Object** all = few;
  if (total + own->size() > 11) {
    all = static_cast<Object**>(memory::allocate(static_cast<std::size_t>(total + own->size() + 1) * sizeof(Object*)));
    if (!all) return raise_memory_error(cx);
  }
  Index at = 1;  // [0] is scratch for the callee
  for (Object* item : own->span()) all[at++] = item;
  for (Index i = 0; i < total; ++i) all[at++] = args[i];
  Object* answer = vectorcall(cx, function, all + 1, static_cast<std::size_t>(count + own->size()) | vectorcall_arguments_offset,
                              Borrowed<Tuple>(names)).release();
  if (all != few) memory::release(all);
  return answer;
}

Object* call_slot(Object* object, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<Partial*>(object);
  Ref<Tuple> all = KR_TRY(joined(cx, Borrowed<Tuple>(args_of(self)), reinterpret_cast<Tuple*>(args)->span()));
  Ref<Dict> keywords;
  if (keywords_of(self)->used) {
    keywords = KR_TRY(dict_copy(cx, Borrowed<Dict>(keywords_of(self))));
    if (kwargs) KR_TRY(dict_merge(cx, keywords, Borrowed<>(kwargs)));
  } else if (kwargs) {
    keywords = hold(Borrowed<>(kwargs).as<Dict>());
  }
  Ref<> function = hold(self->function);
  return call(cx, function, all.borrow(), keywords.borrow()).release();
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Partial> self) {
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return hold(KR_STR("..."));
  StrBuilder out(cx);
  out.put_utf8(self.type()->tp_name);
  out.put_char('(');
  Ref<> function = hold(self->function);
  out.put(KR_TRY(krait::repr(cx, function)));
  Ref<Tuple> args = hold(Borrowed<Tuple>(args_of(self.raw())));
  for (Object* item : args->span()) {
    out.put(", ");
    out.put(KR_TRY(krait::repr(cx, Borrowed<>(item))));
  }
  Ref<Dict> keywords = hold(Borrowed<Dict>(keywords_of(self.raw())));
  Index position = 0;
  Borrowed<> key, value;
  while (dict_next(keywords, &position, &key, &value)) {
    Ref<> held_key = hold(key), held_value = hold(value);
    out.put(", ");
    out.put(KR_TRY(str(cx, held_key)));
    out.put_char('=');
    out.put(KR_TRY(krait::repr(cx, held_value)));
  }
  out.put_char(')');
  return out.finish();
}

Result<Ref<>> reduce(Context& cx, Borrowed<Partial> self) {
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->function)));
  Ref<Tuple> state = KR_TRY(tuple_of(cx, Borrowed<>(self->function), Borrowed<>(self->args), Borrowed<>(self->keywords),
                                     self->dict ? Borrowed<>(self->dict) : none()));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args, state));
}

Result<void> set_state(Context& cx, Borrowed<Partial> self, Borrowed<> given) {
  auto invalid = [&] { return raise(cx, exc::TypeError, "invalid partial state"); };
  if (!is<Tuple>(given) || given.as<Tuple>()->size() != 4) return invalid();
  auto* state = given.as<Tuple>().raw();
  Borrowed<> function = state->item(0), args = state->item(1), keywords = state->item(2), dict = state->item(3);
  if (!is_callable(function) || !is<Tuple>(args) || (!is_none(keywords) && !is<Dict>(keywords))) return invalid();
  Ref<> new_args = is_exact<Tuple>(args) ? hold(args) : Ref<>(KR_TRY(tuple_from(cx, args)));
  Ref<> new_keywords;
  if (is_none(keywords)) new_keywords = KR_TRY(new_dict(cx));
  else new_keywords = is_exact<Dict>(keywords) ? hold(keywords) : Ref<>(KR_TRY(dict_copy(cx, keywords.as<Dict>())));
  Ref<> new_dict_ref = is_none(dict) ? Ref<>() : hold(dict);
  Ref<> old_function = Ref<>::steal(std::exchange(self->function, hold(function).release()));
  Ref<> old_args = Ref<>::steal(std::exchange(self->args, new_args.release()));
  Ref<> old_keywords = Ref<>::steal(std::exchange(self->keywords, new_keywords.release()));
  Ref<> old_dict = Ref<>::steal(std::exchange(self->dict, new_dict_ref.release()));
  return {};
}

void dealloc(Object* object) {
  memory::untrack(object);
  if (reinterpret_cast<Partial*>(object)->weakrefs) memory::clear_weak_references(object);
  Fields::clear(object);
  object->type->tp_free(object);
}

constinit MethodDef methods[] = {KR_QUIET("__reduce__(self)", reduce, nullptr), KR_QUIET("__setstate__(self, state, /)", set_state, nullptr),
                                 KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"), KR_END};
constinit MemberDef members[] = {
    KR_MEMBER("func", object, Partial, function, 1, "function object to use in future partial calls"),
    KR_MEMBER("args", object, Partial, args, 1, "tuple of arguments to future partial calls"),
    KR_MEMBER("keywords", object, Partial, keywords, 1, "dictionary of keyword arguments to future partial calls"),
    KR_MEMBER("__vectorcalloffset__", ssize, Partial, vectorcall, 1, nullptr), KR_END};
constinit GetSetDef getset[] = {{"__dict__", generic_get_dict, generic_set_dict, nullptr, nullptr}, KR_END};

// --- the keys of cmp_to_key()
struct KeyWrapper {
  Object base;
  Object* compare;
  Object* object;  // null in the function that cmp_to_key() returns
  VectorCall vectorcall;
};
using KeyFields = Owns<KeyWrapper, &KeyWrapper::compare, &KeyWrapper::object>;

Object* call_key(Object* self, Object* const* args, std::size_t nargsf, Object* kwnames);

Result<Ref<>> new_key(Context& cx, Borrowed<> compare, Borrowed<> object) {
  Ref<KeyWrapper> made = KR_TRY(new_container<KeyWrapper>(cx, key_wrapper_type));
  made->compare = hold(compare).release();
  made->object = hold(object).release();
  made->vectorcall = call_key;
  memory::track(made.object());
  return made;
}

Result<Ref<>> make_key(Context& cx, Borrowed<KeyWrapper> self, Borrowed<> obj) { return new_key(cx, Borrowed<>(self->compare), obj); }

Object* call_key(Object* self, Object* const* args, std::size_t nargsf, Object* kwnames) {
  return declare::Thunk<"K($self, obj)", &make_key>::fast_keywords(self, args, vectorcall_count(nargsf), kwnames);
}

Result<Ref<>> compare_keys(Context& cx, Borrowed<KeyWrapper> self, Borrowed<> other, Compare op) {
  if (other.type() != &key_wrapper_type) return raise(cx, exc::TypeError, "other argument must be K instance");
  Borrowed<> x(self->object), y(other.as<KeyWrapper>()->object);
  if (!x || !y) return raise(cx, exc::AttributeError, "object");
  Ref<> order = KR_TRY(call(cx, Borrowed<>(self->compare), x, y));
  return compare(cx, order, small_int(0), op);
}

constinit MemberDef key_members[] = {KR_MEMBER("obj", object, KeyWrapper, object, 0, "Value wrapped by a key function."), KR_END};
}  // namespace

Result<Ref<>> cmp_to_key(Context& cx, Borrowed<> compare) { return new_key(cx, compare, {}); }

constinit Type partial_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "functools.partial", .tp_basicsize = sizeof(Partial), .tp_dealloc = dealloc,
    .tp_vectorcall_offset = offsetof(Partial, vectorcall), .tp_repr = slot<&repr>, .tp_call = call_slot,
    .tp_getattro = slot<&generic_get_attr>, .tp_setattro = slot<&generic_set_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::have_vectorcall,
    .tp_doc = "partial(func, *args, **keywords) - new function with partial application\n    of the given arguments and keywords.\n",
    .tp_traverse = Fields::traverse, .tp_clear = Fields::clear, .tp_weaklistoffset = offsetof(Partial, weakrefs), .tp_methods = methods,
    .tp_members = members, .tp_getset = getset, .tp_dictoffset = offsetof(Partial, dict), .tp_new = make, .tp_free = free_container};
KR_READY(partial_type);

constinit Type key_wrapper_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "functools.KeyWrapper", .tp_basicsize = sizeof(KeyWrapper), .tp_dealloc = KeyFields::dealloc,
    .tp_vectorcall_offset = offsetof(KeyWrapper, vectorcall), .tp_hash = hash_not_implemented, .tp_call = vectorcall_call,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation | type_flags::have_vectorcall,
    .tp_traverse = KeyFields::traverse, .tp_clear = KeyFields::clear, .tp_richcompare = slot<&compare_keys>, .tp_members = key_members,
    .tp_free = free_container};
KR_READY(key_wrapper_type);

}  // namespace krait::functools
