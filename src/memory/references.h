// Private to this room: the collector's copies of reference counts, and a stack of objects.
#pragma once

#include <cstdlib>

#include "memory/memory.h"

namespace krait::memory {

// A table of copies for each pool that holds a candidate, cut from a few chunks. The first chunk stays for the next collection.
class References {
 public:
  ~References() { reset(); }
  // The object's entry; its pool gets a table if it has none.
  std::uint32_t& at(Object* object) {
    Pool* pool = pool_of(object);
    if (!pool->references) add_table(pool);
    return pool->references[block_number(pool, object)];
  }
  void reset();

 private:
  void add_table(Pool* pool);
};

class ObjectStack {
 public:
  ~ObjectStack() { std::free(items_); }
  void push(Object* object) {
    if (size_ == room_) grow();
    items_[size_++] = object;
  }
  Object* pop() { return items_[--size_]; }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  Object*& operator[](std::size_t i) { return items_[i]; }
  Object* const* data() const { return items_; }
  void shrink(std::size_t size) { size_ = size; }
  Object** begin() { return items_; }
  Object** end() { return items_ + size_; }

 private:
  void grow();
  Object** items_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

}  // namespace krait::memory
