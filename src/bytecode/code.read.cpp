// What is read back out of a code object: its instructions as compiled, its variables, keys for its constants, debuggers' data.
#include <cstring>

#include "bytecode/code.h"
#include "memory/memory.h"
#include "object/new.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/set/set.h"

namespace krait {

Result<Ref<Bytes>> code_bytes(Context& cx, Borrowed<Code> code) {
  if (code->_co_code) return Ref<Bytes>::share(code->_co_code);
  Ref<Bytes> bytes = KR_TRY(new_bytes(cx, code->head.size * static_cast<Index>(sizeof(CodeUnit))));
  auto* out = reinterpret_cast<CodeUnit*>(bytes->data);
  for (Index i = 0; i < code->head.size; ++i) {
    CodeUnit unit = code->co_code_adaptive[i];
    int opcode = opcode_deopt(unit_opcode(unit));
    std::memcpy(out + i, &(unit = make_unit(opcode, unit_argument(unit))), sizeof unit);
    for (int caches = opcode_caches(opcode); caches > 0 && i + 1 < code->head.size; --caches) std::memset(out + ++i, 0, sizeof unit);
  }
  code->_co_code = bytes.copy().release();
  return bytes;
}

namespace {

Result<Ref<Tuple>> names_of_kind(Context& cx, Borrowed<Code> code, int kind, int count) {
  Ref<Tuple> names = KR_TRY(new_tuple(cx, count));
  for (Index i = 0, at = 0; at < count; ++i)
    if (code->local_kind(i) & kind) names->init_item(at++, hold(code->co_localsplusnames->item(i)));
  return names;
}

}  // namespace

Result<Ref<Tuple>> code_varnames(Context& cx, Borrowed<Code> code) {
  return names_of_kind(cx, code, local_kinds::local, code->co_nlocals);
}
Result<Ref<Tuple>> code_cellvars(Context& cx, Borrowed<Code> code) {
  return names_of_kind(cx, code, local_kinds::cell, code->co_ncellvars);
}
Result<Ref<Tuple>> code_freevars(Context& cx, Borrowed<Code> code) {
  return names_of_kind(cx, code, local_kinds::free, code->co_nfreevars);
}

namespace {

bool is_minus_zero(double value) { return value == 0.0 && __builtin_signbit(value); }

Result<Ref<>> key_of_items(Context& cx, Borrowed<> constant) {
  Ref<Tuple> items = KR_TRY(tuple_from(cx, constant));
  Ref<Tuple> keys = KR_TRY(new_tuple(cx, items->size()));
  for (Index i = 0; i < items->size(); ++i) keys->init_item(i, KR_TRY(constant_key(cx, items->item(i))));
  if (constant.type() == &tuple_type) return tuple_of(cx, keys, constant);
  Ref<Set> set = KR_TRY(new_frozenset(cx, keys));
  return tuple_of(cx, set, constant);
}

}  // namespace

Result<Ref<>> constant_key(Context& cx, Borrowed<> constant) {
  Type* type = constant.type();
  Borrowed<> type_of(reinterpret_cast<Object*>(type));
  if (is_none(constant) || constant.is(ellipsis()) || type == &int_type || type == &str_type || type == &code_type)
    return hold(constant);
  if (type == &bool_type || type == &bytes_type) return tuple_of(cx, type_of, constant);
  if (type == &float_type) {
    if (is_minus_zero(constant.as<Float>()->value)) return tuple_of(cx, type_of, constant, none());
    return tuple_of(cx, type_of, constant);
  }
  if (type == &complex_type) {
    auto z = constant.as<Complex>();
    bool real = is_minus_zero(z->real), imag = is_minus_zero(z->imag);
    if (real && imag) return tuple_of(cx, type_of, constant, boolean(true));
    if (imag) return tuple_of(cx, type_of, constant, boolean(false));
    if (real) return tuple_of(cx, type_of, constant, none());
    return tuple_of(cx, type_of, constant);
  }
  if (type == &tuple_type || type == &frozenset_type) return key_of_items(cx, constant);
  // Any other object is the same only as itself.
  Ref<Int> id = KR_TRY(int_from_unsigned(cx, reinterpret_cast<std::uintptr_t>(constant.object())));
  return tuple_of(cx, constant, id);
}

}  // namespace krait
