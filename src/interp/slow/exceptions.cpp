// raise, except, except* and with, as far as they are not the unwinder's.
#include "interp/helpers.h"
#include "types/exceptions/exceptions.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::interp {

void raise_again(Context& cx, Object* exception) {
  auto* instance = reinterpret_cast<BaseException*>(exception);
  incref(reinterpret_cast<Object*>(exception->type));
  Object* traceback = hold(instance->traceback.get()).release();
  restore_raw(cx, reinterpret_cast<Object*>(exception->type), exception, traceback);
}

namespace {

// The exception that `raise object` means: an instance, or what calling a class gives. Null with an error.
Ref<> exception_from(Context& cx, Ref<> object, const char* bad_type) {
  if (is_exception_class(object)) {
    auto made = call(cx, object);
    if (made.failed()) return {};
    Ref<> instance = std::move(made).value();
    if (!is_exception(instance)) {
      (void)raise(cx, exc::TypeError, "calling {!r} should have returned an instance of BaseException, not {!r}", object,
                  type_as_object(*instance.type()));
      return {};
    }
    return instance;
  }
  if (is_exception(object)) return object;
  (void)raise(cx, exc::TypeError, "{}", bad_type);
  return {};
}

}  // namespace

void do_raise(Context& cx, Object* given, Object* given_cause, bool* reraised) {
  Ref<> object = Ref<>::steal(given);
  Ref<> cause = Ref<>::steal(given_cause);
  if (!object) {
    Borrowed<> handled = handled_exception(cx);
    if (!handled || is_none(handled)) {
      (void)raise(cx, exc::RuntimeError, "No active exception to reraise");
      return;
    }
    *reraised = true;
    return raise_again(cx, hold(handled).release());
  }
  Ref<> exception = exception_from(cx, std::move(object), "exceptions must derive from BaseException");
  if (!exception) return;
  if (cause) {
    Ref<> fixed;
    if (!is_none(cause)) {
      fixed = exception_from(cx, std::move(cause), "exception causes must derive from BaseException");
      if (!fixed) return;
    }
    set_exception_cause(exception.borrow().as<BaseException>(), std::move(fixed));
  }
  set_error(cx, type_as_object(*exception.type()), exception);
}

namespace {
int check_type(Context& cx, Object* type, const char* text) {
  auto valid = [](Object* object) { return is_exception_class(Borrowed<>(object)); };
  if (type_has_flag(type, type_flags::tuple_subclass)) {
    for (Object* item : reinterpret_cast<Tuple*>(type)->span())
      if (!valid(item)) return raise(cx, exc::TypeError, "{}", text);
    return 0;
  }
  if (!valid(type)) return raise(cx, exc::TypeError, "{}", text);
  return 0;
}
}  // namespace

int check_except_type(Context& cx, Object* type) {
  return check_type(cx, type, "catching classes that do not inherit from BaseException is not allowed");
}

int check_except_star_type(Context& cx, Object* type) {
  if (check_except_type(cx, type) < 0) return -1;
  auto is_group = [&cx](Object* object) {
    return is_subclass(cx, Borrowed<>(object), type_as_object(exc::BaseExceptionGroup)).release();
  };
  Object* single[] = {type};
  std::span<Object* const> types(single);
  if (type_has_flag(type, type_flags::tuple_subclass)) types = reinterpret_cast<Tuple*>(type)->span();
  for (Object* item : types) {
    int answer = is_group(item);
    if (answer < 0) return -1;
    if (answer) return raise(cx, exc::TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
  }
  return 0;
}

int match_group(Context& cx, Object* exception, Object* type, Object** match, Object** rest) {
  Ref<> matched, left;
  if (exception != none().object()) KR_TRY(match_exception_group(cx, Borrowed<>(exception), Borrowed<>(type), &matched, &left));
  *match = matched ? matched.release() : new_none().release();
  *rest = left ? left.release() : new_none().release();
  return 0;
}

Object* prepare_reraise_star(Context& cx, Object* original, Object* exceptions) {
  return krait::prepare_reraise_star(cx, Borrowed<>(original), Borrowed<>(exceptions)).release();
}

Object* with_except_start(Context& cx, Object* exit_function, Object* exception) {
  Borrowed<> traceback = reinterpret_cast<BaseException*>(exception)->traceback;
  if (!traceback) traceback = none();
  Object* args[] = {nullptr, reinterpret_cast<Object*>(exception->type), exception, traceback.object()};
  return vectorcall(cx, Borrowed<>(exit_function), args + 1, 3 | vectorcall_arguments_offset, {}).release();
}

bool before_with(Context& cx, Object* manager, bool async, Object** enter_result, Object** exit_function) {
  Borrowed<> object(manager);
  auto enter = lookup_special(cx, object, async ? KR_ID(__aenter__) : KR_ID(__enter__));
  if (enter.failed()) return false;
  if (enter.missing()) {
    if (async) (void)raise(cx, exc::TypeError, "'{!t:.200}' object does not support the asynchronous context manager protocol", object);
    else (void)raise(cx, exc::TypeError, "'{!t:.200}' object does not support the context manager protocol", object);
    return false;
  }
  Ref<> enter_function = std::move(enter).value();
  auto exit = lookup_special(cx, object, async ? KR_ID(__aexit__) : KR_ID(__exit__));
  if (exit.failed()) return false;
  if (exit.missing()) {
    if (async)
      (void)raise(cx, exc::TypeError,
                  "'{!t:.200}' object does not support the asynchronous context manager protocol (missed __aexit__ method)", object);
    else
      (void)raise(cx, exc::TypeError, "'{!t:.200}' object does not support the context manager protocol (missed __exit__ method)", object);
    return false;
  }
  *exit_function = std::move(exit).value().release();
  auto entered = call(cx, enter_function);
  if (entered.failed()) return false;
  *enter_result = std::move(entered).value().release();
  return true;
}

}  // namespace krait::interp
