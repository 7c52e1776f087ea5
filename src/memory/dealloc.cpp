// The end of an object's life.
//
// Every last drop comes through _Py_Dealloc. A container's tp_dealloc drops what it holds, which may be the next link of a chain of
// millions, so the depth of containers dying inside containers is bounded here, once for all types: below `nesting_limit` levels an
// object is put on a queue, and the level at the limit works the queue off when its own object is gone. A type's tp_dealloc needs no
// trash can of its own. While it waits, an object is untracked (a collection must not see it: its count is zero) and its place in
// the collector's books is restored just before its tp_dealloc runs, because that may run a finaliser and keep the object.
#include <cstdlib>

#include "memory/memory.h"

namespace krait::memory {

void (*clear_weak_references)(Object* object) = nullptr;

namespace {

constexpr int nesting_limit = 50;

// Objects that wait for their tp_dealloc; bit 0 says that the object was tracked.
struct DeathQueue {
  Word* items;
  std::size_t size, room;
  int depth;

  bool push(Word item) {
    if (size == room) {
      std::size_t more = room ? room * 2 : 64;
      auto* moved = static_cast<Word*>(std::realloc(items, more * sizeof(Word)));
      if (!moved) return false;
      items = moved;
      room = more;
    }
    items[size++] = item;
    return true;
  }
};
thread_local constinit DeathQueue queue{};

// Puts the object off; false when there is no memory for that.
bool postpone(Object* object) {
  bool container = is_container(object);
  bool tracked = container && is_tracked(object);
  if (!queue.push(reinterpret_cast<Word>(object) | tracked)) return false;
  if (tracked) untrack(object);
  return true;
}

// Runs what has gathered while the object at the limit died. What dies meanwhile joins the queue.
void work_off() {
  while (queue.size) {
    Word item = queue.items[--queue.size];
    auto* object = reinterpret_cast<Object*>(item & ~Word{1});
    // Its log entry may be gone; the old generation needs none.
    if (item & 1) state_of(object) |= state::tracked | state::old;
    object->type->tp_dealloc(object);
  }
  if (queue.room > 4096) {
    std::free(queue.items);
    queue.items = nullptr;
    queue.room = 0;
  }
}

}  // namespace

bool is_container(const Object* object) {
  const Type* type = object->type;
  if (!has_flag(type, type_flags::gc)) return false;
  return !type->tp_is_gc || type->tp_is_gc(const_cast<Object*>(object));
}

bool finalize_from_dealloc(Object* object) {
  const Type* type = object->type;
  if (!type->tp_finalize) return false;
  bool container = is_container(object);
  if (container && is_finalized(object)) return false;
  KR_ASSERT(object->refcount == 0);
  object->refcount = 1;  // alive for the finaliser's sake
  type->tp_finalize(object);
  if (container) set_finalized(object);
  KR_ASSERT(object->refcount > 0);
  return --object->refcount != 0;
}

}  // namespace krait::memory

extern "C" void _Py_Dealloc(krait::Object* object) {
  using namespace krait;
  using namespace krait::memory;
  KR_ASSERT(object->refcount == 0);
  Type* type = object->type;
  if (!has_flag(type, type_flags::gc)) return type->tp_dealloc(object);
  if (queue.depth >= nesting_limit && postpone(object)) return;
  ++queue.depth;
  type->tp_dealloc(object);
  if (queue.depth == nesting_limit && queue.size) work_off();
  --queue.depth;
}
