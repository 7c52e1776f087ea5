// Making a type ready (PyType_Ready): its bases and MRO, its __dict__ with descriptors for everything the table names, and whatever
// its bases have and it has not.
#include "object/new.h"
#include "object/generic.h"
#include "object/declare/slot.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/list/list.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"
#include "types/type/slots.h"

namespace krait {

namespace {

constinit MethodDef new_method = {
    "__new__",
    {.keywords = &slots::tp_new_wrapper},
    method_flags::varargs | method_flags::keywords,
    "__new__($type, *args, **kwargs)\n--\n\nCreate and return a new object.  See help(type) for accurate signature."};

// Tables may name the typed functions; types hold the C functions that everybody compares with.
void use_exported_functions(Type& type) {
  constexpr BinaryFunction get = slot<&generic_get_attr>;
  constexpr ObjObjArgProc set = slot<&generic_set_attr>;
  if (type.tp_getattro == get) type.tp_getattro = &generic_getattro;
  if (type.tp_setattro == set) type.tp_setattro = &generic_setattro;
}

Result<void> set_bases(Context& cx, Type& type) {
  if (!type.tp_base && &type != &object_type) {
    type.tp_base = &object_type;
    if (has_flag(&type, type_flags::heap)) incref(as_object(&object_type));
  }
  if (type.tp_base && !has_flag(type.tp_base, type_flags::ready)) KR_TRY(ready(cx, *type.tp_base));
  if (!type.head.base.type && type.tp_base) type.head.base.type = type.tp_base->head.base.type;
  if (type.tp_bases) return {};
  auto bases = type.tp_base ? KR_TRY(tuple_of(cx, type_object(*type.tp_base))) : empty_tuple();
  type.tp_bases = as_object(bases.release());
  return {};
}

// --- what __dict__ gets

// A key that is there already stays: the first definition wins, unless the flag says otherwise.
Result<void> add_unless_there(Context& cx, Type& type, const char* name, bool replace, auto&& make) {
  auto key = KR_TRY(intern_utf8(cx, name));
  if (!replace && dict_get_str(dict_of(type), key)) return {};
  auto value = KR_TRY(make());
  return dict_set(cx, dict_of(type), key, value);
}

Result<Ref<>> make_method(Context& cx, Type& type, MethodDef* def) {
  if (def->ml_flags & method_flags::class_) {
    if (def->ml_flags & method_flags::static_) return raise(cx, exc::ValueError, "method cannot be both class and static");
    return new_classmethod_descriptor(cx, type, def);
  }
  if (def->ml_flags & method_flags::static_) {
    auto function = KR_TRY(new_builtin_function(cx, def, type_object(type)));
    return new_staticmethod(cx, function);
  }
  return new_method_descriptor(cx, type, def);
}

Result<void> add_methods(Context& cx, Type& type) {
  for (MethodDef* def = type.tp_methods; def && def->ml_name; ++def)
    KR_TRY(add_unless_there(cx, type, def->ml_name, (def->ml_flags & method_flags::coexist) != 0,
                            [&] { return make_method(cx, type, def); }));
  for (MemberDef* def = type.tp_members; def && def->name; ++def)
    KR_TRY(add_unless_there(cx, type, def->name, false, [&] { return new_member_descriptor(cx, type, def); }));
  for (GetSetDef* def = type.tp_getset; def && def->name; ++def)
    KR_TRY(add_unless_there(cx, type, def->name, false, [&] { return new_getset_descriptor(cx, type, def); }));
  return {};
}

Result<void> add_doc(Context& cx, Type& type) {
  if (dict_get_str(dict_of(type), KR_ID(__doc__))) return {};
  auto doc = KR_TRY(doc_from_internal_doc(cx, type.tp_name, type.tp_doc));
  return dict_set(cx, dict_of(type), KR_ID(__doc__), doc);
}

// tp_new is inherited, but for static types directly below object, which cannot be called unless they say how.
Result<void> set_new(Context& cx, Type& type) {
  if (!type.tp_new && type.tp_base == &object_type && !has_flag(&type, type_flags::heap))
    type.tp_flags |= type_flags::disallow_instantiation;
  if (has_flag(&type, type_flags::disallow_instantiation)) {
    type.tp_new = nullptr;
    return {};
  }
  if (!type.tp_new) {
    type.tp_new = type.tp_base ? type.tp_base->tp_new : nullptr;
    return {};
  }
  if (dict_get_str(dict_of(type), KR_ID(__new__))) return {};
  auto function = KR_TRY(new_builtin_function(cx, &new_method, type_object(type)));
  return dict_set(cx, dict_of(type), KR_ID(__new__), function);
}

// --- what is inherited

constexpr unsigned long family_flags = type_flags::long_subclass | type_flags::list_subclass | type_flags::tuple_subclass |
                                       type_flags::bytes_subclass | type_flags::unicode_subclass | type_flags::dict_subclass |
                                       type_flags::base_exc_subclass | type_flags::type_subclass;

void inherit_layout(Type& type, const Type& base) {
  if (!has_flag(&type, type_flags::gc) && has_flag(&base, type_flags::gc) && !type.tp_traverse && !type.tp_clear) {
    type.tp_flags |= type_flags::gc;
    type.tp_traverse = base.tp_traverse;
    type.tp_clear = base.tp_clear;
  }
  if (!type.tp_basicsize) type.tp_basicsize = base.tp_basicsize;
  if (!type.tp_itemsize) type.tp_itemsize = base.tp_itemsize;
  if (!type.tp_weaklistoffset) type.tp_weaklistoffset = base.tp_weaklistoffset;
  if (!type.tp_dictoffset) type.tp_dictoffset = base.tp_dictoffset;
  type.tp_flags |= base.tp_flags & (family_flags | type_flags::match_self | type_flags::managed_dict);
}

// Copies a slot that base defines itself (one it merely inherited comes from further up the MRO in its turn).
template <class Table, class F>
KR_INLINE void copy(Table& to, const Table& from, const Table* above, F Table::* slot) {
  if (!(to.*slot) && from.*slot && (!above || above->*slot != from.*slot)) to.*slot = from.*slot;
}
template <class Table, class... F>
KR_INLINE void copy_all(Table& to, const Table& from, const Table* above, F Table::*... slots) {
  (copy(to, from, above, slots), ...);
}

template <class Table>
void inherit_table(Type& type, const Type& base, Table* Type::* table) {
  if (!(type.*table) || !(base.*table)) return;
  const Table* above = base.tp_base ? base.tp_base->*table : nullptr;
  // All of a table's members are pointers to functions.
  constexpr std::size_t count = sizeof(Table) / sizeof(void*);
  auto* to = reinterpret_cast<void**>(type.*table);
  auto* from = reinterpret_cast<void* const*>(base.*table);
  auto* over = reinterpret_cast<void* const*>(above);
  for (std::size_t i = 0; i < count; ++i)
    if (!to[i] && from[i] && (!over || over[i] != from[i])) to[i] = from[i];
}

bool overrides_hash(const Type& type) {
  return dict_get_str(dict_of(type), KR_ID(__eq__)) || dict_get_str(dict_of(type), KR_ID(__hash__));
}

void inherit_call(Type& type, const Type& base, const Type* above) {
  copy(type, base, above, &Type::tp_vectorcall_offset);
  // A heap class may have its __call__ replaced, so it does not inherit the flag.
  if (!type.tp_call && has_flag(&base, type_flags::have_vectorcall) && has_flag(&type, type_flags::immutable))
    type.tp_flags |= type_flags::have_vectorcall;
  copy(type, base, above, &Type::tp_call);
}

void inherit_free(Type& type, const Type& base, const Type* above) {
  if (has_flag(&type, type_flags::gc) == has_flag(&base, type_flags::gc)) copy(type, base, above, &Type::tp_free);
  else if (has_flag(&type, type_flags::gc) && !type.tp_free && base.tp_free == &free_object) type.tp_free = &free_container;
}

void inherit_slots(Type& type, const Type& base) {
  inherit_table(type, base, &Type::tp_as_number);
  inherit_table(type, base, &Type::tp_as_async);
  inherit_table(type, base, &Type::tp_as_sequence);
  inherit_table(type, base, &Type::tp_as_mapping);
  inherit_table(type, base, &Type::tp_as_buffer);
  const Type* above = base.tp_base;
  copy(type, base, above, &Type::tp_dealloc);
  if (!type.tp_getattr && !type.tp_getattro) {
    type.tp_getattr = base.tp_getattr;
    type.tp_getattro = base.tp_getattro;
  }
  if (!type.tp_setattr && !type.tp_setattro) {
    type.tp_setattr = base.tp_setattr;
    type.tp_setattro = base.tp_setattro;
  }
  copy(type, base, above, &Type::tp_repr);
  inherit_call(type, base, above);
  copy(type, base, above, &Type::tp_str);
  if (!type.tp_richcompare && !type.tp_hash && !overrides_hash(type)) {
    type.tp_richcompare = base.tp_richcompare;
    type.tp_hash = base.tp_hash;
  }
  copy_all(type, base, above, &Type::tp_iter, &Type::tp_iternext);
  copy(type, base, above, &Type::tp_descr_get);
  if (base.tp_descr_get && type.tp_descr_get == base.tp_descr_get && has_flag(&type, type_flags::immutable) &&
      has_flag(&base, type_flags::method_descriptor))
    type.tp_flags |= type_flags::method_descriptor;
  copy_all(type, base, above, &Type::tp_descr_set, &Type::tp_dictoffset, &Type::tp_init, &Type::tp_alloc, &Type::tp_is_gc,
           &Type::tp_finalize);
  inherit_free(type, base, above);
}

void inherit_tables_whole(Type& type, const Type& base) {
  if (!type.tp_as_async) type.tp_as_async = base.tp_as_async;
  if (!type.tp_as_number) type.tp_as_number = base.tp_as_number;
  if (!type.tp_as_sequence) type.tp_as_sequence = base.tp_as_sequence;
  if (!type.tp_as_mapping) type.tp_as_mapping = base.tp_as_mapping;
  if (!type.tp_as_buffer) type.tp_as_buffer = base.tp_as_buffer;
}

void inherit(Type& type) {
  constexpr unsigned long collection = type_flags::sequence | type_flags::mapping;
  if (type.tp_base) inherit_layout(type, *type.tp_base);
  Borrowed<Tuple> mro = mro_of(type);
  for (Index i = 1; i < mro->size(); ++i) {
    Type& base = as_type(mro->item(i));
    inherit_slots(type, base);
    if (!(type.tp_flags & collection)) type.tp_flags |= base.tp_flags & collection;
  }
  if (type.tp_base) inherit_tables_whole(type, *type.tp_base);
}

Result<void> set_hash(Context& cx, Type& type) {
  if (type.tp_hash || dict_get_str(dict_of(type), KR_ID(__hash__))) return {};
  KR_TRY(dict_set(cx, dict_of(type), KR_ID(__hash__), none()));
  type.tp_hash = &hash_not_implemented;
  return {};
}

Result<void> fill(Context& cx, Type& type) {
  use_exported_functions(type);
  if (!type.tp_dict) type.tp_dict = as_object(KR_TRY(new_dict(cx)).release());
  KR_TRY(set_bases(cx, type));
  for (Object* base : bases_of(type)->span()) KR_TRY(ready(cx, as_type(Borrowed<>(base))));
  if (!type.tp_mro) KR_TRY(set_mro(cx, type, nullptr));
  KR_TRY(set_new(cx, type));
  KR_TRY(slots::add_wrappers(cx, type));
  KR_TRY(add_methods(cx, type));
  KR_TRY(add_doc(cx, type));
  inherit(type);
  KR_TRY(set_hash(cx, type));
  for (Object* base : bases_of(type)->span())
    if (!add_subclass(as_type(Borrowed<>(base)), type)) return raise_memory_error(cx);
  return {};
}

}  // namespace

Result<void> ready(Context& cx, Type& type) {
  if (has_flag(&type, type_flags::ready) || has_flag(&type, type_flags::readying)) return {};
  type.tp_flags |= type_flags::readying;
  if (!has_flag(&type, type_flags::heap)) type.tp_flags |= type_flags::immutable;
  Result<void> done = fill(cx, type);
  type.tp_flags &= ~type_flags::readying;
  if (done.failed()) return done;
  type.tp_flags |= type_flags::ready;
  return {};
}

}  // namespace krait
