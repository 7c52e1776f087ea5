// MemoryError: a few instances are kept ready, because the moment one is needed is the moment none can be made.
#include "object/context.h"
#include "types/exceptions/declare.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace exceptions {
namespace {

constexpr int reserve_size = 16;
struct Reserve {
  Object* items[reserve_size];
  int count;
  bool filled;
};
KR_ISOLATE_LOCAL(Reserve, reserve);

// Only MemoryError itself: a subclass's instance may be larger.
bool put_aside(Context& cx, Object* self) {
  if (self->type != &exc::MemoryError) return false;
  Reserve& kept = reserve(cx);
  if (kept.count >= reserve_size) return false;
  kept.items[kept.count++] = self;
  return true;
}

void fill(Context& cx) {
  Reserve& kept = reserve(cx);
  kept.filled = true;
  while (kept.count < reserve_size) {
    Object* made = memory::allocate_container(sizeof(BaseException), 0);
    if (!made) return;
    __builtin_memset(made, 0, sizeof(BaseException));
    made->type = &exc::MemoryError;
    kept.items[kept.count++] = made;
  }
}

Object* memory_error_new(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (type != &exc::MemoryError) return base_new(type, args, kwargs);
  Reserve& kept = reserve(cx);
  if (!kept.filled) fill(cx);
  if (kept.count == 0) return base_new(type, args, kwargs);
  Object* self = kept.items[--kept.count];
  self->refcount = 1;
  reinterpret_cast<BaseException*>(self)->args.init(args ? hold(Borrowed<>(args).as<Tuple>()) : empty_tuple());
  memory::track(self);
  return self;
}

void memory_error_dealloc(Object* self) {
  declare::untrack_if_container(self);
  base_clear(self);
  reinterpret_cast<BaseException*>(self)->suppress_context = 0;
  if (!put_aside(Context::current(), self)) self->type->tp_free(self);
}

consteval Type declare_memory_error() {
  Type type = declare_type("MemoryError", &exc::Exception, sizeof(BaseException), "Out of memory.", &memory_error_new, &base_init);
  type.tp_dealloc = &memory_error_dealloc;
  return type;
}

}  // namespace
}  // namespace exceptions

constinit Type exc::MemoryError = exceptions::declare_memory_error();
KR_READY(exc::MemoryError);

}  // namespace krait
