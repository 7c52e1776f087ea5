// The merge sort. Natural runs are found from left to right (short ones are filled up to `minimum run` by binary insertion), and
// boundaries between runs get a "power" from their place in the whole, which tells which neighbours to merge first. A merge copies the
// shorter side away; when one side keeps winning it gallops, that is, searches with doubling steps instead of one by one.
// Whatever a comparison raises, the list holds all its items again when the sort returns.
#include "types/list/sort.h"

#include "memory/memory.h"
#include "types/list/internal.h"

namespace krait::list {

void reverse_span(SortSpan span, Index count) {
  for (Index i = 0, j = count - 1; i < j; ++i, --j) {
    std::swap(span.keys[i], span.keys[j]);
    if (span.values) std::swap(span.values[i], span.values[j]);
  }
}

Sorter::~Sorter() {
  if (block) memory::release(block);
}

// The length of the run at the start: not descending, or strictly descending.
Index Sorter::count_run(SortSpan lo, Index length, bool* descending) {
  *descending = false;
  if (length <= 1) return length;
  int answer = less(*this, lo.keys[1], lo.keys[0]);
  if (answer < 0) return -1;
  *descending = answer > 0;
  Index n = 2;
  for (; n < length; ++n) {
    if ((answer = less(*this, lo.keys[n], lo.keys[n - 1])) < 0) return -1;
    if ((answer > 0) != *descending) break;
  }
  return n;
}

bool Sorter::binary_sort(SortSpan lo, Index length, Index sorted) {
  for (Index i = sorted ? sorted : 1; i < length; ++i) {
    Object* pivot = lo.keys[i];
    Object* pivot_value = lo.values ? lo.values[i] : nullptr;
    Index left = 0, right = i;
    while (left < right) {
      Index middle = left + ((right - left) >> 1);
      int answer = less(*this, pivot, lo.keys[middle]);
      if (answer < 0) return false;
      if (answer) right = middle;
      else left = middle + 1;
    }
    lo.move(left + 1, lo, left, i - left);
    lo.keys[left] = pivot;
    if (lo.values) lo.values[left] = pivot_value;
  }
  return true;
}

namespace {
// The next step of a gallop: 1, 3, 7, 15 …, up to the limit.
KR_INLINE Index widen(Index step, Index limit) { return step > (limit - 1) / 2 ? limit : step * 2 + 1; }
}  // namespace

// Where key goes in a sorted stretch, left of its equals. The search starts at `hint`.
Index Sorter::gallop_left(Object* key, SortSpan in, Index length, Index hint) {
  Index last = 0, step = 1;
  int answer = less(*this, in.keys[hint], key);
  if (answer < 0) return -1;
  Index lo, hi;
  if (answer) {  // in[hint] < key: to the right
    Index limit = length - hint;
    while (step < limit) {
      if ((answer = less(*this, in.keys[hint + step], key)) < 0) return -1;
      if (!answer) break;
      last = step;
      step = widen(step, limit);
    }
    if (step > limit) step = limit;
    lo = hint + last, hi = hint + step;
  } else {
    Index limit = hint + 1;
    while (step < limit) {
      if ((answer = less(*this, in.keys[hint - step], key)) < 0) return -1;
      if (answer) break;
      last = step;
      step = widen(step, limit);
    }
    if (step > limit) step = limit;
    lo = hint - step, hi = hint - last;
  }
  for (++lo; lo < hi;) {
    Index middle = lo + ((hi - lo) >> 1);
    if ((answer = less(*this, in.keys[middle], key)) < 0) return -1;
    if (answer) lo = middle + 1;
    else hi = middle;
  }
  return hi;
}

// The same, right of its equals.
Index Sorter::gallop_right(Object* key, SortSpan in, Index length, Index hint) {
  Index last = 0, step = 1;
  int answer = less(*this, key, in.keys[hint]);
  if (answer < 0) return -1;
  Index lo, hi;
  if (answer) {  // key < in[hint]: to the left
    Index limit = hint + 1;
    while (step < limit) {
      if ((answer = less(*this, key, in.keys[hint - step])) < 0) return -1;
      if (!answer) break;
      last = step;
      step = widen(step, limit);
    }
    if (step > limit) step = limit;
    lo = hint - step, hi = hint - last;
  } else {
    Index limit = length - hint;
    while (step < limit) {
      if ((answer = less(*this, key, in.keys[hint + step])) < 0) return -1;
      if (answer) break;
      last = step;
      step = widen(step, limit);
    }
    if (step > limit) step = limit;
    lo = hint + last, hi = hint + step;
  }
  for (++lo; lo < hi;) {
    Index middle = lo + ((hi - lo) >> 1);
    if ((answer = less(*this, key, in.keys[middle])) < 0) return -1;
    if (answer) hi = middle;
    else lo = middle + 1;
  }
  return hi;
}

bool Sorter::get_room(Index items, SortSpan* room) {
  Index words = all.values ? items * 2 : items;
  if (words <= 256) {
    *room = {inline_block, all.values ? inline_block + items : nullptr};
    return true;
  }
  if (words > block_items) {
    if (block) memory::release(block);
    block = static_cast<Object**>(memory::allocate(static_cast<std::size_t>(words) * sizeof(Object*)));
    block_items = block ? words : 0;
    if (!block) return (void)raise_memory_error(cx), false;
  }
  *room = {block, all.values ? block + items : nullptr};
  return true;
}

// Merges neighbours a and b, a being the shorter: a moves away, the merged items fill up from the left.
bool Sorter::merge_low(SortSpan a_in, Index na, SortSpan b, Index nb) {
  SortSpan a;
  if (!get_room(na, &a)) return false;
  a.move(0, a_in, 0, na);
  SortSpan to = a_in;
  Index d = 0, i = 0, j = 0;  // next place in `to`, in a, in b
  bool ok = true;
  to.copy_item(d++, b, j++);
  --nb;
  auto finish = [&] {  // what is left of a goes in front of what is left of b, which is in place already
    if (na) to.move(d, a, i, na);
    return ok;
  };
  if (nb == 0) return finish();
  if (na == 1) {
    to.move(d, b, j, nb);
    to.copy_item(d + nb, a, i);
    return true;
  }
  for (;;) {
    Index a_wins = 0, b_wins = 0;
    do {
      int answer = less(*this, b.keys[j], a.keys[i]);
      if (answer < 0) return ok = false, finish();
      if (answer) {
        to.copy_item(d++, b, j++);
        ++b_wins, a_wins = 0;
        if (--nb == 0) return finish();
      } else {
        to.copy_item(d++, a, i++);
        ++a_wins, b_wins = 0;
        if (--na == 1) goto last_of_a;
      }
    } while (a_wins < min_gallop && b_wins < min_gallop);
    ++min_gallop;
    do {
      min_gallop -= min_gallop > 1;
      a_wins = gallop_right(b.keys[j], a + i, na, 0);
      if (a_wins < 0) return ok = false, finish();
      if (a_wins) {
        to.move(d, a, i, a_wins);
        d += a_wins, i += a_wins, na -= a_wins;
        if (na == 1) goto last_of_a;
        if (na == 0) return finish();  // only with a comparison that contradicts itself
      }
      to.copy_item(d++, b, j++);
      if (--nb == 0) return finish();
      b_wins = gallop_left(a.keys[i], b + j, nb, 0);
      if (b_wins < 0) return ok = false, finish();
      if (b_wins) {
        to.move(d, b, j, b_wins);
        d += b_wins, j += b_wins, nb -= b_wins;
        if (nb == 0) return finish();
      }
      to.copy_item(d++, a, i++);
      if (--na == 1) goto last_of_a;
    } while (a_wins >= 7 || b_wins >= 7);
    ++min_gallop;
  }
last_of_a:  // it belongs at the very end
  to.move(d, b, j, nb);
  to.copy_item(d + nb, a, i);
  return true;
}

// The mirror image: b is the shorter and moves away, the merged items fill up from the right.
bool Sorter::merge_high(SortSpan a, Index na, SortSpan b_in, Index nb) {
  SortSpan b;
  if (!get_room(nb, &b)) return false;
  b.move(0, b_in, 0, nb);
  SortSpan to = b_in;
  Index d = nb - 1;  // next place in `to`, which may become negative: to[-1] is the last of a
  bool ok = true;
  to.copy_item(d--, a, --na);
  auto finish = [&] {
    if (nb) to.move(d - (nb - 1), b, 0, nb);
    return ok;
  };
  if (na == 0) return finish();
  if (nb == 1) goto first_of_b;
  for (;;) {
    Index a_wins = 0, b_wins = 0;
    do {
      int answer = less(*this, b.keys[nb - 1], a.keys[na - 1]);
      if (answer < 0) return ok = false, finish();
      if (answer) {
        to.copy_item(d--, a, --na);
        ++a_wins, b_wins = 0;
        if (na == 0) return finish();
      } else {
        to.copy_item(d--, b, --nb);
        ++b_wins, a_wins = 0;
        if (nb == 1) goto first_of_b;
      }
    } while (a_wins < min_gallop && b_wins < min_gallop);
    ++min_gallop;
    do {
      min_gallop -= min_gallop > 1;
      Index k = gallop_right(b.keys[nb - 1], a, na, na - 1);
      if (k < 0) return ok = false, finish();
      a_wins = na - k;
      if (a_wins) {
        d -= a_wins;
        to.move(d + 1, a, k, a_wins);
        na = k;
        if (na == 0) return finish();
      }
      to.copy_item(d--, b, --nb);
      if (nb == 1) goto first_of_b;
      k = gallop_left(a.keys[na - 1], b, nb, nb - 1);
      if (k < 0) return ok = false, finish();
      b_wins = nb - k;
      if (b_wins) {
        d -= b_wins;
        to.move(d + 1, b, k, b_wins);
        nb = k;
        if (nb == 1) goto first_of_b;
        if (nb == 0) return finish();  // only with a comparison that contradicts itself
      }
      to.copy_item(d--, a, --na);
      if (na == 0) return finish();
    } while (a_wins >= 7 || b_wins >= 7);
    ++min_gallop;
  }
first_of_b:  // it belongs at the very start
  d -= na;
  to.move(d + 1, a, 0, na);
  to.copy_item(d, b, 0);
  return true;
}

bool Sorter::merge_at(int i) {
  SortSpan a = runs[i].start, b = runs[i + 1].start;
  Index na = runs[i].length, nb = runs[i + 1].length;
  runs[i].length = na + nb;
  if (i == run_count - 3) runs[i + 1] = runs[i + 2];
  --run_count;
  // What of a is not greater than b's first item, and what of b is not less than a's last, is in place already.
  Index k = gallop_right(b.keys[0], a, na, 0);
  if (k < 0) return false;
  a = a + k;
  na -= k;
  if (na == 0) return true;
  nb = gallop_left(a.keys[na - 1], b, nb, nb - 1);
  if (nb <= 0) return nb == 0;
  return na <= nb ? merge_low(a, na, b, nb) : merge_high(a, na, b, nb);
}

namespace {
// The power of the boundary between a run at s1 and the next: the first binary digit in which the middles of the two, as fractions of
// the whole, differ.
int boundary_power(Index s1, Index n1, Index n2, Index n) {
  int power = 0;
  Index a = 2 * s1 + n1;
  Index b = a + n1 + n2;
  for (;;) {
    ++power;
    if (a >= n) a -= n, b -= n;
    else if (b >= n) return power;
    a <<= 1, b <<= 1;
  }
}
}  // namespace

bool Sorter::found_run(Index length) {
  if (!run_count) return true;
  Run& top = runs[run_count - 1];
  int power = boundary_power(top.start.keys - all.keys, top.length, length, count);
  while (run_count > 1 && runs[run_count - 2].power > power)
    if (!merge_at(run_count - 2)) return false;
  runs[run_count - 1].power = power;
  return true;
}

bool Sorter::sort() {
  Index minimum = count, low_bits = 0;
  while (minimum >= 64) low_bits |= minimum & 1, minimum >>= 1;
  minimum += low_bits;
  SortSpan lo = all;
  for (Index left = count; left > 0;) {
    bool descending;
    Index n = count_run(lo, left, &descending);
    if (n < 0) return false;
    if (descending) reverse_span(lo, n);
    if (n < minimum) {
      Index forced = left <= minimum ? left : minimum;
      if (!binary_sort(lo, forced, n)) return false;
      n = forced;
    }
    if (!found_run(n)) return false;
    runs[run_count++] = {lo, n, 0};
    lo = lo + n;
    left -= n;
  }
  while (run_count > 1) {
    int i = run_count - 2;
    if (i > 0 && runs[i - 1].length < runs[i + 1].length) --i;
    if (!merge_at(i)) return false;
  }
  return true;
}

namespace {
// Keys by the key function, into a fresh block; on failure what was made is dropped.
Object** make_keys(Context& cx, Object* const* items, Index count, Borrowed<> key_function) {
  auto** keys = static_cast<Object**>(memory::allocate(static_cast<std::size_t>(count ? count : 1) * sizeof(Object*)));
  if (!keys) return (void)raise_memory_error(cx), nullptr;
  for (Index i = 0; i < count; ++i) {
    auto key = call(cx, key_function, Borrowed<>(items[i]));
    if (key.failed()) {
      while (--i >= 0) decref(keys[i]);
      memory::release(keys);
      return nullptr;
    }
    keys[i] = key.release();
  }
  return keys;
}
}  // namespace

Result<void> sort(Context& cx, Borrowed<List> self, Borrowed<> key_function, bool reverse) {
  // The list is empty while it is sorted, so that code run by comparisons cannot disturb the sort; it can only be caught at it.
  Object** items = std::exchange(self->items, nullptr);
  Index count = std::exchange(self->head.size, 0);
  Index allocated = std::exchange(self->allocated, -1);
  Object** keys = nullptr;
  bool ok = true;
  if (key_function) ok = (keys = make_keys(cx, items, count, key_function)) != nullptr;
  if (ok) {
    Sorter sorter{.cx = cx, .less = nullptr, .all = {keys ? keys : items, keys ? items : nullptr}, .count = count};
    choose_comparison(sorter);
    if (count > 1) {
      if (reverse) reverse_span(sorter.all, count);
      ok = sorter.sort();
      if (reverse) reverse_span(sorter.all, count);
    }
    if (keys) {
      for (Index i = 0; i < count; ++i) decref(keys[i]);
      memory::release(keys);
    }
  }
  bool modified = self->allocated != -1;
  Object** stray = std::exchange(self->items, items);
  Index stray_count = std::exchange(self->head.size, count);
  self->allocated = allocated;
  if (modified && ok) {
    (void)raise(cx, exc::ValueError, "list modified during sort");
    ok = false;
  }
  if (stray) {
    while (--stray_count >= 0) xdecref(stray[stray_count]);
    memory::release(stray);
  }
  if (!ok) return Failed{};
  return {};
}

}  // namespace krait::list
