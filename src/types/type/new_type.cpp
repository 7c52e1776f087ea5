// type.__new__: a class from a name, bases and a namespace.
//
//     bases       the metaclass that suits all of them, the base that decides the layout
//     __slots__   which fields instances get, whether a __dict__ and a weak reference list (slot_plan.cpp)
//     the object  a HeapType with its tables inside and the descriptions of its slots behind it
//     ready       slots from the special methods, then __set_name__ of the values and __init_subclass__ of the base
#include "memory/memory.h"
#include "object/generic.h"
#include "object/new.h"
#include "types/cell/cell.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/dict/keys.h"
#include "types/exceptions/exceptions.h"
#include "types/frame/frame.h"
#include "types/function/function.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"
#include "types/type/slot_plan.h"
#include "types/type/slots.h"

namespace krait {

Result<Borrowed<Type>> calculate_metaclass(Context& cx, Borrowed<Type> metatype, Borrowed<Tuple> bases) {
  Type* winner = metatype.raw();
  for (Object* base : bases->span()) {
    Type* type = base->type;
    if (is_subtype(winner, type)) continue;
    if (!is_subtype(type, winner))
      return raise(cx, exc::TypeError,
                   "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its "
                   "bases");
    winner = type;
  }
  return Borrowed<Type>(winner);
}

namespace {

struct ClassParts {
  Borrowed<Type> metatype;
  Borrowed<Str> name;
  Ref<Tuple> bases;
  Type* base = nullptr;
  Ref<Dict> dict;
  SlotPlan slots;
};

Result<void> refuse_mro_entries(Context& cx, Borrowed<Tuple> bases) {
  for (Object* base : bases->span()) {
    if (is_type(Borrowed<>(base))) continue;
    auto entries = KR_TRY(lookup_attr(cx, Borrowed<>(base), KR_ID(__mro_entries__)));
    if (entries) return raise(cx, exc::TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
  }
  return {};
}

// --- the type object

Result<Ref<Type>> allocate_type(Context& cx, const ClassParts& parts) {
  Type* metatype = parts.metatype.raw();
  auto made = KR_TRY(Result<Ref<>>::from_raw(metatype->tp_alloc(metatype, parts.slots.count())));
  auto& type = *reinterpret_cast<Type*>(made.object());
  auto& heap = heap_type(type);
  type.tp_flags = type_flags::heap | type_flags::base | type_flags::gc;
  type.tp_as_async = &heap.as_async;
  type.tp_as_number = &heap.as_number;
  type.tp_as_sequence = &heap.as_sequence;
  type.tp_as_mapping = &heap.as_mapping;
  type.tp_as_buffer = &heap.as_buffer;
  type.tp_base = reinterpret_cast<Type*>(hold(type_object(*parts.base)).release());
  type.tp_bases = as_object(parts.bases.copy().release());
  type.tp_dealloc = &subtype_dealloc;
  type.tp_traverse = &subtype_traverse;
  type.tp_clear = &subtype_clear;
  type.tp_alloc = &type_generic_alloc;
  type.tp_free = &free_container;
  type.tp_dict = as_object(parts.dict.copy().release());
  heap.ht_name = as_object(hold(parts.name).release());
  heap.ht_slots = as_object(parts.slots.names.copy().release());
  type.tp_basicsize = parts.base->tp_basicsize;
  type.tp_itemsize = parts.base->tp_itemsize;
  return std::move(made).as<Type>();
}

// --- the namespace

Result<void> set_module(Context& cx, Borrowed<Dict> dict) {
  if (KR_TRY(dict_get(cx, dict, KR_ID(__module__)))) return {};
  Borrowed<Dict> globals = current_globals(cx);
  if (!globals) return {};
  Borrowed<> module = KR_TRY(dict_get(cx, globals, KR_ID(__name__)));
  if (!module) return {};
  return dict_set(cx, dict, KR_ID(__module__), module);
}

Result<void> set_qualified_name(Context& cx, Type& type, Borrowed<Dict> dict) {
  Borrowed<> given = KR_TRY(dict_get(cx, dict, KR_ID(__qualname__)));
  HeapType& heap = heap_type(type);
  if (!given) {
    heap.ht_qualname = hold(heap.ht_name).release();
    return {};
  }
  if (!is<Str>(given)) return raise(cx, exc::TypeError, "type __qualname__ must be a str, not {!t}", given);
  heap.ht_qualname = hold(given).release();
  return dict_delete(cx, dict, KR_ID(__qualname__));
}

Result<void> set_doc(Context& cx, Type& type, Borrowed<Dict> dict) {
  Borrowed<> doc = KR_TRY(dict_get(cx, dict, KR_ID(__doc__)));
  if (!doc || !is<Str>(doc)) return {};
  Index size;
  const char* text = KR_TRY(str_utf8(cx, doc.as<Str>(), &size));
  auto* copy = static_cast<char*>(memory::allocate(static_cast<std::size_t>(size) + 1));
  if (!copy) return raise_memory_error(cx);
  __builtin_memcpy(copy, text, static_cast<std::size_t>(size) + 1);
  type.tp_doc = copy;
  return {};
}

// __new__ is a static method, __init_subclass__ and __class_getitem__ are class methods, without saying so.
Result<void> wrap_function(Context& cx, Borrowed<Dict> dict, Borrowed<Str> name, auto wrap) {
  Borrowed<> found = KR_TRY(dict_get(cx, dict, name));
  if (!found || !is_exact<Function>(found)) return {};
  auto wrapped = KR_TRY(wrap(cx, found));
  return dict_set(cx, dict, name, wrapped);
}

Result<void> set_namespace(Context& cx, Type& type, Borrowed<Dict> dict) {
  KR_TRY(set_module(cx, dict));
  KR_TRY(set_qualified_name(cx, type, dict));
  KR_TRY(set_doc(cx, type, dict));
  KR_TRY(wrap_function(cx, dict, KR_ID(__new__), new_staticmethod));
  KR_TRY(wrap_function(cx, dict, KR_ID(__init_subclass__), new_classmethod));
  return wrap_function(cx, dict, KR_ID(__class_getitem__), new_classmethod);
}

// The cell through which methods see __class__ gets the new class.
Result<void> set_class_cell(Context& cx, Borrowed<Type> type, Borrowed<Dict> dict) {
  Borrowed<> cell = KR_TRY(dict_get(cx, dict, KR_ID(__classcell__)));
  if (!cell) return {};
  if (!is_exact<Cell>(cell)) {
    auto kind = hold(type_object(*cell.type()));
    return raise(cx, exc::TypeError, "__classcell__ must be a nonlocal cell, not {!r:.200}", kind);
  }
  auto old = cell.as<Cell>()->contents.replace(hold(type_object(*type.raw())));
  return dict_delete(cx, dict, KR_ID(__classcell__));
}

// --- what other objects have to say

Failed wrap_set_name_error(Context& cx, Type& type, Borrowed<> name, Borrowed<> value) {
  Ref<BaseException> cause = take_error(cx);
  (void)raise(cx, exc::RuntimeError, "Error calling __set_name__ on '{!t:.100}' instance {!r} in '{:.100}'", value, name, type.tp_name);
  Ref<BaseException> error = take_error(cx);
  set_exception_cause(error, cause.copy());
  set_exception_context(error, std::move(cause));
  restore_error(cx, std::move(error));
  return Failed{};
}

Result<void> set_names(Context& cx, Type& type) {
  // A copy, as __set_name__ may change the class.
  auto names = KR_TRY(dict_copy(cx, dict_of(type)));
  Index position = 0;
  Borrowed<> key, value;
  while (dict_next(names, &position, &key, &value)) {
    auto method = KR_TRY(lookup_special(cx, value, KR_ID(__set_name__)));
    if (!method) continue;
    auto answer = call(cx, method, type_object(type), key);
    if (answer.failed()) return wrap_set_name_error(cx, type, key, value);
  }
  return {};
}

Result<void> init_subclass(Context& cx, Borrowed<Type> type, Borrowed<Dict> kwargs) {
  auto method = KR_TRY(super_lookup(cx, type, type_object(*type.raw()), KR_ID(__init_subclass__)));
  auto none_given = empty_tuple();
  KR_TRY(call(cx, method, none_given.borrow(), kwargs));
  return {};
}

Result<void> set_type_name(Context& cx, Type& type, Borrowed<Str> name) {
  Index size;
  type.tp_name = KR_TRY(str_utf8(cx, name, &size));
  if (static_cast<Index>(__builtin_strlen(type.tp_name)) != size)
    return raise(cx, exc::ValueError, "type name must not contain null characters");
  return {};
}

Result<Ref<Type>> build(Context& cx, ClassParts& parts, Borrowed<Dict> kwargs) {
  auto made = KR_TRY(allocate_type(cx, parts));
  Type& type = *made.raw();
  KR_TRY(set_type_name(cx, type, parts.name));
  KR_TRY(set_namespace(cx, type, parts.dict));
  KR_TRY(set_class_cell(cx, made, parts.dict));  // before a custom mro() runs
  place_slots(type, parts.slots);
  KR_TRY(ready(cx, type));
  slots::fix_all(type);
  if (parts.metatype.raw() == &type_type) type.tp_vectorcall = &class_vectorcall;
  if (has_flag(&type, type_flags::managed_dict)) {
    heap_type(type).ht_cached_keys = new_shared_keys();
    if (!heap_type(type).ht_cached_keys) return raise_memory_error(cx);
  }
  KR_TRY(set_names(cx, type));
  KR_TRY(init_subclass(cx, made, kwargs));
  return made;
}

}  // namespace

Result<Ref<Type>> new_type(Context& cx, Borrowed<Type> metatype, Borrowed<Str> name, Borrowed<Tuple> bases, Borrowed<Dict> dict,
                           Borrowed<Dict> kwargs) {
  ClassParts parts;
  parts.metatype = metatype;
  parts.name = name;
  if (bases->size() == 0) {
    parts.bases = KR_TRY(tuple_of(cx, type_object(object_type)));
    parts.base = &object_type;
  } else {
    KR_TRY(refuse_mro_entries(cx, bases));
    Borrowed<Type> winner = KR_TRY(calculate_metaclass(cx, metatype, bases));
    if (!winner.is(metatype)) {
      if (winner->tp_new != &type_new) {
        auto args = KR_TRY(tuple_of(cx, name, bases, dict));
        return Result<Ref<>>::from_raw(winner->tp_new(winner.raw(), args.object(), kwargs.object())).as<Type>();
      }
      parts.metatype = winner;
    }
    parts.bases = hold(bases);
    parts.base = KR_TRY(best_base(cx, bases)).raw();
  }
  parts.dict = KR_TRY(dict_copy(cx, dict));
  KR_TRY(plan_slots(cx, *parts.base, parts.bases, name, parts.dict, &parts.slots));
  return build(cx, parts, kwargs);
}

Object* type_new(Type* metatype, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* given = reinterpret_cast<Tuple*>(args);
  if (given->size() != 3) return raise(cx, exc::TypeError, "type.__new__() takes exactly 3 arguments ({} given)", given->size());
  Borrowed<> name = given->item(0), bases = given->item(1), dict = given->item(2);
  constexpr const char* texts[] = {"str", "tuple", "dict"};
  bool fits[] = {is<Str>(name), is<Tuple>(bases), is<Dict>(dict)};
  for (int i = 0; i < 3; ++i)
    if (!fits[i])
      return raise(cx, exc::TypeError, "type.__new__() argument {} must be {}, not {}", i + 1, texts[i],
                   is_none(given->item(i)) ? "None" : given->item(i).type()->tp_name);
  return as_object(new_type(cx, Borrowed<Type>(metatype), name.as<Str>(), bases.as<Tuple>(), dict.as<Dict>(),
                            Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs)))
                       .release());
}

}  // namespace krait
