#include "modules/posix/path.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>

#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::posix {

Failed fail(Context& cx) { return raise_os_error(cx, errno); }

Result<Ref<>> fspath(Context& cx, Borrowed<> path) {
  if (is<Str>(path) || is<Bytes>(path)) return hold(path);
  Ref<> method = KR_TRY(lookup_special(cx, path, KR_ID(__fspath__)));
  if (!method) return raise(cx, exc::TypeError, "expected str, bytes or os.PathLike object, not {!t}", path);
  Ref<> made = KR_TRY(call(cx, method));
  if (is<Str>(made) || is<Bytes>(made)) return made;
  return raise(cx, exc::TypeError, "expected {!t}.__fspath__() to return str or bytes, not {!t}", path, made);
}

Result<void> Path::read(Context& cx, Borrowed<> object, const char* function, Take take, const char* argument) {
  object_ = object ? hold(object) : new_none();
  if (take == or_none && is_none(object_)) return {};
  if (take == or_fd && is_index(object)) {
    fd_ = KR_TRY(fd_of(cx, object));
    return {};
  }
  Ref<> given = hold(object);
  if (!is<Str>(given) && !is<Bytes>(given)) {
    Ref<> method = KR_TRY(lookup_special(cx, given, KR_ID(__fspath__)));
    if (!method) {
      const char* extra = take == or_fd ? "string, bytes, os.PathLike or integer" : take == or_none ? "string, bytes, os.PathLike or None" : "string, bytes or os.PathLike";
      return raise(cx, exc::TypeError, "{}: {} should be {}, not {!t}", function, argument, extra, object);
    }
    given = KR_TRY(fspath(cx, given));
  }
  bytes_result_ = is<Bytes>(given);
  bytes_ = bytes_result_ ? hold(given.borrow().as<Bytes>()) : KR_TRY(encode_fs(cx, given.borrow().as<Str>()));
  if (std::strlen(bytes_->data) != static_cast<std::size_t>(bytes_->size()))
    return raise(cx, exc::ValueError, "{}: embedded null character in {}", function, argument);
  text_ = bytes_->data;
  return {};
}

Failed Path::fail(Context& cx) const { return raise_os_error(cx, errno, object_); }
Failed Path::fail(Context& cx, const Path& other) const { return raise_os_error(cx, errno, object_, other.object_); }

Result<int> dir_fd_of(Context& cx, Borrowed<> object) {
  if (!object || is_none(object)) return AT_FDCWD;
  if (!is_index(object)) return raise(cx, exc::TypeError, "argument should be integer or None, not {!t}", object);
  int fd = as_int(cx, object);
  if (fd == -1 && cx.curexc_type) return Failed{};
  return fd;
}

Result<int> fd_of(Context& cx, Borrowed<> object) {
  if (is_index(object)) {
    int fd = as_int(cx, object);
    if (fd == -1 && cx.curexc_type) return Failed{};
    if (fd < 0) return raise(cx, exc::ValueError, "file descriptor cannot be a negative integer ({})", fd);
    return fd;
  }
  Ref<> method = KR_TRY(lookup_attr(cx, object, KR_ID(fileno)));
  if (!method) return raise(cx, exc::TypeError, "argument must be an int, or have a fileno() method.");
  Ref<> number = KR_TRY(call(cx, method));
  if (!is<Int>(number)) return raise(cx, exc::TypeError, "fileno() returned a non-integer");
  return fd_of(cx, number);
}

Result<Ref<>> text_of(Context& cx, std::string_view name, bool as_bytes) {
  if (as_bytes) return KR_TRY(bytes_from(cx, name));
  return KR_TRY(decode_fs(cx, name));
}

Result<Ref<>> pair_of(Context& cx, long long a, long long b) {
  Ref<Int> first = KR_TRY(int_from(cx, a)), second = KR_TRY(int_from(cx, b));
  return KR_TRY(tuple_of(cx, first, second));
}

}  // namespace krait::posix
