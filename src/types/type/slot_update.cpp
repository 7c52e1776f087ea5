// Keeping slots in step with special methods.
//
// For every slot of a class the special methods that stand for it are looked up along the MRO. Where they all are wrappers of one C
// function that suits this type, the slot gets that function itself; otherwise it gets the function that calls the methods.
#include "types/dict/dict.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"
#include "types/type/slots.h"
#include "types/type/type.h"

namespace krait::slots {

namespace {

Borrowed<Str> name_of(const WrapperBase& row) { return Borrowed<Str>(reinterpret_cast<Str*>(row.name_object)); }

// The only filled slot among those the name stands for; null when several are filled.
void** only_slot_of(Type& type, const WrapperBase& row) {
  void** found = nullptr;
  for (const WrapperBase* other = table; other->name; ++other) {
    if (other->name_object != row.name_object) continue;
    void** place = slot_pointer(type, other->offset);
    if (!place || !*place) continue;
    if (found) return nullptr;
    found = place;
  }
  return found;
}

bool is_new_wrapper(Borrowed<> found) {
  return is_exact<BuiltinFunction>(found) && found.as<BuiltinFunction>()->def->ml_meth.keywords == &tp_new_wrapper;
}

// What the methods found so far say about the slot.
struct Choice {
  void* generic = nullptr;
  void* specific = nullptr;
  bool use_generic = false;
};

void weigh(Type& type, void** place, const WrapperBase& row, Borrowed<> found, Choice& choice) {
  if (is_exact<WrapperDescriptor>(found) && found.as<WrapperDescriptor>()->wrapper->name_object == row.name_object) {
    Borrowed<WrapperDescriptor> wrapper = found.as<WrapperDescriptor>();
    void** only = only_slot_of(type, row);
    if (!only || only == place) choice.generic = row.function;
    bool suits = (!choice.specific || choice.specific == wrapper->wrapped) && wrapper->wrapper->wrapper == row.wrapper &&
                 is_subtype(&type, wrapper->common.owner.raw());
    if (suits) choice.specific = wrapper->wrapped;
    else choice.use_generic = true;
  } else if (is_new_wrapper(found) && row.offset == static_cast<int>(offsetof(HeapType, type.tp_new))) {
    // The tp_new that was inherited when the type was made ready is what __new__ wraps.
    choice.specific = reinterpret_cast<void*>(type.tp_new);
  } else if (is_none(found) && row.offset == static_cast<int>(offsetof(HeapType, type.tp_hash))) {
    choice.specific = reinterpret_cast<void*>(&hash_not_implemented);
  } else {
    choice.use_generic = true;
    choice.generic = row.function;
  }
}

// Fills one slot of the type; answers the row behind the slot's last one.
const WrapperBase* update_one(Type& type, const WrapperBase* row) {
  int offset = row->offset;
  void** place = slot_pointer(type, offset);
  Choice choice;
  for (; row->name && row->offset == offset; ++row) {
    if (!place) continue;
    Borrowed<> found = lookup_uncached(type, name_of(*row));
    if (!found) {
      if (offset == static_cast<int>(offsetof(HeapType, type.tp_iternext))) choice.specific = reinterpret_cast<void*>(&next_not_implemented);
      continue;
    }
    weigh(type, place, *row, found, choice);
  }
  if (place) *place = choice.specific && !choice.use_generic ? choice.specific : choice.generic;
  return row;
}

void update_slots_named(Type& type, Borrowed<Str> name) {
  const WrapperBase* first = table;
  for (const WrapperBase* row = table; row->name; ++row) {
    if (row->offset != first->offset) first = row;
    if (row->name_object == name.object()) update_one(type, first);
  }
}

void update_down(Type& type, Borrowed<Str> name) {
  update_slots_named(type, name);
  for (Type* subclass : subclasses_of(type))
    if (!dict_get_str(dict_of(*subclass), name)) update_down(*subclass, name);
}

bool names_a_slot(Borrowed<Str> name) {
  for (const WrapperBase* row = table; row->name; ++row)
    if (row->name_object == name.object()) return true;
  return false;
}

}  // namespace

void fix_all(Type& type) {
  for (const WrapperBase* row = table; row->name;) row = update_one(type, row);
}

void update(Context& cx, Type& type, Borrowed<Str> name) {
  auto interned = is_exact<Str>(name) ? intern(cx, hold(name)) : hold(name);
  if (names_a_slot(interned)) update_down(type, interned);
}

void update_all(Context& cx, Type& type) {
  fix_all(type);
  for (Type* subclass : subclasses_of(type)) update_all(cx, *subclass);
}

Result<void> add_wrappers(Context& cx, Type& type) {
  Borrowed<Dict> dict = dict_of(type);
  for (const WrapperBase* row = table; row->name; ++row) {
    if (!row->wrapper) continue;
    void** place = slot_pointer(type, row->offset);
    if (!place || !*place || dict_get_str(dict, name_of(*row))) continue;
    if (*place == reinterpret_cast<void*>(&hash_not_implemented)) {
      KR_TRY(dict_set(cx, dict, name_of(*row), none()));
      continue;
    }
    auto wrapper = KR_TRY(new_wrapper_descriptor(cx, type, row, *place));
    KR_TRY(dict_set(cx, dict, name_of(*row), wrapper));
  }
  return {};
}

}  // namespace krait::slots
