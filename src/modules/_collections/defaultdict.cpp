// defaultdict: a dict that makes the values it is asked for.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/dict/dict.h"
#include "types/genericalias/genericalias.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::collections {
extern Type default_dict_type;

namespace {
struct DefaultDict {
  Dict dict;
  Object* factory;  // null or None: missing keys are errors
};
static_assert(sizeof(DefaultDict) == 56);
using Self = Borrowed<DefaultDict>;

Borrowed<> factory_or_none(Self self) { return self->factory ? Borrowed<>(self->factory) : none(); }

Result<Ref<>> missing(Context& cx, Self self, Borrowed<> key) {
  if (!self->factory || self->factory == none().object()) return raise_key_error(cx, key);
  Ref<> factory = hold(self->factory);
  Ref<> value = KR_TRY(call(cx, factory));
  KR_TRY(set_item(cx, self, key, value));
  return value;
}

Result<Ref<>> make_like(Context& cx, Self self, Borrowed<> items) {
  return call(cx, type_object(*self.type()), factory_or_none(self), items);
}
Result<Ref<>> copy(Context& cx, Self self) { return make_like(cx, self, self); }

Result<Ref<>> reduce(Context& cx, Self self) {
  bool bare = !self->factory || self->factory == none().object();
  Ref<Tuple> args = bare ? empty_tuple() : KR_TRY(tuple_of(cx, Borrowed<>(self->factory)));
  Ref<> items = KR_TRY(call_method(cx, self, KR_ID(items)));
  Ref<> iterator = KR_TRY(iter(cx, items));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args, none(), none(), iterator));
}

Result<Ref<Str>> repr(Context& cx, Self self) {
  Ref<> base = Ref<>::steal(dict_type.tp_repr(self.object()));
  if (!base) return Failed{};
  Ref<Str> factory;
  if (!self->factory) {
    factory = hold(KR_STR("None"));
  } else {
    ReprGuard guard(cx, Borrowed<>(self->factory));
    if (guard.entered_before()) factory = hold(KR_STR("..."));
    else factory = KR_TRY(krait::repr(cx, Borrowed<>(self->factory)));
  }
  return format_str(cx, "{}({}, {})", short_name(*self.type()), factory, base);
}

Result<Ref<>> unite(Context& cx, Borrowed<> left, Borrowed<> right) {
  bool left_is_ours = is_instance_of(left, default_dict_type);
  Borrowed<> self = left_is_ours ? left : right;
  if (!is<Dict>(left) || !is<Dict>(right)) return new_not_implemented();
  Ref<> made = KR_TRY(make_like(cx, self.as<DefaultDict>(), left));
  if (!is<Dict>(made)) return raise(cx, exc::TypeError, "{!t} expected, got {!t}", self, made);
  KR_TRY(dict_merge(cx, made.borrow().as<Dict>(), right));
  return made;
}

int init(Object* object, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<DefaultDict*>(object);
  auto* given = reinterpret_cast<Tuple*>(args);
  Ref<> factory;
  Ref<Tuple> rest;
  if (given->size() == 0) {
    rest = empty_tuple();
  } else {
    if (!is_callable(given->item(0)) && !is_none(given->item(0))) return raise(cx, exc::TypeError, "first argument must be callable or None");
    factory = hold(given->item(0));
    rest = KR_TRY(tuple_slice(cx, Borrowed<Tuple>(given), 1, given->size()));
  }
  Ref<> old = Ref<>::steal(std::exchange(self->factory, factory.release()));
  return dict_type.tp_init(object, rest.object(), kwargs);
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<DefaultDict*>(object);
  if (self->factory) {
    if (int answer = visit(self->factory, arg)) return answer;
  }
  return dict_type.tp_traverse(object, visit, arg);
}
int clear(Object* object) {
  Ref<> factory = Ref<>::steal(std::exchange(reinterpret_cast<DefaultDict*>(object)->factory, nullptr));
  return dict_type.tp_clear(object);
}
void dealloc(Object* object) {
  memory::untrack(object);
  Ref<> factory = Ref<>::steal(std::exchange(reinterpret_cast<DefaultDict*>(object)->factory, nullptr));
  dict_type.tp_dealloc(object);
}

constinit MethodDef methods[] = {
    KR_QUIET("__missing__(self, key, /)", missing,
             "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n"
             "  if self.default_factory is None: raise KeyError((key,))\n"
             "  self[key] = value = self.default_factory()\n  return value\n"),
    KR_QUIET("copy(self)", copy, "D.copy() -> a shallow copy of D."), KR_QUIET("__copy__(self)", copy, "D.copy() -> a shallow copy of D."),
    KR_QUIET("__reduce__(self)", reduce, "Return state information for pickling."),
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", new_generic_alias, "See PEP 585"), KR_END};
constinit MemberDef members[] = {
    KR_MEMBER("default_factory", object, DefaultDict, factory, 0, "Factory for default value called by __missing__()."), KR_END};
constinit NumberSlots number = {.nb_or = slot<&unite>};
}  // namespace

constinit Type default_dict_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "collections.defaultdict", .tp_basicsize = sizeof(DefaultDict), .tp_dealloc = dealloc,
    .tp_repr = slot<&repr>, .tp_as_number = &number, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base,
    .tp_doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n"
              "The default factory is called without arguments to produce\n"
              "a new value when a key is not present, in __getitem__ only.\n"
              "A defaultdict compares equal to a dict with the same items.\n"
              "All remaining arguments are treated the same as if they were\n"
              "passed to the dict constructor, including keyword arguments.\n",
    .tp_traverse = traverse, .tp_clear = clear, .tp_methods = methods, .tp_members = members, .tp_base = &dict_type, .tp_init = init,
    .tp_free = free_container};
KR_READY(default_dict_type);

}  // namespace krait::collections
