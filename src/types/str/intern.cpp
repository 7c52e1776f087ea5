// Interning: of all equal strs one is kept in a table, so that names compare by address.
//
// The table holds no counts: an interned str that loses its last reference leaves the table when it dies. Static names are
// entered at start and never die. Open addressing with linear probing; a removed entry leaves a mark behind.
#include "types/str/intern.h"

#include <cstdlib>

#include "memory/memory.h"
#include "types/str/singletons.h"

namespace krait {
namespace {

struct InternTable {
  Str** slots = nullptr;
  std::size_t mask = 0;
  std::size_t used = 0;  // entries and marks
  std::size_t live = 0;
};
KR_ISOLATE_LOCAL(InternTable, intern_table);

Str* const removed = reinterpret_cast<Str*>(1);

// The slot of the equal str, or a free one.
Str** slot_of(InternTable& table, Borrowed<Str> text) {
  Str** free = nullptr;
  auto hash = static_cast<std::size_t>(str_hash(text));
  for (std::size_t i = hash & table.mask;; i = (i + 1) & table.mask) {
    Str* entry = table.slots[i];
    if (!entry) return free ? free : &table.slots[i];
    if (entry == removed) {
      if (!free) free = &table.slots[i];
    } else if (entry->hash_value == text->hash_value && str_equal(Borrowed<Str>(entry), text)) {
      return &table.slots[i];
    }
  }
}

bool grow(InternTable& table) {
  std::size_t size = 1024;
  while (size < table.live * 3) size *= 2;
  auto** slots = static_cast<Str**>(memory::raw_allocate_zeroed(size, sizeof(Str*)));
  if (!slots) return false;
  InternTable old = table;
  table.slots = slots;
  table.mask = size - 1;
  table.used = table.live;
  for (std::size_t i = 0; old.slots && i <= old.mask; i++) {
    if (Str* entry = old.slots[i]; entry && entry != removed) *slot_of(table, Borrowed<Str>(entry)) = entry;
  }
  memory::raw_release(old.slots);
  return true;
}

bool is_entry(Str* slot) { return slot && slot != removed; }

void enter(InternTable& table, Str** slot, Str* text) {
  if (*slot != removed) table.used++;
  table.live++;
  *slot = text;
}

void enter_static(InternTable& table, Str* text) {
  if (table.used * 3 >= table.mask * 2 && !grow(table)) abort();
  Str** slot = slot_of(table, Borrowed<Str>(text));
  if (!is_entry(*slot)) enter(table, slot, text);
}

}  // namespace

extern "C" AsciiHead* __start_krait_names[] __attribute__((weak, visibility("hidden")));
extern "C" AsciiHead* __stop_krait_names[] __attribute__((weak, visibility("hidden")));

void intern_static_names(Context& cx) {
  InternTable& table = intern_table(cx);
  enter_static(table, reinterpret_cast<Str*>(&strings::empty_string));
  for (int c = 0; c < 256; c++) enter_static(table, strings::latin1_char(static_cast<std::uint8_t>(c)).raw());
  for (AsciiHead** name = __start_krait_names; name != __stop_krait_names; name++) enter_static(table, reinterpret_cast<Str*>(*name));
}

Ref<Str> intern(Context& cx, Ref<Str> text) {
  if (text->state.interned || !is_exact<Str>(text)) return text;
  InternTable& table = intern_table(cx);
  if (table.used * 3 >= table.mask * 2 && !grow(table)) return text;  // no memory: equal strs still work, only slower
  Str** slot = slot_of(table, text);
  if (is_entry(*slot)) return Ref<Str>::share(*slot);
  enter(table, slot, text.raw());
  text->state.interned = 1;
  return text;
}

Result<Ref<Str>> intern_utf8(Context& cx, std::string_view text) { return intern(cx, KR_TRY(str_from_utf8(cx, text))); }

void strings::forget_interned(Context& cx, Str* text) {
  InternTable& table = intern_table(cx);
  Str** slot = slot_of(table, Borrowed<Str>(text));
  if (*slot != text) return;
  *slot = removed;
  table.live--;
}

}  // namespace krait
