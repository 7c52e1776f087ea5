// Compiling a format text, and keeping the last hundred.
#include "memory/memory.h"
#include "modules/_struct/struct.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/str/str.h"

namespace krait::structs {
namespace {

struct Letter {
  char letter;
  std::uint8_t native_size, native_align, standard_size;  // 0: not in that mode
};
constexpr Letter letters[] = {{'x', 1, 0, 1}, {'b', 1, 0, 1}, {'B', 1, 0, 1}, {'c', 1, 0, 1}, {'s', 1, 0, 1}, {'p', 1, 0, 1},
                              {'h', 2, 2, 2}, {'H', 2, 2, 2}, {'i', 4, 4, 4}, {'I', 4, 4, 4}, {'l', 8, 8, 4}, {'L', 8, 8, 4},
                              {'n', 8, 8, 0}, {'N', 8, 8, 0}, {'q', 8, 8, 8}, {'Q', 8, 8, 8}, {'?', 1, 0, 1}, {'e', 2, 2, 2},
                              {'f', 4, 4, 4}, {'d', 8, 8, 8}, {'P', 8, 8, 0}};

const Letter* find_letter(char c) {
  for (const Letter& letter : letters)
    if (letter.letter == c) return &letter;
  return nullptr;
}

// One step of reading a format: a repeat count and a letter.
struct Item {
  const Letter* letter;
  Index repeat;
};

struct Reader {
  Context& cx;
  std::string_view text;
  std::size_t at = 0;
  bool native = true, big_endian = false;

  Reader(Context& context, std::string_view format) : cx(context), text(format) {
    if (text.empty()) return;
    switch (text[0]) {
      case '<': case '=': native = false, at = 1; break;
      case '>': case '!': native = false, big_endian = true, at = 1; break;
      case '@': at = 1; break;
    }
  }
  Failed too_long() { return raise(cx, error_type(cx), "total struct size too long"); }

  // Letter null at the end.
  Result<Item> next() {
    while (at < text.size() && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r'))) ++at;
    if (at == text.size()) return Item{nullptr, 0};
    Index repeat = 1;
    if (text[at] >= '0' && text[at] <= '9') {
      repeat = 0;
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        int digit = text[at] - '0';
        if (repeat > (index_max - digit) / 10) return too_long();
        repeat = repeat * 10 + digit;
      }
      if (at == text.size()) return raise(cx, error_type(cx), "repeat count given without format specifier");
    }
    const Letter* letter = find_letter(text[at++]);
    if (!letter || (!native && !letter->standard_size)) return raise(cx, error_type(cx), "bad char in struct format");
    return Item{letter, repeat};
  }
};

bool one_value(char letter) { return letter == 's' || letter == 'p'; }
}  // namespace

Result<void> compile(Context& cx, Struct* self, Borrowed<> given) {
  Ref<Bytes> format;
  if (is<Str>(given)) format = KR_TRY(encode(cx, given.as<Str>(), "ascii", nullptr));
  else if (is<Bytes>(given)) format = hold(given.as<Bytes>());
  else return raise(cx, exc::TypeError, "Struct() argument 1 must be a str or bytes object, not {!t:.200}", given);
  if (__builtin_memchr(format->data, 0, static_cast<std::size_t>(format->size())))
    return raise(cx, error_type(cx), "embedded null character");
  // Twice over the text: first to count, then to lay out.
  Index codes = 0, values = 0, size = 0;
  Code* made = nullptr;
  for (int pass = 0; pass < 2; ++pass) {
    Reader reader(cx, format->text());
    Index n = 0;
    size = values = 0;
    for (;;) {
      auto step = reader.next();
      if (step.failed()) {
        memory::release(made);
        return Failed{};
      }
      Item item = step.value();
      if (!item.letter) break;
      Index unit = reader.native ? item.letter->native_size : item.letter->standard_size;
      Index align = reader.native ? item.letter->native_align : 0;
      if (align) size = (size + align - 1) & ~(align - 1);
      Index bytes;
      if (__builtin_mul_overflow(unit, item.repeat, &bytes) || bytes > index_max - size - 16) {
        memory::release(made);
        return reader.too_long();
      }
      char letter = item.letter->letter;
      bool stored = letter != 'x' && (one_value(letter) || item.repeat > 0);
      if (stored) {
        bool is_float = letter == 'e' || letter == 'f' || letter == 'd';
        bool native = reader.native || (!is_float && !reader.big_endian && item.letter->native_size == unit);
        if (made) made[n] = {letter, native, reader.big_endian, size, one_value(letter) ? item.repeat : unit, one_value(letter) ? 1 : item.repeat};
        ++n;
        values += one_value(letter) ? 1 : item.repeat;
      }
      size += bytes;
    }
    codes = n;
    if (pass == 0) {
      made = static_cast<Code*>(memory::allocate_zeroed(static_cast<std::size_t>(codes + 1), sizeof(Code)));
      if (!made) return raise_memory_error(cx);
    }
  }
  Code* old = std::exchange(self->codes, made);
  if (old) memory::release(old);
  self->size = size;
  self->count = values;
  Ref<> old_format = Ref<>::steal(std::exchange(self->format, as_object(format.release())));
  return {};
}

}  // namespace krait::structs
