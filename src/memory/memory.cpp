// Blocks over the C heap, and containers with a record before them. The pools take this file's place.
#include "memory/memory.h"

#include <cstdlib>
#include <cstring>

namespace krait::memory {

void* raw_allocate(std::size_t size) { return std::malloc(size ? size : 1); }
void* raw_allocate_zeroed(std::size_t count, std::size_t size) { return count && size ? std::calloc(count, size) : std::calloc(1, 1); }
void* raw_resize(void* block, std::size_t size) { return std::realloc(block, size ? size : 1); }
void raw_release(void* block) { std::free(block); }

void* allocate(std::size_t size) { return raw_allocate(size); }
void* allocate_zeroed(std::size_t count, std::size_t size) { return raw_allocate_zeroed(count, size); }
void* resize(void* block, std::size_t size) { return raw_resize(block, size); }
void release(void* block) { raw_release(block); }

namespace {
// Before every container: 16 bytes of record, then 16 bytes that belong to the managed dict.
struct Record {
  bool tracked, finalized;
  std::size_t unused;
};
constexpr std::size_t before = sizeof(Record) + 16;

Record* record_of(const Object* object) {
  return reinterpret_cast<Record*>(reinterpret_cast<char*>(const_cast<Object*>(object)) - before);
}
}  // namespace

Object* allocate_container(std::size_t size, std::size_t) {
  auto* block = static_cast<char*>(std::malloc(before + size));
  if (!block) return nullptr;
  std::memset(block, 0, before);
  return reinterpret_cast<Object*>(block + before);
}

Object* resize_container(Object* object, std::size_t size) {
  KR_ASSERT(!is_tracked(object));
  auto* block = static_cast<char*>(std::realloc(record_of(object), before + size));
  return block ? reinterpret_cast<Object*>(block + before) : nullptr;
}

void release_container(Object* object) { std::free(record_of(object)); }

void track(Object* object) { record_of(object)->tracked = true; }
void untrack(Object* object) { record_of(object)->tracked = false; }
bool is_tracked(const Object* object) { return record_of(object)->tracked; }
bool is_finalized(const Object* object) { return record_of(object)->finalized; }
void set_finalized(Object* object) { record_of(object)->finalized = true; }

}  // namespace krait::memory
