// Paths as arguments: str, bytes, os.PathLike, and where a function takes them, file descriptors.
#pragma once

#include "object/declare/convert.h"
#include <sys/stat.h>

#include "object/protocol.h"
#include "types/bytes/bytes.h"

namespace krait::posix {

// os.fspath(): str or bytes.
Result<Ref<>> fspath(Context& cx, Borrowed<> path);

class Path {
 public:
  enum Take { plain, or_fd, or_none };
  // `function` and the argument's name stand in error texts. None (or null) is "." where it is allowed.
  Result<void> read(Context& cx, Borrowed<> object, const char* function, Take take = plain, const char* argument = "path");
  const char* c_str() const { return text_; }
  bool is_fd() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  bool is_bytes() const { return bytes_result_; }  // names read from there are bytes too
  Borrowed<> object() const { return object_; }
  // OSError from errno, naming this path.
  Failed fail(Context& cx) const;
  Failed fail(Context& cx, const Path& other) const;

 private:
  Ref<> object_;
  Ref<Bytes> bytes_;
  const char* text_ = ".";
  int fd_ = -1;
  bool bytes_result_ = false;
};

// A dir_fd argument: None is the working directory.
Result<int> dir_fd_of(Context& cx, Borrowed<> object);
// Any object with fileno(), or an int.
Result<int> fd_of(Context& cx, Borrowed<> object);
Failed fail(Context& cx);  // OSError from errno
Result<Ref<>> text_of(Context& cx, std::string_view name, bool as_bytes);
Result<Ref<>> pair_of(Context& cx, long long a, long long b);

Result<void> add_types(Context& cx, Borrowed<Module> module);      // stat_result and its like
Result<void> add_constants(Context& cx, Borrowed<Module> module);
Result<Ref<>> stat_of(Context& cx, const struct stat& info);
Result<Ref<>> scandir(Context& cx, Borrowed<> path);
struct Types {
  Type *stat, *statvfs, *terminal_size, *uname, *times, *waitid, *sched_param;
};
Types& types(Context& cx);

}  // namespace krait::posix

namespace krait {
extern Type posix_dir_entry_type, posix_scandir_type;
}
