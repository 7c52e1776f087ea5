// One object for each distinct constant of a compilation.
//
// Equal means equal in type and value, through tuples and frozensets, with the signs of zeros told apart; a nan equals only itself. That
// all code objects of a module share their constants saves memory and decides which of them marshal writes as references.
#include <cstdlib>

#include "compile/codegen/unit.h"
#include "object/protocol.h"
#include "object/singletons.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/set/set.h"

namespace krait::compile {

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 29;
}

std::uint64_t bits_of(double value) { return __builtin_bit_cast(std::uint64_t, value); }

std::uint64_t hash_bytes(std::string_view text) {
  std::uint64_t hash = text.size();
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word;
    __builtin_memcpy(&word, text.data(), 8);
    hash = mix(hash, word);
  }
  std::uint64_t rest = 0;
  __builtin_memcpy(&rest, text.data(), text.size());
  return mix(hash, rest);
}

std::uint64_t hash_constant(Borrowed<> value);

std::uint64_t hash_code(Borrowed<Code> code) {
  std::uint64_t hash = hash_constant(Borrowed<>(as_object(code->co_name)));
  return mix(mix(hash, static_cast<std::uint64_t>(code->co_firstlineno)), static_cast<std::uint64_t>(code->unit_count()));
}

std::uint64_t hash_constant(Borrowed<> value) {
  Type* type = value.type();
  auto seed = reinterpret_cast<std::uintptr_t>(type) >> 4;
  if (type == &str_type) return static_cast<std::uint64_t>(str_hash(value.as<Str>()));
  if (type == &int_type) {
    auto number = value.as<Int>();
    std::uint64_t hash = mix(seed, static_cast<std::uint64_t>(number->head.size));
    for (Index i = 0; i < number->digit_count(); ++i) hash = mix(hash, number->digits[i]);
    return hash;
  }
  if (type == &bytes_type) return mix(seed, hash_bytes(value.as<Bytes>()->text()));
  if (type == &float_type) return mix(seed, bits_of(value.as<Float>()->value));
  if (type == &complex_type) return mix(mix(seed, bits_of(value.as<Complex>()->real)), bits_of(value.as<Complex>()->imag));
  if (type == &code_type) return mix(seed, hash_code(value.as<Code>()));
  if (type == &tuple_type) {
    std::uint64_t hash = seed;
    for (Object* item : value.as<Tuple>()->span()) hash = mix(hash, hash_constant(Borrowed<>(item)));
    return hash;
  }
  if (type == &frozenset_type) {
    std::uint64_t sum = 0;
    Index at = 0;
    Borrowed<> item;
    while (set_next(value.as<Set>(), &at, &item)) sum += hash_constant(item);
    return mix(seed, sum);
  }
  return mix(seed, reinterpret_cast<std::uintptr_t>(value.raw()));
}

Result<bool> equal(Context& cx, Borrowed<> a, Borrowed<> b);

Result<bool> equal_sets(Context& cx, Borrowed<Set> a, Borrowed<Set> b) {
  if (a->size() != b->size()) return false;
  Index at = 0;
  Borrowed<> item;
  while (set_next(a, &at, &item)) {
    Index other_at = 0;
    Borrowed<> other;
    bool found = false;
    while (!found && set_next(b, &other_at, &other)) found = KR_TRY(equal(cx, item, other));
    if (!found) return false;
  }
  return true;
}

Result<bool> equal(Context& cx, Borrowed<> a, Borrowed<> b) {
  if (a.is(b)) return true;
  Type* type = a.type();
  if (type != b.type()) return false;
  if (type == &str_type) return str_equal(a.as<Str>(), b.as<Str>());
  if (type == &int_type) return int_compare(a.as<Int>(), b.as<Int>()) == 0;
  if (type == &bytes_type) return a.as<Bytes>()->text() == b.as<Bytes>()->text();
  auto same = [](double x, double y) { return x == y && bits_of(x) == bits_of(y); };
  if (type == &float_type) return same(a.as<Float>()->value, b.as<Float>()->value);
  if (type == &complex_type) {
    auto x = a.as<Complex>(), y = b.as<Complex>();
    return same(x->real, y->real) && same(x->imag, y->imag);
  }
  if (type == &tuple_type) {
    auto x = a.as<Tuple>(), y = b.as<Tuple>();
    if (x->size() != y->size()) return false;
    for (Index i = 0; i < x->size(); ++i)
      if (!KR_TRY(equal(cx, x->item(i), y->item(i)))) return false;
    return true;
  }
  if (type == &frozenset_type) return equal_sets(cx, a.as<Set>(), b.as<Set>());
  if (type == &code_type) return compare_bool(cx, a, b, Compare::eq);
  return false;
}

}  // namespace

void ConstantPool::grow() {
  std::uint32_t room = mask_ ? (mask_ + 1) * 2 : 64;
  auto* entries = static_cast<Entry*>(job_.arena.allocate(sizeof(Entry) * room));
  std::memset(entries, 0, sizeof(Entry) * room);
  for (std::uint32_t i = 0; mask_ && i <= mask_; ++i) {
    if (!entries_[i].value) continue;
    std::uint32_t at = std::uint32_t(entries_[i].hash) & (room - 1);
    while (entries[at].value) at = (at + 1) & (room - 1);
    entries[at] = entries_[i];
  }
  entries_ = entries;
  mask_ = room - 1;
}

Result<Object*> ConstantPool::canonical(Borrowed<> value) {
  if (is_none(value) || value.type() == &bool_type || value.is(ellipsis())) return value.raw();
  return enter(value, hash_constant(value), true);
}

Result<Object*> ConstantPool::canonical_table(Borrowed<Tuple> table) { return enter(table, hash_constant(table), false); }

Result<Object*> ConstantPool::enter(Borrowed<> value, std::uint64_t hash, bool share) {
  if (count_ * 2 >= mask_) grow();
  std::uint32_t at = std::uint32_t(hash) & mask_;
  for (; entries_[at].value; at = (at + 1) & mask_)
    if (entries_[at].hash == hash && KR_TRY(equal(job_.cx, Borrowed<>(entries_[at].value), value))) return entries_[at].value;
  Object* kept = job_.keep(hold(value));
  entries_[at] = {kept, hash};
  ++count_;
  if (!share || (kept->type != &tuple_type && kept->type != &frozenset_type)) return kept;
  Object* entered = kept;
  KR_TRY(share_items(kept));
  // A frozenset may be another object now; entering its items may have moved the table.
  if (kept != entered) {
    for (at = std::uint32_t(hash) & mask_; entries_[at].value != entered; at = (at + 1) & mask_) {
    }
    entries_[at].value = kept;
  }
  return kept;
}

// A tuple of constants is not seen by anyone else yet, so its items are replaced in place.
Done ConstantPool::share_items(Object*& value) {
  if (value->type == &tuple_type) {
    auto* tuple = reinterpret_cast<Tuple*>(value);
    for (Index i = 0; i < tuple->size(); ++i) {
      Object* shared = KR_TRY(canonical(tuple->item(i)));
      if (shared == tuple->items[i]) continue;
      Ref<> old = Ref<>::steal(tuple->items[i]);
      tuple->items[i] = hold(shared).release();
    }
    return {};
  }
  Ref<Tuple> items = KR_TRY(tuple_from(job_.cx, Borrowed<>(value)));
  for (Index i = 0; i < items->size(); ++i) {
    Object* shared = KR_TRY(canonical(items->item(i)));
    if (shared == items->items[i]) continue;
    Ref<> old = Ref<>::steal(items->items[i]);
    items->items[i] = hold(shared).release();
  }
  value = job_.keep(Ref<>(KR_TRY(new_frozenset(job_.cx, items))));
  return {};
}

}  // namespace krait::compile
