// The exception objects: CPython's layouts, and what the rest of the runtime asks of them beyond object/errors.h.
#pragma once

#include <span>

#include "object/protocol.h"

namespace krait {

struct BaseException {  // PyBaseExceptionObject
  Object base;
  Slot<Dict> dict;  // null until asked for
  Slot<Tuple> args;
  Slot<> notes;  // unused by 3.11: notes live in __notes__
  Slot<> traceback;
  Slot<> context;
  Slot<> cause;
  char suppress_context;

  static constexpr Type* static_type = &exc::BaseException;
  static constexpr unsigned long subclass_flag = type_flags::base_exc_subclass;
};

struct ExceptionGroup {  // PyBaseExceptionGroupObject
  BaseException head;
  Slot<> message;
  Slot<Tuple> exceptions;
  static constexpr Type* static_type = &exc::BaseExceptionGroup;
};

struct SyntaxErrorObject {
  BaseException head;
  Slot<> msg, filename, lineno, offset, end_lineno, end_offset, text, print_file_and_line;
  static constexpr Type* static_type = &exc::SyntaxError;
};

struct ImportErrorObject {
  BaseException head;
  Slot<> msg, name, path;
  static constexpr Type* static_type = &exc::ImportError;
};

struct UnicodeErrorObject {
  BaseException head;
  Slot<> encoding, object;
  Index start, end;
  Slot<> reason;
};

struct SystemExitObject {
  BaseException head;
  Slot<> code;
  static constexpr Type* static_type = &exc::SystemExit;
};

struct OSErrorObject {
  BaseException head;
  Slot<> error, strerror, filename, filename2;
  Index written;  // -1: not a BlockingIOError with a count
  static constexpr Type* static_type = &exc::OSError;
};

struct StopIterationObject {
  BaseException head;
  Slot<> value;
  static constexpr Type* static_type = &exc::StopIteration;
};

struct NameErrorObject {
  BaseException head;
  Slot<> name;
  static constexpr Type* static_type = &exc::NameError;
};

struct AttributeErrorObject {
  BaseException head;
  Slot<> object, name;
  static constexpr Type* static_type = &exc::AttributeError;
};

static_assert(sizeof(BaseException) == 72 && sizeof(ExceptionGroup) == 88 && sizeof(SyntaxErrorObject) == 136);
static_assert(sizeof(ImportErrorObject) == 96 && sizeof(UnicodeErrorObject) == 112 && sizeof(SystemExitObject) == 80);
static_assert(sizeof(OSErrorObject) == 112 && sizeof(StopIterationObject) == 80 && sizeof(NameErrorObject) == 80);
static_assert(sizeof(AttributeErrorObject) == 88);

// A class that derives from BaseException.
KR_INLINE bool is_exception_class(Borrowed<> object) {
  return type_has_flag(object.object(), type_flags::type_subclass) &&
         has_flag(reinterpret_cast<Type*>(object.object()), type_flags::base_exc_subclass);
}
KR_INLINE bool is_exception(Borrowed<> object) { return type_has_flag(object.object(), type_flags::base_exc_subclass); }
bool is_exception_group(Borrowed<> object);

// --- the links of an exception instance (PyException_Get*, PyException_Set*); values null for none
void set_exception_context(Borrowed<BaseException> exception, Ref<> context);
void set_exception_cause(Borrowed<BaseException> exception, Ref<> cause);  // also sets __suppress_context__
void set_exception_traceback(Borrowed<BaseException> exception, Ref<> traceback);

// --- the pending and the handled exception
// Makes type(value) pending as PyErr_SetObject does: not made yet where nobody can see that, with the handled exception as context.
void set_error(Context& cx, Borrowed<> type, Borrowed<> value);
// The same without looking at the handled exception: PyErr_Restore. Takes the three references; a value may be unnormalised.
void restore_raw(Context& cx, Object* type, Object* value, Object* traceback);
// Turns a (type, value, traceback) triple, as PyErr_Fetch gave it, into class, instance and traceback of one exception.
void normalize(Context& cx, Object** type, Object** value, Object** traceback);
// The exception being handled (sys.exc_info()), null for none.
Borrowed<> handled_exception(Context& cx);
// Gives the exception its context: the handled exception, cycles cut. For `raise`.
void add_handled_context(Context& cx, Borrowed<BaseException> exception);
// type(value) as `raise` and normalisation make it.
Result<Ref<BaseException>> make_exception(Context& cx, Borrowed<> type, Borrowed<> value);
// AttributeError / NameError with name (and obj) filled in.
Failed raise_attribute_error(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<Str> message);
// Fills obj and name into the pending AttributeError if it has none yet, as attribute access does after a failing getattr slot.
void set_attribute_error_context(Context& cx, Borrowed<> object, Borrowed<Str> name);
Failed raise_name_error(Context& cx, Borrowed<Type> exception, const char* format_with_s, Borrowed<Str> name);
// ImportError(message, name=, path=) or a subclass; name and path may be null.
Failed raise_import_error(Context& cx, Type& exception, Borrowed<Str> message, Borrowed<> name, Borrowed<> path);
// The value of the pending StopIteration (None without one), which is cleared; fails when another error is pending. Null if none is pending.
Result<Ref<>> fetch_stop_iteration_value(Context& cx);
// RuntimeError from `from_type`-like wrapping: raise(cx, ...) with the pending error as cause and context.
Failed raise_from_cause(Context& cx, Type& exception, const char* message);
// A new class "module.Name" with a base (null: Exception) or tuple of bases, and a dict or null: PyErr_NewExceptionWithDoc.
Result<Ref<Type>> new_exception_class(Context& cx, const char* name, const char* doc, Borrowed<> base, Borrowed<Dict> dict);

// --- groups
Result<Ref<>> make_exception_group(Context& cx, Borrowed<Str> message, Borrowed<> exceptions);  // BaseExceptionGroup(message, exceptions)
// except*: splits `exception` by a class or tuple of classes; null where a part is empty. A naked exception that matches is wrapped.
Result<void> match_exception_group(Context& cx, Borrowed<> exception, Borrowed<> type, Ref<>* match, Ref<>* rest);
// except*'s end: what is to be raised again from the list of exceptions raised and left unhandled; None for nothing.
Result<Ref<>> prepare_reraise_star(Context& cx, Borrowed<> original, Borrowed<> list);

// --- unicode errors (PyUnicodeEncodeError_Create and the like)
Failed raise_unicode_encode_error(Context& cx, const char* encoding, Borrowed<Str> object, Index start, Index end, const char* reason);
Failed raise_unicode_decode_error(Context& cx, const char* encoding, std::span<const char> object, Index start, Index end, const char* reason);
Failed raise_unicode_translate_error(Context& cx, Borrowed<Str> object, Index start, Index end, const char* reason);

// --- start-up
// Enters all exceptions, IOError, EnvironmentError and ExceptionGroup in the dict of `builtins`.
Result<void> add_exceptions(Context& cx, Borrowed<Dict> builtins);
// The class ExceptionGroup, which is made at start-up because it has two bases.
Type& exception_group_type(Context& cx);

}  // namespace krait
