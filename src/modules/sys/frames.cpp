// sys: frames, exceptions being handled, tracing.
#include "bytecode/code.h"
#include "interp/interp.h"
#include "interp/tracing.h"
#include "modules/sys/sys.h"
#include "object/isolate.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::sys {
namespace {

// The exception being handled in the innermost handler; null for none.
Borrowed<> handled(Context& cx) {
  ExceptionItem* item = cx.exc_info;
  while (item && (!item->exc_value || item->exc_value == &none_object) && item->previous_item) item = item->previous_item;
  if (!item || !item->exc_value || item->exc_value == &none_object) return {};
  return Borrowed<>(item->exc_value);
}

Result<Ref<>> as_triple(Context& cx, Borrowed<> exception) {
  if (exception.is_null()) return tuple_of(cx, none(), none(), none());
  auto traceback = exception.as<BaseException>()->traceback.get();
  return tuple_of(cx, type_object(*exception.type()), exception, traceback.is_null() ? none() : traceback);
}

}  // namespace

Result<Ref<>> getframe(Context& cx, int depth) {
  InterpreterFrame* frame = current_frame(cx);
  while (depth > 0 && frame) {
    frame = outer_frame(frame);
    --depth;
  }
  if (!frame) return raise(cx, exc::ValueError, "call stack is not deep enough");
  auto object = KR_TRY(frame_object(cx, frame));
  auto held = hold(Borrowed<>(object));
  KR_TRY(krait::audit(cx, "sys._getframe", held));
  return held;
}

Result<Ref<>> current_frames(Context& cx) {
  KR_TRY(krait::audit(cx, "sys._current_frames"));
  auto dict = KR_TRY(new_dict(cx));
  for (ThreadState* thread = isolate(cx).threads; thread; thread = thread->next) {
    InterpreterFrame* frame = current_frame(*thread);
    if (!frame) continue;
    auto object = KR_TRY(frame_object(cx, frame));
    KR_TRY(dict_set(cx, dict, KR_TRY(int_from_unsigned(cx, thread->thread_id)), Borrowed<>(object)));
  }
  return dict;
}

Result<Ref<>> current_exceptions(Context& cx) {
  KR_TRY(krait::audit(cx, "sys._current_exceptions"));
  auto dict = KR_TRY(new_dict(cx));
  for (ThreadState* thread = isolate(cx).threads; thread; thread = thread->next) {
    Borrowed<> exception = handled(*thread);
    auto id = KR_TRY(int_from_unsigned(cx, thread->thread_id));
    KR_TRY(dict_set(cx, dict, id, KR_TRY(as_triple(cx, exception))));
  }
  return dict;
}

Result<Ref<>> exc_info(Context& cx) { return as_triple(cx, handled(cx)); }

Result<Ref<>> exception(Context& cx) {
  Borrowed<> current = handled(cx);
  return current.is_null() ? new_none() : hold(current);
}

Result<void> settrace(Context& cx, Borrowed<> function) { return set_python_trace(cx, is_none(function) ? Borrowed<>() : function); }
Result<void> setprofile(Context& cx, Borrowed<> function) { return set_python_profile(cx, is_none(function) ? Borrowed<>() : function); }
Result<Ref<>> gettrace(Context& cx) { return cx.c_traceobj ? hold(cx.c_traceobj) : new_none(); }
Result<Ref<>> getprofile(Context& cx) { return cx.c_profileobj ? hold(cx.c_profileobj) : new_none(); }

Result<Ref<>> call_tracing(Context& cx, Borrowed<> func, Borrowed<Tuple> args) {
  int saved = std::exchange(cx.tracing, 0);
  std::uint8_t saved_use = cx.cframe->use_tracing;
  cx.cframe->use_tracing = (cx.c_tracefunc || cx.c_profilefunc) ? 255 : 0;
  auto answer = call(cx, func, args, Borrowed<Dict>());
  cx.tracing = saved;
  cx.cframe->use_tracing = saved_use;
  return answer;
}

}  // namespace krait::sys
