// Specialising operators, comparisons, subscripts, unpacking.
#include "interp/specialize.h"
#include "types/dict/keys.h"
#include "types/function/function.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::interp {

bool is_simple_function(const Code* code);

namespace {

// s + t where the result goes straight to the local that holds s.
bool stores_to_left(Object* left, CodeUnit* at, Object** locals) {
  CodeUnit following = at[1 + cache::units<cache::BinaryOp>];
  int opcode = unit_opcode(following);
  return (opcode == op::STORE_FAST || opcode == op::STORE_FAST__LOAD_FAST || opcode == op::STORE_FAST__STORE_FAST) &&
         locals[unit_argument(following)] == left;
}

int binary_form(Object* left, Object* right, CodeUnit* at, BinaryOp operation, Object** locals) {
  if (left->type != right->type) return 0;
  const Type* type = left->type;
  switch (operation) {
    case BinaryOp::add:
    case BinaryOp::inplace_add:
      if (type == &str_type) return stores_to_left(left, at, locals) ? op::BINARY_OP_INPLACE_ADD_UNICODE : op::BINARY_OP_ADD_UNICODE;
      return type == &int_type ? op::BINARY_OP_ADD_INT : type == &float_type ? op::BINARY_OP_ADD_FLOAT : 0;
    case BinaryOp::multiply:
    case BinaryOp::inplace_multiply:
      return type == &int_type ? op::BINARY_OP_MULTIPLY_INT : type == &float_type ? op::BINARY_OP_MULTIPLY_FLOAT : 0;
    case BinaryOp::subtract:
    case BinaryOp::inplace_subtract:
      return type == &int_type ? op::BINARY_OP_SUBTRACT_INT : type == &float_type ? op::BINARY_OP_SUBTRACT_FLOAT : 0;
    default: return 0;
  }
}

// In which orders (1 less, 2 equal, 4 greater) each comparison holds.
constexpr unsigned orders[] = {1, 1 | 2, 2, 1 | 4, 4, 2 | 4};

}  // namespace

void specialize_binary_op(Object* left, Object* right, CodeUnit* at, unsigned arg, Object** locals) {
  int form = binary_form(left, right, at, static_cast<BinaryOp>(arg), locals);
  if (form) specialized(at, form);
  else not_specialized(at);
}

void specialize_compare(Object* left, Object* right, CodeUnit* at, unsigned arg) {
  unsigned jumps = orders[arg];
  switch (unit_opcode(at[1 + cache::units<cache::CompareOp>])) {
    case op::POP_JUMP_FORWARD_IF_TRUE: break;
    case op::POP_JUMP_FORWARD_IF_FALSE: jumps = ~jumps & 7; break;
    case op::POP_JUMP_BACKWARD_IF_TRUE: jumps <<= 3; break;
    case op::POP_JUMP_BACKWARD_IF_FALSE: jumps = (~jumps & 7) << 3; break;
    default: return set_opcode(at, op::COMPARE_OP);  // will never be followed by a jump: no use to try again
  }
  int form = 0;
  if (left->type == right->type) {
    if (left->type == &float_type) form = op::COMPARE_OP_FLOAT_JUMP;
    else if (left->type == &int_type) {
      bool compact = reinterpret_cast<Int*>(left)->is_compact() && reinterpret_cast<Int*>(right)->is_compact();
      form = compact ? op::COMPARE_OP_INT_JUMP : 0;
    } else if (left->type == &str_type && (arg == 2 || arg == 3)) form = op::COMPARE_OP_STR_JUMP;
  }
  if (!form) return not_specialized(at);
  specialized(at, form);
  reinterpret_cast<cache::CompareOp*>(at + 1)->mask = static_cast<CodeUnit>(jumps);
}

namespace {
// A Python-level __getitem__(self, key).
bool cache_getitem(Context& cx, Type* type, CodeUnit* at) {
  Borrowed<> found = lookup_in_type(*type, KR_ID(__getitem__));
  if (!found || found.type() != &function_type || !has_flag(type, type_flags::heap)) return false;
  Borrowed<Function> function = found.as<Function>();
  if (!is_simple_function(function->code.raw()) || function->code->co_argcount != 2) return false;
  std::uint32_t version = function_version(cx, function), of_type = type_version(cx, *type);
  if (!version || version > UINT16_MAX || !of_type) return false;
  auto* cache = reinterpret_cast<cache::BinarySubscr*>(at + 1);
  write_u32(cache->type_version, of_type);
  cache->func_version = static_cast<CodeUnit>(version);
  reinterpret_cast<HeapType*>(type)->spec_cache_getitem = function.object();
  return true;
}
}  // namespace

void specialize_subscript(Context& cx, Object* container, Object* key, CodeUnit* at) {
  Type* type = container->type;
  int form = 0;
  if (type == &list_type) form = key->type == &int_type ? op::BINARY_SUBSCR_LIST_INT : 0;
  else if (type == &tuple_type) form = key->type == &int_type ? op::BINARY_SUBSCR_TUPLE_INT : 0;
  else if (type == &dict_type) form = op::BINARY_SUBSCR_DICT;
  else if (cache_getitem(cx, type, at)) form = op::BINARY_SUBSCR_GETITEM;
  if (form) specialized(at, form);
  else not_specialized(at);
}

void specialize_store_subscript(Object* container, Object* key, CodeUnit* at) {
  int form = 0;
  if (container->type == &list_type && key->type == &int_type) {
    auto* number = reinterpret_cast<Int*>(key);
    Index size = number->head.size;
    if (size == 0 || (size == 1 && static_cast<Index>(number->digits[0]) < reinterpret_cast<List*>(container)->head.size))
      form = op::STORE_SUBSCR_LIST_INT;
  } else if (container->type == &dict_type) {
    form = op::STORE_SUBSCR_DICT;
  }
  if (form) specialized(at, form);
  else not_specialized(at);
}

void specialize_unpack(Object* sequence, CodeUnit* at, unsigned arg) {
  int form = 0;
  if (sequence->type == &tuple_type && reinterpret_cast<Tuple*>(sequence)->head.size == static_cast<Index>(arg))
    form = arg == 2 ? op::UNPACK_SEQUENCE_TWO_TUPLE : op::UNPACK_SEQUENCE_TUPLE;
  else if (sequence->type == &list_type && reinterpret_cast<List*>(sequence)->head.size == static_cast<Index>(arg))
    form = op::UNPACK_SEQUENCE_LIST;
  if (form) specialized(at, form);
  else not_specialized(at);
}

}  // namespace krait::interp
