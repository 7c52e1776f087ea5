// The module _random: the Mersenne Twister MT19937 of Matsumoto and Nishimura, seeded by arrays as their reference describes.
#include <sys/random.h>
#include <unistd.h>

#include <ctime>

#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
extern Type random_type;
}

namespace krait::random_module {
namespace {

using Word = std::uint32_t;
constexpr int kWords = 624, kMiddle = 397;

struct Random {
  Object base;
  int index;  // of the next word; kWords: make new ones
  Word words[kWords];
  static constexpr Type* static_type = &random_type;
};

void refill(Random& r) {
  auto twist = [](Word high, Word low) { return (((high & 0x80000000) | (low & 0x7fffffff)) >> 1) ^ (low & 1 ? 0x9908b0df : 0); };
  for (int k = 0; k < kWords; ++k)
    r.words[k] = r.words[(k + kMiddle) % kWords] ^ twist(r.words[k], r.words[(k + 1) % kWords]);
  r.index = 0;
}

Word next_word(Random& r) {
  if (r.index >= kWords) refill(r);
  Word y = r.words[r.index++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >> 18);
}

void seed_by_number(Random& r, Word seed) {
  r.words[0] = seed;
  for (int i = 1; i < kWords; ++i) r.words[i] = 1812433253u * (r.words[i - 1] ^ (r.words[i - 1] >> 30)) + static_cast<Word>(i);
  r.index = kWords;
}

void seed_by_array(Random& r, const Word* key, std::size_t size) {
  seed_by_number(r, 19650218);
  Word* w = r.words;
  int i = 1;
  std::size_t j = 0;
  auto wrap = [&] {
    if (i >= kWords) w[0] = w[kWords - 1], i = 1;
  };
  for (std::size_t k = kWords > size ? kWords : size; k; --k) {
    w[i] = (w[i] ^ ((w[i - 1] ^ (w[i - 1] >> 30)) * 1664525u)) + key[j] + static_cast<Word>(j);
    ++i, wrap();
    if (++j >= size) j = 0;
  }
  for (int k = kWords - 1; k; --k) {
    w[i] = (w[i] ^ ((w[i - 1] ^ (w[i - 1] >> 30)) * 1566083941u)) - static_cast<Word>(i);
    ++i, wrap();
  }
  w[0] = 0x80000000;
}

void seed_by_system(Random& r) {
  Word key[kWords];
  if (getrandom(key, sizeof key, GRND_NONBLOCK) != sizeof key) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    key[0] = static_cast<Word>(now.tv_nsec), key[1] = static_cast<Word>(now.tv_sec), key[2] = static_cast<Word>(getpid());
    clock_gettime(CLOCK_MONOTONIC, &now);
    key[3] = static_cast<Word>(now.tv_nsec), key[4] = static_cast<Word>(now.tv_sec);
    return seed_by_array(r, key, 5);
  }
  seed_by_array(r, key, kWords);
}

Result<void> seed_with(Context& cx, Random& r, Borrowed<> value) {
  if (!value || is_none(value)) {
    seed_by_system(r);
    return {};
  }
  Ref<Int> number;
  if (is_exact<Int>(value)) number = hold(value.as<Int>());
  else if (is<Int>(value)) number = KR_TRY(index(cx, value));
  else number = KR_TRY(int_from_unsigned(cx, static_cast<unsigned long long>(KR_TRY(krait::hash(cx, value)))));
  if (number->is_negative()) number = KR_TRY(int_negative(cx, number));
  std::size_t bits = int_bit_count(number), size = bits ? (bits - 1) / 32 + 1 : 1;
  Word small[64];
  Word* key = size <= 64 ? small : static_cast<Word*>(memory::allocate(size * sizeof(Word)));
  if (!key) return raise_memory_error(cx);
  auto stored = int_to_bytes(cx, number, reinterpret_cast<std::uint8_t*>(key), size * sizeof(Word), true, false);
  if (!stored.failed()) seed_by_array(r, key, size);
  if (key != small) memory::release(key);
  return stored;
}

Result<Ref<>> seed(Context& cx, Borrowed<Random> self, Borrowed<> n) {
  KR_TRY(seed_with(cx, *self.raw(), n));
  return new_none();
}

double random(Borrowed<Random> self) {
  Word a = next_word(*self.raw()) >> 5, b = next_word(*self.raw()) >> 6;
  return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
}

Result<Ref<>> getrandbits(Context& cx, Borrowed<Random> self, int k) {
  if (k < 0) return raise(cx, exc::ValueError, "number of bits must be non-negative");
  if (k == 0) return KR_TRY(int_from(cx, 0));
  if (k <= 32) return KR_TRY(int_from_unsigned(cx, next_word(*self.raw()) >> (32 - k)));
  std::size_t size = static_cast<std::size_t>(k - 1) / 32 + 1;
  auto* words = static_cast<Word*>(memory::allocate(size * sizeof(Word)));
  if (!words) return raise_memory_error(cx);
  for (std::size_t i = 0; i < size; ++i, k -= 32) words[i] = k < 32 ? next_word(*self.raw()) >> (32 - k) : next_word(*self.raw());
  auto made = int_from_bytes(cx, reinterpret_cast<std::uint8_t*>(words), size * sizeof(Word), true, false);
  memory::release(words);
  return KR_TRY(std::move(made));
}

Result<Ref<>> getstate(Context& cx, Borrowed<Random> self) {
  auto state = KR_TRY(new_tuple(cx, kWords + 1));
  for (int i = 0; i < kWords; ++i) state->init_item(i, KR_TRY(int_from_unsigned(cx, self->words[i])));
  state->init_item(kWords, KR_TRY(int_from(cx, self->index)));
  return state;
}

Result<Ref<>> setstate(Context& cx, Borrowed<Random> self, Borrowed<> state) {
  if (!is<Tuple>(state)) return raise(cx, exc::TypeError, "state vector must be a tuple");
  auto tuple = state.as<Tuple>();
  if (tuple->size() != kWords + 1) return raise(cx, exc::ValueError, "state vector is the wrong size");
  Word words[kWords];
  for (int i = 0; i < kWords; ++i) {
    unsigned long word = as_unsigned_long(cx, tuple->item(i));
    if (word == static_cast<unsigned long>(-1) && cx.curexc_type) return Failed{};
    words[i] = static_cast<Word>(word);
  }
  long at = as_long(cx, tuple->item(kWords));
  if (at == -1 && cx.curexc_type) return Failed{};
  if (at < 0 || at > kWords) return raise(cx, exc::ValueError, "invalid state");
  self->index = static_cast<int>(at);
  __builtin_memcpy(self->words, words, sizeof words);
  return new_none();
}

// Random(x): a subclass may take other arguments, which its own __init__ looks at.
Object* make(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  auto* tuple = reinterpret_cast<Tuple*>(args);
  if (type == &random_type && kwargs && KR_TRY(length(cx, Borrowed<>(kwargs))) > 0)
    return raise(cx, exc::TypeError, "Random() takes no keyword arguments");
  if (tuple->size() > 1) return raise(cx, exc::TypeError, "Random expected at most 1 argument, got {}", tuple->size());
  Ref<> made = KR_TRY(generic_alloc(cx, *type, 0));
  KR_TRY(seed_with(cx, *reinterpret_cast<Random*>(made.raw()), tuple->size() ? tuple->item(0) : Borrowed<>()));
  return made.release();
}

void dealloc(Object* object) {
  Type* type = object->type;
  type->tp_free(object);
  if (has_flag(type, type_flags::heap)) decref(reinterpret_cast<Object*>(type));
}

constinit MethodDef methods[] = {
    KR_METHOD("random($self, /)", random, "random() -> x in the interval [0, 1)."),
    KR_METHOD("seed($self, n=None, /)", seed,
              "seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\n"
              "of the current time and the process identifier."),
    KR_METHOD("getstate($self, /)", getstate, "getstate() -> tuple containing the current state."),
    KR_METHOD("setstate($self, state, /)", setstate, "setstate(state) -> None.  Restores generator state."),
    KR_METHOD("getrandbits($self, k, /)", getrandbits, "getrandbits(k) -> x.  Generates an int with k random bits."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) { return module_add_type(cx, module, random_type); }
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_random",
                                  .m_doc = "Module implements the Mersenne Twister random number generator.",
                                  .m_size = 0,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::random_module

namespace krait {
constinit Type random_type = {.head = {{1, &type_type}, 0},
                              .tp_name = "_random.Random",
                              .tp_basicsize = sizeof(random_module::Random),
                              .tp_dealloc = random_module::dealloc,
                              .tp_getattro = slot<&generic_get_attr>,
                              .tp_flags = type_flags::base,
                              .tp_doc = "Random() -> create a random number generator with its own internal state.",
                              .tp_methods = random_module::methods,
                              .tp_new = random_module::make,
                              .tp_free = free_object};
KR_READY(random_type);
}  // namespace krait
