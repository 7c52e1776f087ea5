// Inside the int room: operations on whole ints that several of its files share.
#pragma once

#include "types/int/digits.h"
#include "types/int/int.h"

namespace krait::int_ {

struct DivMod {
  Ref<Int> quotient;
  Ref<Int> remainder;
};

digits::In magnitude(Borrowed<Int> a);
Ref<Int> finish(Ref<Int> made, Index size, bool negative);
Result<DivMod> divmod(Context& cx, Borrowed<Int> a, Borrowed<Int> b);             // floor, as // and %
Result<DivMod> truncating_divmod(Context& cx, Borrowed<Int> a, Borrowed<Int> b);  // b not zero
Result<Ref<Int>> plain(Context& cx, Borrowed<Int> value);                         // a subclass instance becomes an int
Result<Ref<Int>> shift_left(Context& cx, Borrowed<Int> a, std::size_t bits);
Result<Ref<Int>> shift_right(Context& cx, Borrowed<Int> a, std::size_t bits);  // rounds down
Result<Ref<>> power(Context& cx, Borrowed<Int> base, Borrowed<Int> exponent, Borrowed<> modulus);
Result<Ref<>> true_divide(Context& cx, Borrowed<Int> a, Borrowed<Int> b);
// The number as fraction * 2**exponent with 0.5 <= |fraction| < 1, rounded half to even.
double frexp(Borrowed<Int> value, Index* exponent);
Result<Ref<Int>> bitwise(Context& cx, Borrowed<Int> a, Borrowed<Int> b, char op);

}  // namespace krait::int_
