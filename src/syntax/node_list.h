// NodeList: a sequence being collected before its length is known; `take` copies it to the arena.
#pragma once
#include <cstdlib>
#include <cstring>

#include "syntax/arena.h"

namespace krait::syntax {

class NodeList {
 public:
  NodeList() = default;
  NodeList(const NodeList&) = delete;
  NodeList& operator=(const NodeList&) = delete;
  ~NodeList() {
    if (items_ != local_) std::free(items_);
  }

  void push(void* item) {
    if (count_ == room_) grow();
    items_[count_++] = item;
  }
  int size() const { return count_; }
  bool empty() const { return count_ == 0; }
  void* operator[](int i) const { return items_[i]; }
  void truncate(int count) { count_ = count; }
  template <class T>
  ast::Seq<T*> take(ast::Arena& arena) const {
    return arena.copy_seq(reinterpret_cast<T* const*>(items_), count_);
  }

 private:
  void grow() {
    room_ *= 4;
    auto** bigger = static_cast<void**>(std::malloc(size_t(room_) * sizeof(void*)));
    if (!bigger) std::abort();
    std::memcpy(bigger, items_, size_t(count_) * sizeof(void*));
    if (items_ != local_) std::free(items_);
    items_ = bigger;
  }

  void* local_[6];
  void** items_ = local_;
  int count_ = 0, room_ = 6;
};

}  // namespace krait::syntax
