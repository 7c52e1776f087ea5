// tracemalloc: where every block of memory was allocated.
//
// While tracing, a layer lies over the three allocator domains and the container pools report to it. Each live block has an entry
// in one table: its size and its traceback. Equal tracebacks are one object. Nothing here uses the allocators it watches.
#pragma once

#include "object/protocol.h"

namespace krait::tracemalloc {

struct TraceFrame {
  Str* filename;  // owned
  unsigned line;
};

struct Trace {  // one distinct traceback, innermost frame first
  Trace* next;  // with the same hash
  std::size_t hash;
  std::uint16_t total, count;  // frames there were, frames kept
  TraceFrame frames[1];
};

struct Entry {  // a live block
  Word address;  // 0: free place
  unsigned domain;
  std::size_t size;
  Trace* trace;
};

struct Totals {
  std::size_t current, peak, own;  // bytes traced now and at most; bytes used by the tables
};

bool is_tracing();
Result<void> start(Context& cx, int frames);
void stop(Context& cx);
void clear(Context& cx);
int frame_limit();
Totals totals();
void reset_peak();
// The table of live blocks, for reading; it may not be changed meanwhile.
std::span<const Entry> entries();
const Entry* find(unsigned domain, const void* block);
// PyTraceMalloc_Track and _Untrack, for memory that others manage: 0, or -1 out of memory, or -2 when not tracing.
int track(unsigned domain, Word address, std::size_t size);
int untrack(unsigned domain, Word address);

}  // namespace krait::tracemalloc
