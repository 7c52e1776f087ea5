// A stable merge sort that looks for order already there (timsort's runs and galloping, powersort's choice of what to merge).
#pragma once

#include "types/list/list.h"

namespace krait::list {

// Keys and, when a key function made them, the values that travel with them.
struct SortSpan {
  Object** keys;
  Object** values;  // null: the keys are the values

  KR_INLINE SortSpan operator+(Index n) const { return {keys + n, values ? values + n : nullptr}; }
  KR_INLINE void copy_item(Index to, SortSpan from, Index i) const {
    keys[to] = from.keys[i];
    if (values) values[to] = from.values[i];
  }
  KR_INLINE void move(Index to, SortSpan from, Index i, Index count) const {
    __builtin_memmove(keys + to, from.keys + i, static_cast<std::size_t>(count) * sizeof(Object*));
    if (values) __builtin_memmove(values + to, from.values + i, static_cast<std::size_t>(count) * sizeof(Object*));
  }
};

struct Sorter;
// 1: left < right, 0: not, -1: an exception is pending.
using Less = int (*)(Sorter& sorter, Object* left, Object* right);

struct Run {
  SortSpan start;
  Index length;
  int power;  // of the boundary to the next run
};

struct Sorter {
  Context& cx;
  Less less;
  Less tuple_less = nullptr;  // for first items of tuples
  SortSpan all;
  Index count;
  Index min_gallop = 7;
  Run runs[85];
  int run_count = 0;
  Object** block = nullptr;  // room for the shorter side of a merge
  Index block_items = 0;
  Object* inline_block[256];

  ~Sorter();
  bool sort();

 private:
  Index count_run(SortSpan lo, Index length, bool* descending);
  bool binary_sort(SortSpan lo, Index length, Index sorted);
  Index gallop_left(Object* key, SortSpan in, Index length, Index hint);
  Index gallop_right(Object* key, SortSpan in, Index length, Index hint);
  bool merge_low(SortSpan a, Index a_length, SortSpan b, Index b_length);
  bool merge_high(SortSpan a, Index a_length, SortSpan b, Index b_length);
  bool merge_at(int i);
  bool found_run(Index length);
  bool get_room(Index count, SortSpan* room);
};

// Chooses how to compare these keys: the quickest that is right for all of them.
void choose_comparison(Sorter& sorter);
void reverse_span(SortSpan span, Index count);

}  // namespace krait::list
