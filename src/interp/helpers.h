// The slow halves of opcodes, out of line (interp/slow/*.cpp). Arguments are borrowed unless a comment says otherwise; an Object* answer
// is owned, null with an exception pending.
#pragma once

#include "bytecode/code.h"
#include "interp/stack.h"
#include "object/protocol.h"

namespace krait::interp {

KR_INLINE Borrowed<> type_as_object(Type& type) { return Borrowed<>(reinterpret_cast<Object*>(&type)); }

// --- names (slow/names.cpp)
KR_COLD void raise_unbound_local(Context& cx, Code* code, unsigned local);
KR_COLD void raise_unbound_cell(Context& cx, Code* code, unsigned local);
KR_COLD void raise_undefined(Context& cx, Type& exception, int kind, Str* name);  // kinds below
inline constexpr int undefined_name = 0, unbound_local = 1, unbound_free = 2;
Object* load_name(Context& cx, InterpreterFrame* frame, Str* name);
Object* load_global(Context& cx, InterpreterFrame* frame, Str* name);
Object* load_class_deref(Context& cx, InterpreterFrame* frame, unsigned local);
Object* load_build_class(Context& cx, InterpreterFrame* frame);
int store_name(Context& cx, InterpreterFrame* frame, Str* name, Object* value);
int delete_name(Context& cx, InterpreterFrame* frame, Str* name);
int store_global(Context& cx, InterpreterFrame* frame, Str* name, Object* value);
int delete_global(Context& cx, InterpreterFrame* frame, Str* name);
int setup_annotations(Context& cx, InterpreterFrame* frame);

// --- operators and containers (slow/operators.cpp, slow/build.cpp)
Object* contains_op(Context& cx, Object* item, Object* container, bool negated);
int truth(Context& cx, Object* object);  // -1, 0, 1
KR_INLINE int fast_truth(Context& cx, Object* object) {
  if (object == as_object(&true_object)) return 1;
  if (object == as_object(&false_object)) return 0;
  return truth(cx, object);
}
Object* format_value(Context& cx, Object* value, Object* spec, unsigned conversion);
Object* build_slice(Context& cx, Object* start, Object* stop, Object* step);
// Consume the items at `from`, also on failure.
Object* build_tuple(Context& cx, Object** from, Index count);
Object* build_list(Context& cx, Object** from, Index count);
Object* build_set(Context& cx, Object** from, Index count);
Object* build_map(Context& cx, Object** from, Index pairs);
Object* build_const_key_map(Context& cx, Object** values, Tuple* keys);
Object* build_string(Context& cx, Object** from, Index count);
int list_extend_op(Context& cx, Object* list, Object* iterable);
int dict_update_op(Context& cx, Object* dict, Object* other);
int dict_merge_op(Context& cx, Object* dict, Object* other, Object* function);
// Writes the items to the stack so that the first ends up on top: top points behind the last. False with an exception.
bool unpack_iterable(Context& cx, Object* iterable, int before, int after, Object** top);
int print_expression(Context& cx, Object* value);

// --- calls (slow/calls.cpp)
Object* call_generic(Context& cx, Object* callable, Object** args, Index positional, Object* kwnames);
Object* call_traced(Context& cx, Object* callable, Object** args, Index positional, Object* kwnames);
Object* call_ex(Context& cx, Object* callable, Object* args, Object* kwargs, bool tracing);
Object* normalize_star_args(Context& cx, Object* callable, Object* args);  // a tuple from f(*args), or null
Object* make_function(Context& cx, InterpreterFrame* frame, Object* code, Object** top, unsigned flags, int* used);

// --- exceptions (slow/exceptions.cpp)
void do_raise(Context& cx, Object* exception, Object* cause, bool* reraised);  // consumes both; null: re-raise
int check_except_type(Context& cx, Object* type);
int check_except_star_type(Context& cx, Object* type);
int match_group(Context& cx, Object* exception, Object* type, Object** match, Object** rest);
Object* prepare_reraise_star(Context& cx, Object* original, Object* exceptions);
void raise_again(Context& cx, Object* exception);  // consumes; with its own traceback, unchanged
Object* with_except_start(Context& cx, Object* exit_function, Object* exception);
bool before_with(Context& cx, Object* manager, bool async, Object** enter_result, Object** exit_function);
// Whether the pending exception is caught in this frame; if so the stack is cut and the handler's operands are pushed.
void add_traceback(Context& cx, InterpreterFrame* frame);

// --- generators and awaiting (slow/await.cpp)
Object* get_awaitable(Context& cx, Object* object, unsigned where);
Object* get_aiter(Context& cx, Object* object);
Object* get_anext(Context& cx, Object* aiter);
Object* get_yield_from_iter(Context& cx, Object* object, int code_flags);
Generator* return_generator(Context& cx, InterpreterFrame* frame);  // moves the frame's contents into a new object
int send_traced(Context& cx, InterpreterFrame* frame, Object* receiver, Object* value, Object** result);

// --- imports (slow/imports.cpp)
Object* import_name(Context& cx, InterpreterFrame* frame, Str* name, Object* from_list, Object* level);
Object* import_from(Context& cx, Object* module, Str* name);
int import_star(Context& cx, InterpreterFrame* frame, Object* module);

// --- match (slow/match.cpp)
Object* match_keys(Context& cx, Object* mapping, Object* keys);
Object* match_class(Context& cx, Object* subject, Object* type, Index positional, Object* names);  // null without error: no match

// --- iteration (slow/await.cpp)
// An iterator has ended with an exception pending: true when that is StopIteration, which is cleared.
bool end_iteration(Context& cx, InterpreterFrame* frame);

}  // namespace krait::interp
