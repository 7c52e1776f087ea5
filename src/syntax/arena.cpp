#include "syntax/arena.h"

#include <cstdlib>

#include "syntax/constants.h"

namespace krait::ast {

// Blocks grow with the tree: small sources stay small, large ones take few blocks.
constexpr size_t first_block = 8 << 10, largest_block = 256 << 10;

void* Arena::allocate_slow(size_t size) {
  size_t room = blocks_ ? bytes_ : first_block;
  if (room > largest_block) room = largest_block;
  if (room < size + sizeof(Block)) room = size + sizeof(Block);
  auto* block = static_cast<Block*>(std::malloc(room));
  if (!block) std::abort();
  block->previous = blocks_;
  blocks_ = block;
  bytes_ += room;
  char* begin = reinterpret_cast<char*>(block + 1);
  next_ = begin + size;
  limit_ = reinterpret_cast<char*>(block) + room;
  return begin;
}

void Arena::own_object(Object* object) {
  if (object_count_ == object_room_) {
    object_room_ = object_room_ ? object_room_ * 2 : 64;
    objects_ = static_cast<Object**>(std::realloc(objects_, object_room_ * sizeof(Object*)));
    if (!objects_) std::abort();
  }
  objects_[object_count_++] = object;
}

Arena::~Arena() {
  for (size_t i = 0; i < object_count_; ++i) syntax::release(objects_[i]);
  std::free(objects_);
  while (blocks_) {
    Block* previous = blocks_->previous;
    std::free(blocks_);
    blocks_ = previous;
  }
}

}  // namespace krait::ast
