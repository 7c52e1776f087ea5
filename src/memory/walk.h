// Walking the heap exactly: every block that is in use, at any time, without a list of objects being kept.
#pragma once

#include "memory/memory.h"

namespace krait::memory {

struct WalkedBlock {
  void* block;         // where it begins
  std::size_t size;    // of its class: at least what was asked for
  Object* container;   // the object in it; null in a plain block, whose content is not known
  std::uint8_t state;  // the collector's byte of a container
};

// Calls visit for each block of the pools in the order of arenas and addresses; stops when it answers false. Nothing may be allocated
// or released meanwhile. Plain blocks above 512 bytes lie in the C heap and are not seen.
void walk_heap(bool (*visit)(const WalkedBlock&, void*), void* arg);

}  // namespace krait::memory
