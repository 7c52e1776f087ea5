// BufferedReader, BufferedWriter, BufferedRandom: construction, position, closing, and the tables.
#include <cstring>

#include "modules/_io/buffered.h"
#include "object/threads.h"
#include "types/exceptions/exceptions.h"
#include "types/type/type.h"

namespace krait::io {
namespace {

Result<void> set_up(Context& cx, Borrowed<Buffered> self, Borrowed<> raw, Index size) {
  self->ok = self->detached = false;
  if (size <= 0) return raise(cx, exc::ValueError, "buffer size must be strictly positive");
  memory::release(std::exchange(self->block, nullptr));
  self->block = static_cast<char*>(memory::allocate(size));
  if (!self->block) return raise_memory_error(cx);
  self->capacity = size;
  self->at = self->filled = self->pending = 0;
  self->raw_position = -1;
  if (!self->lock) {
    self->lock = static_cast<pthread_mutex_t*>(memory::raw_allocate(sizeof(pthread_mutex_t)));
    if (!self->lock) return raise_memory_error(cx);
    pthread_mutex_init(self->lock, nullptr);
  }
  self->owner = 0;
  auto old = self->raw.replace(hold(raw));
  if (raw_tell(cx, self).failed()) clear_error(cx);
  self->ok = true;
  return {};
}

Result<void> init_reader(Context& cx, Borrowed<Buffered> self, Borrowed<> raw, Index buffer_size) {
  self->ok = self->detached = false;
  KR_TRY(check_readable(cx, raw));
  self->readable = true;
  self->writable = false;
  return set_up(cx, self, raw, buffer_size);
}
Result<void> init_writer(Context& cx, Borrowed<Buffered> self, Borrowed<> raw, Index buffer_size) {
  self->ok = self->detached = false;
  KR_TRY(check_writable(cx, raw));
  self->readable = false;
  self->writable = true;
  return set_up(cx, self, raw, buffer_size);
}
Result<void> init_random(Context& cx, Borrowed<Buffered> self, Borrowed<> raw, Index buffer_size) {
  self->ok = self->detached = false;
  KR_TRY(check_seekable(cx, raw));
  KR_TRY(check_readable(cx, raw));
  KR_TRY(check_writable(cx, raw));
  self->readable = self->writable = true;
  return set_up(cx, self, raw, buffer_size);
}

void buffered_dealloc(Object* object) {
  auto* self = reinterpret_cast<Buffered*>(object);
  self->finalizing = 1;
  if (finalize(object)) return;
  self->ok = false;
  declare::untrack_if_container(object);
  if (self->head.weakrefs) memory::clear_weak_references(object);
  memory::release(std::exchange(self->block, nullptr));
  if (self->lock) {
    pthread_mutex_destroy(self->lock);
    memory::raw_release(std::exchange(self->lock, nullptr));
  }
  Type* type = object->type;
  type->tp_clear(object);
  type->tp_free(object);
  if (has_flag(type, type_flags::heap)) decref(reinterpret_cast<Object*>(type));
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Buffered*>(object);
  if (Object* raw = self->raw.raw())
    if (int answer = visit(raw, arg)) return answer;
  return base_traverse(object, visit, arg);
}
int clear(Object* object) {
  auto* self = reinterpret_cast<Buffered*>(object);
  self->ok = false;
  auto raw = self->raw.take();
  return base_clear(object);
}

// --- position

Result<void> flush_locked(Context& cx, Borrowed<Buffered> self) {
  if (self->pending > 0) KR_TRY(flush_pending(cx, self));
  if (self->readable && self->writable) KR_TRY(settle_reading(cx, self));
  return {};
}

Result<Ref<>> flush_writer(Context& cx, Borrowed<Buffered> self) {
  KR_TRY(check_ready(cx, self));
  if (KR_TRY(is_closed(cx, self))) return raise(cx, exc::ValueError, "flush of closed file");
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  KR_TRY(flush_locked(cx, self));
  return new_none();
}

Result<Ref<>> flush_reader(Context& cx, Borrowed<Buffered> self) {
  KR_TRY(check_ready(cx, self));
  return call_method(cx, self->raw.get(), KR_ID(flush));
}

Result<Ref<>> tell(Context& cx, Borrowed<Buffered> self) {
  KR_TRY(check_ready(cx, self));
  long long at = KR_TRY(raw_tell(cx, self));
  at -= self->unread();
  at += self->pending;
  return int_from(cx, at);
}

Result<Ref<>> seek(Context& cx, Borrowed<Buffered> self, Borrowed<> target, int whence) {
  KR_TRY(check_ready(cx, self));
  if (whence < 0 || whence > 2) {
    if (whence != 3 && whence != 4) return raise(cx, exc::ValueError, "whence value {} unsupported", whence);
  }
  KR_TRY(check_open(cx, self, "seek of closed file"));
  KR_TRY(check_seekable(cx, self->raw.get()));
  long long offset = KR_TRY(as_offset(cx, target));
  // Within what has been read there is nothing to ask the system for.
  if ((whence == 0 || whence == 1) && self->readable && self->filled > 0 && self->owner == 0) {
    long long raw_at = self->raw_position >= 0 ? self->raw_position : KR_TRY(raw_tell(cx, self));
    long long here = raw_at - self->unread();
    long long step = whence == 0 ? offset - here : offset;
    if (step >= -self->at && step <= self->unread()) {
      self->at += static_cast<Index>(step);
      return int_from(cx, here + step);
    }
  }
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  if (self->pending > 0) KR_TRY(flush_pending(cx, self));
  if (whence == 1) offset -= self->unread();
  long long at = KR_TRY(raw_seek(cx, self, offset, whence));
  self->at = self->filled = 0;
  return int_from(cx, at);
}

Result<Ref<>> truncate(Context& cx, Borrowed<Buffered> self, Borrowed<> pos) {
  KR_TRY(check_ready(cx, self));
  KR_TRY(check_open(cx, self, "truncate of closed file"));
  if (!self->writable) return raise_unsupported(cx, "truncate");
  Entry entry(self);
  KR_TRY(entry.enter(cx));
  KR_TRY(flush_locked(cx, self));
  auto answer = KR_TRY(call_method(cx, self->raw.get(), KR_ID(truncate), pos));
  if (raw_tell(cx, self).failed()) clear_error(cx);
  return answer;
}

// --- the end

Result<Ref<>> detach(Context& cx, Borrowed<Buffered> self) {
  KR_TRY(check_ready(cx, self));
  KR_TRY(call_method(cx, self, KR_ID(flush)));
  auto raw = self->raw.take();
  self->detached = true;
  self->ok = false;
  return raw;
}

Result<Ref<>> close(Context& cx, Borrowed<Buffered> self) {
  KR_TRY(check_ready(cx, self));
  if (KR_TRY(is_closed(cx, self))) return new_none();
  if (self->finalizing && !self->raw.is_null()) {
    if (call_method(cx, self, KR_ID(_dealloc_warn), self).failed()) clear_error(cx);
  }
  auto flushed = call_method(cx, self, KR_ID(flush));
  Ref<BaseException> error;
  if (flushed.failed()) error = take_error(cx);
  auto closed = call_method(cx, self->raw.get(), KR_ID(close));
  memory::release(std::exchange(self->block, nullptr));
  self->capacity = self->at = self->filled = self->pending = 0;
  if (!error.is_null()) {
    if (closed.failed()) chain_error_context(cx, std::move(error));
    else restore_error(cx, std::move(error));
    return Failed{};
  }
  return closed;
}

Result<Ref<>> dealloc_warn(Context& cx, Borrowed<Buffered> self, Borrowed<> source) {
  if (self->ok && !self->raw.is_null()) {
    if (call_method(cx, self->raw.get(), KR_ID(_dealloc_warn), source).failed()) clear_error(cx);
  }
  return new_none();
}

// --- questions that the raw file answers

template <FixedText Name>
Result<Ref<>> ask_raw(Context& cx, Borrowed<Buffered> self) {
  KR_TRY(check_ready(cx, self));
  return call_method(cx, self->raw.get(), detail::static_name<Name>());
}
template <FixedText Name>
Result<Ref<>> raw_attribute(Context& cx, Borrowed<Buffered> self) {
  KR_TRY(check_ready(cx, self));
  return get_attr(cx, self->raw.get(), detail::static_name<Name>());
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Buffered> self) {
  const char* type = self.type()->tp_name;
  auto name = lookup_attr(cx, self, KR_ID(name));
  if (name.failed()) {
    if (!clear_error_if(cx, exc::ValueError)) return Failed{};
    return format_str(cx, "<{}>", type);
  }
  if (name.missing()) return format_str(cx, "<{}>", type);
  return format_str(cx, "<{} name={!r}>", type, std::move(name).value());
}

Result<Ref<>> next(Context& cx, Borrowed<Buffered> self) {
  Ref<> line;
  bool own = self.type() == &buffered_reader_type || self.type() == &buffered_random_type;
  if (own) {
    line = KR_TRY(buffered_readline(cx, self, Size{}));
  } else {
    line = KR_TRY(call_method(cx, self, KR_ID(readline)));
    if (!is<Bytes>(line)) return raise(cx, exc::OSError, "readline() should have returned a bytes object, not '{!t}'", line);
  }
  if (line.borrow().as<Bytes>()->size() == 0) return Failed{};
  return line;
}

Result<Ref<>> no_pickle(Context& cx, Borrowed<> self, Args) { return raise(cx, exc::TypeError, "cannot pickle '{}' object", self.type()->tp_name); }
Result<long long> size_of(Context&, Borrowed<Buffered> self) { return static_cast<long long>(sizeof(Buffered)) + self->capacity; }

#define KR_BUFFERED_COMMON(flush_function)                                                             \
  KR_QUIET("detach(self)", detach, ""), KR_QUIET("flush(self)", flush_function, ""),                   \
      KR_QUIET("close(self)", close, ""), KR_QUIET("seekable(self)", ask_raw<"seekable">, ""),         \
      KR_QUIET("fileno(self)", ask_raw<"fileno">, ""), KR_QUIET("isatty(self)", ask_raw<"isatty">, ""), \
      KR_QUIET("_dealloc_warn(self, source)", dealloc_warn, ""),                                       \
      KR_QUIET("__reduce__(self, *args)", no_pickle, nullptr), KR_QUIET("__reduce_ex__(self, *args)", no_pickle, nullptr),  \
      KR_METHOD("seek($self, target, whence=0, /)", seek, ""), KR_QUIET("tell(self)", tell, ""),       \
      KR_METHOD("truncate($self, pos=None, /)", truncate, ""), KR_QUIET("__sizeof__(self)", size_of, "")
#define KR_BUFFERED_READING                                                                                   \
  KR_METHOD("read($self, size=-1, /)", buffered_read, ""), KR_METHOD("peek($self, size=0, /)", buffered_peek, ""), \
      KR_METHOD("read1($self, size=-1, /)", buffered_read1, ""),                                              \
      KR_METHOD("readinto($self, buffer, /)", buffered_readinto, ""),                                         \
      KR_METHOD("readinto1($self, buffer, /)", buffered_readinto1, ""),                                       \
      KR_METHOD("readline($self, size=-1, /)", buffered_readline, ""), KR_QUIET("readable(self)", ask_raw<"readable">, "")
#define KR_BUFFERED_WRITING \
  KR_QUIET("writable(self)", ask_raw<"writable">, ""), KR_METHOD("write($self, buffer, /)", buffered_write, "")

}  // namespace

constinit MethodDef reader_methods[] = {KR_BUFFERED_COMMON(flush_reader), KR_BUFFERED_READING, KR_END};
constinit MethodDef writer_methods[] = {KR_BUFFERED_COMMON(flush_writer), KR_BUFFERED_WRITING, KR_END};
constinit MethodDef random_methods[] = {KR_BUFFERED_COMMON(flush_writer), KR_BUFFERED_READING, KR_BUFFERED_WRITING, KR_END};

constinit GetSetDef buffered_getset[] = {
    KR_GETTER("closed", raw_attribute<"closed">, nullptr),
    KR_GETTER("name", raw_attribute<"name">, nullptr),
    KR_GETTER("mode", raw_attribute<"mode">, nullptr),
    KR_END,
};

constinit MemberDef buffered_members[] = {
    {"raw", member_kind::object, offsetof(Buffered, raw), 1, nullptr},
    {"_finalizing", member_kind::bool_, offsetof(Buffered, finalizing), 0, nullptr},
    {},
};

consteval Type declare_buffered(const char* name, const char* doc, MethodDef* methods, InitFunction init, unsigned long more_flags) {
  return {
      .head = {{1, &type_type}, 0},
      .tp_name = name,
      .tp_basicsize = sizeof(Buffered),
      .tp_dealloc = buffered_dealloc,
      .tp_repr = slot<&repr>,
      .tp_flags = type_flags::immutable | type_flags::base | type_flags::gc | more_flags,
      .tp_doc = doc,
      .tp_traverse = traverse,
      .tp_clear = clear,
      .tp_iternext = slot<&next>,
      .tp_methods = methods,
      .tp_members = buffered_members,
      .tp_getset = buffered_getset,
      .tp_base = &buffered_iobase_type,
      .tp_init = init,
  };
}

constinit Type buffered_reader_type = declare_buffered(
    "_io.BufferedReader",
    "BufferedReader(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nCreate a new buffered reader using the given readable raw IO object.",
    reader_methods, KR_INIT("BufferedReader(raw, buffer_size=8192)", init_reader), 0);
KR_READY(buffered_reader_type);

constinit Type buffered_writer_type = declare_buffered(
    "_io.BufferedWriter",
    "BufferedWriter(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer for a writeable sequential RawIO object.\n\nThe constructor "
    "creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults "
    "to\nDEFAULT_BUFFER_SIZE.",
    writer_methods, KR_INIT("BufferedWriter(raw, buffer_size=8192)", init_writer), 0);
KR_READY(buffered_writer_type);

constinit Type buffered_random_type = declare_buffered(
    "_io.BufferedRandom",
    "BufferedRandom(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffered interface to random access streams.\n\nThe constructor creates a "
    "reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to "
    "DEFAULT_BUFFER_SIZE.",
    random_methods, KR_INIT("BufferedRandom(raw, buffer_size=8192)", init_random), 0);
KR_READY(buffered_random_type);

}  // namespace krait::io
