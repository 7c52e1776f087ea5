// deque: a doubly linked chain of blocks of 64 items. Items lie without gaps from (left, left_index) to (right, right_index).
//
//   left                                  right
//   [ . . . a b ] <-> [ c d e f g ] <-> [ h i . . . ]
//           ^left_index                     ^right_index
//
// An empty deque has one block, its indices crossing in the middle: left_index == right_index + 1.
#pragma once

#include "object/protocol.h"

namespace krait::collections {

inline constexpr Index block_items = 64, block_centre = 31;
inline constexpr int free_block_limit = 16;

struct DequeBlock {
  DequeBlock* left;
  Object* items[block_items];
  DequeBlock* right;
};

struct Deque {
  VarObject head;
  DequeBlock* left;
  DequeBlock* right;
  Index left_index;
  Index right_index;
  std::size_t state;  // counts changes, for iterators to notice
  Index maxlen;       // -1: none
  Index free_count;
  DequeBlock* free_blocks[free_block_limit];
  Object* weakrefs;

  KR_INLINE Index size() const { return head.size; }
};
static_assert(sizeof(Deque) == 216 && sizeof(DequeBlock) == 528);

extern Type deque_type, deque_iterator_type, deque_reverse_iterator_type;

// --- the chain (deque.cpp). push takes the item's count; a full deque drops one at the other end.
Result<void> push_right(Context& cx, Deque* deque, Ref<> item);
Result<void> push_left(Context& cx, Deque* deque, Ref<> item);
Ref<> take_right(Deque* deque);  // null when empty
Ref<> take_left(Deque* deque);
Result<void> rotate(Context& cx, Deque* deque, Index steps);
void clear(Deque* deque);
void free_chain(Deque* deque);
Result<void> start_chain(Context& cx, Deque* deque);
Object** slot_at(Deque* deque, Index i);  // 0 <= i < size

Result<Ref<>> iterate(Context& cx, Borrowed<Deque> self);
Result<Ref<>> iterate_reversed(Context& cx, Borrowed<Deque> self);
extern MethodDef deque_methods[];
Result<void> extend(Context& cx, Borrowed<Deque> self, Borrowed<> iterable);
Result<Ref<>> copy(Context& cx, Borrowed<Deque> self);
Result<void> delete_at(Context& cx, Borrowed<Deque> self, Index i);
Result<bool> contains(Context& cx, Borrowed<Deque> self, Borrowed<> value);

// A position in the chain that steps to the right.
struct DequeCursor {
  DequeBlock* block;
  Index index;
  explicit DequeCursor(Deque* deque) : block(deque->left), index(deque->left_index) {}
  KR_INLINE Object* take() {
    Object* item = block->items[index];
    if (++index == block_items) block = block->right, index = 0;
    return item;
  }
};

}  // namespace krait::collections
