// io.open: chooses the layers a mode asks for.
#include <cstring>

#include "isolate/startup.h"
#include "modules/_io/io.h"
#include "types/exceptions/exceptions.h"

namespace krait::io {
namespace {

struct Mode {
  bool creating = false, reading = false, writing = false, appending = false, updating = false, text = false, binary = false;
  bool valid = true;
};

Mode read_mode(std::string_view text) {
  Mode mode;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case 'x': mode.creating = true; break;
      case 'r': mode.reading = true; break;
      case 'w': mode.writing = true; break;
      case 'a': mode.appending = true; break;
      case '+': mode.updating = true; break;
      case 't': mode.text = true; break;
      case 'b': mode.binary = true; break;
      default: mode.valid = false;
    }
    if (text.find(text[i], i + 1) != std::string_view::npos) mode.valid = false;
  }
  return mode;
}

Result<void> check(Context& cx, const Mode& mode, Borrowed<> name, bool text_arguments[3], int buffering) {
  if (!mode.valid) return raise(cx, exc::ValueError, "invalid mode: '{}'", name);
  if (mode.text && mode.binary) return raise(cx, exc::ValueError, "can't have text and binary mode at once");
  if (mode.creating + mode.reading + mode.writing + mode.appending != 1)
    return raise(cx, exc::ValueError, "must have exactly one of create/read/write/append mode");
  constexpr const char* texts[] = {"encoding", "errors", "newline"};
  for (int i = 0; i < 3; ++i)
    if (mode.binary && text_arguments[i]) {
      if (i == 1) return raise(cx, exc::ValueError, "binary mode doesn't take an errors argument");
      if (i == 2) return raise(cx, exc::ValueError, "binary mode doesn't take a newline argument");
      return raise(cx, exc::ValueError, "binary mode doesn't take an {} argument", texts[i]);
    }
  if (mode.binary && buffering == 1)
    return warn(cx, exc::RuntimeWarning, 1,
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used");
  return {};
}

Result<Ref<>> open_layers(Context& cx, const Mode& mode, Borrowed<> raw, int buffering, Borrowed<> encoding, Borrowed<> errors,
                          Borrowed<> newline, Borrowed<> mode_text, Ref<>* outermost) {
  auto tty = KR_TRY(call_method(cx, raw, KR_ID(isatty)));
  bool line_buffering = buffering == 1 || (buffering < 0 && KR_TRY(is_true(cx, tty)));
  if (buffering == 1 || buffering < 0) {
    Index size = default_buffer_size;
    auto block = KR_TRY(get_attr(cx, raw, KR_ID(_blksize)));
    Index wanted = as_ssize(cx, block);
    if (wanted == -1 && cx.has_error()) return Failed{};
    if (wanted > 1) size = wanted;
    buffering = static_cast<int>(size);
  }
  if (buffering < 0) return raise(cx, exc::ValueError, "invalid buffering size");
  if (buffering == 0) {
    if (!mode.binary) return raise(cx, exc::ValueError, "can't have unbuffered text I/O");
    return hold(raw);
  }
  Type* kind = mode.updating ? &buffered_random_type : mode.reading ? &buffered_reader_type : &buffered_writer_type;
  auto buffer = KR_TRY(call(cx, Borrowed<>(reinterpret_cast<Object*>(kind)), raw, KR_TRY(int_from(cx, buffering))));
  *outermost = buffer.copy();
  if (mode.binary) return buffer;
  auto wrapper = KR_TRY(call(cx, Borrowed<>(reinterpret_cast<Object*>(&text_wrapper_type)), buffer, encoding, errors, newline,
                             boolean(line_buffering)));
  *outermost = wrapper.copy();
  KR_TRY(set_attr(cx, wrapper, KR_ID(mode), mode_text));
  return wrapper;
}

}  // namespace

Result<Ref<>> open(Context& cx, Borrowed<> file, Borrowed<Str> mode_given, int buffering, OrNone<Str> encoding, OrNone<Str> errors,
                   OrNone<Str> newline, bool closefd, Borrowed<> opener) {
  Ref<> path = hold(file);
  if (!is<Str>(file) && !is<Bytes>(file) && !is_index(file)) {
    auto method = lookup_special(cx, file, KR_ID(__fspath__));
    if (method.failed()) return Failed{};
    if (method.missing()) return raise(cx, exc::TypeError, "expected str, bytes or os.PathLike object, not {!t}", file);
    path = KR_TRY(call(cx, std::move(method).value()));
    if (!is<Str>(path) && !is<Bytes>(path))
      return raise(cx, exc::TypeError, "expected {!t}.__fspath__() to return str or bytes, not {!t}", file, path);
  }
  Borrowed<Str> mode_text = mode_given.is_null() ? KR_ID(r) : mode_given;
  Mode mode = read_mode(KR_TRY(str_utf8(cx, mode_text, nullptr)));
  bool text_arguments[3] = {!encoding.is_null(), !errors.is_null(), !newline.is_null()};
  KR_TRY(check(cx, mode, mode_text, text_arguments, buffering));
  if (mode.binary && buffering == 1) buffering = -1;
  char raw_mode[6];
  std::size_t n = 0;
  if (mode.creating) raw_mode[n++] = 'x';
  if (mode.reading) raw_mode[n++] = 'r';
  if (mode.writing) raw_mode[n++] = 'w';
  if (mode.appending) raw_mode[n++] = 'a';
  if (mode.updating) raw_mode[n++] = '+';
  auto raw_text = KR_TRY(str_from_ascii(cx, {raw_mode, n}));
  auto raw = KR_TRY(call(cx, Borrowed<>(reinterpret_cast<Object*>(&fileio_type)), path, raw_text, boolean(closefd), opener));
  auto or_none = [](Borrowed<> value) { return value.is_null() ? none() : value; };
  Ref<> outermost = raw.copy();
  auto made = open_layers(cx, mode, raw, buffering, or_none(encoding), or_none(errors), or_none(newline), mode_text, &outermost);
  if (!made.failed()) return made;
  auto error = take_error(cx);  // do not leave a file open behind a failure
  if (call_method(cx, outermost, KR_ID(close)).failed()) chain_error_context(cx, std::move(error));
  else restore_error(cx, std::move(error));
  return Failed{};
}

}  // namespace krait::io
