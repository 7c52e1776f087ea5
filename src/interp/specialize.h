// Specialisation: an instruction that has run a few times is rewritten in place to a form for what it has met (PEP 659).
//
//   general form --8 runs of the code--> ADAPTIVE form --counter 0--> specialised form --53 misses--> ADAPTIVE ...
//
// The counter is the first code unit of the inline cache. In an ADAPTIVE form its high 12 bits count down to the next attempt and its
// low 4 bits are the exponent of the back-off: a failed attempt waits for 2^n - 1 runs, twice as many after each failure, up to 4095.
// In a specialised form it counts misses down from 53; at 0 the form becomes ADAPTIVE again and waits for 31 runs.
// A code object becomes adaptive as a whole (quicken) after its 8th start or loop.
#pragma once

#include "bytecode/code.h"
#include "object/context.h"
#include "object/protocol.h"
#include "types/frame/frame.h"

namespace krait::interp {

inline constexpr int backoff_bits = 4;
inline constexpr CodeUnit counter_after_success = 53;
inline constexpr CodeUnit counter_step = 1 << backoff_bits;
constexpr CodeUnit backoff_counter(unsigned exponent) { return static_cast<CodeUnit>(((1u << exponent) - 1) << backoff_bits | exponent); }
inline constexpr CodeUnit counter_after_misses = backoff_counter(5);
constexpr CodeUnit counter_after_failure(CodeUnit counter) {
  unsigned exponent = (counter & 15) + 1;
  return backoff_counter(exponent > 12 ? 12 : exponent);
}

KR_INLINE void set_opcode(CodeUnit* instruction, int opcode) { *reinterpret_cast<std::uint8_t*>(instruction) = static_cast<std::uint8_t>(opcode); }
KR_INLINE bool counter_is_zero(CodeUnit counter) { return counter < counter_step; }

KR_INLINE std::uint32_t read_u32(const CodeUnit* at) { std::uint32_t value; __builtin_memcpy(&value, at, sizeof value); return value; }
KR_INLINE void write_u32(CodeUnit* at, std::uint32_t value) { __builtin_memcpy(at, &value, sizeof value); }
KR_INLINE Object* read_object(const CodeUnit* at) { Object* value; __builtin_memcpy(&value, at, sizeof value); return value; }
KR_INLINE void write_object(CodeUnit* at, Object* value) { __builtin_memcpy(at, &value, sizeof value); }

// The ADAPTIVE form of an opcode; 0 when it has none.
constexpr int adaptive_form(int opcode) {
  switch (opcode) {
    case op::BINARY_OP: return op::BINARY_OP_ADAPTIVE;
    case op::BINARY_SUBSCR: return op::BINARY_SUBSCR_ADAPTIVE;
    case op::CALL: return op::CALL_ADAPTIVE;
    case op::COMPARE_OP: return op::COMPARE_OP_ADAPTIVE;
    case op::LOAD_ATTR: return op::LOAD_ATTR_ADAPTIVE;
    case op::LOAD_GLOBAL: return op::LOAD_GLOBAL_ADAPTIVE;
    case op::LOAD_METHOD: return op::LOAD_METHOD_ADAPTIVE;
    case op::PRECALL: return op::PRECALL_ADAPTIVE;
    case op::STORE_ATTR: return op::STORE_ATTR_ADAPTIVE;
    case op::STORE_SUBSCR: return op::STORE_SUBSCR_ADAPTIVE;
    case op::UNPACK_SEQUENCE: return op::UNPACK_SEQUENCE_ADAPTIVE;
    default: return 0;
  }
}

// Makes all instructions adaptive (specialize/quicken.cpp).
void quicken(Code* code);
KR_INLINE void warm_up(Code* code) {
  if (code->co_warmup != 0) [[unlikely]] {
    if (++code->co_warmup == 0) quicken(code);
  }
}

// Each rewrites the instruction at `at` to a specialised form, or sets its counter to wait (specialize/*.cpp). None raises; those
// without a result may be called at any time. `specialize_attr` and `specialize_method` answer false with an exception pending.
void specialize_binary_op(Object* left, Object* right, CodeUnit* at, unsigned arg, Object** locals);
void specialize_compare(Object* left, Object* right, CodeUnit* at, unsigned arg);
void specialize_subscript(Context& cx, Object* container, Object* key, CodeUnit* at);
void specialize_store_subscript(Object* container, Object* key, CodeUnit* at);
void specialize_unpack(Object* sequence, CodeUnit* at, unsigned arg);
void specialize_global(Context& cx, InterpreterFrame* frame, CodeUnit* at, Str* name);
void specialize_load_attr(Context& cx, Object* owner, CodeUnit* at, Str* name);
void specialize_store_attr(Context& cx, Object* owner, CodeUnit* at, Str* name);
void specialize_load_method(Context& cx, Object* owner, CodeUnit* at, Str* name);
void specialize_precall(Context& cx, Object* callable, CodeUnit* at, Index nargs, Object* kwnames, unsigned arg);
void specialize_call(Context& cx, Object* callable, CodeUnit* at, Index nargs, Object* kwnames);

KR_INLINE void specialized(CodeUnit* at, int opcode) {
  set_opcode(at, opcode);
  at[1] = counter_after_success;
}
KR_INLINE void not_specialized(CodeUnit* at) { at[1] = counter_after_failure(at[1]); }

// The built-ins that calls are specialised for by identity; looked up when first needed.
struct KnownCallables {
  Object* isinstance = nullptr;
  Object* len = nullptr;
  Object* list_append = nullptr;
};
KR_ISOLATE_LOCAL_EXTERN(KnownCallables, known_callables);

}  // namespace krait::interp
