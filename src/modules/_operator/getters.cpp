// itemgetter, attrgetter and methodcaller: callables that fetch something from their one argument.
#include "modules/_operator/_operator.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::operators {
namespace {

// The one argument of a call, or a TypeError as the reference words it.
Result<Borrowed<>> the_argument(Context& cx, const char* name, Object* const* args, std::size_t nargsf, Object* kwnames) {
  if (kwnames && reinterpret_cast<Tuple*>(kwnames)->size()) return raise(cx, exc::TypeError, "{}() takes no keyword arguments", name);
  Index count = vectorcall_count(nargsf);
  if (count != 1) return raise(cx, exc::TypeError, "{} expected 1 argument, got {}", name, count);
  return Borrowed<>(args[0]);
}

Index keyword_count(Object* kwargs) { return kwargs ? reinterpret_cast<Dict*>(kwargs)->used : 0; }

// --- itemgetter
struct ItemGetter {
  Object base;
  Index count;
  Object* item;  // the key, or a tuple of several
  Index index;   // of a single key that is a small int not below 0; else -1
  VectorCall vectorcall;
};
using ItemFields = Owns<ItemGetter, &ItemGetter::item>;

Result<Ref<>> fetch_items(Context& cx, ItemGetter* self, Borrowed<> from) {
  if (self->count == 1) {
    if (self->index >= 0 && from.type() == &tuple_type && self->index < from.as<Tuple>()->size()) return hold(from.as<Tuple>()->item(self->index));
    return get_item(cx, from, Borrowed<>(self->item));
  }
  Ref<Tuple> made = KR_TRY(new_tuple(cx, self->count));
  for (Index i = 0; i < self->count; ++i) made->init_item(i, KR_TRY(get_item(cx, from, reinterpret_cast<Tuple*>(self->item)->item(i))));
  return made;
}

Object* call_item_getter(Object* self, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Borrowed<> from = KR_TRY(the_argument(cx, "itemgetter", args, nargsf, kwnames));
  return fetch_items(cx, reinterpret_cast<ItemGetter*>(self), from).release();
}

Object* make_item_getter(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (keyword_count(kwargs)) return raise(cx, exc::TypeError, "itemgetter() takes no keyword arguments");
  auto* keys = reinterpret_cast<Tuple*>(args);
  if (keys->size() == 0) return raise(cx, exc::TypeError, "itemgetter expected 1 argument, got 0");
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  auto* self = reinterpret_cast<ItemGetter*>(made.raw());
  self->count = keys->size();
  self->item = hold(self->count == 1 ? keys->item(0) : Borrowed<>(args)).release();
  self->index = -1;
  self->vectorcall = call_item_getter;
  if (self->count == 1 && is_exact<Int>(keys->item(0)) && keys->item(0).as<Int>()->is_compact()) {
    Borrowed<Int> key = keys->item(0).as<Int>();
    if (!key->is_negative()) self->index = key->head.size ? key->compact_value() : 0;
  }
  return made.release();
}

Result<Ref<Str>> repr_items(Context& cx, Borrowed<ItemGetter> self) {
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return format_str(cx, "{!t}(...)", self);
  if (self->count == 1) return format_str(cx, "{!t}({!r})", self, Borrowed<>(self->item));
  return format_str(cx, "{!t}{!r}", self, Borrowed<>(self->item));
}

Result<Ref<>> reduce_items(Context& cx, Borrowed<ItemGetter> self) {
  if (self->count == 1) return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->item)))));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), Borrowed<>(self->item)));
}

// --- attrgetter
struct AttrGetter {
  Object base;
  Index count;
  Object* names;  // a tuple of str, or of tuples of str where a name has dots
  VectorCall vectorcall;
};
using AttrFields = Owns<AttrGetter, &AttrGetter::names>;

Result<Ref<>> fetch_name(Context& cx, Borrowed<> from, Borrowed<> name) {
  if (!is<Tuple>(name)) return get_attr(cx, from, name.as<Str>());
  Ref<> object = hold(from);
  for (Object* part : name.as<Tuple>()->span()) object = KR_TRY(get_attr(cx, object, Borrowed<>(part).as<Str>()));
  return object;
}

Object* call_attr_getter(Object* object, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<AttrGetter*>(object);
  Borrowed<> from = KR_TRY(the_argument(cx, "attrgetter", args, nargsf, kwnames));
  auto* names = reinterpret_cast<Tuple*>(self->names);
  if (self->count == 1) return fetch_name(cx, from, names->item(0)).release();
  Ref<Tuple> made = KR_TRY(new_tuple(cx, self->count));
  for (Index i = 0; i < self->count; ++i) made->init_item(i, KR_TRY(fetch_name(cx, from, names->item(i))));
  return as_object(made.release());
}

// "a.b" as ("a", "b"); a name without dots as it is, interned.
Result<Ref<>> split_name(Context& cx, Borrowed<Str> name) {
  if (str_find_char(name, '.', 0, name->size, 1) < 0) return intern(cx, KR_TRY(exact_str(cx, name)));
  Ref<> parts = KR_TRY(call_method(cx, name, KR_ID(split), KR_STR(".")));
  Ref<Tuple> tuple = KR_TRY(tuple_from(cx, parts));
  for (Index i = 0; i < tuple->size(); ++i) {
    Ref<Str> part = Ref<Str>::steal(reinterpret_cast<Str*>(tuple->items[i]));
    tuple->items[i] = as_object(intern(cx, std::move(part)).release());
  }
  return tuple;
}

Object* make_attr_getter(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (keyword_count(kwargs)) return raise(cx, exc::TypeError, "attrgetter() takes no keyword arguments");
  auto* given = reinterpret_cast<Tuple*>(args);
  if (given->size() == 0) return raise(cx, exc::TypeError, "attrgetter expected 1 argument, got 0");
  Ref<Tuple> names = KR_TRY(new_tuple(cx, given->size()));
  for (Index i = 0; i < given->size(); ++i) {
    if (!is<Str>(given->item(i))) return raise(cx, exc::TypeError, "attribute name must be a string");
    names->init_item(i, KR_TRY(split_name(cx, given->item(i).as<Str>())));
  }
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  auto* self = reinterpret_cast<AttrGetter*>(made.raw());
  self->count = names->size();
  self->names = as_object(names.release());
  self->vectorcall = call_attr_getter;
  return made.release();
}

// The names as they were given.
Result<Ref<Tuple>> whole_names(Context& cx, Borrowed<AttrGetter> self) {
  auto* names = reinterpret_cast<Tuple*>(self->names);
  Ref<Tuple> made = KR_TRY(new_tuple(cx, self->count));
  for (Index i = 0; i < self->count; ++i) {
    Borrowed<> name = names->item(i);
    made->init_item(i, is<Tuple>(name) ? Ref<>(KR_TRY(str_join(cx, KR_STR("."), name.as<Tuple>()->span()))) : hold(name));
  }
  return made;
}

Result<Ref<Str>> repr_attrs(Context& cx, Borrowed<AttrGetter> self) {
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return format_str(cx, "{!t}(...)", self);
  Ref<Tuple> names = KR_TRY(whole_names(cx, self));
  if (self->count == 1) return format_str(cx, "{!t}({!r})", self, names->item(0));
  return format_str(cx, "{!t}{!r}", self, names);
}

Result<Ref<>> reduce_attrs(Context& cx, Borrowed<AttrGetter> self) {
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(whole_names(cx, self))));
}

// --- methodcaller
struct MethodCaller {
  Object base;
  Object* name;
  Object* args;    // a tuple
  Object* kwargs;  // a dict or null
};
using CallerFields = Owns<MethodCaller, &MethodCaller::name, &MethodCaller::args, &MethodCaller::kwargs>;

Object* make_method_caller(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* given = reinterpret_cast<Tuple*>(args);
  if (given->size() < 1) return raise(cx, exc::TypeError, "methodcaller needs at least one argument, the method name");
  if (!is<Str>(given->item(0))) return raise(cx, exc::TypeError, "method name must be a string");
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
  auto* self = reinterpret_cast<MethodCaller*>(made.raw());
  self->name = as_object(intern(cx, KR_TRY(exact_str(cx, given->item(0).as<Str>()))).release());
  if (keyword_count(kwargs)) self->kwargs = hold(kwargs).release();
  self->args = as_object(KR_TRY(tuple_slice(cx, Borrowed<Tuple>(given), 1, given->size())).release());
  return made.release();
}

Object* call_method_caller(Object* object, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<MethodCaller*>(object);
  auto* given = reinterpret_cast<Tuple*>(args);
  if (keyword_count(kwargs)) return raise(cx, exc::TypeError, "methodcaller() takes no keyword arguments");
  if (given->size() != 1) return raise(cx, exc::TypeError, "methodcaller expected 1 argument, got {}", given->size());
  Ref<> method = KR_TRY(get_attr(cx, given->item(0), Borrowed<>(self->name).as<Str>()));
  return call(cx, method, Borrowed<>(self->args).as<Tuple>(), Borrowed<Dict>(reinterpret_cast<Dict*>(self->kwargs))).release();
}

Result<Ref<Str>> repr_caller(Context& cx, Borrowed<MethodCaller> self) {
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return format_str(cx, "{!t}(...)", self);
  StrBuilder out(cx);
  out.put_utf8(self.type()->tp_name);
  out.put_char('(');
  out.put(KR_TRY(repr(cx, Borrowed<>(self->name))));
  for (Object* item : reinterpret_cast<Tuple*>(self->args)->span()) {
    out.put(", ");
    out.put(KR_TRY(repr(cx, Borrowed<>(item))));
  }
  if (self->kwargs) {
    Index position = 0;
    Borrowed<> key, value;
    while (dict_next(Borrowed<>(self->kwargs).as<Dict>(), &position, &key, &value)) {
      Ref<> held = hold(value);
      out.put(", ");
      out.put(key.as<Str>());
      out.put_char('=');
      out.put(KR_TRY(repr(cx, held)));
    }
  }
  out.put_char(')');
  return out.finish();
}

Result<Ref<>> reduce_caller(Context& cx, Borrowed<MethodCaller> self) {
  Borrowed<Tuple> args = Borrowed<>(self->args).as<Tuple>();
  if (!self->kwargs || reinterpret_cast<Dict*>(self->kwargs)->used == 0) {
    Ref<Tuple> all = KR_TRY(new_tuple(cx, args->size() + 1));
    all->init_item(0, hold(self->name));
    for (Index i = 0; i < args->size(); ++i) all->init_item(i + 1, hold(args->item(i)));
    return KR_TRY(tuple_of(cx, type_object(*self.type()), all));
  }
  Ref<> partial = KR_TRY(imported(cx, KR_ID(functools), KR_ID(partial)));
  Ref<Tuple> first = KR_TRY(tuple_of(cx, type_object(*self.type()), Borrowed<>(self->name)));
  Ref<> maker = KR_TRY(call(cx, partial, first.borrow(), Borrowed<>(self->kwargs).as<Dict>()));
  return KR_TRY(tuple_of(cx, maker, args));
}

constinit MethodDef item_methods[] = {KR_QUIET("__reduce__(self)", reduce_items, "Return state information for pickling"), KR_END};
constinit MethodDef attr_methods[] = {KR_QUIET("__reduce__(self)", reduce_attrs, "Return state information for pickling"), KR_END};
constinit MethodDef caller_methods[] = {KR_QUIET("__reduce__(self)", reduce_caller, "Return state information for pickling"), KR_END};
constinit MemberDef item_members[] = {KR_MEMBER("__vectorcalloffset__", ssize, ItemGetter, vectorcall, 1, nullptr), KR_END};
constinit MemberDef attr_members[] = {KR_MEMBER("__vectorcalloffset__", ssize, AttrGetter, vectorcall, 1, nullptr), KR_END};
constexpr unsigned long getter_flags = type_flags::immutable | type_flags::gc;
}  // namespace

constinit Type item_getter_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "operator.itemgetter", .tp_basicsize = sizeof(ItemGetter), .tp_dealloc = ItemFields::dealloc,
    .tp_vectorcall_offset = offsetof(ItemGetter, vectorcall), .tp_repr = slot<&repr_items>, .tp_call = vectorcall_call,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = getter_flags | type_flags::have_vectorcall,
    .tp_doc = "itemgetter(item, ...) --> itemgetter object\n\n"
              "Return a callable object that fetches the given item(s) from its operand.\n"
              "After f = itemgetter(2), the call f(r) returns r[2].\n"
              "After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    .tp_traverse = ItemFields::traverse, .tp_clear = ItemFields::clear, .tp_methods = item_methods, .tp_members = item_members,
    .tp_new = make_item_getter, .tp_free = free_container};
KR_READY(item_getter_type);

constinit Type attr_getter_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "operator.attrgetter", .tp_basicsize = sizeof(AttrGetter), .tp_dealloc = AttrFields::dealloc,
    .tp_vectorcall_offset = offsetof(AttrGetter, vectorcall), .tp_repr = slot<&repr_attrs>, .tp_call = vectorcall_call,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = getter_flags | type_flags::have_vectorcall,
    .tp_doc = "attrgetter(attr, ...) --> attrgetter object\n\n"
              "Return a callable object that fetches the given attribute(s) from its operand.\n"
              "After f = attrgetter('name'), the call f(r) returns r.name.\n"
              "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n"
              "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    .tp_traverse = AttrFields::traverse, .tp_clear = AttrFields::clear, .tp_methods = attr_methods, .tp_members = attr_members,
    .tp_new = make_attr_getter, .tp_free = free_container};
KR_READY(attr_getter_type);

constinit Type method_caller_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "operator.methodcaller", .tp_basicsize = sizeof(MethodCaller),
    .tp_dealloc = CallerFields::dealloc, .tp_repr = slot<&repr_caller>, .tp_call = call_method_caller,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = getter_flags,
    .tp_doc = "methodcaller(name, ...) --> methodcaller object\n\n"
              "Return a callable object that calls the given method on its operand.\n"
              "After f = methodcaller('name'), the call f(r) returns r.name().\n"
              "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    .tp_traverse = CallerFields::traverse, .tp_clear = CallerFields::clear, .tp_methods = caller_methods, .tp_new = make_method_caller,
    .tp_free = free_container};
KR_READY(method_caller_type);

// --- _compare_digest: the time taken does not depend on where the two differ
namespace {
bool same_bytes(const unsigned char* a, std::size_t a_size, const unsigned char* b, std::size_t b_size) {
  // b's length decides the loop; with different lengths b is compared with itself.
  volatile unsigned char difference = a_size != b_size;
  const unsigned char* left = a_size == b_size ? a : b;
  for (std::size_t i = 0; i < b_size; ++i) difference = static_cast<unsigned char>(difference | (left[i] ^ b[i]));
  return difference == 0;
}
const unsigned char* bytes_of(const void* data) { return static_cast<const unsigned char*>(data); }
}  // namespace

Result<bool> compare_digest(Context& cx, Borrowed<> a, Borrowed<> b) {
  if (is<Str>(a) && is<Str>(b)) {
    Borrowed<Str> x = a.as<Str>(), y = b.as<Str>();
    if (!x->is_ascii() || !y->is_ascii())
      return raise(cx, exc::TypeError, "comparing strings with non-ASCII characters is not supported");
    return same_bytes(bytes_of(x->data()), static_cast<std::size_t>(x->size), bytes_of(y->data()), static_cast<std::size_t>(y->size));
  }
  if (!has_buffer(a) && !has_buffer(b))
    return raise(cx, exc::TypeError, "unsupported operand types(s) or combination of types: '{!t:.100}' and '{!t:.100}'", a, b);
  ScopedBuffer x, y;
  KR_TRY(x.get(cx, a));
  if (x.view().ndim > 1) return raise(cx, exc::BufferError, "Buffer must be single dimension");
  KR_TRY(y.get(cx, b));
  if (y.view().ndim > 1) return raise(cx, exc::BufferError, "Buffer must be single dimension");
  return same_bytes(bytes_of(x.data()), static_cast<std::size_t>(x.size()), bytes_of(y.data()), static_cast<std::size_t>(y.size()));
}

}  // namespace krait::operators
