// Arena: where one parse lives. Memory is bumped out of blocks and freed all at once; objects that nodes point to
// (identifiers, constants) are owned by the arena, so nodes themselves need no destructors.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

namespace krait {
struct Object;
}

namespace krait::ast {

// A sequence of nodes in the arena: pointer and size, copied by value.
template <class T>
struct Seq {
  T* items = nullptr;
  int count = 0;

  int size() const { return count; }
  bool empty() const { return count == 0; }
  T* begin() const { return items; }
  T* end() const { return items + count; }
  T& operator[](int i) const { return items[i]; }
  T& back() const { return items[count - 1]; }
};

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  void* allocate(size_t size) {
    size = (size + 7) & ~size_t{7};
    if (size > size_t(limit_ - next_)) return allocate_slow(size);
    char* result = next_;
    next_ += size;
    return result;
  }

  // A node with all fields zero; of a sum's constructor, `kind` is set.
  template <class T>
  T* make() {
    T* node = static_cast<T*>(std::memset(allocate(sizeof(T)), 0, sizeof(T)));
    if constexpr (requires { T::KIND; }) node->kind = T::KIND;
    return node;
  }

  template <class T>
  Seq<T> make_seq(int count) {
    Seq<T> seq{static_cast<T*>(allocate(sizeof(T) * size_t(count))), count};
    if (count) std::memset(static_cast<void*>(seq.items), 0, sizeof(T) * size_t(count));
    return seq;
  }

  template <class T>
  Seq<T> copy_seq(const T* items, int count) {
    Seq<T> seq{static_cast<T*>(allocate(sizeof(T) * size_t(count))), count};
    if (count) std::memcpy(static_cast<void*>(seq.items), static_cast<const void*>(items), sizeof(T) * size_t(count));
    return seq;
  }

  // Takes over one reference to `object`, released with the arena. Null is passed through.
  template <class T>
  T* own(T* object) {
    if (object) own_object(reinterpret_cast<Object*>(object));
    return object;
  }

  size_t bytes() const { return bytes_; }

 private:
  struct Block {
    Block* previous;
  };
  void* allocate_slow(size_t size);
  void own_object(Object* object);

  char* next_ = nullptr;
  char* limit_ = nullptr;
  Block* blocks_ = nullptr;
  size_t bytes_ = 0;
  Object** objects_ = nullptr;
  size_t object_count_ = 0, object_room_ = 0;
};

}  // namespace krait::ast
