// float: operators and constructor.
#include <cmath>

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/float/tables.h"
#include "types/float/text.h"
#include "types/int/arithmetic.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace float_ {
namespace {

// As CPython: the last 100 boxes that died are kept for the next floats.
struct FreeFloats {
  Float* first = nullptr;
  int count = 0;
};
KR_ISOLATE_LOCAL(FreeFloats, free_floats);
constexpr int most_free_floats = 100;

void dealloc(Object* self) {
  if (self->type == &float_type) {
    FreeFloats& free = free_floats(Context::current());
    if (free.count < most_free_floats) {
      self->type = reinterpret_cast<Type*>(free.first);
      free.first = reinterpret_cast<Float*>(self);
      ++free.count;
      return;
    }
    memory::release(self);
    return;
  }
  self->type->tp_free(self);
}

// A number operand as a double: 1 done, 0 not a number (NotImplemented), -1 error.
int operand(Context& cx, Borrowed<> object, double* out) {
  if (is<Float>(object)) return *out = object.as<Float>()->value, 1;
  if (!is<Int>(object)) return 0;
  *out = int_to_double(cx, object.as<Int>());
  return *out == -1.0 && cx.has_error() ? -1 : 1;
}

#define KR_FLOAT_OPERANDS(left, right)                                        \
  double a, b;                                                                \
  int kind = operand(cx, left, &a);                                           \
  if (kind > 0) kind = operand(cx, right, &b);                                \
  if (kind <= 0) return kind < 0 ? Result<Ref<>>(Failed{}) : Result<Ref<>>(new_not_implemented())

Result<Ref<>> add(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_FLOAT_OPERANDS(left, right);
  return float_from(cx, a + b);
}
Result<Ref<>> subtract(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_FLOAT_OPERANDS(left, right);
  return float_from(cx, a - b);
}
Result<Ref<>> multiply(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_FLOAT_OPERANDS(left, right);
  return float_from(cx, a * b);
}
Result<Ref<>> divide(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_FLOAT_OPERANDS(left, right);
  if (b == 0) return raise(cx, exc::ZeroDivisionError, "float division by zero");
  return float_from(cx, a / b);
}

// The remainder takes the divisor's sign; the quotient is floored and exact to the last bit where it can be.
void floor_parts(double a, double b, double* quotient, double* rest) {
  double mod = std::fmod(a, b);
  double div = (a - mod) / b;
  if (mod != 0) {
    if ((b < 0) != (mod < 0)) mod += b, div -= 1.0;
  } else {
    mod = std::copysign(0.0, b);
  }
  double floored = 0;
  if (div != 0) {
    floored = std::floor(div);
    if (div - floored > 0.5) floored += 1.0;
  } else {
    floored = std::copysign(0.0, a / b);
  }
  *quotient = floored;
  *rest = mod;
}

Result<Ref<>> floor_divide(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_FLOAT_OPERANDS(left, right);
  if (b == 0) return raise(cx, exc::ZeroDivisionError, "float floor division by zero");
  double quotient, rest;
  floor_parts(a, b, &quotient, &rest);
  return float_from(cx, quotient);
}
Result<Ref<>> remainder(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_FLOAT_OPERANDS(left, right);
  if (b == 0) return raise(cx, exc::ZeroDivisionError, "float modulo");
  double quotient, rest;
  floor_parts(a, b, &quotient, &rest);
  return float_from(cx, rest);
}
Result<Ref<>> divmod(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_FLOAT_OPERANDS(left, right);
  if (b == 0) return raise(cx, exc::ZeroDivisionError, "float divmod()");
  double quotient, rest;
  floor_parts(a, b, &quotient, &rest);
  auto q = KR_TRY(float_from(cx, quotient)), r = KR_TRY(float_from(cx, rest));
  return tuple_of(cx, q, r);
}

Result<Ref<>> power(Context& cx, Borrowed<> left, Borrowed<> right, Borrowed<> modulus) {
  if (!is_none(modulus))
    return raise(cx, exc::TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
  KR_FLOAT_OPERANDS(left, right);
  if (b == 0 || a == 1.0) return float_from(cx, 1.0);
  if (std::isnan(a) || std::isnan(b)) return float_from(cx, std::isnan(a) ? a : b);
  bool odd = std::fmod(std::fabs(b), 2.0) == 1.0;
  if (std::isinf(b)) {
    double size = std::fabs(a);
    if (size == 1.0) return float_from(cx, 1.0);
    return float_from(cx, (b > 0) == (size > 1.0) ? std::fabs(b) : 0.0);
  }
  if (std::isinf(a)) {
    if (b > 0) return float_from(cx, odd ? a : std::fabs(a));
    return float_from(cx, odd ? std::copysign(0.0, a) : 0.0);
  }
  if (a == 0) {
    if (b < 0) return raise(cx, exc::ZeroDivisionError, "0.0 cannot be raised to a negative power");
    return float_from(cx, odd ? a : 0.0);
  }
  if (a < 0 && b != std::floor(b)) {  // a complex result
    auto x = KR_TRY(complex_from(cx, a, 0)), y = KR_TRY(complex_from(cx, b, 0));
    return krait::power(cx, x, y, none());
  }
  bool negate = a < 0 && odd;
  double size = std::fabs(a);
  if (size == 1.0) return float_from(cx, negate ? -1.0 : 1.0);
  double answer = std::pow(size, b);
  if (std::isinf(answer)) return raise_object(cx, Borrowed<Type>(&exc::OverflowError), KR_TRY(range_error(cx)));
  return float_from(cx, negate ? -answer : answer);
}

Result<Ref<>> negative(Context& cx, Borrowed<Float> self) { return float_from(cx, -self->value); }
Result<Ref<>> positive(Context& cx, Borrowed<Float> self) { return exact(cx, self); }
Result<Ref<>> absolute(Context& cx, Borrowed<Float> self) { return float_from(cx, std::fabs(self->value)); }
Result<bool> truth(Context&, Borrowed<Float> self) { return self->value != 0; }
Result<Ref<>> to_integer(Context& cx, Borrowed<Float> self) { return int_from_double(cx, self->value); }

Result<Ref<Str>> repr(Context& cx, Borrowed<Float> self) {
  return str_from_ascii(cx, double_text(self->value, 'r', 0, add_dot_0));
}

Result<Hash> hash(Context&, Borrowed<Float> self) { return hash_double(self.object(), self->value); }

// float against int compares exactly, also beyond 2**53.
int compare_with_int(double a, Borrowed<Int> b) {
  if (std::isinf(a)) return a < 0 ? -1 : 1;
  int sign_a = a > 0 ? 1 : a < 0 ? -1 : 0, sign_b = int_sign(b);
  if (sign_a != sign_b) return sign_a < sign_b ? -1 : 1;
  std::size_t bits = int_bit_count(b);
  if (bits <= 53) {
    int overflow = 0;
    double value = static_cast<double>(int_to_long_long(b, &overflow));
    return a < value ? -1 : a > value;
  }
  int exponent = 0;
  std::frexp(a, &exponent);
  if (exponent != static_cast<long>(bits)) return (exponent < static_cast<long>(bits) ? -1 : 1) * sign_a;
  // The same magnitude: compare the integer parts as integers; a has no fraction here unless it is below 2**53.
  Context& cx = Context::current();
  auto whole = int_from_double(cx, a);
  if (whole.failed()) return clear_error(cx), 0;
  return int_compare(std::move(whole).value(), b);
}

Result<Ref<>> compare(Context&, Borrowed<Float> self, Borrowed<> other, Compare op) {
  double a = self->value;
  int order;
  if (is<Float>(other)) {
    double b = other.as<Float>()->value;
    switch (op) {
      case Compare::lt: return new_bool(a < b);
      case Compare::le: return new_bool(a <= b);
      case Compare::eq: return new_bool(a == b);
      case Compare::ne: return new_bool(a != b);
      case Compare::gt: return new_bool(a > b);
      default: return new_bool(a >= b);
    }
  }
  if (!is<Int>(other)) return new_not_implemented();
  if (std::isnan(a)) return new_bool(op == Compare::ne);
  order = compare_with_int(a, other.as<Int>());
  switch (op) {
    case Compare::lt: return new_bool(order < 0);
    case Compare::le: return new_bool(order <= 0);
    case Compare::eq: return new_bool(order == 0);
    case Compare::ne: return new_bool(order != 0);
    case Compare::gt: return new_bool(order > 0);
    default: return new_bool(order >= 0);
  }
}

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<> x) {
  Ref<> value;
  if (x.is_null()) value = KR_TRY(float_from(cx, 0.0));
  else if (is_exact<Str>(x)) value = KR_TRY(float_from_str(cx, x));
  else value = KR_TRY(to_float(cx, x));
  if (type.raw() == &float_type) return value;
  double number = value.borrow().as<Float>()->value;
  Object* raw = type->tp_alloc(type.raw(), 0);
  if (!raw) return Failed{};
  reinterpret_cast<Float*>(raw)->value = number;
  return Ref<>::steal(raw);
}

constinit NumberSlots number = {
    .nb_add = slot<&add>,
    .nb_subtract = slot<&subtract>,
    .nb_multiply = slot<&multiply>,
    .nb_remainder = slot<&remainder>,
    .nb_divmod = slot<&divmod>,
    .nb_power = slot<&power>,
    .nb_negative = slot<&negative>,
    .nb_positive = slot<&positive>,
    .nb_absolute = slot<&absolute>,
    .nb_bool = slot<&truth>,
    .nb_int = slot<&to_integer>,
    .nb_float = slot<&positive>,
    .nb_floor_divide = slot<&floor_divide>,
    .nb_true_divide = slot<&divide>,
};

}  // namespace

Result<Ref<>> exact(Context& cx, Borrowed<Float> self) {
  if (is_exact<Float>(self)) return hold(self);
  return float_from(cx, self->value);
}

// What libm's range errors say: (34, 'Numerical result out of range').
Result<Ref<>> range_error(Context& cx) {
  auto number = KR_TRY(int_from(cx, 34));
  return tuple_of(cx, number, KR_STR("Numerical result out of range"));
}

// Equal numbers hash alike: the value modulo 2**61 - 1. A nan hashes by its address.
Hash hash_double(Object* owner, double value) {
  if (std::isinf(value)) return value > 0 ? 314159 : -314159;
  if (std::isnan(value)) {
    std::uintptr_t address = reinterpret_cast<std::uintptr_t>(owner);
    Hash answer = static_cast<Hash>(address >> 4 | address << 60);
    return answer == -1 ? -2 : answer;
  }
  constexpr int hash_bits = 61;
  constexpr std::uint64_t modulus = (1ull << hash_bits) - 1;
  int exponent = 0;
  double fraction = std::frexp(std::fabs(value), &exponent);
  std::uint64_t x = 0;
  while (fraction != 0) {
    x = (x << 28 & modulus) | x >> (hash_bits - 28);
    fraction *= 268435456.0;
    exponent -= 28;
    auto whole = static_cast<std::uint64_t>(fraction);
    fraction -= static_cast<double>(whole);
    x += whole;
    if (x >= modulus) x -= modulus;
  }
  exponent = exponent >= 0 ? exponent % hash_bits : hash_bits - 1 - (-1 - exponent) % hash_bits;
  x = (x << exponent & modulus) | x >> (hash_bits - exponent);
  Hash answer = value < 0 ? -static_cast<Hash>(x) : static_cast<Hash>(x);
  return answer == -1 ? -2 : answer;
}

}  // namespace float_

Result<Ref<Float>> float_from(Context& cx, double value) {
  auto& free = float_::free_floats(cx);
  if (Float* box = free.first) {
    free.first = reinterpret_cast<Float*>(box->base.type);
    --free.count;
    box->base = {1, &float_type};
    box->value = value;
    return Ref<Float>::steal(box);
  }
  auto made = KR_TRY(new_plain<Float>(cx, float_type));
  made->value = value;
  return made;
}

constinit Type float_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "float",
    .tp_basicsize = sizeof(Float),
    .tp_dealloc = float_::dealloc,
    .tp_repr = slot<&float_::repr>,
    .tp_as_number = &float_::number,
    .tp_hash = slot<&float_::hash>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::match_self,
    .tp_doc = "float(x=0, /)\n--\n\nConvert a string or number to a floating point number, if possible.",
    .tp_richcompare = slot<&float_::compare>,
    .tp_methods = float_::methods,
    .tp_getset = float_::getset,
    .tp_new = KR_NEW("float(x=<unrepresentable>, /)", float_::make),
    .tp_free = free_object,
};
KR_READY(float_type);

}  // namespace krait
