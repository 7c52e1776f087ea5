// The chain of blocks of a deque.
#include "modules/_collections/deque.h"

#include "memory/memory.h"

namespace krait::collections {
namespace {

DequeBlock* new_block(Context& cx, Deque* deque) {
  if (deque->free_count) return deque->free_blocks[--deque->free_count];
  auto* block = static_cast<DequeBlock*>(memory::allocate(sizeof(DequeBlock)));
  if (!block) (void)raise_memory_error(cx);
  return block;
}

void drop_block(Deque* deque, DequeBlock* block) {
  if (deque->free_count < free_block_limit) deque->free_blocks[deque->free_count++] = block;
  else memory::release(block);
}

bool append_raw(Context& cx, Deque* deque, Object* item) {
  if (deque->right_index == block_items - 1) {
    DequeBlock* block = new_block(cx, deque);
    if (!block) return false;
    block->left = deque->right;
    block->right = nullptr;
    deque->right->right = block;
    deque->right = block;
    deque->right_index = -1;
  }
  ++deque->head.size;
  deque->right->items[++deque->right_index] = item;
  return true;
}

bool prepend_raw(Context& cx, Deque* deque, Object* item) {
  if (deque->left_index == 0) {
    DequeBlock* block = new_block(cx, deque);
    if (!block) return false;
    block->right = deque->left;
    block->left = nullptr;
    deque->left->left = block;
    deque->left = block;
    deque->left_index = block_items;
  }
  ++deque->head.size;
  deque->left->items[--deque->left_index] = item;
  return true;
}

void centre(Deque* deque) {
  deque->left_index = block_centre + 1;
  deque->right_index = block_centre;
}
}  // namespace

Result<void> start_chain(Context& cx, Deque* deque) {
  DequeBlock* block = new_block(cx, deque);
  if (!block) return Failed{};
  block->left = block->right = nullptr;
  deque->left = deque->right = block;
  centre(deque);
  deque->maxlen = -1;
  return {};
}

Result<void> push_right(Context& cx, Deque* deque, Ref<> item) {
  Object* raw = item.release();
  if (!append_raw(cx, deque, raw)) return decref(raw), Failed{};
  Ref<> dropped;
  if (deque->maxlen >= 0 && deque->head.size > deque->maxlen) dropped = take_left(deque);
  else ++deque->state;
  return {};
}

Result<void> push_left(Context& cx, Deque* deque, Ref<> item) {
  Object* raw = item.release();
  if (!prepend_raw(cx, deque, raw)) return decref(raw), Failed{};
  Ref<> dropped;
  if (deque->maxlen >= 0 && deque->head.size > deque->maxlen) dropped = take_right(deque);
  else ++deque->state;
  return {};
}

Ref<> take_right(Deque* deque) {
  if (deque->head.size == 0) return {};
  Ref<> item = Ref<>::steal(deque->right->items[deque->right_index--]);
  --deque->head.size;
  ++deque->state;
  if (deque->head.size == 0) {
    centre(deque);
  } else if (deque->right_index < 0) {
    DequeBlock* gone = deque->right;
    deque->right = gone->left;
    deque->right->right = nullptr;
    drop_block(deque, gone);
    deque->right_index = block_items - 1;
  }
  return item;
}

Ref<> take_left(Deque* deque) {
  if (deque->head.size == 0) return {};
  Ref<> item = Ref<>::steal(deque->left->items[deque->left_index++]);
  --deque->head.size;
  ++deque->state;
  if (deque->head.size == 0) {
    centre(deque);
  } else if (deque->left_index == block_items) {
    DequeBlock* gone = deque->left;
    deque->left = gone->right;
    deque->left->left = nullptr;
    drop_block(deque, gone);
    deque->left_index = 0;
  }
  return item;
}

Result<void> rotate(Context& cx, Deque* deque, Index steps) {
  Index size = deque->head.size;
  if (size <= 1) return {};
  Index half = size >> 1;
  if (steps > half || steps < -half) {
    steps %= size;
    if (steps > half) steps -= size;
    else if (steps < -half) steps += size;
  }
  for (; steps > 0; --steps) {
    Ref<> item = take_right(deque);
    if (!prepend_raw(cx, deque, item.raw())) return (void)append_raw(cx, deque, item.release()), Failed{};
    (void)item.release();
  }
  for (; steps < 0; ++steps) {
    Ref<> item = take_left(deque);
    if (!append_raw(cx, deque, item.raw())) return (void)prepend_raw(cx, deque, item.release()), Failed{};
    (void)item.release();
  }
  ++deque->state;
  return {};
}

void clear(Deque* deque) {
  if (deque->head.size == 0) return;
  // The items die with the deque empty already: what they run may look at it, and put new items in.
  Index count = deque->head.size;
  DequeBlock* block = deque->left;
  Index index = deque->left_index;
  DequeBlock* fresh = deque->free_count ? deque->free_blocks[--deque->free_count]
                                        : static_cast<DequeBlock*>(memory::allocate(sizeof(DequeBlock)));
  if (!fresh) {  // no memory for a new chain: one by one
    while (deque->head.size) take_right(deque);
    return;
  }
  fresh->left = fresh->right = nullptr;
  deque->left = deque->right = fresh;
  deque->head.size = 0;
  ++deque->state;
  centre(deque);
  while (count-- > 0) {
    Object* item = block->items[index];
    if (++index == block_items || count == 0) {
      DequeBlock* next = block->right;
      drop_block(deque, block);
      block = next;
      index = 0;
    }
    decref(item);
  }
}

void free_chain(Deque* deque) {
  if (!deque->left) return;
  clear(deque);
  memory::release(deque->left);
  while (deque->free_count) memory::release(deque->free_blocks[--deque->free_count]);
  deque->left = deque->right = nullptr;
}

Object** slot_at(Deque* deque, Index i) {
  DequeBlock* block;
  Index from_left = deque->left_index + i;
  if (i < deque->head.size / 2) {
    block = deque->left;
    for (Index n = from_left / block_items; n > 0; --n) block = block->right;
  } else {
    Index last = deque->left_index + deque->head.size - 1;
    block = deque->right;
    for (Index n = last / block_items - from_left / block_items; n > 0; --n) block = block->left;
  }
  return &block->items[from_left % block_items];
}

}  // namespace krait::collections
