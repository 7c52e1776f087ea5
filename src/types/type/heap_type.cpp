// Types described by a PyType_Spec: how compiled modules make theirs.
#include "types/type/heap_type.h"

#include <cstring>

#include "memory/memory.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/dict/keys.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"

namespace krait {

namespace {

enum SlotNumber { slot_base = 48, slot_bases = 49, slot_doc = 56, slot_members_ = 72 };

#define KR_T(field) static_cast<short>(offsetof(HeapType, type.field))
#define KR_N(field) static_cast<short>(offsetof(HeapType, as_number.field))
#define KR_S(field) static_cast<short>(offsetof(HeapType, as_sequence.field))
#define KR_M(field) static_cast<short>(offsetof(HeapType, as_mapping.field))
#define KR_A(field) static_cast<short>(offsetof(HeapType, as_async.field))

// Where slot number N lives in a heap type (typeslots.h numbers them).
constexpr short offsets[] = {0,
                             static_cast<short>(offsetof(HeapType, as_buffer.bf_getbuffer)),
                             static_cast<short>(offsetof(HeapType, as_buffer.bf_releasebuffer)),
                             KR_M(mp_ass_subscript), KR_M(mp_length), KR_M(mp_subscript),
                             KR_N(nb_absolute), KR_N(nb_add), KR_N(nb_and), KR_N(nb_bool), KR_N(nb_divmod), KR_N(nb_float),
                             KR_N(nb_floor_divide), KR_N(nb_index), KR_N(nb_inplace_add), KR_N(nb_inplace_and),
                             KR_N(nb_inplace_floor_divide), KR_N(nb_inplace_lshift), KR_N(nb_inplace_multiply), KR_N(nb_inplace_or),
                             KR_N(nb_inplace_power), KR_N(nb_inplace_remainder), KR_N(nb_inplace_rshift), KR_N(nb_inplace_subtract),
                             KR_N(nb_inplace_true_divide), KR_N(nb_inplace_xor), KR_N(nb_int), KR_N(nb_invert), KR_N(nb_lshift),
                             KR_N(nb_multiply), KR_N(nb_negative), KR_N(nb_or), KR_N(nb_positive), KR_N(nb_power), KR_N(nb_remainder),
                             KR_N(nb_rshift), KR_N(nb_subtract), KR_N(nb_true_divide), KR_N(nb_xor),
                             KR_S(sq_ass_item), KR_S(sq_concat), KR_S(sq_contains), KR_S(sq_inplace_concat), KR_S(sq_inplace_repeat),
                             KR_S(sq_item), KR_S(sq_length), KR_S(sq_repeat),
                             KR_T(tp_alloc), KR_T(tp_base), KR_T(tp_bases), KR_T(tp_call), KR_T(tp_clear), KR_T(tp_dealloc), KR_T(tp_del),
                             KR_T(tp_descr_get), KR_T(tp_descr_set), KR_T(tp_doc), KR_T(tp_getattr), KR_T(tp_getattro), KR_T(tp_hash),
                             KR_T(tp_init), KR_T(tp_is_gc), KR_T(tp_iter), KR_T(tp_iternext), KR_T(tp_methods), KR_T(tp_new),
                             KR_T(tp_repr), KR_T(tp_richcompare), KR_T(tp_setattr), KR_T(tp_setattro), KR_T(tp_str), KR_T(tp_traverse),
                             KR_T(tp_members), KR_T(tp_getset), KR_T(tp_free),
                             KR_N(nb_matrix_multiply), KR_N(nb_inplace_matrix_multiply),
                             KR_A(am_await), KR_A(am_aiter), KR_A(am_anext), KR_T(tp_finalize), KR_A(am_send)};
constexpr int last_slot = static_cast<int>(sizeof offsets / sizeof *offsets) - 1;
static_assert(last_slot == 81);

Index count_members(const TypeSpec& spec) {
  Index count = 0;
  for (TypeSlot* slot = spec.slots; slot->slot; ++slot)
    if (slot->slot == slot_members_)
      for (auto* member = static_cast<MemberDef*>(slot->function); member->name; ++member) ++count;
  return count;
}

// The bases: the argument, or what the slots say, or object.
Result<Ref<Tuple>> bases_for(Context& cx, const TypeSpec& spec, Borrowed<> bases) {
  Borrowed<> base;
  if (!bases) {
    for (TypeSlot* slot = spec.slots; slot->slot; ++slot) {
      if (slot->slot == slot_base) base = Borrowed<>(static_cast<Object*>(slot->function));
      if (slot->slot == slot_bases) bases = Borrowed<>(static_cast<Object*>(slot->function));
    }
  }
  if (!bases) return tuple_of(cx, base ? base : type_object(object_type));
  if (is<Tuple>(bases)) return hold(bases.as<Tuple>());
  return tuple_of(cx, bases);
}

// Members named __dictoffset__ and the like are instructions.
Result<void> copy_members(Context& cx, Type& type, const MemberDef* members) {
  MemberDef* out = slot_members(type);
  Index count = 0;
  for (; members->name; ++members, ++count) {
    out[count] = *members;
    if (std::strcmp(members->name, "__weaklistoffset__") == 0) type.tp_weaklistoffset = members->offset;
    if (std::strcmp(members->name, "__dictoffset__") == 0) type.tp_dictoffset = members->offset;
    if (std::strcmp(members->name, "__vectorcalloffset__") == 0) type.tp_vectorcall_offset = members->offset;
  }
  type.tp_members = out;
  return {};
}

Result<char*> copy_text(Context& cx, const char* text) {
  std::size_t size = std::strlen(text) + 1;
  auto* copy = static_cast<char*>(memory::allocate(size));
  if (!copy) return raise_memory_error(cx);
  std::memcpy(copy, text, size);
  return copy;
}

Result<void> fill_slots(Context& cx, Type& type, const TypeSpec& spec) {
  for (TypeSlot* slot = spec.slots; slot->slot; ++slot) {
    if (slot->slot < 0 || slot->slot > last_slot) return raise(cx, exc::RuntimeError, "invalid slot offset");
    if (slot->slot == slot_base || slot->slot == slot_bases) continue;
    if (slot->slot == slot_doc) {
      type.tp_doc = slot->function ? KR_TRY(copy_text(cx, static_cast<const char*>(slot->function))) : nullptr;
    } else if (slot->slot == slot_members_) {
      KR_TRY(copy_members(cx, type, static_cast<const MemberDef*>(slot->function)));
    } else {
      std::memcpy(reinterpret_cast<char*>(&type) + offsets[slot->slot], &slot->function, sizeof(void*));
    }
  }
  return {};
}

Result<void> set_names(Context& cx, Type& type, const char* full_name) {
  HeapType& heap = heap_type(type);
  heap._ht_tpname = KR_TRY(copy_text(cx, full_name));
  type.tp_name = heap._ht_tpname;
  const char* dot = std::strrchr(full_name, '.');
  heap.ht_name = as_object(KR_TRY(str_from_utf8(cx, dot ? dot + 1 : full_name)).release());
  heap.ht_qualname = hold(heap.ht_name).release();
  return {};
}

Result<void> set_module_name(Context& cx, Type& type, const char* full_name) {
  if (const char* dot = std::strrchr(full_name, '.')) {
    if (dict_get_str(dict_of(type), KR_ID(__module__))) return {};
    auto module = KR_TRY(str_from_utf8(cx, {full_name, static_cast<std::size_t>(dot - full_name)}));
    return dict_set(cx, dict_of(type), KR_ID(__module__), module);
  }
  auto text = KR_TRY(format_str(cx, "builtin type {:.200} has no __module__ attribute", full_name));
  return warn_object(cx, exc::DeprecationWarning, 1, text);
}

Result<Ref<Type>> allocate(Context& cx, const TypeSpec& spec) {
  auto made = KR_TRY(Result<Ref<>>::from_raw(type_type.tp_alloc(&type_type, count_members(spec))));
  auto& type = *reinterpret_cast<Type*>(made.object());
  HeapType& heap = heap_type(type);
  type.tp_as_async = &heap.as_async;
  type.tp_as_number = &heap.as_number;
  type.tp_as_sequence = &heap.as_sequence;
  type.tp_as_mapping = &heap.as_mapping;
  type.tp_as_buffer = &heap.as_buffer;
  type.tp_flags = spec.flags | type_flags::heap;
  return std::move(made).as<Type>();
}

}  // namespace

Result<Ref<Type>> type_from_spec(Context& cx, Borrowed<> module, const TypeSpec& spec, Borrowed<> given_bases) {
  auto bases = KR_TRY(bases_for(cx, spec, given_bases));
  Type* base = KR_TRY(best_base(cx, bases)).raw();
  auto made = KR_TRY(allocate(cx, spec));
  Type& type = *made.raw();
  KR_TRY(set_names(cx, type, spec.name));
  type.tp_base = reinterpret_cast<Type*>(hold(type_object(*base)).release());
  type.tp_bases = as_object(bases.release());
  type.tp_basicsize = spec.basicsize;
  type.tp_itemsize = spec.itemsize;
  if (module) heap_type(type).ht_module = hold(module).release();
  KR_TRY(fill_slots(cx, type, spec));
  if (!type.tp_dealloc) type.tp_dealloc = &subtype_dealloc;
  KR_TRY(ready(cx, type));
  if (has_flag(&type, type_flags::managed_dict)) heap_type(type).ht_cached_keys = new_shared_keys();
  KR_TRY(set_module_name(cx, type, spec.name));
  return made;
}

Result<Borrowed<>> type_get_module(Context& cx, Type& type) {
  if (!has_flag(&type, type_flags::heap))
    return raise(cx, exc::TypeError, "PyType_GetModule: Type '{}' is not a heap type", type.tp_name);
  Object* module = heap_type(type).ht_module;
  if (!module) return raise(cx, exc::TypeError, "PyType_GetModule: Type '{}' has no associated module", type.tp_name);
  return Borrowed<>(module);
}

Result<Borrowed<>> type_get_module_by_def(Context& cx, Type& type, ModuleDef* def) {
  for (Object* item : mro_of(type)->span()) {
    Type& cls = as_type(Borrowed<>(item));
    if (!has_flag(&cls, type_flags::heap)) continue;
    Borrowed<> module(heap_type(cls).ht_module);
    if (module && is<Module>(module) && module.as<Module>()->def == def) return module;
  }
  return raise(cx, exc::TypeError, "PyType_GetModuleByDef: No superclass of '{}' has the given module", type.tp_name);
}

void* type_get_slot(Context& cx, Type& type, int number) {
  if (number <= 0 || number > last_slot) return (void)raise_bad_internal_call(cx), nullptr;
  // Static types may lack the tables of slots.
  int offset = offsets[number];
  char* start = reinterpret_cast<char*>(&type);
  auto in = [&](void* table, std::size_t table_offset) {
    start = static_cast<char*>(table);
    offset -= static_cast<int>(table_offset);
  };
  if (offset >= static_cast<int>(offsetof(HeapType, as_buffer))) in(type.tp_as_buffer, offsetof(HeapType, as_buffer));
  else if (offset >= static_cast<int>(offsetof(HeapType, as_sequence))) in(type.tp_as_sequence, offsetof(HeapType, as_sequence));
  else if (offset >= static_cast<int>(offsetof(HeapType, as_mapping))) in(type.tp_as_mapping, offsetof(HeapType, as_mapping));
  else if (offset >= static_cast<int>(offsetof(HeapType, as_number))) in(type.tp_as_number, offsetof(HeapType, as_number));
  else if (offset >= static_cast<int>(offsetof(HeapType, as_async))) in(type.tp_as_async, offsetof(HeapType, as_async));
  return start ? *reinterpret_cast<void**>(start + offset) : nullptr;
}

}  // namespace krait
