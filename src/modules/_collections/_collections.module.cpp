// The module _collections, with its small things: _tuplegetter and _count_elements.
#include "modules/_collections/deque.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::collections {
extern Type default_dict_type, tuple_getter_type;

namespace {
// --- _tuplegetter: the descriptor behind a namedtuple's fields
struct TupleGetter {
  Object base;
  Index index;
  Object* doc;
};
static_assert(sizeof(TupleGetter) == 32);
using Fields = Owns<TupleGetter, &TupleGetter::doc>;

Result<Ref<>> make_getter(Context& cx, Borrowed<Type> type, Index index, Borrowed<> doc) {
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type.raw(), 0)));
  made.borrow().as<TupleGetter>()->index = index;
  made.borrow().as<TupleGetter>()->doc = hold(doc).release();
  return made;
}

Object* get_item_of(Object* object, Object* instance, Object*) {
  auto* self = reinterpret_cast<TupleGetter*>(object);
  if (!instance) return hold(object).release();
  if (!is<Tuple>(Borrowed<>(instance))) {
    if (instance == none().object()) return hold(object).release();
    return raise(Context::current(), exc::TypeError, "descriptor for index '{}' for tuple subclasses doesn't apply to '{!t}' object",
                 self->index, Borrowed<>(instance));
  }
  auto* items = reinterpret_cast<Tuple*>(instance);
  if (static_cast<std::size_t>(self->index) >= static_cast<std::size_t>(items->size()))
    return raise(Context::current(), exc::IndexError, "tuple index out of range");
  return hold(items->items[self->index]).release();
}
int refuse_set(Object*, Object*, Object* value) {
  if (!value) return raise(Context::current(), exc::AttributeError, "can't delete attribute");
  return raise(Context::current(), exc::AttributeError, "can't set attribute");
}
Result<Ref<>> reduce_getter(Context& cx, Borrowed<TupleGetter> self) {
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, KR_TRY(int_from(cx, self->index)), Borrowed<>(self->doc)))));
}
Result<Ref<Str>> repr_getter(Context& cx, Borrowed<TupleGetter> self) {
  return format_str(cx, "{}({}, {!r})", short_name(*self.type()), self->index, Borrowed<>(self->doc));
}
constinit MemberDef getter_members[] = {KR_MEMBER("__doc__", object, TupleGetter, doc, 0, nullptr), KR_END};
constinit MethodDef getter_methods[] = {KR_QUIET("__reduce__(self)", reduce_getter, nullptr), KR_END};

// --- _count_elements: the loop of Counter
Result<void> count_in_dict(Context& cx, Borrowed<Dict> dict, Borrowed<> iterator) {
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> key = std::move(step).value();
    Hash hash = KR_TRY(krait::hash(cx, key));
    auto old = dict_get(cx, dict, key, hash);
    if (old.failed()) return Failed{};
    Ref<> held = hold(old.value() ? old.value() : Borrowed<>(small_int(0)));
    Ref<> sum = KR_TRY(add(cx, held, small_int(1)));
    KR_TRY(dict_set(cx, dict, key, sum, hash));
  }
}

Result<void> count_elements(Context& cx, Borrowed<> mapping, Borrowed<> iterable) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  Borrowed<> get = lookup_in_type(*mapping.type(), KR_ID(get)), own_get = lookup_in_type(dict_type, KR_ID(get));
  Borrowed<> set = lookup_in_type(*mapping.type(), KR_ID(__setitem__)), own_set = lookup_in_type(dict_type, KR_ID(__setitem__));
  if (is<Dict>(mapping) && get && set && get.is(own_get) && set.is(own_set)) return count_in_dict(cx, mapping.as<Dict>(), iterator);
  Ref<> getter = KR_TRY(get_attr(cx, mapping, KR_ID(get)));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> key = std::move(step).value();
    Ref<> old = KR_TRY(call(cx, getter, key, small_int(0)));
    Ref<> sum = KR_TRY(add(cx, old, small_int(1)));
    KR_TRY(set_item(cx, mapping, key, sum));
  }
}

constinit MethodDef functions[] = {
    KR_FUNCTION("_count_elements($module, mapping, iterable, /)", count_elements, "Count elements in the iterable, updating the mapping"), KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  Type* types[] = {&deque_type, &default_dict_type, &ordered_dict_type, &deque_iterator_type, &deque_reverse_iterator_type, &tuple_getter_type};
  for (Type* type : types) KR_TRY(module_add_type(cx, module, *type));
  return {};
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "_collections",
    .m_doc = "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n"
             "- defaultdict:  dict subclass with a default value factory\n",
    .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);
}  // namespace

constinit Type tuple_getter_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "_collections._tuplegetter", .tp_basicsize = sizeof(TupleGetter), .tp_dealloc = Fields::dealloc,
    .tp_repr = slot<&repr_getter>, .tp_flags = type_flags::immutable | type_flags::gc, .tp_traverse = Fields::traverse,
    .tp_clear = Fields::clear, .tp_methods = getter_methods, .tp_members = getter_members, .tp_descr_get = get_item_of,
    .tp_descr_set = refuse_set, .tp_new = KR_NEW("_tuplegetter(index, doc, /)", make_getter), .tp_free = free_container};
KR_READY(tuple_getter_type);

}  // namespace krait::collections
