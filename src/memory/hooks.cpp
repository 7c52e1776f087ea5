// The exchangeable allocators.
//
// As long as the mem and object domains stand on the pools, nothing here is on the way of a request: the fast paths go to the pools.
// When another allocator is installed, every heap's front is blinded (memory.cpp, pools.cpp) and requests arrive here.
#include "memory/hooks.h"

#include <cstdlib>
#include <cstring>

#include "memory/arena.h"

namespace krait::memory {

namespace {

void* raw_system_allocate(void*, std::size_t size) {
  return size > static_cast<std::size_t>(index_max) ? nullptr : std::malloc(size ? size : 1);
}
void* raw_system_zeroed(void*, std::size_t count, std::size_t size) {
  if (size && count > static_cast<std::size_t>(index_max) / size) return nullptr;
  return count && size ? std::calloc(count, size) : std::calloc(1, 1);
}
void* raw_system_resize(void*, void* block, std::size_t size) {
  return size > static_cast<std::size_t>(index_max) ? nullptr : std::realloc(block, size ? size : 1);
}
void raw_system_release(void*, void* block) { std::free(block); }

void* pools_allocate(void*, std::size_t size) { return pool_allocate(size); }
void* pools_zeroed(void*, std::size_t count, std::size_t size) { return pool_allocate_zeroed(count, size); }
void* pools_resize(void*, void* block, std::size_t size) { return pool_resize(block, size); }
void pools_release(void*, void* block) {
  if (block) pool_release(block);
}

constexpr Allocator system_allocator = {nullptr, raw_system_allocate, raw_system_zeroed, raw_system_resize, raw_system_release};
constexpr Allocator pools_allocator = {nullptr, pools_allocate, pools_zeroed, pools_resize, pools_release};

constinit Allocator domains[3] = {system_allocator, pools_allocator, pools_allocator};

bool is(const Allocator& allocator, const Allocator& other) {
  return allocator.context == other.context && allocator.allocate == other.allocate && allocator.allocate_zeroed == other.allocate_zeroed &&
         allocator.resize == other.resize && allocator.release == other.release;
}

// Blinds or opens the fast paths, as the installed allocators ask.
void update_watch() {
  Heap& heap = *current_heap;
  Books& books = *heap.books;
  bool watched = !is(domains[2], pools_allocator) || !is(domains[1], pools_allocator);
  if (books.watched == watched) return;
  books.watched = watched;
  for (int i = 0; i < plain_classes; ++i) heap.front[i] = books.lists[i] && !watched ? books.lists[i] : &full_pool;
  for (std::size_t i = 0; i < books.arena_count; ++i)
    if (books.arenas[i]->kind == Kind::plain) set_address_kind(books.arenas[i]->base, watched ? Kind::hooked_plain : Kind::plain);
}

}  // namespace

void (*container_made)(void* block, std::size_t size) = nullptr;
void (*container_released)(void* block) = nullptr;

void watch_containers(void (*made)(void*, std::size_t), void (*released)(void*)) {
  container_made = made;
  container_released = released;
  Heap& heap = *current_heap;
  for (int i = 0; i < container_classes; ++i) {
    Pool* head = heap.books->container_lists[i];
    heap.container_front[i] = head && !made ? head : &full_pool;
  }
}

void get_allocator(Domain domain, Allocator* out) { *out = domains[static_cast<int>(domain)]; }

void set_allocator(Domain domain, const Allocator* allocator) {
  domains[static_cast<int>(domain)] = *allocator;
  update_watch();
}

void* domain_allocate(Domain domain, std::size_t size) {
  if (size > static_cast<std::size_t>(index_max)) return nullptr;
  const Allocator& by = domains[static_cast<int>(domain)];
  return by.allocate(by.context, size);
}
void* domain_allocate_zeroed(Domain domain, std::size_t count, std::size_t size) {
  if (size && count > static_cast<std::size_t>(index_max) / size) return nullptr;
  const Allocator& by = domains[static_cast<int>(domain)];
  return by.allocate_zeroed(by.context, count, size);
}
void* domain_resize(Domain domain, void* block, std::size_t size) {
  if (size > static_cast<std::size_t>(index_max)) return nullptr;
  const Allocator& by = domains[static_cast<int>(domain)];
  return by.resize(by.context, block, size);
}
void domain_release(Domain domain, void* block) {
  const Allocator& by = domains[static_cast<int>(domain)];
  by.release(by.context, block);
}

namespace {

struct Named {
  const char* name;
  bool pools, debug;
};
constexpr Named names[] = {{"default", true, false},       {"pymalloc", true, false}, {"malloc", false, false},
                           {"debug", true, true},          {"pymalloc_debug", true, true}, {"malloc_debug", false, true}};

}  // namespace

void install_debug_layer();
bool has_debug_layer(Domain domain);
Allocator under_debug_layer(Domain domain);

bool set_allocators_by_name(const char* name) {
  for (const Named& each : names) {
    if (std::strcmp(each.name, name) != 0) continue;
    domains[0] = system_allocator;
    domains[1] = domains[2] = each.pools ? pools_allocator : system_allocator;
    if (each.debug) install_debug_layer();
    update_watch();
    return true;
  }
  return false;
}

void set_up_debug_hooks() {
  install_debug_layer();
  update_watch();
}

const char* allocator_name() {
  bool debug = has_debug_layer(Domain::object);
  Allocator plain = debug ? under_debug_layer(Domain::object) : domains[2];
  if (is(plain, pools_allocator)) return debug ? "pymalloc_debug" : "pymalloc";
  if (is(plain, system_allocator)) return debug ? "malloc_debug" : "malloc";
  return nullptr;
}

}  // namespace krait::memory
