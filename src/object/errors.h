// Raising, looking at and moving the pending exception.
//
//     return raise(cx, exc::ValueError, "{!r} is not in list", value);
//
// Formats are checked at compile time against the number of arguments. Fields: {} is str() of an object, or a C string, string_view,
// integer; {!r} repr(); {!a} ascii(); {!t} the tp_name of an object's type (or of a Type given); {:.200} cuts after 200 characters;
// {:c} a code point; {:x} hexadecimal; {{ and }} stand for themselves.
#pragma once

#include <string_view>

#include "object/context.h"
#include "object/exceptions.h"
#include "object/result.h"

namespace krait {

// One argument of a format, with its type erased.
struct FormatArg {
  enum Kind : std::uint8_t { object, type, text, signed_, unsigned_, code_point } kind;
  union {
    Object* as_object;
    const Type* as_type;
    struct { const char* data; std::size_t size; } as_text;
    long long as_signed;
    unsigned long long as_unsigned;
  };
  template <class T>
  FormatArg(Borrowed<T> value) : kind(object), as_object(value.object()) {}
  template <class T>
  FormatArg(const Ref<T>& value) : kind(object), as_object(value.object()) {}
  template <class T>
  FormatArg(const Slot<T>& value) : kind(object), as_object(value.get().object()) {}
  FormatArg(const Type* value) : kind(type), as_type(value) {}
  FormatArg(const Type& value) : kind(type), as_type(&value) {}
  FormatArg(const char* value) : kind(text), as_text{value, value ? __builtin_strlen(value) : 0} {}
  FormatArg(std::string_view value) : kind(text), as_text{value.data(), value.size()} {}
  template <class T>
    requires std::is_integral_v<T>
  FormatArg(T value) : kind(std::is_signed_v<T> ? signed_ : unsigned_) {
    if constexpr (std::is_signed_v<T>) as_signed = value;
    else as_unsigned = value;
  }
};

void format_fields_and_arguments_differ();  // never defined: being called stops the compilation

// A format text whose fields have been counted against its N arguments.
template <std::size_t N>
struct FormatText {
  std::string_view text;
  template <std::size_t Size>
  consteval FormatText(const char (&literal)[Size]) : text(literal, Size - 1) {
    std::size_t fields = 0;
    for (std::size_t i = 0; i < Size - 1; ++i) {
      if (literal[i] == '{') {
        if (literal[i + 1] == '{') ++i;
        else ++fields;
      }
    }
    if (fields != N) format_fields_and_arguments_differ();
  }
};

namespace detail {
KR_COLD Failed raise_format(Context& cx, Type& exception, std::string_view format, const FormatArg* args);
Result<Ref<Str>> format_text(Context& cx, std::string_view format, const FormatArg* args);
}  // namespace detail

// Makes an exception of this type with the formatted message and leaves it pending.
template <class... Args>
KR_COLD Failed raise(Context& cx, Type& exception, FormatText<sizeof...(Args)> format, const Args&... args) {
  if constexpr (sizeof...(Args) == 0) return detail::raise_format(cx, exception, format.text, nullptr);
  else {
    FormatArg list[] = {FormatArg(args)...};
    return detail::raise_format(cx, exception, format.text, list);
  }
}

// The same text as a str.
template <class... Args>
Result<Ref<Str>> format_str(Context& cx, FormatText<sizeof...(Args)> format, const Args&... args) {
  FormatArg list[] = {FormatArg(args)..., FormatArg(0)};
  return detail::format_text(cx, format.text, list);
}

// Raises type(value): value null for no argument, a tuple for several.
Failed raise_object(Context& cx, Borrowed<Type> exception, Borrowed<> value);
// Raises this exception instance.
Failed raise_instance(Context& cx, Ref<BaseException> exception);
// StopIteration with a value (null: without one), as generators and next() make it.
Failed raise_stop_iteration(Context& cx, Borrowed<> value);
// KeyError whose only argument is the key, also when that is a tuple.
Failed raise_key_error(Context& cx, Borrowed<> key);
Failed raise_memory_error(Context& cx);
// OSError (or its subclass) from errno, with up to two file names.
Failed raise_os_error(Context& cx, int error, Borrowed<> filename = {}, Borrowed<> filename2 = {});
// SystemError "bad argument to internal function".
Failed raise_bad_internal_call(Context& cx);

// True when the pending exception is an instance of this type (or of one in a tuple of types).
bool error_matches(Context& cx, const Type& exception);
bool error_matches(Context& cx, Borrowed<> exception_or_tuple);
// True when a value or type matches, as `except` decides.
bool exception_matches(Context& cx, Borrowed<> raised, Borrowed<> exception_or_tuple);
void clear_error(Context& cx);
// Takes the pending exception away as one normalised instance, its traceback in place; null when none is pending.
Ref<BaseException> take_error(Context& cx);
// Makes it pending again. Null leaves none.
void restore_error(Context& cx, Ref<BaseException> exception);
// Clears the pending exception if it matches; true when it did.
bool clear_error_if(Context& cx, const Type& exception);
// Raises the new error with the old one (taken before) as its __context__.
void chain_error_context(Context& cx, Ref<BaseException> earlier);
// Reports the pending exception through sys.unraisablehook and clears it. `where` may be null.
void write_unraisable(Context& cx, Borrowed<> where);
// Warns; fails when the filters turn the warning into an exception.
Result<void> warn(Context& cx, Type& category, Index stack_level, std::string_view text);
Result<void> warn_object(Context& cx, Type& category, Index stack_level, Borrowed<> message);
// The same at a place given by file name and line, without module or registry: what the compiler says about source text.
Result<void> warn_explicit(Context& cx, Type& category, Borrowed<> message, Borrowed<> filename, int lineno);

// Keeps a pending exception out of the way while clean-up code runs, and puts it back at the end of the scope.
class SavedError {
 public:
  explicit SavedError(Context& cx) : cx_(cx), type_(cx.curexc_type), value_(cx.curexc_value), traceback_(cx.curexc_traceback) {
    cx.curexc_type = cx.curexc_value = cx.curexc_traceback = nullptr;
  }
  ~SavedError() {
    if (cx_.curexc_type) clear_error(cx_);
    cx_.curexc_type = type_;
    cx_.curexc_value = value_;
    cx_.curexc_traceback = traceback_;
  }
  SavedError(const SavedError&) = delete;

 private:
  Context& cx_;
  Object *type_, *value_, *traceback_;
};

// Counts one more level of C recursion for as long as it lives; failed() when the limit is reached (RecursionError pending).
// `where` is the end of the message: " while calling a Python object".
class RecursionGuard {
 public:
  RecursionGuard(Context& cx, const char* where) : cx_(cx), failed_(--cx.recursion_remaining < 0 && overflow(cx, where)) {}
  ~RecursionGuard() { ++cx_.recursion_remaining; }
  RecursionGuard(const RecursionGuard&) = delete;
  bool failed() const { return failed_; }

 private:
  static bool overflow(Context& cx, const char* where);
  Context& cx_;
  bool failed_;
};

}  // namespace krait

#define KR_RECURSION_GUARD(cx, where)                      \
  ::krait::RecursionGuard kr_recursion_guard((cx), (where)); \
  if (kr_recursion_guard.failed()) return ::krait::Failed {}
