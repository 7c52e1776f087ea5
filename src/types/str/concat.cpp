// Joining strs: +, +=, *, join.
#include "types/str/builder.h"
#include "types/str/internal.h"
#include "types/str/slots.h"

namespace krait {

using namespace strings;

Result<Ref<Str>> str_concat(Context& cx, Borrowed<Str> left, Borrowed<Str> right) {
  if (left->size == 0) return exact_str(cx, right);
  if (right->size == 0) return exact_str(cx, left);
  if (left->size > index_max - right->size) return raise(cx, exc::OverflowError, "strings are too large to concat");
  CodePoint a = max_char_bound(left), b = max_char_bound(right);
  Ref<Str> made = KR_TRY(new_str(cx, left->size + right->size, a > b ? a : b));
  copy_into(made, 0, left, 0, left->size);
  copy_into(made, left->size, right, 0, right->size);
  return made;
}

namespace {

// Only the caller holds it, nobody can have seen its hash, and its memory may move.
bool may_change(Borrowed<Str> text) {
  return text.object()->refcount == 1 && text->hash_value == -1 && !text->state.interned && text->state.compact && is_exact<Str>(text);
}

bool fits_behind(Borrowed<Str> left, Borrowed<Str> right) {
  return right->kind() <= left->kind() && (right->is_ascii() || !left->is_ascii());
}

}  // namespace

Result<Ref<Str>> str_append(Context& cx, Ref<Str> left, Borrowed<Str> right) {
  if (left->size == 0 && is_exact<Str>(right)) return hold(right);
  if (right->size == 0 && is_exact<Str>(left)) return left;
  if (!may_change(left) || !fits_behind(left, right) || left.is(right)) return str_concat(cx, left, right);
  Index old_size = left->size, kind = left->kind();
  if (old_size > index_max / 4 - 80 - right->size) return raise_memory_error(cx);
  if (!left->is_ascii() && left->utf8) {
    memory::release(left->utf8);
    left->utf8 = nullptr;
    left->utf8_length = 0;
  }
  std::size_t head = left->is_ascii() ? 48 : 72;
  void* block = memory::resize(left.raw(), head + static_cast<std::size_t>((old_size + right->size + 1) * kind));
  if (!block) return raise_memory_error(cx);
  (void)left.release();
  left = Ref<Str>::steal(static_cast<Str*>(block));
  left->size = old_size + right->size;
  copy_into(left, old_size, right, 0, right->size);
  memset(static_cast<char*>(left->data()) + left->size * kind, 0, static_cast<std::size_t>(kind));
  return left;
}

Result<Ref<Str>> str_join(Context& cx, Borrowed<Str> separator, std::span<Object* const> items) {
  auto count = static_cast<Index>(items.size());
  if (count == 0) return empty_str();
  if (count == 1 && items[0]->type == &str_type) return hold(Borrowed<>(items[0]).as<Str>());
  Index size = 0;
  CodePoint widest = count > 1 ? max_char_bound(separator) : 0x7f;
  for (Index i = 0; i < count; i++) {
    Borrowed<> item(items[static_cast<std::size_t>(i)]);
    if (!is<Str>(item)) return raise(cx, exc::TypeError, "sequence item {}: expected str instance, {!t:.80} found", i, item);
    Index more = item.as<Str>()->size + (i ? separator->size : 0);
    if (more > index_max - size) return raise(cx, exc::OverflowError, "join() result is too long for a Python string");
    size += more;
    CodePoint bound = max_char_bound(item.as<Str>());
    if (bound > widest) widest = bound;
  }
  Ref<Str> made = KR_TRY(new_str(cx, size, widest));
  if (size == 0) return made;
  Index at = 0;
  for (Index i = 0; i < count; i++) {
    Borrowed<Str> item(reinterpret_cast<Str*>(items[static_cast<std::size_t>(i)]));
    if (i && separator->size) copy_into(made, at, separator, 0, separator->size), at += separator->size;
    copy_into(made, at, item, 0, item->size);
    at += item->size;
  }
  return made;
}

namespace strings {

Result<Ref<>> add(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!is<Str>(right)) return raise(cx, exc::TypeError, "can only concatenate str (not \"{!t:.200}\") to str", right);
  return str_concat(cx, left.as<Str>(), right.as<Str>());
}

Result<Ref<>> multiply(Context& cx, Borrowed<Str> self, Index count) {
  if (count < 1 || self->size == 0) return empty_str();
  if (count == 1) return exact_str(cx, self);
  if (self->size > index_max / count) return raise(cx, exc::OverflowError, "repeated string is too long");
  Index total = self->size * count;
  Ref<Str> made = KR_TRY(new_str(cx, total, max_char_bound(self)));
  auto* to = static_cast<char*>(made->data());
  auto unit = static_cast<std::size_t>(self->size * self->kind()), all = static_cast<std::size_t>(total * self->kind());
  if (unit == 1) {
    memset(to, static_cast<int>(self->at(0)), all);
    return made;
  }
  memcpy(to, self->data(), unit);
  for (std::size_t done = unit; done < all;) {  // double what is there
    std::size_t more = done < all - done ? done : all - done;
    memcpy(to + done, to, more);
    done += more;
  }
  return made;
}

}  // namespace strings
}  // namespace krait
