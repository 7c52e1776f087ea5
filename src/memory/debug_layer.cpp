// The debug layer (PyMem_SetupDebugHooks): guards around every block, fills that show use of memory not set or no longer owned.
//
//     size (8, big endian) | domain letter | FD × 7 | data: CD when new, DD when released | FD × 8
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "memory/hooks.h"

namespace krait::memory {
namespace {

constexpr unsigned char clean = 0xcd, dead = 0xdd, forbidden = 0xfd;
constexpr std::size_t word = 8, before = 2 * word, extra = 3 * word;

struct Layer {
  Allocator under;
  char letter;
  bool installed;
};
constinit Layer layers[3] = {{{}, 'r', false}, {{}, 'm', false}, {{}, 'o', false}};

void write_size(unsigned char* at, std::size_t size) {
  for (int i = 7; i >= 0; --i, size >>= 8) at[i] = static_cast<unsigned char>(size);
}
std::size_t read_size(const unsigned char* at) {
  std::size_t size = 0;
  for (int i = 0; i < 8; ++i) size = size << 8 | at[i];
  return size;
}

void* dress(Layer& layer, void* block, std::size_t size, bool zeroed) {
  if (!block) return nullptr;
  auto* bytes = static_cast<unsigned char*>(block);
  write_size(bytes, size);
  bytes[word] = static_cast<unsigned char>(layer.letter);
  std::memset(bytes + word + 1, forbidden, word - 1);
  if (!zeroed) std::memset(bytes + before, clean, size);
  std::memset(bytes + before + size, forbidden, word);
  return bytes + before;
}

[[noreturn]] void complain(const unsigned char* data, const char* what, char letter) {
  std::fprintf(stderr, "Debug memory block at address p=%p: API '%c'\n", static_cast<const void*>(data), data[-static_cast<int>(word)]);
  std::fprintf(stderr, "    %zu bytes originally requested\n", read_size(data - before));
  char message[96];
  std::snprintf(message, sizeof message, what, data[-static_cast<int>(word)], letter);
  fatal_error("_PyMem_DebugCheckAddress", message);
}

std::size_t check(Layer& layer, const unsigned char* data) {
  if (data[-static_cast<int>(word)] != static_cast<unsigned char>(layer.letter))
    complain(data, "bad ID: Allocated using API '%c', verified using API '%c'", layer.letter);
  for (std::size_t i = word - 1; i >= 1; --i)
    if (data[-static_cast<Index>(i)] != forbidden) complain(data, "bad leading pad byte", layer.letter);
  std::size_t size = read_size(data - before);
  for (std::size_t i = 0; i < word; ++i)
    if (data[size + i] != forbidden) complain(data, "bad trailing pad byte", layer.letter);
  return size;
}

void* debug_allocate(void* context, std::size_t size) {
  auto& layer = *static_cast<Layer*>(context);
  if (size > static_cast<std::size_t>(index_max) - extra) return nullptr;
  return dress(layer, layer.under.allocate(layer.under.context, size + extra), size, false);
}

void* debug_allocate_zeroed(void* context, std::size_t count, std::size_t size) {
  auto& layer = *static_cast<Layer*>(context);
  std::size_t whole = count * size;
  if (whole > static_cast<std::size_t>(index_max) - extra) return nullptr;
  return dress(layer, layer.under.allocate_zeroed(layer.under.context, 1, whole + extra), whole, true);
}

void debug_release(void* context, void* block) {
  if (!block) return;
  auto& layer = *static_cast<Layer*>(context);
  auto* data = static_cast<unsigned char*>(block);
  std::size_t size = check(layer, data);
  std::memset(data - before, dead, size + extra);
  layer.under.release(layer.under.context, data - before);
}

void* debug_resize(void* context, void* block, std::size_t size) {
  if (!block) return debug_allocate(context, size);
  auto& layer = *static_cast<Layer*>(context);
  auto* data = static_cast<unsigned char*>(block);
  if (size > static_cast<std::size_t>(index_max) - extra) return nullptr;
  std::size_t old_size = check(layer, data);
  auto* moved = static_cast<unsigned char*>(layer.under.resize(layer.under.context, data - before, size + extra));
  if (!moved) return nullptr;
  write_size(moved, size);
  if (size > old_size) std::memset(moved + before + old_size, clean, size - old_size);
  std::memset(moved + before + size, forbidden, word);
  return moved + before;
}

}  // namespace

bool has_debug_layer(Domain domain) { return layers[static_cast<int>(domain)].installed; }
Allocator under_debug_layer(Domain domain) { return layers[static_cast<int>(domain)].under; }

void install_debug_layer() {
  for (int i = 0; i < 3; ++i) {
    Layer& layer = layers[i];
    Allocator now;
    get_allocator(static_cast<Domain>(i), &now);
    if (now.context == &layer) continue;
    layer.under = now;
    layer.installed = true;
    Allocator debug = {&layer, debug_allocate, debug_allocate_zeroed, debug_resize, debug_release};
    set_allocator(static_cast<Domain>(i), &debug);
  }
}

}  // namespace krait::memory
