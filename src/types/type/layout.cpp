// Which base decides how instances look in memory, and when two classes' instances look the same.
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"

namespace krait {

namespace {

// True when instances of type are larger than those of base by more than a __dict__ and a weak reference list.
bool adds_fields(const Type& type, const Type& base) {
  Index size = type.tp_basicsize, base_size = base.tp_basicsize;
  if (type.tp_itemsize || base.tp_itemsize) return size != base_size || type.tp_itemsize != base.tp_itemsize;
  bool heap = has_flag(&type, type_flags::heap);
  auto word = static_cast<Index>(sizeof(Object*));
  if (type.tp_weaklistoffset && !base.tp_weaklistoffset && type.tp_weaklistoffset + word == size && heap) size -= word;
  bool managed = has_flag(&type, type_flags::managed_dict);
  if (!managed && type.tp_dictoffset && !base.tp_dictoffset && type.tp_dictoffset + word == size && heap) size -= word;
  return size != base_size;
}

}  // namespace

Type* solid_base(Type* type) {
  Type* base = type->tp_base ? solid_base(type->tp_base) : &object_type;
  return adds_fields(*type, *base) ? type : base;
}

Result<Borrowed<Type>> best_base(Context& cx, Borrowed<Tuple> bases) {
  Type *winner = nullptr, *base = nullptr;
  for (Object* item : bases->span()) {
    Borrowed<> candidate(item);
    if (!is_type(candidate)) return raise(cx, exc::TypeError, "bases must be types");
    Type& type = as_type(candidate);
    KR_TRY(ready(cx, type));
    if (!has_flag(&type, type_flags::base)) return raise(cx, exc::TypeError, "type '{:.100}' is not an acceptable base type", type.tp_name);
    Type* solid = solid_base(&type);
    if (!winner || (solid != winner && !is_subtype(winner, solid) && is_subtype(solid, winner))) {
      winner = solid;
      base = &type;
    } else if (!is_subtype(winner, solid)) {
      return raise(cx, exc::TypeError, "multiple bases have instance lay-out conflict");
    }
  }
  return Borrowed<Type>(base);
}

namespace {

bool compatible_fields(const Type& a, const Type& b) {
  return a.tp_basicsize == b.tp_basicsize && a.tp_itemsize == b.tp_itemsize && a.tp_dictoffset == b.tp_dictoffset &&
         a.tp_weaklistoffset == b.tp_weaklistoffset && (a.tp_flags & type_flags::managed_dict) == (b.tp_flags & type_flags::managed_dict) &&
         (a.tp_flags & type_flags::gc) == (b.tp_flags & type_flags::gc) && (a.tp_clear != nullptr) == (b.tp_clear != nullptr);
}

bool same_slot_names(Type& a, Type& b) {
  auto slots_of = [](Type& type) { return heap_type(type).ht_slots; };
  Object *left = slots_of(a), *right = slots_of(b);
  if (!left || !right) return left == right;
  Borrowed<Tuple> first(reinterpret_cast<Tuple*>(left)), second(reinterpret_cast<Tuple*>(right));
  if (first->size() != second->size()) return false;
  for (Index i = 0; i < first->size(); ++i)
    if (!str_equal(first->item(i).as<Str>(), second->item(i).as<Str>())) return false;
  return true;
}

// Both add the same slots to the same base.
bool same_additions(Type& a, Type& b) {
  Type* base = a.tp_base;
  if (base != b.tp_base || !has_flag(&a, type_flags::heap) || !has_flag(&b, type_flags::heap)) return false;
  Index size = base->tp_basicsize;
  auto word = static_cast<Index>(sizeof(Object*));
  if (a.tp_dictoffset == size && b.tp_dictoffset == size) size += word;
  if (a.tp_weaklistoffset == size && b.tp_weaklistoffset == size) size += word;
  if (heap_type(a).ht_slots && heap_type(b).ht_slots) {
    if (!same_slot_names(a, b)) return false;
    size += word * reinterpret_cast<Tuple*>(heap_type(a).ht_slots)->size();
  } else if (heap_type(a).ht_slots != heap_type(b).ht_slots) {
    return false;
  }
  return size == a.tp_basicsize || size + word == a.tp_basicsize;
}

}  // namespace

bool same_layout(const Type* a, const Type* b) { return compatible_fields(*a, *b); }

Result<void> check_compatible_for_assignment(Context& cx, Type& old_type, Type& new_type, const char* attribute) {
  if (new_type.tp_free != old_type.tp_free)
    return raise(cx, exc::TypeError, "{} assignment: '{}' deallocator differs from '{}'", attribute, new_type.tp_name, old_type.tp_name);
  Type *now = &new_type, *before = &old_type;
  while (now->tp_base && compatible_fields(*now, *now->tp_base)) now = now->tp_base;
  while (before->tp_base && compatible_fields(*before, *before->tp_base)) before = before->tp_base;
  bool fits = now == before ||
              (now->tp_base == before->tp_base && compatible_fields(*now, *before) && same_additions(*now, *before));
  if (!fits)
    return raise(cx, exc::TypeError, "{} assignment: '{}' object layout differs from '{}'", attribute, new_type.tp_name, old_type.tp_name);
  return {};
}

}  // namespace krait
