// The containers of a compilation. They live in the arena and are never freed one by one, so their items need no destructors.
#pragma once
#include <cstdint>
#include <cstring>

#include "object/fwd.h"
#include "types/str/str.h"
#include "syntax/arena.h"

namespace krait::compile {

// A growing array.
template <class T>
class Array {
 public:
  void push(ast::Arena& arena, const T& item) {
    if (count_ == room_) grow(arena, count_ + 1);
    items_[count_++] = item;
  }
  void insert(ast::Arena& arena, int at, const T& item) {
    push(arena, item);
    std::memmove(static_cast<void*>(items_ + at + 1), static_cast<void*>(items_ + at), sizeof(T) * std::size_t(count_ - 1 - at));
    items_[at] = item;
  }
  T pop() { return items_[--count_]; }
  void clear() { count_ = 0; }
  void truncate(int count) { count_ = count; }
  int size() const { return count_; }
  bool empty() const { return count_ == 0; }
  T& operator[](int i) const { return items_[i]; }
  T& back() const { return items_[count_ - 1]; }
  T* begin() const { return items_; }
  T* end() const { return items_ + count_; }

 private:
  void grow(ast::Arena& arena, int least) {
    int room = room_ ? room_ * 2 : 8;
    if (room < least) room = least;
    auto* items = static_cast<T*>(arena.allocate(sizeof(T) * std::size_t(room)));
    if (count_) std::memcpy(static_cast<void*>(items), static_cast<void*>(items_), sizeof(T) * std::size_t(count_));
    items_ = items;
    room_ = room;
  }
  T* items_ = nullptr;
  int count_ = 0, room_ = 0;
};

// A map from pointers (interned names, nodes, canonical constants) that remembers the order of insertion. Few entries are searched one
// by one; more get an index of positions.
template <class Key, class Value>
class PointerMap {
 public:
  struct Entry {
    Key* key;
    Value value;
  };

  Entry* find(const Key* key) const {
    if (!index_) {
      for (Entry& entry : entries_)
        if (entry.key == key) return &entry;
      return nullptr;
    }
    for (std::uint32_t at = hash(key) & mask_;; at = (at + 1) & mask_) {
      if (!index_[at]) return nullptr;
      Entry& entry = entries_[int(index_[at]) - 1];
      if (entry.key == key) return &entry;
    }
  }
  // The caller knows that the key is not there yet. The entry moves when the map grows.
  Entry& add(ast::Arena& arena, Key* key, const Value& value) {
    entries_.push(arena, {key, value});
    if (entries_.size() > linear_limit && std::uint32_t(entries_.size()) * 2 > mask_) rehash(arena);
    else if (index_) enter(entries_.size());
    return entries_.back();
  }
  int position(const Entry* entry) const { return int(entry - entries_.begin()); }
  int size() const { return entries_.size(); }
  Entry& at(int i) const { return entries_[i]; }
  Entry* begin() const { return entries_.begin(); }
  Entry* end() const { return entries_.end(); }

 private:
  static constexpr int linear_limit = 8;
  static std::uint32_t hash(const Key* key) {
    auto bits = reinterpret_cast<std::uintptr_t>(key);
    return std::uint32_t((bits >> 4) * 0x9E3779B97F4A7C15u >> 32);
  }
  void enter(int position_plus_one) {
    std::uint32_t at = hash(entries_[position_plus_one - 1].key) & mask_;
    while (index_[at]) at = (at + 1) & mask_;
    index_[at] = std::uint32_t(position_plus_one);
  }
  void rehash(ast::Arena& arena) {
    std::uint32_t room = 32;
    while (room < std::uint32_t(entries_.size()) * 4) room *= 2;
    index_ = static_cast<std::uint32_t*>(arena.allocate(sizeof(std::uint32_t) * room));
    std::memset(index_, 0, sizeof(std::uint32_t) * room);
    mask_ = room - 1;
    for (int i = 1; i <= entries_.size(); ++i) enter(i);
  }
  Array<Entry> entries_;
  std::uint32_t* index_ = nullptr;
  std::uint32_t mask_ = 0;
};

// A map from names to their positions: co_names, co_varnames, cells.
struct NameIndex : PointerMap<Str, int> {
  // The position of a name, which is entered at the end when it is new.
  int enter(ast::Arena& arena, Str* name) {
    if (Entry* entry = find(name)) return entry->value;
    int at = size();
    add(arena, name, at);
    return at;
  }
  int get(const Str* name) const {
    Entry* entry = find(name);
    return entry ? entry->value : -1;
  }
};

}  // namespace krait::compile
