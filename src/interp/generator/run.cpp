// Resuming, throwing, closing, finalising.
#include "interp/generator/run.h"

#include "bytecode/code.h"
#include "interp/interp.h"
#include "interp/stack.h"
#include "object/isolate.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace gen {

const char* kind_of(Borrowed<Generator> gen) {
  if (is_coroutine_exact(gen.object())) return "coroutine";
  if (is_async_gen_exact(gen.object())) return "async generator";
  return "generator";
}

namespace {

// A StopIteration (or, in async generators, StopAsyncIteration) that the body let out would look like its end: PEP 479.
void forbid_stop(Context& cx, Borrowed<Generator> gen) {
  const char* which = nullptr;
  if (error_matches(cx, exc::StopIteration)) which = "StopIteration";
  else if (is_async_gen_exact(gen.object()) && error_matches(cx, exc::StopAsyncIteration)) which = "StopAsyncIteration";
  if (!which) return;
  char message[80];
  __builtin_snprintf(message, sizeof message, "%s raised %s", kind_of(gen), which);
  (void)raise_from_cause(cx, exc::RuntimeError, message);
}

// The exception thrown in gets the one that the generator is handling as its context.
void chain_to_handled(Context& cx, Borrowed<Generator> gen) {
  Object* handled = gen->exc_state.exc_value;
  if (!handled || handled == none().object()) return;
  Ref<BaseException> error = take_error(cx);
  if (!error) return;
  add_handled_context(cx, error);
  restore_error(cx, std::move(error));
}

void forget_handled(Generator* gen) { xdecref(std::exchange(gen->exc_state.exc_value, nullptr)); }

bool check_resumable(Context& cx, Borrowed<Generator> gen, Borrowed<> value, bool throwing, bool closing, Object** result, Sent* answer) {
  *answer = Sent::failed;
  if (gen->state == GenState::created && value && !is_none(value)) {
    (void)raise(cx, exc::TypeError, "can't send non-None value to a just-started {}", kind_of(gen));
    return false;
  }
  if (gen->state == GenState::executing) {
    (void)raise(cx, exc::ValueError, "{} already executing", kind_of(gen));
    return false;
  }
  if (gen->state >= GenState::completed) {
    if (is_coroutine_exact(gen.object()) && !closing) {
      (void)raise(cx, exc::RuntimeError, "cannot reuse already awaited coroutine");
    } else if (value && !throwing) {
      *result = new_none().release();
      *answer = Sent::returned;
    }
    return false;
  }
  return true;
}

}  // namespace

Sent resume(Context& cx, Borrowed<Generator> gen, Borrowed<> value, bool throwing, bool closing, Object** result) {
  *result = nullptr;
  Sent answer;
  bool fresh = gen->state == GenState::suspended || (gen->state == GenState::created && (!value || is_none(value)));
  if (!fresh) [[unlikely]] {
    if (!check_resumable(cx, gen, value, throwing, closing, result, &answer)) return answer;
  }
  InterpreterFrame* frame = gen->frame();
  frame->localsplus[frame->stacktop++] = hold(value ? value : none()).release();
  gen->exc_state.previous_item = cx.exc_info;
  cx.exc_info = &gen->exc_state;
  if (throwing) chain_to_handled(cx, gen);
  gen->state = GenState::executing;
  Object* made = eval_frame(cx, frame, throwing);
  cx.exc_info = gen->exc_state.previous_item;
  gen->exc_state.previous_item = nullptr;
  frame->previous = nullptr;
  if (gen->state == GenState::suspended) {
    *result = made;
    return Sent::yielded;
  }
  gen->state = GenState::completed;
  if (made) {
    if (made == none().object() && !value && !is_async_gen_exact(gen.object())) decref(std::exchange(made, nullptr));
  } else {
    forbid_stop(cx, gen);
  }
  forget_handled(gen.raw());
  gen->state = GenState::cleared;
  clear_frame(frame);
  *result = made;
  return made ? Sent::returned : Sent::failed;
}

Object* resume_method(Context& cx, Borrowed<Generator> gen, Borrowed<> value, bool throwing, bool closing) {
  Object* result;
  if (resume(cx, gen, value, throwing, closing, &result) != Sent::returned) return result;
  Ref<> returned = Ref<>::steal(result);
  if (is_async_gen_exact(gen.object())) return raise_object(cx, Borrowed<Type>(&exc::StopAsyncIteration), {});
  return raise_stop_iteration(cx, is_none(returned) ? Borrowed<>() : returned.borrow());
}

Object* next(Context& cx, Borrowed<Generator> gen) {
  Object* result;
  if (resume(cx, gen, {}, false, false, &result) != Sent::returned) return result;
  Ref<> returned = Ref<>::steal(result);
  if (!is_none(returned)) (void)raise_stop_iteration(cx, returned);
  return nullptr;
}

namespace {

// While a sub-iterator is dealt with from outside, the generator counts as running.
class Executing {
 public:
  explicit Executing(Borrowed<Generator> gen) : gen_(gen), state_(gen->state) { gen->state = GenState::executing; }
  ~Executing() { gen_->state = state_; }

 private:
  Borrowed<Generator> gen_;
  GenState state_;
};

bool close_iterator(Context& cx, Borrowed<> iterator) {
  if (is_generator_exact(iterator.object()) || is_coroutine_exact(iterator.object())) {
    return bool(Ref<>::steal(close(cx, iterator.as<Generator>())));
  }
  auto found = lookup_attr(cx, iterator, KR_ID(close));
  if (found.failed()) return write_unraisable(cx, iterator), true;
  if (found.missing()) return true;
  Ref<> method = std::move(found).value();
  return !call(cx, method).failed();
}

bool close_sub_iterator(Context& cx, Borrowed<Generator> gen, Borrowed<> iterator) {
  Executing executing(gen);
  return close_iterator(cx, iterator);
}

}  // namespace

bool is_exit(Context& cx, const Type& stop) { return error_matches(cx, stop) || error_matches(cx, exc::GeneratorExit); }

Object* close(Context& cx, Borrowed<Generator> gen) {
  bool done = true;
  if (Ref<> target = hold(yield_from_target(gen))) done = close_sub_iterator(cx, gen, target);
  if (done) (void)raise_object(cx, Borrowed<Type>(&exc::GeneratorExit), {});
  Ref<> result = Ref<>::steal(resume_method(cx, gen, none(), true, true));
  if (result) return raise(cx, exc::RuntimeError, "{} ignored GeneratorExit", kind_of(gen));
  if (!is_exit(cx, exc::StopIteration)) return nullptr;
  clear_error(cx);
  return new_none().release();
}

namespace {

// Makes the exception that throw()'s arguments mean pending. False: the arguments are wrong, and that is pending instead.
bool set_thrown(Context& cx, Borrowed<> type, Borrowed<> value, Borrowed<> traceback) {
  if (traceback && is_none(traceback)) traceback = {};
  if (traceback && traceback.type() != &traceback_type) {
    (void)raise(cx, exc::TypeError, "throw() third argument must be a traceback object");
    return false;
  }
  Ref<> held_traceback = hold(traceback);
  if (is_exception_class(type)) {
    Object* triple[] = {hold(type).release(), hold(value).release(), held_traceback.release()};
    normalize(cx, &triple[0], &triple[1], &triple[2]);
    restore_raw(cx, triple[0], triple[1], triple[2]);
    return true;
  }
  if (is_exception(type)) {
    if (value && !is_none(value)) {
      (void)raise(cx, exc::TypeError, "instance exception may not have a separate value");
      return false;
    }
    if (!held_traceback) held_traceback = hold(type.as<BaseException>()->traceback.get());
    restore_raw(cx, hold(reinterpret_cast<Object*>(type.type())).release(), hold(type).release(), held_traceback.release());
    return true;
  }
  (void)raise(cx, exc::TypeError, "exceptions must be classes or instances deriving from BaseException, not {!t}", type);
  return false;
}

// Throws into what the generator delegates to. *handled false: it has no throw(), so the generator gets the exception itself.
Object* throw_to_target(Context& cx, Borrowed<Generator> gen, Borrowed<> target, bool close_on_exit, Borrowed<> type, Borrowed<> value,
                        Borrowed<> traceback, bool* handled) {
  *handled = true;
  if (is_generator_exact(target.object()) || is_coroutine_exact(target.object())) {
    // The evaluation is short-cut, so that the frame is put on the chain by hand for tracebacks.
    InterpreterFrame* frame = gen->frame();
    InterpreterFrame* outer = cx.cframe->current_frame;
    frame->previous = outer;
    cx.cframe->current_frame = frame;
    Object* result;
    {
      Executing executing(gen);
      result = throw_into(cx, target.as<Generator>(), close_on_exit, type, value, traceback);
    }
    cx.cframe->current_frame = outer;
    frame->previous = nullptr;
    return result;
  }
  auto found = lookup_attr(cx, target, KR_ID(throw));
  if (found.failed()) return nullptr;
  Ref<> method = std::move(found).value();
  if (!method) return *handled = false, nullptr;
  Executing executing(gen);
  Object* args[] = {type.object(), value.object(), traceback.object()};
  std::size_t count = !value ? 1 : !traceback ? 2 : 3;
  return call_args(cx, method, {args, count}).release();
}

// The delegation has ended by an exception: the generator goes on behind its SEND loop.
Object* leave_delegation(Context& cx, Borrowed<Generator> gen) {
  InterpreterFrame* frame = gen->frame();
  decref(frame->localsplus[--frame->stacktop]);
  --frame->prev_instr;  // from YIELD_VALUE back to SEND
  frame->prev_instr += unit_argument(*frame->prev_instr);
  if (!cx.has_error() || error_matches(cx, exc::StopIteration)) {
    Ref<> value = cx.has_error() ? Ref<>::steal(fetch_stop_iteration_value(cx).release()) : new_none();
    if (value) return resume_method(cx, gen, value, false, false);
  }
  return resume_method(cx, gen, none(), true, false);
}

}  // namespace

Object* throw_into(Context& cx, Borrowed<Generator> gen, bool close_on_exit, Borrowed<> type, Borrowed<> value, Borrowed<> traceback) {
  if (Ref<> target = hold(yield_from_target(gen))) {
    if (close_on_exit && exception_matches(cx, type, Borrowed<>(reinterpret_cast<Object*>(&exc::GeneratorExit)))) {
      if (!close_sub_iterator(cx, gen, target)) return resume_method(cx, gen, none(), true, false);
    } else {
      bool handled = false;
      Object* result = throw_to_target(cx, gen, target, close_on_exit, type, value, traceback, &handled);
      if (handled || cx.has_error()) {
        if (result || !handled) return result;
        if (gen->state != GenState::suspended) return nullptr;
        return leave_delegation(cx, gen);
      }
    }
  }
  if (!set_thrown(cx, type, value, traceback)) return nullptr;
  return resume_method(cx, gen, none(), true, false);
}

}  // namespace gen

Sent gen_send(Context& cx, Borrowed<Generator> gen, Borrowed<> value, Object** result) {
  return gen::resume(cx, gen, value, false, false, result);
}

Sent iter_send(Context& cx, Borrowed<> iterator, Borrowed<> value, Object** result) {
  AsyncSlots* slots = iterator.type()->tp_as_async;
  if (slots && slots->am_send) return static_cast<Sent>(slots->am_send(iterator.object(), value.object(), result));
  if (is_none(value) && is_iterator(iterator)) *result = iterator.type()->tp_iternext(iterator.object());
  else *result = call_method(cx, iterator, KR_ID(send), value).release();
  if (*result) return Sent::yielded;
  if (!cx.has_error()) return *result = new_none().release(), Sent::returned;
  if (!error_matches(cx, exc::StopIteration)) return Sent::failed;
  *result = fetch_stop_iteration_value(cx).release();
  return *result ? Sent::returned : Sent::failed;
}

Borrowed<> yield_from_target(Borrowed<Generator> gen) {
  if (gen->state == GenState::created || gen->state >= GenState::completed) return {};
  InterpreterFrame* frame = gen->frame();
  if (frame->stacktop <= frame->f_code->co_nlocalsplus) return {};
  CodeUnit following = frame->prev_instr[1];
  if (opcode_deopt(unit_opcode(following)) != op::RESUME || unit_argument(following) < 2) return {};
  return Borrowed<>(frame->localsplus[frame->stacktop - 1]);
}

namespace {

// warnings._warn_unawaited_coroutine, which also shows where the coroutine was made.
void warn_unawaited(Context& cx, Borrowed<Generator> coroutine) {
  Ref<> module;
  if (isolate(cx).modules) module = hold(dict_get_str(isolate(cx).modules, KR_ID(warnings)));
  if (!module && import_name_hook && !isolate(cx).finalizing) {
    auto made = import_name_hook(cx, KR_ID(warnings), {}, none(), 0);
    if (made.failed()) clear_error(cx);
    else module = std::move(made).value();
  }
  if (module) {
    auto found = lookup_attr(cx, module, KR_ID(_warn_unawaited_coroutine));
    if (!found.failed() && !found.missing()) {
      Ref<> function = std::move(found).value();
      if (call(cx, function, coroutine).failed()) write_unraisable(cx, coroutine);
      return;
    }
    if (cx.has_error()) clear_error(cx);
  }
  auto text = format_str(cx, "coroutine '{}' was never awaited", Borrowed<Str>(coroutine->qualname));
  bool failed = text.failed();
  if (!failed) failed = warn_object(cx, exc::RuntimeWarning, 1, std::move(text).value()).failed();
  if (failed) write_unraisable(cx, coroutine);
}

}  // namespace

void finalize_generator(Object* self) {
  auto gen = Borrowed<>(self).as<Generator>();
  if (gen->state >= GenState::completed) return;
  Context& cx = Context::current();
  SavedError saved(cx);
  if (is_async_gen_exact(self) && gen->origin_or_finalizer && !gen->closed) {
    if (call(cx, Borrowed<>(gen->origin_or_finalizer), Borrowed<>(self)).failed()) write_unraisable(cx, Borrowed<>(self));
    return;
  }
  if ((gen->code->co_flags & code_flags::coroutine) && gen->state == GenState::created) return warn_unawaited(cx, gen);
  Ref<> result = Ref<>::steal(gen::close(cx, gen));
  if (!result && cx.has_error()) write_unraisable(cx, Borrowed<>(self));
}

}  // namespace krait
