#include "modules/_tracemalloc/table.h"

#include <cstdlib>
#include <cstring>

#include "types/str/str.h"

namespace krait::tracemalloc {

// --- live blocks: open addressing, linear steps, at most two thirds full

std::size_t BlockTable::place_of(unsigned domain, Word address) const {
  std::size_t hash = (address >> 4) * 0x9e3779b97f4a7c15u + domain;
  hash ^= hash >> 29;
  std::size_t i = hash & (room_ - 1);
  while (places_[i].address && (places_[i].address != address || places_[i].domain != domain)) i = (i + 1) & (room_ - 1);
  return i;
}

bool BlockTable::grow() {
  BlockTable bigger;
  bigger.room_ = room_ ? room_ * 2 : 1024;
  bigger.places_ = static_cast<Entry*>(std::calloc(bigger.room_, sizeof(Entry)));
  if (!bigger.places_) return false;
  for (const Entry& entry : places())
    if (entry.address) bigger.places_[bigger.place_of(entry.domain, entry.address)] = entry;
  std::free(places_);
  places_ = bigger.places_;
  room_ = bigger.room_;
  return true;
}

bool BlockTable::put(unsigned domain, Word address, std::size_t size, Trace* trace, std::size_t* old_size) {
  if (3 * (used_ + 1) > 2 * room_ && !grow()) return false;
  Entry& entry = places_[place_of(domain, address)];
  *old_size = entry.address ? entry.size : 0;
  used_ += !entry.address;
  entry = {address, domain, size, trace};
  return true;
}

std::size_t BlockTable::remove(unsigned domain, Word address) {
  if (!used_) return 0;
  std::size_t hole = place_of(domain, address);
  if (!places_[hole].address) return 0;
  std::size_t size = places_[hole].size;
  places_[hole].address = 0;
  --used_;
  // What follows in the run may have been pushed on by the entry that is gone: enter it again.
  for (std::size_t i = (hole + 1) & (room_ - 1); places_[i].address; i = (i + 1) & (room_ - 1)) {
    Entry moved = places_[i];
    places_[i].address = 0;
    places_[place_of(moved.domain, moved.address)] = moved;
  }
  return size;
}

const Entry* BlockTable::find(unsigned domain, Word address) const {
  if (!used_) return nullptr;
  const Entry& entry = places_[place_of(domain, address)];
  return entry.address ? &entry : nullptr;
}

void BlockTable::clear() {
  std::free(places_);
  places_ = nullptr;
  room_ = used_ = 0;
}

// --- tracebacks: chained buckets

bool TraceTable::grow() {
  std::size_t room = room_ ? room_ * 2 : 256;
  auto** buckets = static_cast<Trace**>(std::calloc(room, sizeof(Trace*)));
  if (!buckets) return false;
  for (std::size_t i = 0; i < room_; ++i) {
    for (Trace* trace = buckets_[i]; trace;) {
      Trace* next = trace->next;
      Trace*& head = buckets[trace->hash & (room - 1)];
      trace->next = head;
      head = trace;
      trace = next;
    }
  }
  std::free(buckets_);
  bytes_ += (room - room_) * sizeof(Trace*);
  buckets_ = buckets;
  room_ = room;
  return true;
}

Trace* TraceTable::intern(const TraceFrame* frames, std::uint16_t count, std::uint16_t total) {
  std::size_t hash = total;
  for (std::uint16_t i = 0; i < count; ++i)
    hash = (hash ^ reinterpret_cast<Word>(frames[i].filename) >> 4 ^ frames[i].line) * 0x100000001b3u;
  hash ^= hash >> 31;
  if (room_) {
    for (Trace* trace = buckets_[hash & (room_ - 1)]; trace; trace = trace->next)
      if (trace->hash == hash && trace->count == count && trace->total == total &&
          std::memcmp(trace->frames, frames, count * sizeof(TraceFrame)) == 0)
        return trace;
  }
  if (count_ >= room_ && !grow()) return nullptr;
  std::size_t size = sizeof(Trace) + count * sizeof(TraceFrame);
  auto* trace = static_cast<Trace*>(std::calloc(1, size));
  if (!trace) return nullptr;
  trace->hash = hash;
  trace->count = count;
  trace->total = total;
  std::memcpy(trace->frames, frames, count * sizeof(TraceFrame));
  for (std::uint16_t i = 0; i < count; ++i) incref(as_object(frames[i].filename));
  Trace*& head = buckets_[hash & (room_ - 1)];
  trace->next = head;
  head = trace;
  ++count_;
  bytes_ += size;
  return trace;
}

void TraceTable::clear() {
  for (std::size_t i = 0; i < room_; ++i) {
    for (Trace* trace = buckets_[i]; trace;) {
      Trace* next = trace->next;
      for (std::uint16_t k = 0; k < trace->count; ++k) decref(as_object(trace->frames[k].filename));
      std::free(trace);
      trace = next;
    }
  }
  std::free(buckets_);
  buckets_ = nullptr;
  room_ = count_ = bytes_ = 0;
}

}  // namespace krait::tracemalloc
