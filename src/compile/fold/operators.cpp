// Unary and binary operators on constants, with the limits that keep folded values small.
#include "compile/fold/fold.h"
#include "types/int/int.h"
#include "types/set/set.h"

namespace krait::compile {

namespace {

constexpr std::size_t most_bits = 128, most_items = 256, most_characters = 4096;
constexpr Index most_nested_items = 1024;

// How many of `limit` items are left after a constant with all it contains; negative when it is too large.
Index room_left(Borrowed<> value, Index limit) {
  if (is<Tuple>(value)) {
    limit -= value.as<Tuple>()->size();
    for (Index i = 0; limit >= 0 && i < value.as<Tuple>()->size(); ++i) limit = room_left(value.as<Tuple>()->item(i), limit);
  } else if (value.type() == &frozenset_type) {
    limit -= value.as<Set>()->size();
    Index at = 0;
    Borrowed<> key;
    while (limit >= 0 && set_next(value.as<Set>(), &at, &key)) limit = room_left(key, limit);
  }
  return limit;
}

// The number of items of a sequence or frozenset constant, and how many a product may have; false for anything else.
bool countable(Borrowed<> value, std::size_t& count, std::size_t& limit) {
  limit = most_items;
  if (is<Tuple>(value)) count = static_cast<std::size_t>(value.as<Tuple>()->size());
  else if (value.type() == &frozenset_type) count = static_cast<std::size_t>(value.as<Set>()->size());
  else if (is<Str>(value)) count = static_cast<std::size_t>(value.as<Str>()->size), limit = most_characters;
  else if (is<Bytes>(value)) count = static_cast<std::size_t>(value.as<Bytes>()->size()), limit = most_characters;
  else return false;
  return true;
}

bool product_is_small(Borrowed<> left, Borrowed<> right) {
  if (is<Int>(left) && is<Int>(right)) {
    if (left.as<Int>()->head.size == 0 || right.as<Int>()->head.size == 0) return true;
    return int_bit_count(left.as<Int>()) + int_bit_count(right.as<Int>()) <= most_bits;
  }
  if (!is<Int>(left)) std::swap(left, right);
  std::size_t count, limit;
  if (!is<Int>(left) || !countable(right, count, limit) || count == 0) return true;
  int overflow = 0;
  long long times = int_to_long_long(left.as<Int>(), &overflow);
  if (overflow || times < 0 || static_cast<unsigned long long>(times) > limit / count) return false;
  return limit == most_characters || times == 0 || room_left(right, most_nested_items) >= 0;
}

// An exponent or shift as a small count; false when it is negative or large.
bool small_count(Borrowed<Int> value, std::size_t& count) {
  int overflow = 0;
  long long number = int_to_long_long(value, &overflow);
  count = static_cast<std::size_t>(number);
  return !overflow && number >= 0;
}

bool power_is_small(Borrowed<> left, Borrowed<> right) {
  if (!is<Int>(left) || !is<Int>(right) || left.as<Int>()->head.size == 0 || right.as<Int>()->head.size <= 0) return true;
  std::size_t count;
  return small_count(right.as<Int>(), count) && int_bit_count(left.as<Int>()) <= most_bits / count;
}

bool shift_is_small(Borrowed<> left, Borrowed<> right) {
  if (!is<Int>(left) || !is<Int>(right) || left.as<Int>()->head.size == 0 || right.as<Int>()->head.size == 0) return true;
  std::size_t count;
  if (!small_count(right.as<Int>(), count)) return false;
  return count <= most_bits && int_bit_count(left.as<Int>()) <= most_bits - count;
}

BinaryOp binary_op_of(ast::Operator op) {
  static constexpr BinaryOp ops[] = {BinaryOp::add, BinaryOp::subtract, BinaryOp::multiply, BinaryOp::matrix_multiply,
                                     BinaryOp::true_divide, BinaryOp::remainder, BinaryOp::power, BinaryOp::lshift,
                                     BinaryOp::rshift, BinaryOp::or_, BinaryOp::xor_, BinaryOp::and_, BinaryOp::floor_divide};
  return ops[static_cast<int>(op)];
}

bool may_compute(ast::Operator op, Borrowed<> left, Borrowed<> right) {
  using enum ast::Operator;
  switch (op) {
    case Mult: return product_is_small(left, right);
    case Pow: return power_is_small(left, right);
    case LShift: return shift_is_small(left, right);
    case Mod: return !is<Str>(left) && !is<Bytes>(left);
    case MatMult: return false;
    default: return true;
  }
}

}  // namespace

Done Folder::binary(ast::Expr*& slot) {
  auto* node = slot->as<ast::BinOp>();
  auto* left = node->left->if_a<ast::Constant>();
  if (!left) return {};
  if (node->op == ast::Operator::Mod && node->right->is<ast::Tuple>() && is<Str>(Borrowed<>(left->value)))
    return format(slot, Borrowed<Str>(reinterpret_cast<Str*>(left->value)), node->right->as<ast::Tuple>());
  auto* right = node->right->if_a<ast::Constant>();
  if (!right || !may_compute(node->op, Borrowed<>(left->value), Borrowed<>(right->value))) return {};
  return replace_if(slot, binary_op(job_.cx, binary_op_of(node->op), Borrowed<>(left->value), Borrowed<>(right->value)));
}

Done Folder::unary(ast::Expr*& slot) {
  auto* node = slot->as<ast::UnaryOp>();
  using enum ast::UnaryOperator;
  if (auto* constant = node->operand->if_a<ast::Constant>()) {
    Borrowed<> value(constant->value);
    switch (node->op) {
      case Invert: return replace_if(slot, invert(job_.cx, value));
      case UAdd: return replace_if(slot, positive(job_.cx, value));
      case USub: return replace_if(slot, negative(job_.cx, value));
      case Not: replace(slot, new_bool(!KR_TRY(is_true(job_.cx, value)))); return {};
    }
  }
  auto* compare = node->op == Not ? node->operand->if_a<ast::Compare>() : nullptr;
  if (!compare || compare->ops.size() != 1) return {};
  using enum ast::CmpOperator;
  auto& op = compare->ops[0];
  switch (op) {
    case Is: op = IsNot; break;
    case IsNot: op = Is; break;
    case In: op = NotIn; break;
    case NotIn: op = In; break;
    default: return {};
  }
  slot = compare;
  return {};
}

}  // namespace krait::compile
