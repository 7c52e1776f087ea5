// Hash, equality and order of strs.
#include "base/text/hash.h"
#include "types/str/internal.h"
#include "types/str/slots.h"

namespace krait {

using namespace strings;

Hash str_hash(Borrowed<Str> text) {
  if (text->hash_value == -1) text->hash_value = text::hash_bytes(text->data(), static_cast<std::size_t>(text->size * text->kind()));
  return text->hash_value;
}

bool str_equal(Borrowed<Str> left, Borrowed<Str> right) {
  if (left.is(right)) return true;
  if (left->size != right->size || left->kind() != right->kind()) return false;
  return memcmp(left->data(), right->data(), static_cast<std::size_t>(left->size * left->kind())) == 0;
}

bool str_equal(Borrowed<Str> left, std::string_view ascii) { return left->is_ascii() && left->ascii_text() == ascii; }

int str_compare(Borrowed<Str> left, Borrowed<Str> right) {
  if (left.is(right)) return 0;
  Index common = left->size < right->size ? left->size : right->size;
  int order = 0;
  if (left->kind() == 1 && right->kind() == 1) {
    order = memcmp(left->data(), right->data(), static_cast<std::size_t>(common));
  } else {
    visit(left, [&](auto* a, Index) {
      visit(right, [&](auto* b, Index) {
        for (Index i = 0; i < common && order == 0; i++)
          if (a[i] != b[i]) order = a[i] < b[i] ? -1 : 1;
      });
    });
  }
  if (order) return order < 0 ? -1 : 1;
  return left->size < right->size ? -1 : left->size > right->size;
}

namespace strings {

Object* richcompare(Object* a, Object* b, int op) {
  Borrowed<> left(a), right(b);
  if (!is<Str>(left) || !is<Str>(right)) return new_not_implemented().release();
  Borrowed<Str> x = left.as<Str>(), y = right.as<Str>();
  if (op == static_cast<int>(Compare::eq)) return new_bool(str_equal(x, y)).release();
  if (op == static_cast<int>(Compare::ne)) return new_bool(!str_equal(x, y)).release();
  int order = str_compare(x, y);
  switch (static_cast<Compare>(op)) {
    case Compare::lt: return new_bool(order < 0).release();
    case Compare::le: return new_bool(order <= 0).release();
    case Compare::gt: return new_bool(order > 0).release();
    default: return new_bool(order >= 0).release();
  }
}

Hash hash_slot(Object* self) { return str_hash(Borrowed<Str>(reinterpret_cast<Str*>(self))); }

}  // namespace strings
}  // namespace krait
