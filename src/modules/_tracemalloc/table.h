// Private to this module: the tables, on the C heap.
#pragma once

#include "modules/_tracemalloc/tracemalloc.h"

namespace krait::tracemalloc {

class BlockTable {
 public:
  // False when out of memory. Replaces an entry of the same block; `old_size` tells what it was (0: none).
  bool put(unsigned domain, Word address, std::size_t size, Trace* trace, std::size_t* old_size);
  std::size_t remove(unsigned domain, Word address);  // its size; 0 when it is not there
  const Entry* find(unsigned domain, Word address) const;
  void clear();
  std::span<const Entry> places() const { return {places_, room_}; }
  std::size_t bytes() const { return room_ * sizeof(Entry); }

 private:
  std::size_t place_of(unsigned domain, Word address) const;
  bool grow();
  Entry* places_ = nullptr;
  std::size_t room_ = 0, used_ = 0;
};

class TraceTable {
 public:
  // The one Trace equal to this; null when out of memory.
  Trace* intern(const TraceFrame* frames, std::uint16_t count, std::uint16_t total);
  void clear();  // drops the references to file names
  std::size_t bytes() const { return bytes_; }

 private:
  bool grow();
  Trace** buckets_ = nullptr;
  std::size_t room_ = 0, count_ = 0, bytes_ = 0;
};

}  // namespace krait::tracemalloc
