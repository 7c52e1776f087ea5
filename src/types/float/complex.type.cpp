// complex: a pair of doubles.
#include <cmath>
#include <string>

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/float/tables.h"
#include "types/float/text.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace complex_ {
namespace {

struct Pair {
  double real, imag;
};

Pair value_of(Borrowed<> self) { return {self.as<Complex>()->real, self.as<Complex>()->imag}; }

// A number operand: 1 done, 0 not a number, -1 error.
int operand(Context& cx, Borrowed<> object, Pair* out) {
  if (is<Complex>(object)) return *out = value_of(object), 1;
  out->imag = 0;
  if (is<Float>(object)) return out->real = object.as<Float>()->value, 1;
  if (!is<Int>(object)) return 0;
  out->real = int_to_double(cx, object.as<Int>());
  return out->real == -1.0 && cx.has_error() ? -1 : 1;
}

#define KR_COMPLEX_OPERANDS(left, right)          \
  Pair a, b;                                      \
  int kind = operand(cx, left, &a);               \
  if (kind > 0) kind = operand(cx, right, &b);    \
  if (kind <= 0) return kind < 0 ? Result<Ref<>>(Failed{}) : Result<Ref<>>(new_not_implemented())

Result<Ref<>> made(Context& cx, Pair value) { return complex_from(cx, value.real, value.imag); }

Pair product(Pair a, Pair b) { return {a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real}; }

// Scaled by the larger part of the divisor, so that nothing overflows on the way.
bool quotient(Pair a, Pair b, Pair* out) {
  double size_real = std::fabs(b.real), size_imag = std::fabs(b.imag);
  if (size_real >= size_imag) {
    if (size_real == 0) return false;
    double ratio = b.imag / b.real, denominator = b.real + b.imag * ratio;
    *out = {(a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator};
  } else if (size_imag >= size_real) {
    double ratio = b.real / b.imag, denominator = b.real * ratio + b.imag;
    *out = {(a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator};
  } else {
    *out = {std::nan(""), std::nan("")};
  }
  return true;
}

Result<Ref<>> add(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_COMPLEX_OPERANDS(left, right);
  return made(cx, {a.real + b.real, a.imag + b.imag});
}
Result<Ref<>> subtract(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_COMPLEX_OPERANDS(left, right);
  return made(cx, {a.real - b.real, a.imag - b.imag});
}
Result<Ref<>> multiply(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_COMPLEX_OPERANDS(left, right);
  return made(cx, product(a, b));
}
Result<Ref<>> divide(Context& cx, Borrowed<> left, Borrowed<> right) {
  KR_COMPLEX_OPERANDS(left, right);
  Pair answer;
  if (!quotient(a, b, &answer)) return raise(cx, exc::ZeroDivisionError, "complex division by zero");
  return made(cx, answer);
}

// Small whole exponents by repeated multiplication, which is exact where it can be; others in polar form.
bool power_whole(Pair base, long exponent, Pair* out) {
  Pair answer{1, 0}, step = base;
  long n = exponent < 0 ? -exponent : exponent;
  for (; n > 0; n >>= 1) {
    if (n & 1) answer = product(answer, step);
    step = product(step, step);
  }
  if (exponent >= 0) return *out = answer, true;
  return quotient({1, 0}, answer, out);
}

Pair power_polar(Pair base, Pair exponent) {
  double size = std::hypot(base.real, base.imag), angle = std::atan2(base.imag, base.real);
  double length = std::pow(size, exponent.real), phase = angle * exponent.real;
  if (exponent.imag != 0) {
    length *= std::exp(-angle * exponent.imag);
    phase += exponent.imag * std::log(size);
  }
  return {length * std::cos(phase), length * std::sin(phase)};
}

Result<Ref<>> power(Context& cx, Borrowed<> left, Borrowed<> right, Borrowed<> modulus) {
  KR_COMPLEX_OPERANDS(left, right);
  if (!is_none(modulus)) return raise(cx, exc::ValueError, "complex modulo");
  Pair answer;
  if (b.real == 0 && b.imag == 0) return made(cx, {1, 0});
  if (a.real == 0 && a.imag == 0) {
    if (b.imag != 0 || b.real < 0) return raise(cx, exc::ZeroDivisionError, "0.0 to a negative or complex power");
    return made(cx, {0, 0});
  }
  if (b.imag == 0 && b.real == std::floor(b.real) && std::fabs(b.real) <= 100) {
    if (!power_whole(a, static_cast<long>(b.real), &answer))
      return raise(cx, exc::ZeroDivisionError, "0.0 to a negative or complex power");
  } else {
    answer = power_polar(a, b);
  }
  bool finite_in = std::isfinite(a.real) && std::isfinite(a.imag) && std::isfinite(b.real) && std::isfinite(b.imag);
  if (finite_in && (!std::isfinite(answer.real) || !std::isfinite(answer.imag)))
    return raise(cx, exc::OverflowError, "complex exponentiation");
  return made(cx, answer);
}

Result<Ref<>> negative(Context& cx, Borrowed<Complex> self) { return complex_from(cx, -self->real, -self->imag); }
Result<Ref<>> positive(Context& cx, Borrowed<Complex> self) {
  if (is_exact<Complex>(self)) return hold(self);
  return complex_from(cx, self->real, self->imag);
}
Result<Ref<>> absolute(Context& cx, Borrowed<Complex> self) {
  double size = std::hypot(self->real, self->imag);
  if (std::isinf(size) && std::isfinite(self->real) && std::isfinite(self->imag))
    return raise(cx, exc::OverflowError, "absolute value too large");
  return float_from(cx, size);
}
Result<bool> truth(Context&, Borrowed<Complex> self) { return self->real != 0 || self->imag != 0; }

Result<Ref<Str>> repr(Context& cx, Borrowed<Complex> self) {
  using float_::double_text;
  if (self->real == 0 && std::copysign(1.0, self->real) == 1.0) return str_from_ascii(cx, double_text(self->imag, 'r', 0, 0) + "j");
  return str_from_ascii(cx, "(" + double_text(self->real, 'r', 0, 0) + double_text(self->imag, 'r', 0, float_::with_sign) + "j)");
}

Result<Hash> hash(Context&, Borrowed<Complex> self) {
  auto real = static_cast<std::uint64_t>(float_::hash_double(self.object(), self->real));
  auto imag = static_cast<std::uint64_t>(float_::hash_double(self.object(), self->imag));
  Hash answer = static_cast<Hash>(real + 1000003 * imag);
  return answer == -1 ? -2 : answer;
}

Result<Ref<>> compare(Context& cx, Borrowed<Complex> self, Borrowed<> other, Compare op) {
  if (op != Compare::eq && op != Compare::ne) return new_not_implemented();
  bool equal;
  if (is<Complex>(other)) {
    equal = self->real == other.as<Complex>()->real && self->imag == other.as<Complex>()->imag;
  } else if (is<Float>(other)) {
    equal = self->real == other.as<Float>()->value && self->imag == 0;
  } else if (is<Int>(other)) {
    if (self->imag != 0) {
      equal = false;
    } else {
      auto real = KR_TRY(float_from(cx, self->real));
      return krait::compare(cx, real, other, op);
    }
  } else {
    return new_not_implemented();
  }
  return new_bool(equal == (op == Compare::eq));
}

// --- construction

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// "<float>", "<float>j", "<float><signed float>j", with an optional pair of parentheses around.
bool parse(std::string_view text, Pair* out) {
  auto trim = [&text] {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  };
  trim();
  if (text.size() >= 2 && text.front() == '(' && text.back() == ')') {
    text = text.substr(1, text.size() - 2);
    trim();
  }
  if (text.empty()) return false;
  *out = {0, 0};
  const char *at = text.data(), *end = at + text.size(), *stop;
  auto unit = [&](const char* p) { return p < end && (*p == 'j' || *p == 'J'); };
  double first = float_::read_double(at, end, &stop);
  if (stop == at) {  // "j", "+j", "-j"
    double sign = 1;
    if (*at == '+' || *at == '-') sign = *at++ == '-' ? -1 : 1;
    if (!unit(at) || at + 1 != end) return false;
    out->imag = sign;
    return true;
  }
  at = stop;
  if (at == end) return out->real = first, true;
  if (unit(at)) return out->imag = first, at + 1 == end;
  if (*at != '+' && *at != '-') return false;
  out->real = first;
  double second = float_::read_double(at, end, &stop);
  if (stop == at) {
    second = *at == '-' ? -1 : 1;
    stop = at + 1;
  }
  out->imag = second;
  return unit(stop) && stop + 1 == end;
}

Result<Ref<>> of_type(Context& cx, Borrowed<Type> type, Pair value) {
  if (type.raw() == &complex_type) return made(cx, value);
  Object* raw = type->tp_alloc(type.raw(), 0);
  if (!raw) return Failed{};
  reinterpret_cast<Complex*>(raw)->real = value.real;
  reinterpret_cast<Complex*>(raw)->imag = value.imag;
  return Ref<>::steal(raw);
}

Result<Ref<>> from_text(Context& cx, Borrowed<Type> type, Borrowed<Str> text) {
  auto ascii = KR_TRY(decimal_and_space_to_ascii(cx, text));
  Pair value{};
  std::string cleaned;
  if (!ascii->is_ascii() || !float_::remove_underscores(ascii->ascii_text(), &cleaned) || !parse(cleaned, &value))
    return raise(cx, exc::ValueError, "complex() arg is a malformed string");
  return of_type(cx, type, value);
}

// object.__complex__(), missing when the type has none.
Lookup<> by_method(Context& cx, Borrowed<> object) {
  auto method = lookup_special(cx, object, KR_ID(__complex__));
  if (method.failed() || method.missing()) return method;
  auto answer = KR_TRY(call(cx, std::move(method).value()));
  if (!is<Complex>(answer)) return raise(cx, exc::TypeError, "{!t}.__complex__() returned non-complex (type {!t})", object, answer);
  if (!is_exact<Complex>(answer))
    KR_TRY(warn_object(cx, exc::DeprecationWarning, 1,
                       KR_TRY(format_str(cx,
                                         "{!t}.__complex__() returned non-complex (type {!t}).  The ability to return an instance of a "
                                         "strict subclass of complex is deprecated, and may not be supported in a future version of "
                                         "Python.",
                                         object, answer))));
  return answer;
}

bool is_real_number(Borrowed<> object) {
  NumberSlots* slots = object.type()->tp_as_number;
  return slots && (slots->nb_float || slots->nb_index);
}

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<> real, Borrowed<> imag) {
  bool real_given = !real.is_null(), imag_given = !imag.is_null();
  if (real_given && is_exact<Complex>(real) && !imag_given && type.raw() == &complex_type) return hold(real);
  if (real_given && is<Str>(real)) {
    if (imag_given) return raise(cx, exc::TypeError, "complex() can't take second arg if first is a string");
    return from_text(cx, type, real.as<Str>());
  }
  if (imag_given && is<Str>(imag)) return raise(cx, exc::TypeError, "complex() second arg can't be a string");
  Ref<> first = real_given ? hold(real) : Ref<>(hold(small_int(0)));
  if (real_given) {
    auto converted = by_method(cx, real);
    if (converted.failed()) return Failed{};
    if (!converted.missing()) first = std::move(converted).value();
  }
  if (!is_real_number(first) && !is<Complex>(first))
    return raise(cx, exc::TypeError, "complex() first argument must be a string or a number, not '{!t}'", first);
  if (imag_given && !is_real_number(imag) && !is<Complex>(imag))
    return raise(cx, exc::TypeError, "complex() second argument must be a number, not '{!t}'", imag);
  Pair a{}, b{};
  bool a_complex = is<Complex>(first), b_complex = imag_given && is<Complex>(imag);
  if (a_complex) {
    a = value_of(first);
  } else {
    a.real = as_double(cx, first);
    if (a.real == -1.0 && cx.has_error()) return Failed{};
  }
  if (b_complex) {
    b = value_of(imag);
  } else if (imag_given) {
    b.real = as_double(cx, imag);
    if (b.real == -1.0 && cx.has_error()) return Failed{};
  }
  // real + imag * 1j, keeping signs of zeros where a part was not given
  if (b_complex) a.real -= b.imag;
  if (a_complex) b.real += a.imag;
  return of_type(cx, type, {a.real, b.real});
}

Result<Ref<>> conjugate(Context& cx, Borrowed<Complex> self) { return complex_from(cx, self->real, -self->imag); }
Result<Ref<>> get_new_args(Context& cx, Borrowed<Complex> self) {
  auto real = KR_TRY(float_from(cx, self->real)), imag = KR_TRY(float_from(cx, self->imag));
  return tuple_of(cx, real, imag);
}

void dealloc(Object* self) { self->type->tp_free(self); }

constinit MethodDef methods[] = {
    KR_METHOD("conjugate($self, /)", conjugate, "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."),
    KR_METHOD("__complex__($self, /)", positive, "Convert this value to exact type complex."),
    KR_METHOD("__getnewargs__($self, /)", get_new_args, ""),
    KR_METHOD("__format__($self, format_spec, /)", float_::format_complex_method, "Convert to a string according to format_spec."),
    KR_END,
};

constinit MemberDef members[] = {
    {"real", member_kind::double_, offsetof(Complex, real), 1, "the real part of a complex number"},
    {"imag", member_kind::double_, offsetof(Complex, imag), 1, "the imaginary part of a complex number"},
    {},
};

constinit NumberSlots number = {
    .nb_add = slot<&add>,
    .nb_subtract = slot<&subtract>,
    .nb_multiply = slot<&multiply>,
    .nb_power = slot<&power>,
    .nb_negative = slot<&negative>,
    .nb_positive = slot<&positive>,
    .nb_absolute = slot<&absolute>,
    .nb_bool = slot<&truth>,
    .nb_true_divide = slot<&divide>,
};

}  // namespace
}  // namespace complex_

Result<Ref<Complex>> complex_from(Context& cx, double real, double imag) {
  auto made = KR_TRY(new_plain<Complex>(cx, complex_type));
  made->real = real;
  made->imag = imag;
  return made;
}

constinit Type complex_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "complex",
    .tp_basicsize = sizeof(Complex),
    .tp_dealloc = complex_::dealloc,
    .tp_repr = slot<&complex_::repr>,
    .tp_as_number = &complex_::number,
    .tp_hash = slot<&complex_::hash>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::base,
    .tp_doc = "complex(real=0, imag=0)\n--\n\nCreate a complex number from a real part and an optional imaginary part.\n\nThis is "
              "equivalent to (real + imag*1j) where imag defaults to 0.",
    .tp_richcompare = slot<&complex_::compare>,
    .tp_methods = complex_::methods,
    .tp_members = complex_::members,
    .tp_new = KR_NEW("complex(real=<unrepresentable>, imag=<unrepresentable>)", complex_::make),
    .tp_free = free_object,
};
KR_READY(complex_type);

}  // namespace krait
