// Attributes of plain instances: a block of values beside keys that the whole class shares, no dict until someone asks for it.
//
//   [-2] DictValues* ----> [order bytes | count | prefix size] value value value …
//   [-1] Dict*             (set instead when the dict has been made: its `values` is then the block)
//   object: head …
#include <cstring>

#include "memory/memory.h"
#include "types/dict/table.h"
#include "types/type/type.h"

namespace krait {

DictValues* new_values(Index capacity) {
  Index prefix = (capacity + 2 + 7) & ~Index{7};
  auto* block = static_cast<char*>(memory::allocate(static_cast<std::size_t>(prefix + capacity * 8)));
  if (!block) return nullptr;
  auto* values = reinterpret_cast<DictValues*>(block + prefix);
  values->prefix()[-1] = static_cast<std::uint8_t>(prefix);
  values->count() = 0;
  std::memset(values->values, 0, static_cast<std::size_t>(capacity) * 8);
  return values;
}

void free_values(DictValues* values) { memory::release(values->prefix() - values->prefix_size()); }

Result<void> init_instance_attributes(Context& cx, Object* object) {
  DictKeys* keys = shared_keys_of(object->type);
  instance_managed_dict(object) = nullptr;
  instance_values(object) = nullptr;
  if (!keys) return {};
  if (keys->usable > 1) --keys->usable;  // so that the room settles at what the first instances needed
  DictValues* values = new_values(keys->entry_count + keys->usable);
  if (!values) return raise_memory_error(cx);
  instance_values(object) = values;
  return {};
}

namespace {
Failed raise_no_attribute(Context& cx, Object* object, Borrowed<Str> name) {
  return raise(cx, exc::AttributeError, "'{!t}' object has no attribute '{}'", Borrowed<>(object), name);
}

// The dict made from the values that the object had; null (with an error) when out of memory.
Dict* materialise(Context& cx, Object* object) {
  if (Dict* dict = instance_managed_dict(object)) return dict;
  DictValues* values = instance_values(object);
  DictKeys* keys = shared_keys_of(object->type);
  if (!values && keys && keys->usable > 1) --keys->usable;
  if (!values && keys && !(values = new_values(keys->entry_count + keys->usable))) return (void)raise_memory_error(cx), nullptr;
  instance_values(object) = nullptr;
  if (keys) hold_keys(keys);
  auto made = make_dict(cx, keys ? keys : empty_keys(), values ? values->count() : 0, values);
  if (made.failed()) return nullptr;
  Dict* dict = std::move(made).value().release();
  if (values) {
    for (int n = 0; n < values->count(); ++n) {
      if (may_be_tracked(values->values[values->order(n)])) {
        memory::track(&dict->base);
        break;
      }
    }
  }
  return instance_managed_dict(object) = dict;
}

// The place of the __dict__ pointer of a type with a tp_dictoffset.
Object** dict_slot(Object* object) {
  Type* type = object->type;
  Index offset = type->tp_dictoffset;
  if (offset == 0) return nullptr;
  if (offset < 0) {
    Index size = reinterpret_cast<VarObject*>(object)->size;
    if (size < 0) size = -size;
    offset += (type->tp_basicsize + size * type->tp_itemsize + 7) & ~Index{7};
  }
  return reinterpret_cast<Object**>(reinterpret_cast<char*>(object) + offset);
}

// A fresh dict for a slot; heap types with shared keys start it split.
Result<Ref<Dict>> dict_for_slot(Context& cx, Type* type) {
  DictKeys* keys = has_flag(type, type_flags::heap) ? shared_keys_of(type) : nullptr;
  if (!keys || keys->usable <= 1) return new_dict(cx);
  --keys->usable;
  DictValues* values = new_values(keys->entry_count + keys->usable);
  if (!values) return raise_memory_error(cx);
  hold_keys(keys);
  return make_dict(cx, keys, 0, values);
}
}  // namespace

BorrowedLookup<> instance_get(Context& cx, Object* object, Borrowed<Str> name) {
  if (has_flag(object->type, type_flags::managed_dict)) {
    if (DictValues* values = instance_values(object)) {
      Index at = find_text(shared_keys_of(object->type), name.raw(), known_hash(name));
      return Borrowed<>(at >= 0 ? values->values[at] : nullptr);
    }
    Dict* dict = instance_managed_dict(object);
    return dict ? dict_get(cx, Borrowed<Dict>(dict), name) : BorrowedLookup<>(Borrowed<>());
  }
  Object** slot = dict_slot(object);
  if (!slot || !*slot) return Borrowed<>();
  return dict_get(cx, Borrowed<>(*slot).as<Dict>(), name);
}

namespace {
// Stores into the inline values. 1: done, 0: the dict must be used, -1: absent on deletion.
int store_inline(Object* object, DictValues* values, Borrowed<Str> name, Object* value) {
  DictKeys* keys = shared_keys_of(object->type);
  Hash hash = known_hash(name);
  Index at = find_text(keys, name.raw(), hash);
  if (at == slot_empty) {
    if (!value) return -1;
    if (keys->usable <= 0 || !is_text_key(name.object())) return 0;
    at = keys->entry_count++;
    incref(name.object());
    keys->version = 0;
    enter_slot(keys, hash, at);
    keys->text_entries()[at] = {name.raw(), nullptr};
    --keys->usable;
  }
  Object* old = values->values[at];
  if (!old && !value) return -1;
  xincref(value);
  values->values[at] = value;
  if (!old) values->add_to_order(at);
  else if (!value) {
    int n = 0, count = values->count();
    while (values->order(n) != at) ++n;
    for (; n + 1 < count; ++n) values->order(n) = values->order(n + 1);
    --values->count();
  }
  xdecref(old);
  return 1;
}

Result<void> store_in_dict(Context& cx, Object* object, Dict* dict, Borrowed<Str> name, Borrowed<> value) {
  Ref<Dict> keep = hold(Borrowed<Dict>(dict));
  if (value) return dict_set(cx, keep, name, value);
  auto removed = dict_pop(cx, keep, name);
  if (removed.failed()) return Failed{};
  if (removed.missing()) return raise_no_attribute(cx, object, name);
  return {};
}
}  // namespace

Result<void> instance_set(Context& cx, Object* object, Borrowed<Str> name, Borrowed<> value) {
  if (has_flag(object->type, type_flags::managed_dict)) {
    if (DictValues* values = instance_values(object)) {
      int done = store_inline(object, values, name, value.object());
      if (done > 0) return {};
      if (done < 0) return raise_no_attribute(cx, object, name);
    }
    Dict* dict = materialise(cx, object);
    if (!dict) return Failed{};
    return store_in_dict(cx, object, dict, name, value);
  }
  Object** slot = dict_slot(object);
  if (!slot) return raise_no_attribute(cx, object, name);
  if (!*slot) {
    if (!value) return raise_no_attribute(cx, object, name);
    *slot = as_object(KR_TRY(dict_for_slot(cx, object->type)).release());
  }
  return store_in_dict(cx, object, reinterpret_cast<Dict*>(*slot), name, value);
}

Result<Ref<Dict>> instance_dict(Context& cx, Borrowed<> object) {
  if (has_flag(object.type(), type_flags::managed_dict)) {
    Dict* dict = materialise(cx, object.object());
    if (!dict) return Failed{};
    return hold(Borrowed<Dict>(dict));
  }
  Object** slot = dict_slot(object.object());
  if (!slot) return raise(cx, exc::AttributeError, "This object has no __dict__");
  if (!*slot) *slot = as_object(KR_TRY(dict_for_slot(cx, object.type())).release());
  return hold(Borrowed<>(*slot).as<Dict>());
}

Object** instance_dict_pointer(Object* object) {
  if (!has_flag(object->type, type_flags::managed_dict)) return dict_slot(object);
  if (instance_values(object)) {
    Context& cx = Context::current();
    SavedError saved(cx);
    if (!materialise(cx, object)) return nullptr;
  }
  return reinterpret_cast<Object**>(&instance_managed_dict(object));
}

int visit_instance_attributes(Object* object, Visit visit, void* arg) {
  if (DictValues* values = instance_values(object)) {
    DictKeys* keys = shared_keys_of(object->type);
    for (Index i = 0, n = keys->entry_count; i < n; ++i) {
      if (Object* value = values->values[i]) {
        if (int answer = visit(value, arg)) return answer;
      }
    }
  }
  if (Dict* dict = instance_managed_dict(object)) return visit(&dict->base, arg);
  return 0;
}

void clear_instance_attributes(Object* object) {
  if (DictValues* values = std::exchange(instance_values(object), nullptr)) {
    // Values may run code as they go, which may look at the object: it has no attributes any more. In order of insertion into the keys.
    Index n = shared_keys_of(object->type)->entry_count;
    for (Index i = 0; i < n; ++i) {
      if (Object* value = std::exchange(values->values[i], nullptr)) decref(value);
    }
    free_values(values);
  }
  if (Dict* dict = std::exchange(instance_managed_dict(object), nullptr)) decref(&dict->base);
}

}  // namespace krait
