// Where a frame may jump to. A jump is possible when the stack of the target fits: it must be what the present stack becomes by
// popping. So the kinds of what lies on the stack are worked out for every instruction, following the code from its start:
//
//     one number per instruction, three bits per stack entry, the top in the lowest bits     0: empty, -1: unknown, -2: too deep
#include "interp/frame/set_line.h"

#include "bytecode/code.h"
#include "interp/stack.h"
#include "interp/tracing.h"
#include "memory/memory.h"
#include "types/frame/frame.h"
#include "types/generator/generator.h"
#include "types/int/int.h"

namespace krait::frame {

namespace {

using Kinds = std::int64_t;
enum Kind : Kinds { iterator = 1, exception = 2, object = 3, null = 4, lasti = 5 };
constexpr int bits = 3;
constexpr Kinds unknown = -2, too_deep = -1, mask = 7;
constexpr Kinds deepest = (1LL << (bits * (63 / bits - 1)));

Kinds push(Kinds stack, Kind kind) {
  if (stack < 0) return stack;
  if (stack >= deepest) return too_deep;
  return stack << bits | kind;
}
Kinds pop(Kinds stack) { return stack < 0 ? stack : stack >> bits; }
Kinds top(Kinds stack) { return stack & mask; }
Kinds peek(Kinds stack, int depth) { return (stack >> (bits * (depth - 1))) & mask; }
Kinds swap_top(Kinds stack, int depth) {
  int shift = bits * (depth - 1);
  Kinds other = peek(stack, depth), first = top(stack);
  stack &= ~(mask << shift) & ~mask;
  return stack | first << shift | other;
}
Kinds cut_to(Kinds stack, int depth) {
  if (stack < 0) return stack;
  int have = 0;
  for (Kinds rest = stack; rest; rest >>= bits) ++have;
  for (; have > depth; --have) stack >>= bits;
  return stack;
}

class Marker {
 public:
  Marker(Code* code, Kinds* stacks) : code_(code), stacks_(stacks), count_(static_cast<int>(code->unit_count())) {}

  void run() {
    for (int i = 0; i <= count_; ++i) stacks_[i] = unknown;
    stacks_[0] = 0;
    if (code_->co_flags & (code_flags::generator | code_flags::coroutine | code_flags::async_generator)) stacks_[0] = push(0, object);
    do {
      changed_ = false;
      walk();
      mark_handlers();
    } while (changed_);
  }

 private:
  void reach(int unit, Kinds stack) {
    if (unit > count_ || stacks_[unit] != unknown) return;
    stacks_[unit] = stack;
    changed_ = true;
  }

  void mark_handlers() {
    for (int i = 0; i < count_; ++i) {
      if (stacks_[i] < 0) continue;
      krait::Handler found = exception_handler(Borrowed<Code>(code_), i);
      if (found.target < 0 || stacks_[found.target] != unknown) continue;
      Kinds stack = cut_to(stacks_[i], found.depth);
      if (found.push_lasti) stack = push(stack, lasti);
      reach(found.target, push(stack, exception));
    }
  }

  void walk() {
    int extended = 0;
    for (int i = 0; i < count_;) {
      CodeUnit unit = code_->co_code_adaptive[i];
      int opcode = opcode_deopt(unit_opcode(unit));
      int arg = extended << 8 | unit_argument(unit);
      extended = opcode == op::EXTENDED_ARG ? arg : 0;
      int next = i + 1 + opcode_caches(opcode);
      if (stacks_[i] != unknown) step(i, next, opcode, arg, stacks_[i]);
      i = next;
    }
  }

  void step(int, int next, int opcode, int arg, Kinds stack) {
    switch (opcode) {
      case op::JUMP_IF_FALSE_OR_POP:
      case op::JUMP_IF_TRUE_OR_POP: reach(next + arg, stack); return reach(next, pop(stack));
      case op::POP_JUMP_FORWARD_IF_FALSE:
      case op::POP_JUMP_FORWARD_IF_TRUE:
      case op::POP_JUMP_FORWARD_IF_NONE:
      case op::POP_JUMP_FORWARD_IF_NOT_NONE: reach(next + arg, pop(stack)); return reach(next, pop(stack));
      case op::POP_JUMP_BACKWARD_IF_FALSE:
      case op::POP_JUMP_BACKWARD_IF_TRUE:
      case op::POP_JUMP_BACKWARD_IF_NONE:
      case op::POP_JUMP_BACKWARD_IF_NOT_NONE: reach(next - arg, pop(stack)); return reach(next, pop(stack));
      case op::SEND: reach(next + arg, push(pop(pop(stack)), object)); return reach(next, stack);
      case op::JUMP_FORWARD: return reach(next + arg, stack);
      case op::JUMP_BACKWARD:
      case op::JUMP_BACKWARD_NO_INTERRUPT: return reach(next - arg, stack);
      case op::GET_ITER:
      case op::GET_AITER: return reach(next, push(pop(stack), iterator));
      case op::FOR_ITER: reach(next + arg, pop(stack)); return reach(next, push(stack, object));
      case op::END_ASYNC_FOR: return reach(next, pop(pop(stack)));
      case op::PUSH_EXC_INFO: return reach(next, push(push(pop(stack), exception), exception));
      case op::POP_EXCEPT: return reach(next, pop(stack));
      case op::RETURN_VALUE:
      case op::RAISE_VARARGS:
      case op::RERAISE: return;
      case op::PUSH_NULL:
      case op::LOAD_METHOD:
        if (opcode == op::LOAD_METHOD) return reach(next, push(push(pop(stack), null), object));
        return reach(next, push(stack, null));
      case op::LOAD_GLOBAL: return reach(next, push(arg & 1 ? push(stack, null) : stack, object));
      case op::PRECALL: return reach(next, stack);
      case op::CALL: {
        for (int i = arg + 2; i > 0; --i) stack = pop(stack);
        return reach(next, push(stack, object));
      }
      case op::SWAP: return reach(next, stack < 0 ? stack : swap_top(stack, arg));
      case op::COPY: return reach(next, push(stack, static_cast<Kind>(peek(stack, arg))));
      default: {
        int effect = stack_effect(opcode, arg, 0);
        for (; effect < 0; ++effect) stack = pop(stack);
        for (; effect > 0; --effect) stack = push(stack, object);
        return reach(next, stack);
      }
    }
  }

  Code* code_;
  Kinds* stacks_;
  int count_;
  bool changed_ = false;
};

bool fits(Kinds kind, Kinds wanted) {
  switch (wanted) {
    case exception: return kind == exception;
    case lasti: return kind == lasti;
    case null: return true;
    default: return kind != null;
  }
}

bool is_compatible(Kinds from, Kinds to) {
  if (from < 0 || to < 0) return false;
  while (from > to) from = pop(from);
  while (from) {
    if (!fits(top(from), top(to))) return false;
    from = pop(from);
    to = pop(to);
  }
  return to == 0;
}

const char* why_incompatible(Kinds to) {
  if (to == too_deep) return "stack to deep to analyze";
  if (to == unknown) return "can't jump into an exception handler, or code may be unreachable";
  switch (top(to)) {
    case exception: return "can't jump into an 'except' block as there's no exception";
    case lasti: return "can't jump into a re-raising block as there's no location";
    case iterator: return "can't jump into the body of a for loop";
    default: return "incompatible stacks";
  }
}

// The line of the first unit of each entry of the line table; -1 elsewhere.
void mark_lines(Code* code, int* lines) {
  for (Index i = 0; i < code->unit_count(); ++i) lines[i] = -1;
  LineWalk walk{Borrowed<Code>(code)};
  while (walk.next())
    if (walk.line != -1 && walk.start / 2 < code->unit_count()) lines[walk.start / 2] = walk.line;
}

// Nothing raised: the event allows a jump.
Result<void> check_event(Context& cx, bool suspended) {
  switch (cx.tracing_what) {
    case trace_event::exception: return raise(cx, exc::ValueError, "can only jump from a 'line' trace event");
    case trace_event::call: return raise(cx, exc::ValueError, "can't jump from the 'call' trace event of a new frame");
    case trace_event::line: return {};
    case trace_event::return_:
      if (suspended) return {};
      [[fallthrough]];
    default: return raise(cx, exc::ValueError, "can only jump from a 'line' trace event");
  }
}

void pop_to(Context& cx, InterpreterFrame* frame, Kinds from, Kinds to) {
  while (from > to) {
    Object* value = frame->localsplus[--frame->stacktop];
    if (top(from) == exception) {
      // The handled exception goes with the handler that is left.
      Object* old = cx.exc_info->exc_value;
      cx.exc_info->exc_value = value == none().object() ? (decref(value), nullptr) : value;
      xdecref(old);
    } else {
      xdecref(value);
    }
    from = pop(from);
  }
}

// Finds the target and moves there. `stacks` and `lines` are room for the analysis.
Result<void> move(Context& cx, Borrowed<FrameObject> self, int wanted, bool suspended, Kinds* stacks, int* lines) {
  InterpreterFrame* frame = self->f_frame;
  Code* code = frame->f_code;
  int count = static_cast<int>(code->unit_count());
  mark_lines(code, lines);
  int line = INT32_MAX;
  for (int i = 0; i < count; ++i)
    if (lines[i] >= wanted && lines[i] < line) line = lines[i];
  if (line == INT32_MAX) return raise(cx, exc::ValueError, "line {} comes after the current code block", wanted);
  Marker(code, stacks).run();
  Kinds start = stacks[last_instruction(frame)], best = too_deep;
  int target = -1;
  const char* message = "cannot find bytecode for specified line";
  bool explained = false;
  for (int i = 0; i < count; ++i) {
    if (lines[i] != line) continue;
    if (is_compatible(start, stacks[i])) {
      if (stacks[i] > best) best = stacks[i], target = i;
    } else if (target < 0 && !explained) {
      if (start == too_deep) message = "stack to deep to analyze";
      else if (start == unknown) message = "can't jump from within an exception handler";
      else message = why_incompatible(stacks[i]), explained = true;
    }
  }
  if (target < 0) return raise(cx, exc::ValueError, "{}", message);
  if (suspended) start = pop(start);  // the value that was yielded is gone
  pop_to(cx, frame, start, best);
  self->f_lineno = 0;
  frame->prev_instr = first_instruction(code) + target;
  return {};
}

}  // namespace

Result<void> set_line(Context& cx, Borrowed<FrameObject> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::AttributeError, "cannot delete attribute");
  if (!is_exact<Int>(value)) return raise(cx, exc::ValueError, "lineno must be an integer");
  InterpreterFrame* frame = self->f_frame;
  bool suspended = frame->owner == FrameOwner::generator && generator_of(frame)->state == GenState::suspended;
  KR_TRY(check_event(cx, suspended));
  if (!self->f_trace) return raise(cx, exc::ValueError, "f_lineno can only be set by a trace function");
  int overflow = 0;
  long long wanted = int_to_long_long(value.as<Int>(), &overflow);
  if (overflow || wanted > INT32_MAX || wanted < INT32_MIN) return raise(cx, exc::ValueError, "lineno out of range");
  Code* code = frame->f_code;
  if (wanted < code->co_firstlineno) return raise(cx, exc::ValueError, "line {} comes before the current code block", wanted);
  std::size_t count = code->unit_count() + 1;
  auto* room = static_cast<Kinds*>(memory::allocate(count * (sizeof(Kinds) + sizeof(int))));
  if (!room) return raise_memory_error(cx);
  auto moved = move(cx, self, static_cast<int>(wanted), suspended, room, reinterpret_cast<int*>(room + count));
  memory::release(room);
  return moved;
}

}  // namespace krait::frame
