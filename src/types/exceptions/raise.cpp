// The pending exception: setting it, asking about it, taking it away.
//
// It stands in the thread state's curexc_type, curexc_value and curexc_traceback, as compiled modules expect. Its value may be
// "unnormalised": not an instance of the type yet, but the argument to make one from. That saves making exceptions nobody looks at.
// As soon as an exception is being handled, the new one needs a __context__, so it is made at once.
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

void restore_raw(Context& cx, Object* type, Object* value, Object* traceback) {
  if (traceback && traceback->type != &traceback_type) {  // only from C: not a traceback, so none
    decref(traceback);
    traceback = nullptr;
  }
  Object* old[] = {cx.curexc_type, cx.curexc_value, cx.curexc_traceback};
  cx.curexc_type = type;
  cx.curexc_value = value;
  cx.curexc_traceback = traceback;
  for (Object* object : old) xdecref(object);
}

Borrowed<> handled_exception(Context& cx) {
  ExceptionItem* item = cx.exc_info;
  while ((!item->exc_value || item->exc_value == &none_object) && item->previous_item) item = item->previous_item;
  return item->exc_value && item->exc_value != &none_object ? Borrowed<>(item->exc_value) : Borrowed<>();
}

namespace {

Borrowed<> context_of(Borrowed<> exception) { return exception.as<BaseException>()->context.get(); }

// Takes `unwanted` out of the chain of contexts that starts at `start`, so that linking it to `start` makes no cycle. The chain may
// already have a cycle that does not contain `unwanted`: a second walker at half speed finds that.
void cut_from_chain(Borrowed<> start, Borrowed<> unwanted) {
  Borrowed<> slow = start;
  bool step_slow = false;
  for (Borrowed<> at = start; Borrowed<> next = context_of(at);) {
    if (next.is(unwanted)) return set_exception_context(at.as<BaseException>(), {});
    at = next;
    if (at.is(slow)) return;
    if (step_slow) slow = context_of(slow);
    step_slow = !step_slow;
  }
}

}  // namespace

void add_handled_context(Context& cx, Borrowed<BaseException> exception) {
  Borrowed<> handled = handled_exception(cx);
  if (!handled || handled.is(exception)) return;
  auto held = hold(handled);
  cut_from_chain(handled, exception);
  set_exception_context(exception, std::move(held));
}

Result<Ref<BaseException>> make_exception(Context& cx, Borrowed<> type, Borrowed<> value) {
  Result<Ref<>> made = [&]() -> Result<Ref<>> {
    if (!value || is_none(value)) return call(cx, type);
    if (is<Tuple>(value)) return call(cx, type, value.as<Tuple>(), Borrowed<Dict>());
    return call(cx, type, value);
  }();
  auto instance = KR_TRY(std::move(made));
  if (!is_exception(instance))
    return raise(cx, exc::TypeError, "calling {!r} should have returned an instance of BaseException, not {!t}", type, instance);
  return std::move(instance).as<BaseException>();
}

void set_error(Context& cx, Borrowed<> type, Borrowed<> value) {
  if (type && !is_exception_class(type)) {
    clear_error(cx);
    return (void)raise(cx, exc::SystemError, "_PyErr_SetObject: exception {!r} is not a BaseException subclass", type);
  }
  auto held_type = hold(type);
  Ref<> held = value ? hold(value) : Ref<>();
  if (handled_exception(cx)) {
    if (!held || !is_exception(held)) {
      clear_error(cx);
      auto made = make_exception(cx, type, held);
      if (made.failed()) return;
      held = std::move(made).value();
    }
    add_handled_context(cx, held.borrow().as<BaseException>());
  }
  Object* traceback = nullptr;
  if (held && is_exception(held)) {
    traceback = held.borrow().as<BaseException>()->traceback.raw();
    xincref(traceback);
  }
  restore_raw(cx, held_type.release(), held.release(), traceback);
}

Failed raise_object(Context& cx, Borrowed<Type> exception, Borrowed<> value) {
  set_error(cx, exception, value);
  return {};
}

Failed raise_instance(Context& cx, Ref<BaseException> exception) {
  set_error(cx, Borrowed<>(reinterpret_cast<Object*>(exception.type())), exception);
  return {};
}

Failed raise_stop_iteration(Context& cx, Borrowed<> value) {
  Borrowed<> type(reinterpret_cast<Object*>(&exc::StopIteration));
  // A tuple would be taken for several arguments, an exception for the instance itself.
  if (value && !is_none(value) && (is<Tuple>(value) || is_exception(value))) {
    auto args = KR_TRY(tuple_of(cx, value));
    auto made = KR_TRY(make_exception(cx, type, args));
    return raise_instance(cx, std::move(made));
  }
  set_error(cx, type, value && !is_none(value) ? value : Borrowed<>());
  return {};
}

Failed raise_key_error(Context& cx, Borrowed<> key) {
  auto args = KR_TRY(tuple_of(cx, key));
  return raise_object(cx, Borrowed<Type>(&exc::KeyError), args);
}

Failed raise_memory_error(Context& cx) {
  set_error(cx, Borrowed<>(reinterpret_cast<Object*>(&exc::MemoryError)), {});
  return {};
}

Failed raise_bad_internal_call(Context& cx) { return raise(cx, exc::SystemError, "bad argument to internal function"); }

bool exception_matches(Context& cx, Borrowed<> raised, Borrowed<> exception_or_tuple) {
  if (!raised || !exception_or_tuple) return false;
  if (is<Tuple>(exception_or_tuple)) {
    for (Object* each : exception_or_tuple.as<Tuple>()->span())
      if (exception_matches(cx, raised, Borrowed<>(each))) return true;
    return false;
  }
  if (is_exception(raised)) raised = Borrowed<>(reinterpret_cast<Object*>(raised.type()));
  if (is_exception_class(raised) && is_exception_class(exception_or_tuple))
    return is_subtype(reinterpret_cast<Type*>(raised.object()), reinterpret_cast<Type*>(exception_or_tuple.object()));
  return raised.is(exception_or_tuple);
}

bool error_matches(Context& cx, Borrowed<> exception_or_tuple) {
  return exception_matches(cx, Borrowed<>(cx.curexc_type), exception_or_tuple);
}

bool error_matches(Context& cx, const Type& exception) {
  Object* raised = cx.curexc_type;
  return raised && is_subtype(reinterpret_cast<Type*>(raised), &exception);
}

void clear_error(Context& cx) { restore_raw(cx, nullptr, nullptr, nullptr); }

bool clear_error_if(Context& cx, const Type& exception) {
  if (!error_matches(cx, exception)) return false;
  clear_error(cx);
  return true;
}

namespace {
constexpr int normalize_limit = 32;  // an exception whose making raises an exception whose making … ends here

struct Headroom {  // lets the making of a RecursionError go a little below the limit
  Context& cx;
  explicit Headroom(Context& context) : cx(context) { ++cx.recursion_headroom; }
  ~Headroom() { --cx.recursion_headroom; }
};

// One attempt: false when making the exception raised another one, which is then pending.
bool normalize_once(Context& cx, Object** type, Object** value) {
  if (!is_exception_class(Borrowed<>(*type))) return true;
  if (*value && is_exception(Borrowed<>(*value))) {
    auto* own = reinterpret_cast<Object*>((*value)->type);
    if (own == *type) return true;
    auto derived = is_subclass(cx, Borrowed<>(own), Borrowed<>(*type));
    if (derived.failed()) return false;
    if (derived.value()) {
      incref(own);
      decref(std::exchange(*type, own));
      return true;
    }
  }
  auto made = make_exception(cx, Borrowed<>(*type), Borrowed<>(*value));
  if (made.failed()) return false;
  Object* old_value = std::exchange(*value, as_object(made.release()));
  auto* own = reinterpret_cast<Object*>((*value)->type);
  incref(own);
  decref(std::exchange(*type, own));
  xdecref(old_value);
  return true;
}
}  // namespace

void normalize(Context& cx, Object** type, Object** value, Object** traceback) {
  if (!*type) return;
  Headroom headroom(cx);
  for (int depth = 0;; ++depth) {
    if (!*value) *value = new_none().release();
    if (normalize_once(cx, type, value)) return;
    if (depth == normalize_limit) {
      clear_error(cx);
      (void)raise(cx, exc::RecursionError, "maximum recursion depth exceeded while normalizing an exception");
    } else if (depth > normalize_limit + 2) {
      fatal_error(__func__, "Cannot recover from the recursive normalization of an exception.");
    }
    Object* first_traceback = *traceback;
    decref(*type);
    decref(*value);
    *type = std::exchange(cx.curexc_type, nullptr);
    *value = std::exchange(cx.curexc_value, nullptr);
    *traceback = std::exchange(cx.curexc_traceback, nullptr);
    if (first_traceback) {
      if (*traceback) decref(first_traceback);
      else *traceback = first_traceback;
    }
  }
}

Ref<BaseException> take_error(Context& cx) {
  Object* type = std::exchange(cx.curexc_type, nullptr);
  Object* value = std::exchange(cx.curexc_value, nullptr);
  Object* traceback = std::exchange(cx.curexc_traceback, nullptr);
  if (!type) return {};
  normalize(cx, &type, &value, &traceback);
  decref(type);
  auto exception = Ref<BaseException>::steal(reinterpret_cast<BaseException*>(value));
  if (traceback) set_exception_traceback(exception, Ref<>::steal(traceback));
  return exception;
}

void restore_error(Context& cx, Ref<BaseException> exception) {
  if (!exception) return clear_error(cx);
  auto* type = reinterpret_cast<Object*>(exception.type());
  incref(type);
  Object* traceback = exception->traceback.raw();
  xincref(traceback);
  restore_raw(cx, type, as_object(exception.release()), traceback);
}

void chain_error_context(Context& cx, Ref<BaseException> earlier) {
  if (!earlier) return;
  if (!cx.has_error()) return restore_error(cx, std::move(earlier));
  auto later = take_error(cx);
  if (!later.is(earlier)) {
    cut_from_chain(earlier.borrow(), later.borrow());
    set_exception_context(later, std::move(earlier));
  }
  restore_error(cx, std::move(later));
}

Failed raise_from_cause(Context& cx, Type& exception, const char* message) {
  auto cause = take_error(cx);
  (void)raise(cx, exception, "{}", message);
  auto made = take_error(cx);
  if (cause) {
    set_exception_cause(made, cause.copy());
    set_exception_context(made, std::move(cause));
  }
  restore_error(cx, std::move(made));
  return {};
}

Result<Ref<>> fetch_stop_iteration_value(Context& cx) {
  if (!cx.has_error()) return new_none();
  if (!error_matches(cx, exc::StopIteration)) return Failed{};
  Object* raw = cx.curexc_value;
  if (!raw || raw == &none_object) {
    clear_error(cx);
    return new_none();
  }
  if (cx.curexc_type == reinterpret_cast<Object*>(&exc::StopIteration) && !is_exception(Borrowed<>(raw)) && !is<Tuple>(Borrowed<>(raw))) {
    auto value = hold(raw);
    clear_error(cx);
    return value;
  }
  auto exception = take_error(cx);
  if (!is_instance_of(exception.borrow(), exc::StopIteration)) {
    restore_error(cx, std::move(exception));
    return Failed{};
  }
  auto value = exception.borrow().as<StopIterationObject>()->value.get();
  return value ? hold(value) : new_none();
}

bool RecursionGuard::overflow(Context& cx, const char* where) {
  if (cx.recursion_headroom) {
    if (cx.recursion_remaining < -50) fatal_error("_Py_CheckRecursiveCall", "Cannot recover from stack overflow.");
    return false;
  }
  if (cx.recursion_remaining > 0) return false;
  ++cx.recursion_headroom;
  (void)raise(cx, exc::RecursionError, "maximum recursion depth exceeded{}", where);
  --cx.recursion_headroom;
  return true;
}

}  // namespace krait
