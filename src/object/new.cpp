// Making and freeing objects the general way.
#include "object/new.h"

#include "memory/memory.h"
#include "object/generic.h"
#include "types/dict/dict.h"
#include "types/tuple/tuple.h"

namespace krait {

Result<Ref<>> generic_alloc(Context& cx, Type& type, Index items) {
  // One item more than asked for: room for the sentinel that some variable-sized types keep behind the last one.
  std::size_t size = static_cast<std::size_t>(type.tp_basicsize);
  if (type.tp_itemsize) {
    std::size_t tail;
    if (__builtin_mul_overflow(static_cast<std::size_t>(items + 1), static_cast<std::size_t>(type.tp_itemsize), &tail))
      return raise_memory_error(cx);
    size = (size + tail + 7) & ~std::size_t{7};
  }
  bool container = has_flag(&type, type_flags::gc), managed = has_flag(&type, type_flags::managed_dict);
  Object* object = container ? memory::allocate_container(size, managed ? 16 : 0) : static_cast<Object*>(memory::allocate(size));
  if (!object) [[unlikely]] return raise_memory_error(cx);
  __builtin_memset(static_cast<void*>(object), 0, size);
  object->refcount = 1;
  object->type = &type;
  if (has_flag(&type, type_flags::heap)) incref(as_object(&type));
  if (type.tp_itemsize) reinterpret_cast<VarObject*>(object)->size = items;
  auto made = Ref<>::steal(object);
  if (managed) KR_TRY(init_instance_attributes(cx, object));
  if (container) memory::track(object);
  return made;
}

Object* type_generic_alloc(Type* type, Index items) { return generic_alloc(Context::current(), *type, items).release(); }

Object* type_generic_new(Type* type, Object*, Object*) { return type->tp_alloc(type, 0); }

void free_object(void* object) { memory::release(object); }
void free_container(void* object) { memory::release_container(static_cast<Object*>(object)); }

bool is_subtype(const Type* sub, const Type* super) {
  if (auto* mro = reinterpret_cast<const Tuple*>(sub->tp_mro)) {
    for (Index i = 0; i < mro->head.size; ++i)
      if (mro->items[i] == reinterpret_cast<const Object*>(super)) return true;
    return false;
  }
  // Not ready yet: the bases so far.
  for (const Type* type = sub; type; type = type->tp_base)
    if (type == super) return true;
  return super == &object_type;
}

}  // namespace krait
