// OSError: errno chooses the subclass, strerror and file names are kept apart from args.
//
// OSError(errno, strerror[, filename[, None, filename2]]). The arguments are read in __new__, so that the subclass can be chosen
// there; a subclass that brings its own __init__ and not its own __new__ has them read when OSError.__init__ is reached instead.
#include <cerrno>
#include <cstring>

#include "types/dict/dict.h"
#include "types/exceptions/declare.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace exceptions {

static int os_error_init(Object* self, Object* args, Object* kwargs);
static Object* os_error_new(Type* type, Object* args, Object* kwargs);

static Type* subclass_for(int error) {
  switch (error) {
    case EAGAIN: case EALREADY: case EINPROGRESS: return &exc::BlockingIOError;
    case EPIPE: case ESHUTDOWN: return &exc::BrokenPipeError;
    case ECHILD: return &exc::ChildProcessError;
    case ECONNABORTED: return &exc::ConnectionAbortedError;
    case ECONNREFUSED: return &exc::ConnectionRefusedError;
    case ECONNRESET: return &exc::ConnectionResetError;
    case EEXIST: return &exc::FileExistsError;
    case ENOENT: return &exc::FileNotFoundError;
    case EISDIR: return &exc::IsADirectoryError;
    case ENOTDIR: return &exc::NotADirectoryError;
    case EINTR: return &exc::InterruptedError;
    case EACCES: case EPERM: return &exc::PermissionError;
    case ESRCH: return &exc::ProcessLookupError;
    case ETIMEDOUT: return &exc::TimeoutError;
    default: return nullptr;
  }
}

static bool reads_in_init(const Type* type) { return type->tp_init != &os_error_init && type->tp_new == &os_error_new; }

// The parts of the arguments; all null unless there are two to five of them.
struct Parts {
  Borrowed<> error, strerror, filename, filename2;
};

static Parts split_arguments(Borrowed<Tuple> args) {
  Parts parts;
  Index count = args->size();
  if (count < 2 || count > 5) return parts;
  parts.error = args->item(0);
  parts.strerror = args->item(1);
  if (count >= 3) parts.filename = args->item(2);
  if (count >= 5) parts.filename2 = args->item(4);
  return parts;
}

static Result<void> fill(Context& cx, Borrowed<OSErrorObject> self, Borrowed<Tuple> args, const Parts& parts) {
  auto kept = hold(args);
  if (parts.filename && !is_none(parts.filename)) {
    if (self->head.base.type == &exc::BlockingIOError && is_index(parts.filename)) {
      self->written = KR_TRY(as_index(cx, parts.filename, &exc::ValueError));
    } else {
      self->filename.init(hold(parts.filename));
      if (parts.filename2 && !is_none(parts.filename2)) self->filename2.init(hold(parts.filename2));
      if (args->size() >= 2 && args->size() <= 5) kept = KR_TRY(tuple_slice(cx, args, 0, 2));
    }
  }
  if (parts.error) self->error.init(hold(parts.error));
  if (parts.strerror) self->strerror.init(hold(parts.strerror));
  auto old = self->head.args.replace(std::move(kept));
  return {};
}

static Object* os_error_new(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<Tuple> tuple(reinterpret_cast<Tuple*>(args));
  Parts parts;
  if (!reads_in_init(type)) {
    if (refuse_keywords(cx, type, kwargs)) return nullptr;
    parts = split_arguments(tuple);
    if (type == &exc::OSError && parts.error && is<Int>(parts.error)) {
      int overflow = 0;
      long long error = int_to_long_long(parts.error.as<Int>(), &overflow);
      if (!overflow && error == static_cast<int>(error))
        if (Type* chosen = subclass_for(static_cast<int>(error))) type = chosen;
    }
  }
  Object* object = type->tp_alloc(type, 0);
  if (!object) return nullptr;
  auto self = Ref<OSErrorObject>::steal(reinterpret_cast<OSErrorObject*>(object));
  self->written = -1;
  if (reads_in_init(type)) self->head.args.init(empty_tuple());
  else KR_TRY(fill(cx, self, tuple, parts));
  return as_object(self.release());
}

static int os_error_init(Object* self, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (!reads_in_init(self->type)) return 0;
  if (refuse_keywords(cx, self->type, kwargs)) return -1;
  Borrowed<Tuple> tuple(reinterpret_cast<Tuple*>(args));
  return fill(cx, Borrowed<>(self).as<OSErrorObject>(), tuple, split_arguments(tuple)).release();
}

static Borrowed<> or_none(const Slot<>& slot) { return slot ? slot.get() : none(); }

static Result<Ref<Str>> os_error_str(Context& cx, Borrowed<OSErrorObject> self) {
  if (self->filename) {
    if (self->filename2)
      return format_str(cx, "[Errno {}] {}: {!r} -> {!r}", or_none(self->error), or_none(self->strerror), self->filename, self->filename2);
    return format_str(cx, "[Errno {}] {}: {!r}", or_none(self->error), or_none(self->strerror), self->filename);
  }
  if (self->error && self->strerror) return format_str(cx, "[Errno {}] {}", self->error, self->strerror);
  return base_str(cx, self.as<BaseException>());
}

static Result<Ref<>> os_error_reduce(Context& cx, Borrowed<OSErrorObject> self) {
  auto args = hold(self->head.args.get());
  if (args->size() == 2 && self->filename) {
    if (self->filename2) args = KR_TRY(tuple_of(cx, args->item(0), args->item(1), self->filename.get(), none(), self->filename2.get()));
    else args = KR_TRY(tuple_of(cx, args->item(0), args->item(1), self->filename.get()));
  }
  return reduce_with(cx, self.as<BaseException>(), args, self->head.dict.get());
}

static Result<Ref<>> get_written(Context& cx, Borrowed<OSErrorObject> self) {
  if (self->written == -1) return raise(cx, exc::AttributeError, "characters_written");
  return int_from(cx, self->written);
}

static Result<void> set_written(Context& cx, Borrowed<OSErrorObject> self, Borrowed<> value) {
  if (!value) {
    if (self->written == -1) return raise(cx, exc::AttributeError, "characters_written");
    self->written = -1;
    return {};
  }
  auto number = as_index(cx, value, &exc::ValueError);
  if (cx.has_error()) return Failed{};
  self->written = number.value();
  return {};
}

static constinit MethodDef methods[] = {KR_QUIET("__reduce__($self)", os_error_reduce, nullptr), KR_END};
static constinit GetSetDef getset[] = {KR_GETSET("characters_written", get_written, set_written, nullptr), KR_END};
static constinit MemberDef members[] = {KR_MEMBER("errno", object, OSErrorObject, error, 0, "POSIX exception code"),
                                        KR_MEMBER("strerror", object, OSErrorObject, strerror, 0, "exception strerror"),
                                        KR_MEMBER("filename", object, OSErrorObject, filename, 0, "exception filename"),
                                        KR_MEMBER("filename2", object, OSErrorObject, filename2, 0, "second exception filename"),
                                        KR_END};
using Fields = Also<OSErrorObject, &OSErrorObject::error, &OSErrorObject::strerror, &OSErrorObject::filename, &OSErrorObject::filename2>;

consteval Type declare_os_error() {
  Type type = declare_extended<OSErrorObject, Fields>("OSError", &exc::Exception, "Base class for I/O related errors.", &os_error_init,
                                                      &os_error_new);
  type.tp_str = slot<&os_error_str>;
  type.tp_methods = methods;
  type.tp_members = members;
  type.tp_getset = getset;
  return type;
}

consteval Type declare_kind(const char* name, Type* base, const char* doc) {
  return declare_extended<OSErrorObject, Fields>(name, base, doc, &os_error_init);
}

}  // namespace exceptions

constinit Type exc::OSError = exceptions::declare_os_error();
KR_READY(exc::OSError);

#define KR_OS_ERROR(name, parent, doc)                              \
  constinit Type name = exceptions::declare_kind(#name, &parent, doc); \
  KR_READY(name);

namespace exc {
KR_OS_ERROR(BlockingIOError, OSError, "I/O operation would block.")
KR_OS_ERROR(ConnectionError, OSError, "Connection error.")
KR_OS_ERROR(ChildProcessError, OSError, "Child process error.")
KR_OS_ERROR(BrokenPipeError, ConnectionError, "Broken pipe.")
KR_OS_ERROR(ConnectionAbortedError, ConnectionError, "Connection aborted.")
KR_OS_ERROR(ConnectionRefusedError, ConnectionError, "Connection refused.")
KR_OS_ERROR(ConnectionResetError, ConnectionError, "Connection reset.")
KR_OS_ERROR(FileExistsError, OSError, "File already exists.")
KR_OS_ERROR(FileNotFoundError, OSError, "File not found.")
KR_OS_ERROR(IsADirectoryError, OSError, "Operation doesn't work on directories.")
KR_OS_ERROR(NotADirectoryError, OSError, "Operation only works on directories.")
KR_OS_ERROR(InterruptedError, OSError, "Interrupted by signal.")
KR_OS_ERROR(PermissionError, OSError, "Not enough permissions.")
KR_OS_ERROR(ProcessLookupError, OSError, "Process not found.")
KR_OS_ERROR(TimeoutError, OSError, "Timeout expired.")
}  // namespace exc

Failed raise_os_error(Context& cx, int error, Borrowed<> filename, Borrowed<> filename2) {
  auto number = KR_TRY(int_from(cx, error));
  const char* text = error == 0 ? "Error" : std::strerror(error);
  auto message = KR_TRY(str_from_utf8(cx, text, "surrogateescape"));
  Ref<Tuple> args;
  if (filename && filename2) args = KR_TRY(tuple_of(cx, number, message, filename, none(), filename2));
  else if (filename) args = KR_TRY(tuple_of(cx, number, message, filename));
  else args = KR_TRY(tuple_of(cx, number, message));
  auto made = KR_TRY(call(cx, Borrowed<>(as_object(&exc::OSError)), args.borrow(), Borrowed<Dict>()));
  return raise_instance(cx, std::move(made).as<BaseException>());
}

}  // namespace krait
