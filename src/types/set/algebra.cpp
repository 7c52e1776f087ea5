// Unions, intersections, differences and comparisons of sets.
#include <cstring>

#include "types/set/table.h"

namespace krait::set {

namespace {
// Calls visit(key, hash) for every item of an iterable; sets and dicts give their hashes away. A failing visit ends it.
template <class F>
Result<void> for_each(Context& cx, Borrowed<> iterable, F&& visit) {
  Hash hash;
  Borrowed<> key;
  Index position = 0;
  if (is_any_set(iterable)) {
    while (set_next(iterable.as<Set>(), &position, &key, &hash)) {
      Ref<> held = hold(key);
      if (!KR_TRY(visit(held.raw(), hash))) break;
    }
    return {};
  }
  if (is_exact<Dict>(iterable)) {
    while (dict_next(iterable.as<Dict>(), &position, &key, nullptr, &hash)) {
      Ref<> held = hold(key);
      if (!KR_TRY(visit(held.raw(), hash))) break;
    }
    return {};
  }
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return {};
    Ref<> item = std::move(step).value();
    Hash item_hash = KR_TRY(key_hash(cx, item));
    if (!KR_TRY(visit(item.raw(), item_hash))) return {};
  }
}
}  // namespace

void swap_bodies(Set* a, Set* b) {
  std::swap(a->fill, b->fill);
  std::swap(a->used, b->used);
  std::swap(a->mask, b->mask);
  SetEntry* a_table = a->table == a->small_table ? b->small_table : a->table;
  SetEntry* b_table = b->table == b->small_table ? a->small_table : b->table;
  a->table = b_table;
  b->table = a_table;
  if (a->table == a->small_table || b->table == b->small_table) std::swap(a->small_table, b->small_table);
  bool frozen = is_subtype(a->base.type, &frozenset_type) && is_subtype(b->base.type, &frozenset_type);
  if (frozen) std::swap(a->hash_value, b->hash_value);
  else a->hash_value = b->hash_value = -1;
}

Result<void> difference_update(Context& cx, Borrowed<Set> self, Borrowed<> other) {
  if (self.is(other)) return clear(self.raw()), Result<void>();
  Ref<> keep = hold(other);
  KR_TRY(for_each(cx, other, [&](Object* key, Hash hash) -> Result<bool> {
    KR_TRY(discard(cx, self.raw(), key, hash));
    return true;
  }));
  if (static_cast<std::size_t>(self->fill - self->used) <= static_cast<std::size_t>(self->mask) / 4) return {};
  return resize(cx, self.raw(), self->used > 50000 ? self->used * 2 : self->used * 4);
}

Result<Ref<Set>> difference(Context& cx, Borrowed<Set> self, Borrowed<> other) {
  Index other_size;
  bool other_is_set = is_any_set(other);
  if (other_is_set) other_size = other.as<Set>()->used;
  else if (is_exact<Dict>(other)) other_size = other.as<Dict>()->used;
  else {
    Ref<Set> made = KR_TRY(make_like(cx, self, self));
    KR_TRY(difference_update(cx, made, other));
    return made;
  }
  if ((self->used >> 2) > other_size) {  // much larger than other: copy and take away
    Ref<Set> made = KR_TRY(make_like(cx, self, self));
    KR_TRY(difference_update(cx, made, other));
    return made;
  }
  Ref<Set> made = KR_TRY(make_like(cx, self, {}));
  Ref<> keep = hold(other);
  KR_TRY(for_each(cx, self, [&](Object* key, Hash hash) -> Result<bool> {
    bool there;
    if (other_is_set) there = KR_TRY(contains(cx, other.as<Set>().raw(), key, hash));
    else {
      auto found = dict_get(cx, other.as<Dict>(), Borrowed<>(key), hash);
      if (found.failed()) return Failed{};
      there = static_cast<bool>(found.value());
    }
    if (!there) KR_TRY(add(cx, made.raw(), key, hash));
    return true;
  }));
  return made;
}

Result<Ref<Set>> intersection(Context& cx, Borrowed<Set> self, Borrowed<> other) {
  if (self.is(other)) return make_like(cx, self, self);
  Ref<Set> made = KR_TRY(make_like(cx, self, {}));
  Borrowed<> walked = other;
  Borrowed<Set> searched = self;
  if (is_any_set(other) && other.as<Set>()->used > self->used) {
    walked = self;
    searched = other.as<Set>();
  }
  Ref<> keep = hold(other);
  KR_TRY(for_each(cx, walked, [&](Object* key, Hash hash) -> Result<bool> {
    if (KR_TRY(contains(cx, searched.raw(), key, hash))) KR_TRY(add(cx, made.raw(), key, hash));
    return true;
  }));
  return made;
}

Result<void> symmetric_difference_update(Context& cx, Borrowed<Set> self, Borrowed<> other) {
  if (self.is(other)) return clear(self.raw()), Result<void>();
  auto toggle = [&](Object* key, Hash hash) -> Result<bool> {
    if (!KR_TRY(discard(cx, self.raw(), key, hash))) KR_TRY(add(cx, self.raw(), key, hash));
    return true;
  };
  if (is_exact<Dict>(other)) return for_each(cx, other, toggle);
  Ref<> once = is_any_set(other) ? hold(other) : Ref<>(KR_TRY(make_like(cx, self, other)));  // each item once
  return for_each(cx, once, toggle);
}

Result<bool> is_disjoint(Context& cx, Borrowed<Set> self, Borrowed<> other) {
  if (self.is(other)) return self->used == 0;
  Borrowed<> walked = other;
  Borrowed<Set> searched = self;
  if (is_exact_set(other) && other.as<Set>()->used > self->used) {
    walked = self;
    searched = other.as<Set>();
  }
  bool answer = true;
  Ref<> keep = hold(other);
  KR_TRY(for_each(cx, walked, [&](Object* key, Hash hash) -> Result<bool> {
    answer = !KR_TRY(contains(cx, searched.raw(), key, hash));
    return answer;
  }));
  return answer;
}

Result<bool> is_subset(Context& cx, Borrowed<Set> self, Borrowed<> other) {
  if (!is_any_set(other)) {
    Ref<Set> common = KR_TRY(intersection(cx, self, other));
    return common->used == self->used;
  }
  if (self->used > other.as<Set>()->used) return false;
  bool answer = true;
  KR_TRY(for_each(cx, self, [&](Object* key, Hash hash) -> Result<bool> {
    answer = KR_TRY(contains(cx, other.as<Set>().raw(), key, hash));
    return answer;
  }));
  return answer;
}

}  // namespace krait::set
