// Operators. The right operand goes first when its type is a subclass of the left one's with its own implementation.
#include "object/generic.h"
#include "types/method/method.h"
#include "types/int/int.h"

namespace krait {

namespace {

using BinarySlot = BinaryFunction NumberSlots::*;

struct Operator {
  BinarySlot slot;  // null for power
  BinarySlot inplace;
  const char* symbol;
  const char* inplace_symbol;
};

// In the order of BinaryOp.
constexpr Operator operators[] = {
    {&NumberSlots::nb_add, &NumberSlots::nb_inplace_add, "+", "+="},
    {&NumberSlots::nb_and, &NumberSlots::nb_inplace_and, "&", "&="},
    {&NumberSlots::nb_floor_divide, &NumberSlots::nb_inplace_floor_divide, "//", "//="},
    {&NumberSlots::nb_lshift, &NumberSlots::nb_inplace_lshift, "<<", "<<="},
    {&NumberSlots::nb_matrix_multiply, &NumberSlots::nb_inplace_matrix_multiply, "@", "@="},
    {&NumberSlots::nb_multiply, &NumberSlots::nb_inplace_multiply, "*", "*="},
    {&NumberSlots::nb_remainder, &NumberSlots::nb_inplace_remainder, "%", "%="},
    {&NumberSlots::nb_or, &NumberSlots::nb_inplace_or, "|", "|="},
    {nullptr, nullptr, "** or pow()", "**="},
    {&NumberSlots::nb_rshift, &NumberSlots::nb_inplace_rshift, ">>", ">>="},
    {&NumberSlots::nb_subtract, &NumberSlots::nb_inplace_subtract, "-", "-="},
    {&NumberSlots::nb_true_divide, &NumberSlots::nb_inplace_true_divide, "/", "/="},
    {&NumberSlots::nb_xor, &NumberSlots::nb_inplace_xor, "^", "^="},
};
constexpr const Operator& operator_of(BinaryOp op) { return operators[static_cast<int>(op) % 13]; }

template <class F>
KR_INLINE F number_slot(Borrowed<> object, F NumberSlots::* slot) {
  NumberSlots* table = object.type()->tp_as_number;
  return table ? table->*slot : nullptr;
}

// The answer of one slot; NotImplemented as it is.
KR_INLINE Result<Ref<>> ask(Context& cx, BinaryFunction function, Borrowed<> left, Borrowed<> right) {
  return Result<Ref<>>::from_raw(check_call_result(cx, left, function(left.object(), right.object())));
}

Result<Ref<>> binary_or_not_implemented(Context& cx, Borrowed<> left, Borrowed<> right, BinarySlot slot) {
  BinaryFunction mine = number_slot(left, slot), theirs = nullptr;
  if (left.type() != right.type()) {
    theirs = number_slot(right, slot);
    if (theirs == mine) theirs = nullptr;
  }
  if (mine) {
    if (theirs && is_subtype(right.type(), left.type())) {
      auto answer = KR_TRY(ask(cx, theirs, left, right));
      if (!is_not_implemented(answer)) return answer;
      theirs = nullptr;
    }
    auto answer = KR_TRY(ask(cx, mine, left, right));
    if (!is_not_implemented(answer)) return answer;
  }
  if (theirs) return ask(cx, theirs, left, right);
  return new_not_implemented();
}

KR_COLD Failed raise_unsupported(Context& cx, Borrowed<> left, Borrowed<> right, const char* symbol) {
  return raise(cx, exc::TypeError, "unsupported operand type(s) for {}: '{!t:.100}' and '{!t:.100}'", symbol, left, right);
}

KR_COLD Failed raise_unsupported_shift(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!is_exact<BuiltinFunction>(left) || __builtin_strcmp(left.as<BuiltinFunction>()->def->ml_name, "print") != 0)
    return raise_unsupported(cx, left, right, ">>");
  return raise(cx, exc::TypeError,
               "unsupported operand type(s) for >>: '{!t:.100}' and '{!t:.100}'. Did you mean \"print(<message>, file=<output_stream>)\"?",
               left, right);
}

Result<Ref<>> repeat_with(Context& cx, SizeArgFunction function, Borrowed<> sequence, Borrowed<> count) {
  if (!is_index(count)) return raise(cx, exc::TypeError, "can't multiply sequence by non-int of type '{!t:.200}'", count);
  Index times = KR_TRY(as_index(cx, count, &exc::OverflowError));
  return Result<Ref<>>::from_raw(check_call_result(cx, sequence, function(sequence.object(), times)));
}

// What + and * do for sequences when no number slot answered; NotImplemented when that does not apply either.
Result<Ref<>> sequence_operator(Context& cx, Borrowed<> left, Borrowed<> right, BinaryOp op, bool inplace) {
  SequenceSlots* mine = left.type()->tp_as_sequence;
  if (op == BinaryOp::add) {
    BinaryFunction concat = !mine ? nullptr : inplace && mine->sq_inplace_concat ? mine->sq_inplace_concat : mine->sq_concat;
    if (concat) return ask(cx, concat, left, right);
  } else if (op == BinaryOp::multiply) {
    SizeArgFunction repeat = !mine ? nullptr : inplace && mine->sq_inplace_repeat ? mine->sq_inplace_repeat : mine->sq_repeat;
    if (repeat) return repeat_with(cx, repeat, left, right);
    // An in-place repeat must not change the right operand, so only its plain slot is asked.
    SequenceSlots* theirs = right.type()->tp_as_sequence;
    if (theirs && theirs->sq_repeat && !(inplace && mine)) return repeat_with(cx, theirs->sq_repeat, right, left);
  }
  return new_not_implemented();
}

Result<Ref<>> binary_plain(Context& cx, BinaryOp op, Borrowed<> left, Borrowed<> right) {
  const Operator& row = operator_of(op);
  auto answer = KR_TRY(binary_or_not_implemented(cx, left, right, row.slot));
  if (!is_not_implemented(answer)) return answer;
  if (op == BinaryOp::add || op == BinaryOp::multiply) {
    auto second = KR_TRY(sequence_operator(cx, left, right, op, false));
    if (!is_not_implemented(second)) return second;
  }
  if (op == BinaryOp::rshift) return raise_unsupported_shift(cx, left, right);
  return raise_unsupported(cx, left, right, row.symbol);
}

Result<Ref<>> binary_inplace(Context& cx, BinaryOp op, Borrowed<> left, Borrowed<> right) {
  const Operator& row = operator_of(op);
  if (BinaryFunction function = number_slot(left, row.inplace)) {
    auto answer = KR_TRY(ask(cx, function, left, right));
    if (!is_not_implemented(answer)) return answer;
  }
  auto answer = KR_TRY(binary_or_not_implemented(cx, left, right, row.slot));
  if (!is_not_implemented(answer)) return answer;
  if (op == BinaryOp::add || op == BinaryOp::multiply) {
    auto second = KR_TRY(sequence_operator(cx, left, right, op, true));
    if (!is_not_implemented(second)) return second;
  }
  return raise_unsupported(cx, left, right, row.inplace_symbol);
}

}  // namespace

Result<Ref<>> binary_op(Context& cx, BinaryOp op, Borrowed<> left, Borrowed<> right) {
  bool inplace = op >= BinaryOp::inplace_add;
  auto plain = static_cast<BinaryOp>(static_cast<int>(op) % 13);
  if (plain == BinaryOp::power) return inplace ? inplace_power(cx, left, right, none()) : power(cx, left, right, none());
  return inplace ? binary_inplace(cx, plain, left, right) : binary_plain(cx, plain, left, right);
}

Result<Ref<>> add(Context& cx, Borrowed<> left, Borrowed<> right) { return binary_plain(cx, BinaryOp::add, left, right); }
Result<Ref<>> subtract(Context& cx, Borrowed<> left, Borrowed<> right) { return binary_plain(cx, BinaryOp::subtract, left, right); }
Result<Ref<>> multiply(Context& cx, Borrowed<> left, Borrowed<> right) { return binary_plain(cx, BinaryOp::multiply, left, right); }
Result<Ref<>> floor_divide(Context& cx, Borrowed<> left, Borrowed<> right) {
  return binary_plain(cx, BinaryOp::floor_divide, left, right);
}
Result<Ref<>> remainder(Context& cx, Borrowed<> left, Borrowed<> right) { return binary_plain(cx, BinaryOp::remainder, left, right); }

Result<Ref<>> divmod(Context& cx, Borrowed<> left, Borrowed<> right) {
  auto answer = KR_TRY(binary_or_not_implemented(cx, left, right, &NumberSlots::nb_divmod));
  if (is_not_implemented(answer)) return raise_unsupported(cx, left, right, "divmod()");
  return answer;
}

namespace {

KR_INLINE Result<Ref<>> ask_power(Context& cx, TernaryFunction function, Borrowed<> base, Borrowed<> exponent, Borrowed<> modulus) {
  return Result<Ref<>>::from_raw(check_call_result(cx, base, function(base.object(), exponent.object(), modulus.object())));
}

Result<Ref<>> power_or_not_implemented(Context& cx, Borrowed<> base, Borrowed<> exponent, Borrowed<> modulus) {
  TernaryFunction first = number_slot(base, &NumberSlots::nb_power), second = nullptr;
  if (base.type() != exponent.type()) {
    second = number_slot(exponent, &NumberSlots::nb_power);
    if (second == first) second = nullptr;
  }
  TernaryFunction exponents = second;
  if (first) {
    if (second && is_subtype(exponent.type(), base.type())) {
      auto answer = KR_TRY(ask_power(cx, second, base, exponent, modulus));
      if (!is_not_implemented(answer)) return answer;
      second = nullptr;
    }
    auto answer = KR_TRY(ask_power(cx, first, base, exponent, modulus));
    if (!is_not_implemented(answer)) return answer;
  }
  if (second) {
    auto answer = KR_TRY(ask_power(cx, second, base, exponent, modulus));
    if (!is_not_implemented(answer)) return answer;
  }
  TernaryFunction third = number_slot(modulus, &NumberSlots::nb_power);
  if (third && third != first && third != exponents) return ask_power(cx, third, base, exponent, modulus);
  return new_not_implemented();
}

Result<Ref<>> power_checked(Context& cx, Borrowed<> base, Borrowed<> exponent, Borrowed<> modulus, const char* symbol) {
  auto answer = KR_TRY(power_or_not_implemented(cx, base, exponent, modulus));
  if (!is_not_implemented(answer)) return answer;
  if (is_none(modulus)) return raise_unsupported(cx, base, exponent, symbol);
  return raise(cx, exc::TypeError, "unsupported operand type(s) for {}: '{!t:.100}', '{!t:.100}', '{!t:.100}'", symbol, base, exponent,
               modulus);
}

}  // namespace

Result<Ref<>> power(Context& cx, Borrowed<> base, Borrowed<> exponent, Borrowed<> modulus) {
  return power_checked(cx, base, exponent, modulus, "** or pow()");
}

Result<Ref<>> inplace_power(Context& cx, Borrowed<> base, Borrowed<> exponent, Borrowed<> modulus) {
  if (TernaryFunction function = number_slot(base, &NumberSlots::nb_inplace_power)) {
    auto answer = KR_TRY(ask_power(cx, function, base, exponent, modulus));
    if (!is_not_implemented(answer)) return answer;
  }
  return power_checked(cx, base, exponent, modulus, "**=");
}

namespace {

Result<Ref<>> unary(Context& cx, Borrowed<> object, UnaryFunction NumberSlots::* slot, const char* what) {
  UnaryFunction function = number_slot(object, slot);
  if (!function) return raise(cx, exc::TypeError, "bad operand type for {}: '{!t:.200}'", what, object);
  return Result<Ref<>>::from_raw(check_call_result(cx, object, function(object.object())));
}

}  // namespace

Result<Ref<>> negative(Context& cx, Borrowed<> object) { return unary(cx, object, &NumberSlots::nb_negative, "unary -"); }
Result<Ref<>> positive(Context& cx, Borrowed<> object) { return unary(cx, object, &NumberSlots::nb_positive, "unary +"); }
Result<Ref<>> invert(Context& cx, Borrowed<> object) { return unary(cx, object, &NumberSlots::nb_invert, "unary ~"); }
Result<Ref<>> absolute(Context& cx, Borrowed<> object) { return unary(cx, object, &NumberSlots::nb_absolute, "abs()"); }

}  // namespace krait
