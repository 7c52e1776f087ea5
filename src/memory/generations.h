// Private to this room.
#pragma once

#include "memory/memory.h"

namespace krait::memory {

bool in_generation(std::uint8_t bits, std::uint8_t generation);
void compact(Log& log, std::uint8_t generation);
void empty_log(Log& log);
void walk_generation(std::uint8_t generation, void (*visit)(Object*, void*), void* arg);

}  // namespace krait::memory
