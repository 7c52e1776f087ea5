// str.maketrans() and translate().
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/str/builder.h"
#include "types/str/internal.h"
#include "types/str/methods.h"

namespace krait::strings {
namespace {

// What table[c] says: fills `out`. Answers false with an exception pending.
enum class Mapped { same, removed, character, text, failed };

Mapped look_up(Context& cx, Borrowed<> table, CodePoint c, CodePoint& to, Ref<>& text) {
  auto key = int_from(cx, c);
  if (key.failed()) return Mapped::failed;
  Ref<Int> number = std::move(key).value();
  auto found = get_item(cx, table, number);
  if (found.failed()) return clear_error_if(cx, exc::LookupError) ? Mapped::same : Mapped::failed;
  text = std::move(found).value();
  if (is_none(text)) return Mapped::removed;
  if (is<Str>(text)) return Mapped::text;
  if (!is<Int>(text)) {
    (void)raise(cx, exc::TypeError, "character mapping must return integer, None or str");
    return Mapped::failed;
  }
  int overflow;
  long long value = int_to_long_long(text.borrow().as<Int>(), &overflow);
  if (overflow || value < 0 || value > 0x10ffff) {
    (void)raise(cx, exc::ValueError, "character mapping must be in range(0x{:x})", 0x110000);
    return Mapped::failed;
  }
  to = static_cast<CodePoint>(value);
  return Mapped::character;
}

// A one-character key or an int, as the code point that translate() looks up.
Result<Ref<Int>> ordinal(Context& cx, Borrowed<Str> text, Index i) { return int_from(cx, text->at(i)); }

Result<void> add_pairs(Context& cx, Borrowed<Dict> made, Borrowed<Str> from, Borrowed<Str> to) {
  for (Index i = 0; i < from->size; i++) {
    Ref<Int> key = KR_TRY(ordinal(cx, from, i)), value = KR_TRY(ordinal(cx, to, i));
    KR_TRY(dict_set(cx, made, key, value));
  }
  return {};
}

Result<void> add_mapping(Context& cx, Borrowed<Dict> made, Borrowed<Dict> mapping) {
  Index position = 0;
  Borrowed<> key, value;
  while (dict_next(mapping, &position, &key, &value)) {
    if (is<Str>(key)) {
      if (key.as<Str>()->size != 1) return raise(cx, exc::ValueError, "string keys in translate table must be of length 1");
      Ref<Int> number = KR_TRY(ordinal(cx, key.as<Str>(), 0));
      KR_TRY(dict_set(cx, made, number, value));
    } else if (is<Int>(key)) {
      KR_TRY(dict_set(cx, made, key, value));
    } else {
      return raise(cx, exc::TypeError, "keys in translate table must be strings or integers");
    }
  }
  return {};
}

}  // namespace

Result<Ref<>> translate(Context& cx, Borrowed<Str> self, Borrowed<> table) {
  StrBuilder out(cx);
  struct Known {
    bool asked;
    Mapped what;
    CodePoint to;
  } ascii[128] = {};  // answers for ASCII characters, asked once each
  for (Index i = 0; i < self->size; i++) {
    CodePoint c = self->at(i);
    if (c < 128 && ascii[c].asked) {
      if (ascii[c].what == Mapped::removed) continue;
      out.put_char(ascii[c].to);
      continue;
    }
    CodePoint to = c;
    Ref<> text;
    Mapped what = look_up(cx, table, c, to, text);
    if (what == Mapped::failed) return Failed{};
    if (what == Mapped::text) {
      out.put(text.borrow().as<Str>());
      continue;
    }
    if (c < 128) ascii[c] = {true, what, to};
    if (what != Mapped::removed) out.put_char(to);
  }
  return out.finish();
}

Result<Ref<>> maketrans(Context& cx, Borrowed<> x, Borrowed<Str> y, Borrowed<Str> z) {
  Ref<Dict> made = KR_TRY(new_dict(cx));
  if (y.is_null()) {
    if (!is_exact<Dict>(x) && !is<Dict>(x))
      return raise(cx, exc::TypeError, "if you give only one argument to maketrans it must be a dict");
    KR_TRY(add_mapping(cx, made, x.as<Dict>()));
    return made;
  }
  if (!is<Str>(x)) return raise(cx, exc::TypeError, "first maketrans argument must be a string if there is a second argument");
  if (x.as<Str>()->size != y->size)
    return raise(cx, exc::ValueError, "the first two maketrans arguments must have equal length");
  KR_TRY(add_pairs(cx, made, x.as<Str>(), y));
  for (Index i = 0; z && i < z->size; i++) {
    Ref<Int> key = KR_TRY(ordinal(cx, z, i));
    KR_TRY(dict_set(cx, made, key, none()));
  }
  return made;
}

}  // namespace krait::strings
