// types.GenericAlias: list[int] and its kin. Nearly every attribute is the origin's; calling it makes an instance of the origin.
#include "types/genericalias/genericalias.h"

#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"
#include "types/union/union.h"

namespace krait {

extern Type generic_alias_iterator_type;

namespace {

// The attributes that are the alias's own.
bool is_own_attribute(Borrowed<Str> name) {
  static constexpr std::string_view own[] = {"__class__",      "__origin__",    "__args__",     "__unpacked__", "__parameters__",
                                             "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__",
                                             "__copy__",       "__deepcopy__"};
  for (std::string_view text : own)
    if (str_equal(name, text)) return true;
  return false;
}

Result<Ref<>> get_attribute(Context& cx, Borrowed<GenericAlias> self, Borrowed<Str> name) {
  if (is<Str>(name) && !is_own_attribute(name)) return get_attr(cx, self->origin, name);
  return generic_get_attr(cx, self, name);
}

Result<Ref<Str>> alias_repr(Context& cx, Borrowed<GenericAlias> self) {
  auto origin = KR_TRY(type_argument_repr(cx, self->origin));
  auto args = hold(self->args.get());
  const char* star = self->starred ? "*" : "";
  if (args->size() == 0) return format_str(cx, "{}{}[()]", star, origin);
  auto list = KR_TRY(new_list(cx));
  for (Index i = 0; i < args->size(); ++i) {
    auto text = KR_TRY(type_argument_repr(cx, args->item(i)));
    KR_TRY(list_append(cx, list, text));
  }
  auto joined = KR_TRY(str_join(cx, KR_STR(", "), list->span()));
  return format_str(cx, "{}{}[{}]", star, origin, joined);
}

Result<Hash> alias_hash(Context& cx, Borrowed<GenericAlias> self) {
  Hash of_origin = KR_TRY(hash(cx, self->origin));
  Hash of_args = KR_TRY(hash(cx, self->args.get()));
  Hash value = of_origin ^ of_args;
  return value == -1 ? -2 : value;
}

Result<Ref<>> alias_compare(Context& cx, Borrowed<> left, Borrowed<> right, int op) {
  bool comparable = is<GenericAlias>(left) && is<GenericAlias>(right);
  if (!comparable || (op != static_cast<int>(Compare::eq) && op != static_cast<int>(Compare::ne))) return new_not_implemented();
  Borrowed<GenericAlias> a = left.as<GenericAlias>(), b = right.as<GenericAlias>();
  bool same = a->starred == b->starred && KR_TRY(compare_bool(cx, a->origin, b->origin, Compare::eq)) &&
              KR_TRY(compare_bool(cx, a->args.get(), b->args.get(), Compare::eq));
  return new_bool(same == (op == static_cast<int>(Compare::eq)));
}

// --- calling

// The instance remembers how it was asked for, where it can.
Result<Ref<>> set_original_class(Context& cx, Borrowed<> self, Result<Ref<>> made) {
  auto object = KR_TRY(std::move(made));
  Result<void> stored = set_attr(cx, object, KR_ID(__orig_class__), self);
  if (stored.failed() && !clear_error_if(cx, exc::AttributeError) && !clear_error_if(cx, exc::TypeError)) return Failed{};
  return object;
}

Object* alias_call(Object* callable, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<GenericAlias*>(callable);
  return set_original_class(cx, Borrowed<>(callable),
                            call(cx, self->origin, Borrowed<Tuple>(reinterpret_cast<Tuple*>(args)),
                                 Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs))))
      .release();
}

Object* alias_vectorcall(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<GenericAlias*>(callable);
  return set_original_class(cx, Borrowed<>(callable),
                            vectorcall(cx, self->origin, args, nargsf, Borrowed<Tuple>(reinterpret_cast<Tuple*>(kwnames))))
      .release();
}

// --- subscription

Result<Ref<Tuple>> parameters_of(Context& cx, Borrowed<GenericAlias> self) {
  if (!self->parameters) self->parameters.init(KR_TRY(type_parameters(cx, self->args)));
  return hold(self->parameters.get().as<Tuple>());
}

Result<Ref<>> alias_get_item(Context& cx, Borrowed<GenericAlias> self, Borrowed<> item) {
  auto parameters = KR_TRY(parameters_of(cx, self));
  auto args = KR_TRY(substitute_parameters(cx, self, self->args, parameters, item));
  auto made = KR_TRY(new_generic_alias(cx, self->origin, args));
  made.borrow().as<GenericAlias>()->starred = self->starred;
  return made;
}

Result<Ref<>> alias_or(Context& cx, Borrowed<> left, Borrowed<> right) { return type_or(cx, left, right); }

// --- methods

Result<Ref<>> mro_entries(Context& cx, Borrowed<GenericAlias> self, Borrowed<>) { return tuple_of(cx, self->origin.get()); }
Result<Ref<>> instance_check(Context& cx, Borrowed<>, Borrowed<>) {
  return raise(cx, exc::TypeError, "isinstance() argument 2 cannot be a parameterized generic");
}
Result<Ref<>> subclass_check(Context& cx, Borrowed<>, Borrowed<>) {
  return raise(cx, exc::TypeError, "issubclass() argument 2 cannot be a parameterized generic");
}

Result<Ref<>> alias_reduce(Context& cx, Borrowed<GenericAlias> self) {
  if (!self->starred) {
    auto arguments = KR_TRY(tuple_of(cx, self->origin.get(), self->args.get()));
    return tuple_of(cx, type_object(*self.type()), arguments);
  }
  // next(iter(origin[args])) makes it again.
  auto plain = KR_TRY(new_generic_alias(cx, self->origin, self->args.get()));
  auto iterator = KR_TRY(iter(cx, plain));
  auto arguments = KR_TRY(tuple_of(cx, iterator));
  auto next_function = KR_TRY(get_item(cx, KR_TRY(builtins_of_globals(cx, {})), KR_ID(next)));
  return tuple_of(cx, next_function, arguments);
}

Result<Ref<>> alias_dir(Context& cx, Borrowed<GenericAlias> self) {
  auto names = KR_TRY(dir(cx, self->origin));
  for (const char* text : {"__class__", "__origin__", "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__",
                           "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__"}) {
    auto name = KR_TRY(intern_utf8(cx, text));
    if (!KR_TRY(contains(cx, names, name))) KR_TRY(list_append(cx, names.borrow().as<List>(), name));
  }
  return names;
}

Result<Ref<>> get_parameters(Context& cx, Borrowed<GenericAlias> self) { return KR_TRY(parameters_of(cx, self)); }
Result<Ref<>> get_unpacked_tuple_args(Context&, Borrowed<GenericAlias> self) {
  if (self->starred && self->origin.get().is(type_object(tuple_type))) return hold(Borrowed<>(self->args.get()));
  return new_none();
}

// --- iteration: one starred alias, for *tuple[int, str]

struct AliasIterator {
  Object base;
  Slot<> alias;
};
using IteratorFields = Owns<AliasIterator, &AliasIterator::alias>;

Result<Ref<>> alias_iter(Context& cx, Borrowed<GenericAlias> self) {
  auto made = KR_TRY(new_container<AliasIterator>(cx, generic_alias_iterator_type));
  made->alias.init(hold(self));
  memory::track(made.object());
  return made;
}

Object* iterator_next(Object* object) {
  Context& cx = Context::current();
  auto alias = reinterpret_cast<AliasIterator*>(object)->alias.take();
  if (!alias) return nullptr;
  Borrowed<GenericAlias> plain = alias.borrow().as<GenericAlias>();
  auto made = KR_TRY(new_generic_alias(cx, plain->origin, plain->args.get()));
  made.borrow().as<GenericAlias>()->starred = true;
  return made.release();
}

Result<Ref<>> iterator_reduce(Context& cx, Borrowed<AliasIterator> self) {
  auto function = KR_TRY(get_item(cx, KR_TRY(builtins_of_globals(cx, {})), KR_ID(iter)));
  if (!self->alias) {
    auto nothing = empty_tuple();
    return tuple_of(cx, function, KR_TRY(tuple_of(cx, nothing)));
  }
  return tuple_of(cx, function, KR_TRY(tuple_of(cx, self->alias.get())));
}

// --- construction and end

Object* alias_new(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  if (kwargs && reinterpret_cast<Dict*>(kwargs)->size()) return raise(cx, exc::TypeError, "GenericAlias() takes no keyword arguments");
  if (given->size() != 2) return raise(cx, exc::TypeError, "GenericAlias expected 2 arguments, got {}", given->size());
  auto arguments = is<Tuple>(given->item(1)) ? hold(given->item(1).as<Tuple>()) : KR_TRY(tuple_of(cx, given->item(1)));
  auto made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  Borrowed<GenericAlias> self = made.borrow().as<GenericAlias>();
  self->origin.init(hold(given->item(0)));
  self->args.init(std::move(arguments));
  self->vectorcall = vectorcall_function(self->origin) ? &alias_vectorcall : nullptr;
  return made.release();
}

using Fields = Owns<GenericAlias, &GenericAlias::origin, &GenericAlias::args, &GenericAlias::parameters>;

void dealloc(Object* object) {
  memory::untrack(object);
  auto* self = reinterpret_cast<GenericAlias*>(object);
  if (self->weakrefs && memory::clear_weak_references) memory::clear_weak_references(object);
  Fields::clear(object);
  object->type->tp_free(object);
}

constinit MethodDef methods[] = {KR_QUIET("__mro_entries__($self, bases, /)", mro_entries, nullptr),
                                 KR_QUIET("__instancecheck__($self, instance, /)", instance_check, nullptr),
                                 KR_QUIET("__subclasscheck__($self, cls, /)", subclass_check, nullptr),
                                 KR_QUIET("__reduce__($self)", alias_reduce, nullptr), KR_QUIET("__dir__($self)", alias_dir, nullptr),
                                 KR_END};
constinit MemberDef members[] = {KR_MEMBER("__origin__", object, GenericAlias, origin, 1, nullptr),
                                 KR_MEMBER("__args__", object, GenericAlias, args, 1, nullptr),
                                 KR_MEMBER("__unpacked__", bool_, GenericAlias, starred, 1, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETTER("__parameters__", get_parameters, "Type variables in the GenericAlias."),
                                KR_GETTER("__typing_unpacked_tuple_args__", get_unpacked_tuple_args, nullptr), KR_END};
constinit MethodDef iterator_methods[] = {KR_QUIET("__reduce__($self)", iterator_reduce, nullptr), KR_END};
constinit NumberSlots number = {.nb_or = slot<&alias_or>};
constinit MappingSlots mapping = {.mp_subscript = slot<&alias_get_item>};

}  // namespace

Result<Ref<>> new_generic_alias(Context& cx, Borrowed<> origin, Borrowed<> args) {
  auto arguments = is<Tuple>(args) ? hold(args.as<Tuple>()) : KR_TRY(tuple_of(cx, args));
  auto made = KR_TRY(generic_alloc(cx, generic_alias_type, 0));
  Borrowed<GenericAlias> self = made.borrow().as<GenericAlias>();
  self->origin.init(hold(origin));
  self->args.init(std::move(arguments));
  self->vectorcall = vectorcall_function(origin) ? &alias_vectorcall : nullptr;
  return made;
}

constinit Type generic_alias_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "types.GenericAlias",
    .tp_basicsize = sizeof(GenericAlias),
    .tp_dealloc = &dealloc,
    .tp_vectorcall_offset = offsetof(GenericAlias, vectorcall),
    .tp_repr = slot<&alias_repr>,
    .tp_as_number = &number,
    .tp_as_mapping = &mapping,
    .tp_hash = slot<&alias_hash>,
    .tp_call = &alias_call,
    .tp_getattro = slot<&get_attribute>,
    .tp_flags = type_flags::gc | type_flags::base | type_flags::have_vectorcall,
    .tp_doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    .tp_traverse = Fields::traverse,
    .tp_richcompare = slot<&alias_compare>,
    .tp_weaklistoffset = offsetof(GenericAlias, weakrefs),
    .tp_iter = slot<&alias_iter>,
    .tp_methods = methods,
    .tp_members = members,
    .tp_getset = getset,
    .tp_alloc = &type_generic_alloc,
    .tp_new = &alias_new,
    .tp_free = free_container};
KR_READY(generic_alias_type);

constinit Type generic_alias_iterator_type = {.head = {{1, &type_type}, 0},
                                              .tp_name = "generic_alias_iterator",
                                              .tp_basicsize = sizeof(AliasIterator),
                                              .tp_dealloc = IteratorFields::dealloc,
                                              .tp_flags = type_flags::gc,
                                              .tp_traverse = IteratorFields::traverse,
                                              .tp_clear = IteratorFields::clear,
                                              .tp_iter = &self_iter,
                                              .tp_iternext = &iterator_next,
                                              .tp_methods = iterator_methods,
                                              .tp_alloc = &type_generic_alloc,
                                              .tp_free = free_container};
KR_READY(generic_alias_iterator_type);

}  // namespace krait
