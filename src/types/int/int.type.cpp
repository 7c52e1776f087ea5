// int and bool: constructors and operators.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/float/float.h"
#include "types/int/arithmetic.h"
#include "types/int/tables.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::int_ {
namespace {

// Both operands as ints, or null in `a` when one is none: the operator then answers NotImplemented.
#define KR_INT_OPERANDS(left, right)                                        \
  if (!is<Int>(left) || !is<Int>(right)) return new_not_implemented();      \
  Borrowed<Int> a = (left).as<Int>(), b = (right).as<Int>()

Result<Ref<>> add(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return int_add(cx, a, b);
}
Result<Ref<>> subtract(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return int_subtract(cx, a, b);
}
Result<Ref<>> multiply(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return int_multiply(cx, a, b);
}
Result<Ref<>> floor_divide(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return std::move(KR_TRY(divmod(cx, a, b)).quotient);
}
Result<Ref<>> remainder(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  if (b->head.size == 0) return raise(cx, exc::ZeroDivisionError, "integer modulo by zero");
  return std::move(KR_TRY(divmod(cx, a, b)).remainder);
}
Result<Ref<>> divmod_pair(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  auto parts = KR_TRY(divmod(cx, a, b));
  return tuple_of(cx, parts.quotient, parts.remainder);
}
Result<Ref<>> power_slot(Context& cx, Borrowed<> left, Borrowed<> right, Borrowed<> modulus) {
  KR_INT_OPERANDS(left, right);
  if (!is_none(modulus) && !is<Int>(modulus)) return new_not_implemented();
  return power(cx, a, b, modulus);
}
Result<Ref<>> true_divide_slot(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return true_divide(cx, a, b);
}

// The count of a shift: clamped when absurdly large, so that only left shifts of non-zero numbers fail.
Result<Ref<>> left_shift(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  if (b->is_negative()) return raise(cx, exc::ValueError, "negative shift count");
  if (a->head.size == 0) return hold(small_int(0));
  int overflow = 0;
  long long count = int_to_long_long(b, &overflow);
  if (overflow) return raise(cx, exc::OverflowError, "too many digits in integer");
  return shift_left(cx, a, count);
}
Result<Ref<>> right_shift(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  if (b->is_negative()) return raise(cx, exc::ValueError, "negative shift count");
  int overflow = 0;
  long long count = int_to_long_long(b, &overflow);
  return shift_right(cx, a, overflow ? static_cast<std::size_t>(index_max) : count);
}
Result<Ref<>> bit_and(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return bitwise(cx, a, b, '&');
}
Result<Ref<>> bit_or(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return bitwise(cx, a, b, '|');
}
Result<Ref<>> bit_xor(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_INT_OPERANDS(left, right);
  return bitwise(cx, a, b, '^');
}
Result<Ref<Int>> negative(Context& cx, Borrowed<Int> self) { return int_negative(cx, self); }
Result<Ref<Int>> positive(Context& cx, Borrowed<Int> self) { return plain(cx, self); }
Result<Ref<Int>> absolute(Context& cx, Borrowed<Int> self) { return self->is_negative() ? int_negative(cx, self) : plain(cx, self); }
Result<Ref<Int>> invert(Context& cx, Borrowed<Int> self) {
  auto successor = KR_TRY(int_add(cx, self, small_int(1)));
  return int_negative(cx, successor);
}
Result<bool> truth(Context&, Borrowed<Int> self) { return self->head.size != 0; }
Result<Ref<>> as_float(Context& cx, Borrowed<Int> self) {
  double value = int_to_double(cx, self);
  if (value == -1.0 && cx.has_error()) return Failed{};
  return float_from(cx, value);
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Int> self) { return int_to_str(cx, self, 10); }

// The hash is the value modulo the Mersenne prime 2**61 - 1, with the sign; -1 is reserved.
Result<Hash> hash(Context&, Borrowed<Int> self) {
  constexpr std::uint64_t modulus = (1ull << 61) - 1;
  if (self->is_compact()) return self->compact_value() == -1 ? -2 : self->compact_value();
  std::uint64_t x = 0;
  for (Index i = self->digit_count() - 1; i >= 0; --i) {
    x = (x << digit_bits & modulus) | x >> (61 - digit_bits);
    x += self->digits[i];
    if (x >= modulus) x -= modulus;
  }
  Hash answer = self->is_negative() ? -static_cast<Hash>(x) : static_cast<Hash>(x);
  return answer == -1 ? -2 : answer;
}

Result<Ref<>> compare(Context&, Borrowed<> left, Borrowed<> right, Compare op) {
  if (!is<Int>(left) || !is<Int>(right)) return new_not_implemented();
  int order = left.is(right) ? 0 : int_compare(left.as<Int>(), right.as<Int>());
  switch (op) {
    case Compare::lt: return new_bool(order < 0);
    case Compare::le: return new_bool(order <= 0);
    case Compare::eq: return new_bool(order == 0);
    case Compare::ne: return new_bool(order != 0);
    case Compare::gt: return new_bool(order > 0);
    default: return new_bool(order >= 0);
  }
}

Result<Ref<>> from_bytes_like(Context& cx, Borrowed<> x, std::string_view text, int base) {
  if (text.find('\0') == std::string_view::npos) {
    auto value = int_from_text(cx, text, base);
    if (!value.failed() || !error_matches(cx, exc::ValueError)) return value;
    if (text.size() > 640) return Failed{};
    clear_error(cx);
  }
  auto shown = KR_TRY(bytes_from(cx, text));
  return raise(cx, exc::ValueError, "invalid literal for int() with base {}: {!r}", base, shown);
}

Result<Ref<>> from_text(Context& cx, Borrowed<> x, int base) {
  if (is<Str>(x)) return int_from_str(cx, x.as<Str>(), base);
  if (is<Bytes>(x)) return from_bytes_like(cx, x, x.as<Bytes>()->text(), base);
  return from_bytes_like(cx, x, {x.as<ByteArray>()->start, static_cast<std::size_t>(x.as<ByteArray>()->size())}, base);
}

// An int of a subclass: made as an instance of the subclass, digits copied in.
Result<Ref<>> make_subclass(Context& cx, Borrowed<Type> type, Borrowed<Int> value) {
  Index n = value->digit_count();
  Object* raw = type->tp_alloc(type.raw(), n > 0 ? n : 1);
  if (!raw) return Failed{};
  auto made = Ref<Int>::steal(reinterpret_cast<Int*>(raw));
  made->head.size = value->head.size;
  for (Index i = 0; i < n; ++i) made->digits[i] = value->digits[i];
  return made;
}

Result<Ref<>> value_of(Context& cx, Borrowed<> x, Borrowed<> base) {
  if (x.is_null()) {
    if (!base.is_null()) return raise(cx, exc::TypeError, "int() missing string argument");
    return hold(small_int(0));
  }
  if (base.is_null()) return to_int(cx, x);
  Index radix = KR_TRY(as_index(cx, base, nullptr));
  if ((radix != 0 && radix < 2) || radix > 36) return raise(cx, exc::ValueError, "int() base must be >= 2 and <= 36, or 0");
  if (is<Str>(x) || is<Bytes>(x) || is<ByteArray>(x)) return from_text(cx, x, static_cast<int>(radix));
  return raise(cx, exc::TypeError, "int() can't convert non-string with explicit base");
}

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<> x, Borrowed<> base) {
  auto value = KR_TRY(value_of(cx, x, base));
  if (type.raw() == &int_type) return value;
  return make_subclass(cx, type, value.borrow().as<Int>());
}

constinit NumberSlots number = {
    .nb_add = slot<&add>,
    .nb_subtract = slot<&subtract>,
    .nb_multiply = slot<&multiply>,
    .nb_remainder = slot<&remainder>,
    .nb_divmod = slot<&divmod_pair>,
    .nb_power = slot<&power_slot>,
    .nb_negative = slot<&negative>,
    .nb_positive = slot<&positive>,
    .nb_absolute = slot<&absolute>,
    .nb_bool = slot<&truth>,
    .nb_invert = slot<&invert>,
    .nb_lshift = slot<&left_shift>,
    .nb_rshift = slot<&right_shift>,
    .nb_and = slot<&bit_and>,
    .nb_xor = slot<&bit_xor>,
    .nb_or = slot<&bit_or>,
    .nb_int = slot<&positive>,
    .nb_float = slot<&as_float>,
    .nb_floor_divide = slot<&floor_divide>,
    .nb_true_divide = slot<&true_divide_slot>,
    .nb_index = slot<&positive>,
};

void dealloc(Object* self) { self->type->tp_free(self); }

// --- bool

Result<Ref<Str>> bool_repr(Context&, Borrowed<Int> self) { return hold(self->head.size ? KR_ID(True) : KR_ID(False)); }

Result<Ref<>> make_bool(Context& cx, Borrowed<Type>, Borrowed<> x) {
  if (x.is_null()) return new_bool(false);
  return new_bool(KR_TRY(is_true(cx, x)));
}

template <char Op>
Result<Ref<>> bool_bitwise(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (left.type() != &bool_type || right.type() != &bool_type) {
    KR_INT_OPERANDS(left, right);
    return bitwise(cx, a, b, Op);
  }
  bool x = left.object() == as_object(&true_object), y = right.object() == as_object(&true_object);
  return new_bool(Op == '&' ? x && y : Op == '|' ? x || y : x != y);
}

constinit NumberSlots bool_number = {
    .nb_and = slot<&bool_bitwise<'&'>>, .nb_xor = slot<&bool_bitwise<'^'>>, .nb_or = slot<&bool_bitwise<'|'>>};

Object* bool_vectorcall(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  if (kwnames && reinterpret_cast<VarObject*>(kwnames)->size) return raise(cx, exc::TypeError, "bool() takes no keyword arguments");
  Index n = vectorcall_count(nargsf);
  if (n > 1) return raise(cx, exc::TypeError, "bool expected at most 1 argument, got {}", n);
  return make_bool(cx, Borrowed<Type>(&bool_type), Borrowed<>(n ? args[0] : nullptr)).release();
}

}  // namespace

// For tp_new of bool's subclass test and for int(): shared with convert.
Result<Ref<>> from_text_object(Context& cx, Borrowed<> x) { return from_text(cx, x, 10); }

}  // namespace krait::int_

namespace krait {

constinit Type int_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "int",
    .tp_basicsize = offsetof(Int, digits),
    .tp_itemsize = sizeof(Digit),
    .tp_dealloc = int_::dealloc,
    .tp_repr = slot<&int_::repr>,
    .tp_as_number = &int_::number,
    .tp_hash = slot<&int_::hash>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::long_subclass | type_flags::match_self,
    .tp_doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare "
              "given.  If x is a number, return x.__int__().  For floating point\nnumbers, this truncates towards zero.\n\nIf x is not a "
              "number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in "
              "the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  "
              "Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', "
              "base=0)\n4",
    .tp_richcompare = slot<&int_::compare>,
    .tp_methods = int_::methods,
    .tp_getset = int_::getset,
    .tp_new = KR_NEW("int(x=<unrepresentable>, /, base=<unrepresentable>)", int_::make),
    .tp_free = free_object,
};
KR_READY(int_type);

constinit Type bool_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "bool",
    .tp_basicsize = sizeof(IntHead),
    .tp_itemsize = sizeof(Digit),
    .tp_dealloc = int_::dealloc,
    .tp_repr = slot<&int_::bool_repr>,
    .tp_as_number = &int_::bool_number,
    .tp_flags = type_flags::immutable | type_flags::long_subclass,
    .tp_doc = "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\nThe builtins True and False are the only two "
              "instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    .tp_base = &int_type,
    .tp_new = KR_NEW("bool(x=<unrepresentable>, /)", int_::make_bool),
    .tp_vectorcall = int_::bool_vectorcall,
};
KR_READY(bool_type);

}  // namespace krait
