// The opcode table: one row for each of the 110 opcodes and 71 specialised forms of CPython 3.11, from which everything else follows.
//
//     X(name, number, argument kind, pops, pushes, inline cache)
//
// Pops and pushes are expressions in `arg`, the instruction's argument, and `jump`, whether it jumps. SWAP, COPY and the like count
// what they look at as popped and pushed again only as far as it matters for the difference. (PRECALL and CALL share one call: PRECALL
// pops what it finds there beyond callable and receiver, as the judge's stack_effect() has it.)
// A specialised form has the argument, effect and cache of the opcode it stands for.
#pragma once

#include "base/base.h"

namespace krait {

using CodeUnit = std::uint16_t;  // low byte: opcode, high byte: argument

// What the code units behind an instruction hold once it has been quickened. Multi-unit fields are unaligned: read them by parts.
namespace cache {
struct None {};
struct LoadGlobal { CodeUnit counter, index, module_keys_version[2], builtin_keys_version; };
struct BinaryOp { CodeUnit counter; };
struct UnpackSequence { CodeUnit counter; };
struct CompareOp { CodeUnit counter, mask; };
struct BinarySubscr { CodeUnit counter, type_version[2], func_version; };
struct Attr { CodeUnit counter, version[2], index; };
struct LoadMethod { CodeUnit counter, type_version[2], dict_offset, keys_version[2], descr[4]; };
struct Call { CodeUnit counter, func_version[2], min_args; };
struct Precall { CodeUnit counter; };
struct StoreSubscr { CodeUnit counter; };
template <class T>
inline constexpr int units = sizeof(T) / sizeof(CodeUnit);
}  // namespace cache

// What an instruction's argument means.
enum class OpArg : std::uint8_t {
  none,
  constant,  // index into co_consts
  name,      // index into co_names (LOAD_GLOBAL: shifted by one, the low bit asks for a NULL below)
  local,     // index into the fast locals
  cell,      // index into the fast locals, of a cell
  forward,   // code units to jump from the next instruction on
  backward,  // the same, back
  compare,   // Compare
  binary,    // BinaryOp
  count,     // a number of items
  depth,     // a place on the stack, counted from the top
  flags,     // bits or a small choice
};

#define KR_OPCODES(X)                                                                                                \
  X(CACHE,                        0,   none,     0,             0,                         cache::None)              \
  X(POP_TOP,                      1,   none,     1,             0,                         cache::None)              \
  X(PUSH_NULL,                    2,   none,     0,             1,                         cache::None)              \
  X(NOP,                          9,   none,     0,             0,                         cache::None)              \
  X(UNARY_POSITIVE,               10,  none,     1,             1,                         cache::None)              \
  X(UNARY_NEGATIVE,               11,  none,     1,             1,                         cache::None)              \
  X(UNARY_NOT,                    12,  none,     1,             1,                         cache::None)              \
  X(UNARY_INVERT,                 15,  none,     1,             1,                         cache::None)              \
  X(BINARY_SUBSCR,                25,  none,     2,             1,                         cache::BinarySubscr)      \
  X(GET_LEN,                      30,  none,     1,             2,                         cache::None)              \
  X(MATCH_MAPPING,                31,  none,     1,             2,                         cache::None)              \
  X(MATCH_SEQUENCE,               32,  none,     1,             2,                         cache::None)              \
  X(MATCH_KEYS,                   33,  none,     2,             3,                         cache::None)              \
  X(PUSH_EXC_INFO,                35,  none,     1,             2,                         cache::None)              \
  X(CHECK_EXC_MATCH,              36,  none,     2,             2,                         cache::None)              \
  X(CHECK_EG_MATCH,               37,  none,     2,             2,                         cache::None)              \
  X(WITH_EXCEPT_START,            49,  none,     4,             5,                         cache::None)              \
  X(GET_AITER,                    50,  none,     1,             1,                         cache::None)              \
  X(GET_ANEXT,                    51,  none,     1,             2,                         cache::None)              \
  X(BEFORE_ASYNC_WITH,            52,  none,     1,             2,                         cache::None)              \
  X(BEFORE_WITH,                  53,  none,     1,             2,                         cache::None)              \
  X(END_ASYNC_FOR,                54,  none,     2,             0,                         cache::None)              \
  X(STORE_SUBSCR,                 60,  none,     3,             0,                         cache::StoreSubscr)       \
  X(DELETE_SUBSCR,                61,  none,     2,             0,                         cache::None)              \
  X(GET_ITER,                     68,  none,     1,             1,                         cache::None)              \
  X(GET_YIELD_FROM_ITER,          69,  none,     1,             1,                         cache::None)              \
  X(PRINT_EXPR,                   70,  none,     1,             0,                         cache::None)              \
  X(LOAD_BUILD_CLASS,             71,  none,     0,             1,                         cache::None)              \
  X(LOAD_ASSERTION_ERROR,         74,  none,     0,             1,                         cache::None)              \
  X(RETURN_GENERATOR,             75,  none,     0,             0,                         cache::None)              \
  X(LIST_TO_TUPLE,                82,  none,     1,             1,                         cache::None)              \
  X(RETURN_VALUE,                 83,  none,     1,             0,                         cache::None)              \
  X(IMPORT_STAR,                  84,  none,     1,             0,                         cache::None)              \
  X(SETUP_ANNOTATIONS,            85,  none,     0,             0,                         cache::None)              \
  X(YIELD_VALUE,                  86,  none,     1,             1,                         cache::None)              \
  X(ASYNC_GEN_WRAP,               87,  none,     1,             1,                         cache::None)              \
  X(PREP_RERAISE_STAR,            88,  none,     2,             1,                         cache::None)              \
  X(POP_EXCEPT,                   89,  none,     1,             0,                         cache::None)              \
  X(STORE_NAME,                   90,  name,     1,             0,                         cache::None)              \
  X(DELETE_NAME,                  91,  name,     0,             0,                         cache::None)              \
  X(UNPACK_SEQUENCE,              92,  count,    1,             arg,                       cache::UnpackSequence)    \
  X(FOR_ITER,                     93,  forward,  1,             jump ? 0 : 2,              cache::None)              \
  X(UNPACK_EX,                    94,  flags,    1,             (arg & 0xff) + (arg >> 8) + 1, cache::None)          \
  X(STORE_ATTR,                   95,  name,     2,             0,                         cache::Attr)              \
  X(DELETE_ATTR,                  96,  name,     1,             0,                         cache::None)              \
  X(STORE_GLOBAL,                 97,  name,     1,             0,                         cache::None)              \
  X(DELETE_GLOBAL,                98,  name,     0,             0,                         cache::None)              \
  X(SWAP,                         99,  depth,    arg,           arg,                       cache::None)              \
  X(LOAD_CONST,                   100, constant, 0,             1,                         cache::None)              \
  X(LOAD_NAME,                    101, name,     0,             1,                         cache::None)              \
  X(BUILD_TUPLE,                  102, count,    arg,           1,                         cache::None)              \
  X(BUILD_LIST,                   103, count,    arg,           1,                         cache::None)              \
  X(BUILD_SET,                    104, count,    arg,           1,                         cache::None)              \
  X(BUILD_MAP,                    105, count,    2 * arg,       1,                         cache::None)              \
  X(LOAD_ATTR,                    106, name,     1,             1,                         cache::Attr)              \
  X(COMPARE_OP,                   107, compare,  2,             1,                         cache::CompareOp)         \
  X(IMPORT_NAME,                  108, name,     2,             1,                         cache::None)              \
  X(IMPORT_FROM,                  109, name,     1,             2,                         cache::None)              \
  X(JUMP_FORWARD,                 110, forward,  0,             0,                         cache::None)              \
  X(JUMP_IF_FALSE_OR_POP,         111, forward,  1,             jump ? 1 : 0,              cache::None)              \
  X(JUMP_IF_TRUE_OR_POP,          112, forward,  1,             jump ? 1 : 0,              cache::None)              \
  X(POP_JUMP_FORWARD_IF_FALSE,    114, forward,  1,             0,                         cache::None)              \
  X(POP_JUMP_FORWARD_IF_TRUE,     115, forward,  1,             0,                         cache::None)              \
  X(LOAD_GLOBAL,                  116, name,     0,             (arg & 1) + 1,             cache::LoadGlobal)        \
  X(IS_OP,                        117, flags,    2,             1,                         cache::None)              \
  X(CONTAINS_OP,                  118, flags,    2,             1,                         cache::None)              \
  X(RERAISE,                      119, flags,    1,             0,                         cache::None)              \
  X(COPY,                         120, depth,    arg,           arg + 1,                   cache::None)              \
  X(BINARY_OP,                    122, binary,   2,             1,                         cache::BinaryOp)          \
  X(SEND,                         123, forward,  2,             jump ? 1 : 2,              cache::None)              \
  X(LOAD_FAST,                    124, local,    0,             1,                         cache::None)              \
  X(STORE_FAST,                   125, local,    1,             0,                         cache::None)              \
  X(DELETE_FAST,                  126, local,    0,             0,                         cache::None)              \
  X(POP_JUMP_FORWARD_IF_NOT_NONE, 128, forward,  1,             0,                         cache::None)              \
  X(POP_JUMP_FORWARD_IF_NONE,     129, forward,  1,             0,                         cache::None)              \
  X(RAISE_VARARGS,                130, count,    arg,           0,                         cache::None)              \
  X(GET_AWAITABLE,                131, flags,    1,             1,                         cache::None)              \
  X(MAKE_FUNCTION,                132, flags,    ((arg & 1) != 0) + ((arg & 2) != 0) + ((arg & 4) != 0) + ((arg & 8) != 0) + 1, 1,                         cache::None) \
  X(BUILD_SLICE,                  133, count,    arg == 3 ? 3 : 2, 1,                         cache::None)           \
  X(JUMP_BACKWARD_NO_INTERRUPT,   134, backward, 0,             0,                         cache::None)              \
  X(MAKE_CELL,                    135, cell,     0,             0,                         cache::None)              \
  X(LOAD_CLOSURE,                 136, cell,     0,             1,                         cache::None)              \
  X(LOAD_DEREF,                   137, cell,     0,             1,                         cache::None)              \
  X(STORE_DEREF,                  138, cell,     1,             0,                         cache::None)              \
  X(DELETE_DEREF,                 139, cell,     0,             0,                         cache::None)              \
  X(JUMP_BACKWARD,                140, backward, 0,             0,                         cache::None)              \
  X(CALL_FUNCTION_EX,             142, flags,    3 + (arg & 1), 1,                         cache::None)              \
  X(EXTENDED_ARG,                 144, flags,    0,             0,                         cache::None)              \
  X(LIST_APPEND,                  145, depth,    1,             0,                         cache::None)              \
  X(SET_ADD,                      146, depth,    1,             0,                         cache::None)              \
  X(MAP_ADD,                      147, depth,    2,             0,                         cache::None)              \
  X(LOAD_CLASSDEREF,              148, cell,     0,             1,                         cache::None)              \
  X(COPY_FREE_VARS,               149, count,    0,             0,                         cache::None)              \
  X(RESUME,                       151, flags,    0,             0,                         cache::None)              \
  X(MATCH_CLASS,                  152, count,    3,             1,                         cache::None)              \
  X(FORMAT_VALUE,                 155, flags,    (arg & 4) ? 2 : 1, 1,                         cache::None)          \
  X(BUILD_CONST_KEY_MAP,          156, count,    arg + 1,       1,                         cache::None)              \
  X(BUILD_STRING,                 157, count,    arg,           1,                         cache::None)              \
  X(LOAD_METHOD,                  160, name,     1,             2,                         cache::LoadMethod)        \
  X(LIST_EXTEND,                  162, depth,    1,             0,                         cache::None)              \
  X(SET_UPDATE,                   163, depth,    1,             0,                         cache::None)              \
  X(DICT_MERGE,                   164, depth,    1,             0,                         cache::None)              \
  X(DICT_UPDATE,                  165, depth,    1,             0,                         cache::None)              \
  X(PRECALL,                      166, count,    arg,           0,                         cache::Precall)           \
  X(CALL,                         171, count,    2,             1,                         cache::Call)              \
  X(KW_NAMES,                     172, constant, 0,             0,                         cache::None)              \
  X(POP_JUMP_BACKWARD_IF_NOT_NONE,173, backward, 1,             0,                         cache::None)              \
  X(POP_JUMP_BACKWARD_IF_NONE,    174, backward, 1,             0,                         cache::None)              \
  X(POP_JUMP_BACKWARD_IF_FALSE,   175, backward, 1,             0,                         cache::None)              \
  X(POP_JUMP_BACKWARD_IF_TRUE,    176, backward, 1,             0,                         cache::None)

// X(name, number, the opcode it stands for)
#define KR_SPECIALIZED_OPCODES(X)                                                                                    \
  X(BINARY_OP_ADAPTIVE,                           3,   BINARY_OP)                                                    \
  X(BINARY_OP_ADD_FLOAT,                          4,   BINARY_OP)                                                    \
  X(BINARY_OP_ADD_INT,                            5,   BINARY_OP)                                                    \
  X(BINARY_OP_ADD_UNICODE,                        6,   BINARY_OP)                                                    \
  X(BINARY_OP_INPLACE_ADD_UNICODE,                7,   BINARY_OP)                                                    \
  X(BINARY_OP_MULTIPLY_FLOAT,                     8,   BINARY_OP)                                                    \
  X(BINARY_OP_MULTIPLY_INT,                       13,  BINARY_OP)                                                    \
  X(BINARY_OP_SUBTRACT_FLOAT,                     14,  BINARY_OP)                                                    \
  X(BINARY_OP_SUBTRACT_INT,                       16,  BINARY_OP)                                                    \
  X(BINARY_SUBSCR_ADAPTIVE,                       17,  BINARY_SUBSCR)                                                \
  X(BINARY_SUBSCR_DICT,                           18,  BINARY_SUBSCR)                                                \
  X(BINARY_SUBSCR_GETITEM,                        19,  BINARY_SUBSCR)                                                \
  X(BINARY_SUBSCR_LIST_INT,                       20,  BINARY_SUBSCR)                                                \
  X(BINARY_SUBSCR_TUPLE_INT,                      21,  BINARY_SUBSCR)                                                \
  X(CALL_ADAPTIVE,                                22,  CALL)                                                         \
  X(CALL_PY_EXACT_ARGS,                           23,  CALL)                                                         \
  X(CALL_PY_WITH_DEFAULTS,                        24,  CALL)                                                         \
  X(COMPARE_OP_ADAPTIVE,                          26,  COMPARE_OP)                                                   \
  X(COMPARE_OP_FLOAT_JUMP,                        27,  COMPARE_OP)                                                   \
  X(COMPARE_OP_INT_JUMP,                          28,  COMPARE_OP)                                                   \
  X(COMPARE_OP_STR_JUMP,                          29,  COMPARE_OP)                                                   \
  X(EXTENDED_ARG_QUICK,                           34,  EXTENDED_ARG)                                                 \
  X(JUMP_BACKWARD_QUICK,                          38,  JUMP_BACKWARD)                                                \
  X(LOAD_ATTR_ADAPTIVE,                           39,  LOAD_ATTR)                                                    \
  X(LOAD_ATTR_INSTANCE_VALUE,                     40,  LOAD_ATTR)                                                    \
  X(LOAD_ATTR_MODULE,                             41,  LOAD_ATTR)                                                    \
  X(LOAD_ATTR_SLOT,                               42,  LOAD_ATTR)                                                    \
  X(LOAD_ATTR_WITH_HINT,                          43,  LOAD_ATTR)                                                    \
  X(LOAD_CONST__LOAD_FAST,                        44,  LOAD_CONST)                                                   \
  X(LOAD_FAST__LOAD_CONST,                        45,  LOAD_FAST)                                                    \
  X(LOAD_FAST__LOAD_FAST,                         46,  LOAD_FAST)                                                    \
  X(LOAD_GLOBAL_ADAPTIVE,                         47,  LOAD_GLOBAL)                                                  \
  X(LOAD_GLOBAL_BUILTIN,                          48,  LOAD_GLOBAL)                                                  \
  X(LOAD_GLOBAL_MODULE,                           55,  LOAD_GLOBAL)                                                  \
  X(LOAD_METHOD_ADAPTIVE,                         56,  LOAD_METHOD)                                                  \
  X(LOAD_METHOD_CLASS,                            57,  LOAD_METHOD)                                                  \
  X(LOAD_METHOD_MODULE,                           58,  LOAD_METHOD)                                                  \
  X(LOAD_METHOD_NO_DICT,                          59,  LOAD_METHOD)                                                  \
  X(LOAD_METHOD_WITH_DICT,                        62,  LOAD_METHOD)                                                  \
  X(LOAD_METHOD_WITH_VALUES,                      63,  LOAD_METHOD)                                                  \
  X(PRECALL_ADAPTIVE,                             64,  PRECALL)                                                      \
  X(PRECALL_BOUND_METHOD,                         65,  PRECALL)                                                      \
  X(PRECALL_BUILTIN_CLASS,                        66,  PRECALL)                                                      \
  X(PRECALL_BUILTIN_FAST_WITH_KEYWORDS,           67,  PRECALL)                                                      \
  X(PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS, 72,  PRECALL)                                                      \
  X(PRECALL_NO_KW_BUILTIN_FAST,                   73,  PRECALL)                                                      \
  X(PRECALL_NO_KW_BUILTIN_O,                      76,  PRECALL)                                                      \
  X(PRECALL_NO_KW_ISINSTANCE,                     77,  PRECALL)                                                      \
  X(PRECALL_NO_KW_LEN,                            78,  PRECALL)                                                      \
  X(PRECALL_NO_KW_LIST_APPEND,                    79,  PRECALL)                                                      \
  X(PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST,         80,  PRECALL)                                                      \
  X(PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS,       81,  PRECALL)                                                      \
  X(PRECALL_NO_KW_METHOD_DESCRIPTOR_O,            113, PRECALL)                                                      \
  X(PRECALL_NO_KW_STR_1,                          121, PRECALL)                                                      \
  X(PRECALL_NO_KW_TUPLE_1,                        127, PRECALL)                                                      \
  X(PRECALL_NO_KW_TYPE_1,                         141, PRECALL)                                                      \
  X(PRECALL_PYFUNC,                               143, PRECALL)                                                      \
  X(RESUME_QUICK,                                 150, RESUME)                                                       \
  X(STORE_ATTR_ADAPTIVE,                          153, STORE_ATTR)                                                   \
  X(STORE_ATTR_INSTANCE_VALUE,                    154, STORE_ATTR)                                                   \
  X(STORE_ATTR_SLOT,                              158, STORE_ATTR)                                                   \
  X(STORE_ATTR_WITH_HINT,                         159, STORE_ATTR)                                                   \
  X(STORE_FAST__LOAD_FAST,                        161, STORE_FAST)                                                   \
  X(STORE_FAST__STORE_FAST,                       167, STORE_FAST)                                                   \
  X(STORE_SUBSCR_ADAPTIVE,                        168, STORE_SUBSCR)                                                 \
  X(STORE_SUBSCR_DICT,                            169, STORE_SUBSCR)                                                 \
  X(STORE_SUBSCR_LIST_INT,                        170, STORE_SUBSCR)                                                 \
  X(UNPACK_SEQUENCE_ADAPTIVE,                     177, UNPACK_SEQUENCE)                                              \
  X(UNPACK_SEQUENCE_LIST,                         178, UNPACK_SEQUENCE)                                              \
  X(UNPACK_SEQUENCE_TUPLE,                        179, UNPACK_SEQUENCE)                                              \
  X(UNPACK_SEQUENCE_TWO_TUPLE,                    180, UNPACK_SEQUENCE)

// Opcodes that exist only inside the compiler: X(name, number, pops, pushes). Their public numbers are -1, -2, ... in this order.
#define KR_PSEUDO_OPCODES(X)                    \
  X(SETUP_FINALLY, 240, 0, jump ? 1 : 0)        \
  X(SETUP_CLEANUP, 241, 0, jump ? 2 : 0)        \
  X(SETUP_WITH, 242, 0, jump ? 1 : 0)           \
  X(POP_BLOCK, 243, 0, 0)                       \
  X(JUMP, 244, 0, 0)                            \
  X(JUMP_NO_INTERRUPT, 245, 0, 0)               \
  X(POP_JUMP_IF_FALSE, 246, 1, 0)               \
  X(POP_JUMP_IF_TRUE, 247, 1, 0)                \
  X(POP_JUMP_IF_NONE, 248, 1, 0)                \
  X(POP_JUMP_IF_NOT_NONE, 249, 1, 0)

// Scoped by namespace so that they read as op::LOAD_FAST and still are plain numbers.
namespace op {
enum Opcode : std::uint8_t {
#define X(name, number, ...) name = number,
  KR_OPCODES(X) KR_SPECIALIZED_OPCODES(X) KR_PSEUDO_OPCODES(X)
#undef X
  DO_TRACING = 255
};
}  // namespace op
using op::Opcode;

inline constexpr int have_argument = 90;
inline constexpr int pseudo_first = 240, pseudo_last = 249;
KR_INLINE constexpr bool has_argument(int opcode) { return opcode >= have_argument; }
KR_INLINE constexpr int unit_opcode(CodeUnit unit) { return unit & 0xff; }
KR_INLINE constexpr int unit_argument(CodeUnit unit) { return unit >> 8; }
KR_INLINE constexpr CodeUnit make_unit(int opcode, int argument) { return static_cast<CodeUnit>(opcode | argument << 8); }

struct OpcodeTables {
  bool known[256] = {};          // the 110 opcodes, without specialised forms
  std::uint8_t caches[256] = {};  // code units of inline cache
  std::uint8_t deopt[256] = {};  // specialised form -> opcode; opcodes to themselves; unused numbers to 0
  OpArg argument[256] = {};
};

consteval OpcodeTables make_opcode_tables() {
  OpcodeTables tables;
#define X(name, number, kind, pops, pushes, cache_type) \
  tables.known[number] = true;                          \
  tables.caches[number] = cache::units<cache_type>;     \
  tables.deopt[number] = number;                        \
  tables.argument[number] = OpArg::kind;
  KR_OPCODES(X)
#undef X
#define X(name, number, base)                        \
  tables.caches[number] = tables.caches[op::base];   \
  tables.argument[number] = tables.argument[op::base]; \
  tables.deopt[number] = op::base;
  KR_SPECIALIZED_OPCODES(X)
#undef X
  return tables;
}

inline constexpr OpcodeTables opcode_tables = make_opcode_tables();
KR_INLINE constexpr int opcode_caches(int opcode) { return opcode_tables.caches[opcode]; }
KR_INLINE constexpr int opcode_deopt(int opcode) { return opcode_tables.deopt[opcode]; }
KR_INLINE constexpr OpArg opcode_argument(int opcode) { return opcode_tables.argument[opcode]; }
KR_INLINE constexpr bool is_relative_jump(int opcode) {
  return opcode_argument(opcode) == OpArg::forward || opcode_argument(opcode) == OpArg::backward;
}
KR_INLINE constexpr bool is_backward_jump(int opcode) { return opcode_argument(opcode) == OpArg::backward; }

// The name of an opcode, a specialised form or DO_TRACING, as in "_PyOpcode_OpName"; null for an unused number.
const char* opcode_name(int opcode);

inline constexpr int invalid_stack_effect = INT32_MAX;
// By how much an instruction changes the stack's depth. jump 1: when it jumps; 0: when it does not; -1: the larger of both.
// Knows pseudo-opcodes too; specialised forms and unused numbers have none.
int stack_effect(int opcode, int arg, int jump);

}  // namespace krait
