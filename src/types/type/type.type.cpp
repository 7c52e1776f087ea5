// The type object `type`: calls, attributes, representation, the end of a class.
#include <cstdlib>

#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/dict/keys.h"
#include "types/exceptions/exceptions.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"
#include "types/type/slots.h"
#include "types/union/union.h"

namespace krait {

Result<Ref<>> type_call(Context& cx, Borrowed<Type> self, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  Type* type = self.raw();
  if (type == &type_type) {
    bool no_keywords = !kwargs || kwargs->size() == 0;
    if (args->size() == 1 && no_keywords) return hold(type_object(*args->item(0).type()));
    if (args->size() != 3) return raise(cx, exc::TypeError, "type() takes 1 or 3 arguments");
  }
  if (!type->tp_new) return raise(cx, exc::TypeError, "cannot create '{}' instances", type->tp_name);
  Object* made = check_call_result(cx, type_object(*type), type->tp_new(type, args.object(), kwargs.object()));
  if (!made) return Failed{};
  auto object = Ref<>::steal(made);
  // __new__ may answer anything; only what is an instance gets initialised.
  if (object.type() != type && !is_subtype(object.type(), type)) return object;
  InitFunction init = object.type()->tp_init;
  if (init && init(object.object(), args.object(), kwargs.object()) < 0) return Failed{};
  return object;
}

namespace {

Object* call_slot(Object* self, Object* args, Object* kwargs) {
  return type_call(Context::current(), Borrowed<Type>(reinterpret_cast<Type*>(self)), Borrowed<Tuple>(reinterpret_cast<Tuple*>(args)),
                   Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs)))
      .release();
}

// type(x), without a tuple for the argument.
Object* type_vectorcall(Object* metatype, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Index nargs = vectorcall_count(nargsf);
  bool keywords = kwnames && reinterpret_cast<Tuple*>(kwnames)->size();
  if (nargs == 1 && metatype == as_object(&type_type) && !keywords) return hold(as_object(args[0]->type)).release();
  auto positional = KR_TRY(tuple_from_items(cx, {args, static_cast<std::size_t>(nargs)}));
  Ref<Dict> named;
  if (keywords) {
    named = KR_TRY(new_dict(cx));
    auto* names = reinterpret_cast<Tuple*>(kwnames);
    for (Index i = 0; i < names->size(); ++i) KR_TRY(dict_set(cx, named, names->item(i), Borrowed<>(args[nargs + i])));
  }
  return call_slot(metatype, positional.object(), named.object());
}

int type_init(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Index nargs = reinterpret_cast<Tuple*>(args)->size();
  if (kwargs && nargs == 1 && reinterpret_cast<Dict*>(kwargs)->size())
    return raise(cx, exc::TypeError, "type.__init__() takes no keyword arguments");
  if (nargs != 1 && nargs != 3) return raise(cx, exc::TypeError, "type.__init__() takes 1 or 3 arguments");
  return 0;
}

// --- attributes

Result<Ref<>> bind(Borrowed<> descriptor, Object* object, Object* owner) {
  return Result<Ref<>>::from_raw(descriptor.type()->tp_descr_get(descriptor.object(), object, owner));
}

// The metatype's data descriptors, the class's own attributes, whatever else the metatype has.
Result<Ref<>> type_get_attr(Context& cx, Borrowed<Type> self, Borrowed<Str> given) {
  Type* type = self.raw();
  Type* metatype = type->head.base.type;
  if (!is<Str>(given)) return raise(cx, exc::TypeError, "attribute name must be string, not '{!t:.200}'", given);
  auto name = is_exact<Str>(given) ? hold(given) : KR_TRY(exact_str(cx, given));
  if (!type->tp_dict) KR_TRY(ready(cx, *type));
  auto meta = hold(lookup_in_type(*metatype, name));
  bool binds = meta && meta.type()->tp_descr_get;
  if (binds && meta.type()->tp_descr_set) return bind(meta, self.object(), as_object(metatype));
  if (auto found = hold(lookup_in_type(*type, name))) {
    if (found.type()->tp_descr_get) return bind(found, nullptr, self.object());
    return found;
  }
  if (binds) return bind(meta, self.object(), as_object(metatype));
  if (meta) return meta;
  return raise(cx, exc::AttributeError, "type object '{:.50}' has no attribute '{}'", type->tp_name, name);
}

bool is_dunder(Borrowed<Str> name) {
  Index n = name->size;
  return n > 4 && name->at(0) == '_' && name->at(1) == '_' && name->at(n - 1) == '_' && name->at(n - 2) == '_';
}

Result<void> type_set_attr(Context& cx, Borrowed<Type> self, Borrowed<Str> name, Borrowed<> value) {
  Type* type = self.raw();
  if (has_flag(type, type_flags::immutable))
    return raise(cx, exc::TypeError, "cannot set {!r} attribute of immutable type '{}'", name, type->tp_name);
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "attribute name must be string, not '{!t:.200}'", name);
  auto key = is_exact<Str>(name) ? intern(cx, hold(name)) : intern(cx, KR_TRY(exact_str(cx, name)));
  auto descriptor = hold(lookup_in_type(*type->head.base.type, key));
  Result<void> stored;
  if (descriptor && descriptor.type()->tp_descr_set) {
    stored = Result<void>::from_raw(descriptor.type()->tp_descr_set(descriptor.object(), self.object(), value.object()));
  } else if (value) {
    stored = dict_set(cx, dict_of(*type), key, value);
  } else {
    stored = dict_delete(cx, dict_of(*type), key);
    if (stored.failed() && clear_error_if(cx, exc::KeyError))
      stored = raise(cx, exc::AttributeError, "type object '{:.50}' has no attribute '{}'", type->tp_name, key);
  }
  // Also after a failure, as an attribute may have been changed on the way.
  type_modified(*type);
  if (!stored.failed() && is_dunder(key)) slots::update(cx, *type, key);
  return stored;
}

// --- representation

Result<Ref<Str>> type_repr(Context& cx, Borrowed<Type> self) {
  Result<Ref<>> module = type_module(cx, *self.raw());
  Ref<> shown;
  if (module.failed()) clear_error(cx);
  else shown = std::move(module).value();
  auto name = KR_TRY(type_qualified_name(cx, *self.raw()));
  if (shown && is<Str>(shown) && !str_equal(shown.borrow().as<Str>(), "builtins")) return format_str(cx, "<class '{}.{}'>", shown, name);
  return format_str(cx, "<class '{}'>", name);
}

Result<Ref<>> type_or_slot(Context& cx, Borrowed<> left, Borrowed<> right) { return type_or(cx, left, right); }

// --- the collector's view, and the end

int type_traverse(Object* self, Visit visit, void* arg) {
  auto& type = *reinterpret_cast<Type*>(self);
  if (!has_flag(&type, type_flags::heap)) return 0;
  Object* parts[] = {type.tp_dict,  type.tp_cache, type.tp_mro, type.tp_bases, as_object(type.tp_base), heap_type(type).ht_module};
  for (Object* part : parts)
    if (part)
      if (int answer = visit(part, arg)) return answer;
  return 0;
}

void leave_bases(Type& type) {
  if (!type.tp_bases) return;
  for (Object* base : reinterpret_cast<Tuple*>(type.tp_bases)->span()) remove_subclass(as_type(Borrowed<>(base)), type);
}

int type_clear(Object* self) {
  auto& type = *reinterpret_cast<Type*>(self);
  if (!has_flag(&type, type_flags::heap)) return 0;
  leave_bases(type);
  type_modified(type);
  if (type.tp_dict) dict_clear(dict_of(type));
  auto module = Ref<>::steal(std::exchange(heap_type(type).ht_module, nullptr));
  auto mro = Ref<>::steal(std::exchange(type.tp_mro, nullptr));
  return 0;
}

void type_dealloc(Object* self) {
  auto& type = *reinterpret_cast<Type*>(self);
  KR_ASSERT(has_flag(&type, type_flags::heap));
  memory::untrack(self);
  Context& cx = Context::current();
  SavedError saved(cx);
  leave_bases(type);
  type_modified(type);
  if (memory::clear_weak_references && type.tp_weaklist) memory::clear_weak_references(self);
  HeapType& heap = heap_type(type);
  Object* owned[] = {as_object(std::exchange(type.tp_base, nullptr)),
                     std::exchange(type.tp_dict, nullptr),
                     std::exchange(type.tp_bases, nullptr),
                     std::exchange(type.tp_mro, nullptr),
                     std::exchange(type.tp_cache, nullptr),
                     std::exchange(heap.ht_name, nullptr),
                     std::exchange(heap.ht_qualname, nullptr),
                     std::exchange(heap.ht_slots, nullptr),
                     std::exchange(heap.ht_module, nullptr)};
  std::free(std::exchange(type.tp_subclasses, nullptr));
  if (type.tp_doc) memory::release(const_cast<char*>(type.tp_doc));
  if (heap.ht_cached_keys) release_keys(heap.ht_cached_keys);
  if (heap._ht_tpname) memory::release(heap._ht_tpname);
  for (Object* object : owned) xdecref(object);
  Type* metatype = self->type;
  metatype->tp_free(self);
  // The metaclass's count is the instance's: subtype_dealloc drops it for classes of metaclasses written in Python.
}

int type_is_gc(Object* self) { return has_flag(reinterpret_cast<Type*>(self), type_flags::heap); }

constinit NumberSlots number = {.nb_or = slot<&type_or_slot>};

}  // namespace

constinit Type type_type = {.head = {{1, &type_type}, 0},
                            .tp_name = "type",
                            .tp_basicsize = sizeof(HeapType),
                            .tp_itemsize = sizeof(MemberDef),
                            .tp_dealloc = &type_dealloc,
                            .tp_vectorcall_offset = offsetof(Type, tp_vectorcall),
                            .tp_repr = slot<&type_repr>,
                            .tp_as_number = &number,
                            .tp_call = &call_slot,
                            .tp_getattro = slot<&type_get_attr>,
                            .tp_setattro = slot<&type_set_attr>,
                            .tp_flags = type_flags::gc | type_flags::base | type_flags::type_subclass | type_flags::have_vectorcall,
                            .tp_doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
                            .tp_traverse = &type_traverse,
                            .tp_clear = &type_clear,
                            .tp_weaklistoffset = offsetof(Type, tp_weaklist),
                            .tp_methods = type_methods,
                            .tp_members = type_members,
                            .tp_getset = type_getset,
                            .tp_dictoffset = offsetof(Type, tp_dict),
                            .tp_init = &type_init,
                            .tp_new = &type_new,
                            .tp_free = &free_container,
                            .tp_is_gc = &type_is_gc,
                            .tp_vectorcall = &type_vectorcall};
KR_READY(type_type);

}  // namespace krait
