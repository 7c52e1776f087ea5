// Entering the evaluation from C++: frames for calls, and the loop that is none.
#include "bytecode/code.h"
#include "interp/helpers.h"
#include "memory/memory.h"
#include "interp/interp.h"
#include "interp/machine.h"
#include "interp/tracing.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace {

Object* run(Context& cx, InterpreterFrame* frame, bool throwing) {
  CodeUnit* next = frame->prev_instr + 1;
  Object** sp = frame->localsplus + frame->stacktop;
  frame->stacktop = -1;
  if (throwing) return interp::unwind_handler(&cx, frame, next, sp, 0);
  unsigned unit = *next;
  return interp::dispatch_table(cx)[unit & 0xff](&cx, frame, next + 1, sp, unit >> 8);
}

Ref<Function> function_with(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals) {
  return Ref<Function>::steal(new_function(cx, code, globals).release());
}

}  // namespace

Object* eval_frame(Context& cx, InterpreterFrame* frame, bool throwing) {
  CFrame* outer = cx.cframe;
  CFrame entry{outer->use_tracing, frame, outer};
  frame->previous = outer->current_frame;
  frame->is_entry = true;
  cx.cframe = &entry;
  Object* result = nullptr;
  if (enter_recursion(cx)) [[likely]] result = run(cx, frame, throwing);
  else frame->stacktop = frame->stacktop < 0 ? frame->f_code->co_nlocalsplus : frame->stacktop;
  cx.cframe = outer;
  outer->use_tracing = entry.use_tracing;
  return result;
}

InterpreterFrame* make_frame_stealing(Context& cx, Function* function, Object* locals, Object** args, Index nargs, Object* kwnames) {
  Code* code = function->code.raw();
  InterpreterFrame* frame = allocate_frame(cx, frame_words(code));
  if (!frame) [[unlikely]] {
    Index total = nargs + (kwnames ? reinterpret_cast<Tuple*>(kwnames)->size() : 0);
    for (Index i = 0; i < total; ++i) decref(args[i]);
    xdecref(locals);
    decref(as_object(function));
    return nullptr;
  }
  init_frame(frame, function, locals, code);
  for (int i = 0; i < code->co_nlocalsplus; ++i) frame->localsplus[i] = nullptr;
  if (bind_arguments(cx, function, frame->localsplus, args, nargs, kwnames).failed()) [[unlikely]] {
    clear_and_pop_frame(cx, frame);
    return nullptr;
  }
  return frame;
}

InterpreterFrame* make_frame(Context& cx, Function* function, Object* locals, Object* const* args, Index nargs, Object* kwnames) {
  Index total = nargs + (kwnames ? reinterpret_cast<Tuple*>(kwnames)->size() : 0);
  for (Index i = 0; i < total; ++i) incref(args[i]);
  xincref(locals);
  incref(as_object(function));
  return make_frame_stealing(cx, function, locals, const_cast<Object**>(args), nargs, kwnames);
}

Result<Ref<>> call_function(Context& cx, Borrowed<Function> function, Borrowed<> locals, Object* const* args, Index nargs,
                            Borrowed<Tuple> kwnames) {
  InterpreterFrame* frame = make_frame(cx, function.raw(), locals.object(), args, nargs, kwnames.object());
  if (!frame) return Failed{};
  Object* result = eval_frame(cx, frame, false);
  clear_and_pop_frame(cx, frame);
  return Result<Ref<>>::from_raw(result);
}

// The vectorcall of every function.
Object* function_vectorcall(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* function = reinterpret_cast<Function*>(callable);
  Object* locals = function->code->co_flags & code_flags::optimized ? nullptr : as_object(function->globals.raw());
  return call_function(cx, Borrowed<Function>(function), Borrowed<>(locals), args, vectorcall_count(nargsf),
                       Borrowed<Tuple>(reinterpret_cast<Tuple*>(kwnames)))
      .release();
}

Result<Ref<>> eval_code(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<> locals) {
  if (!dict_get_str(globals, KR_ID(__builtins__))) {
    KR_TRY(dict_set(cx, globals, KR_ID(__builtins__), current_builtins(cx)));
  }
  Ref<Function> function = function_with(cx, code, globals);
  if (!function) return Failed{};
  Borrowed<> namespace_ = locals ? locals : Borrowed<>(globals);
  return call_function(cx, function, namespace_, nullptr, 0, {});
}

Result<Ref<>> eval_code_with(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<> locals, Object* const* args,
                             Index nargs, Object* const* keywords, Index keyword_count, Object* const* defaults, Index default_count,
                             Borrowed<> kwdefaults, Borrowed<> closure) {
  Ref<Function> function = function_with(cx, code, globals);
  if (!function) return Failed{};
  if (default_count) function->defaults.init(KR_TRY(tuple_from_items(cx, {defaults, static_cast<std::size_t>(default_count)})));
  if (kwdefaults) function->kwdefaults.init(hold(kwdefaults));
  if (closure) function->closure.init(hold(closure));
  Ref<Tuple> names;
  Object** all = static_cast<Object**>(memory::allocate((nargs + keyword_count + 1) * sizeof(Object*)));
  if (!all) return raise_memory_error(cx);
  for (Index i = 0; i < nargs; ++i) all[i] = args[i];
  if (keyword_count) {
    auto made = new_tuple(cx, keyword_count);
    if (made.failed()) return memory::release(all), Failed{};
    names = std::move(made).value();
    for (Index i = 0; i < keyword_count; ++i) {
      names->init_item(i, hold(keywords[2 * i]));
      all[nargs + i] = keywords[2 * i + 1];
    }
  }
  auto result = call_function(cx, function, locals, all, nargs, names);
  memory::release(all);
  return result;
}

}  // namespace krait
