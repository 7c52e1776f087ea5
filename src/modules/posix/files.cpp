// Files, descriptors and directories.
#include "modules/posix/functions.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "object/isolate.h"
#include "object/threads.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/structseq/structseq.h"
#include "types/tuple/tuple.h"

namespace krait::posix {
namespace {

// A call that may block and may be interrupted: runs signal handlers and tries again.
template <class Call>
Result<long long> blocking(Context& cx, Call&& call) {
  for (;;) {
    long long answer;
    int error;
    {
      AllowThreads allow(cx);
      answer = call();
      error = errno;
    }
    if (answer >= 0) return answer;
    if (error != EINTR) return raise_os_error(cx, error);
    KR_TRY(check_signals(cx));
  }
}

Result<Ref<>> done(Context& cx, int answer) {
  if (answer < 0) return fail(cx);
  return new_none();
}
Result<Ref<>> done(Context& cx, int answer, const Path& path) {
  if (answer < 0) return path.fail(cx);
  return new_none();
}

}  // namespace

Result<Ref<>> p_stat(Context& cx, Borrowed<> given, Borrowed<> dir_fd, bool follow_symlinks) {
  Path path;
  KR_TRY(path.read(cx, given, "stat", Path::or_fd));
  int dir = KR_TRY(dir_fd_of(cx, dir_fd));
  struct stat info;
  int answer;
  {
    AllowThreads allow(cx);
    answer = path.is_fd() ? ::fstat(path.fd(), &info) : ::fstatat(dir, path.c_str(), &info, follow_symlinks ? 0 : AT_SYMLINK_NOFOLLOW);
  }
  if (answer) return path.fail(cx);
  return stat_of(cx, info);
}
Result<Ref<>> p_lstat(Context& cx, Borrowed<> given, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "lstat"));
  struct stat info;
  if (::fstatat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), &info, AT_SYMLINK_NOFOLLOW)) return path.fail(cx);
  return stat_of(cx, info);
}
Result<Ref<>> p_fstat(Context& cx, int fd) {
  struct stat info;
  if (::fstat(fd, &info)) return fail(cx);
  return stat_of(cx, info);
}
Result<Ref<>> p_statvfs(Context& cx, Borrowed<> given) {
  Path path;
  KR_TRY(path.read(cx, given, "statvfs", Path::or_fd));
  struct statvfs v;
  if (path.is_fd() ? ::fstatvfs(path.fd(), &v) : ::statvfs(path.c_str(), &v)) return path.fail(cx);
  Ref<Tuple> made = KR_TRY(new_structseq(cx, *types(cx).statvfs));
  const unsigned long n[] = {v.f_bsize, v.f_frsize, v.f_blocks, v.f_bfree, v.f_bavail, v.f_files, v.f_ffree, v.f_favail, v.f_flag, v.f_namemax, v.f_fsid};
  for (int i = 0; i < 11; ++i) made->init_item(i, KR_TRY(int_from_unsigned(cx, n[i])));
  return made;
}

Result<bool> p_access(Context& cx, Borrowed<> given, int mode, Borrowed<> dir_fd, bool effective_ids, bool follow_symlinks) {
  Path path;
  KR_TRY(path.read(cx, given, "access"));
  int flags = (effective_ids ? AT_EACCESS : 0) | (follow_symlinks ? 0 : AT_SYMLINK_NOFOLLOW);
  return ::faccessat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), mode, flags) == 0;
}

Result<long long> p_open(Context& cx, Borrowed<> given, int flags, int mode, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "open"));
  int dir = KR_TRY(dir_fd_of(cx, dir_fd));
  for (;;) {
    int fd, error;
    {
      AllowThreads allow(cx);
      fd = ::openat(dir, path.c_str(), flags | O_CLOEXEC, mode);
      error = errno;
    }
    if (fd >= 0) return static_cast<long long>(fd);
    errno = error;
    if (error != EINTR) return path.fail(cx);
    KR_TRY(check_signals(cx));
  }
}
Result<Ref<>> p_close(Context& cx, int fd) {
  int answer;
  {
    AllowThreads allow(cx);
    answer = ::close(fd);
  }
  if (answer < 0 && errno != EINTR) return fail(cx);
  return new_none();
}
Result<void> p_closerange(Context&, int fd_low, int fd_high) {
  if (fd_low < 0) fd_low = 0;
  if (fd_high > fd_low) ::close_range(static_cast<unsigned>(fd_low), static_cast<unsigned>(fd_high - 1), 0);
  return {};
}
Result<Ref<>> p_read(Context& cx, int fd, Index length) {
  if (length < 0) {
    errno = EINVAL;
    return fail(cx);
  }
  Ref<Bytes> bytes = KR_TRY(new_bytes(cx, length));
  long long got = KR_TRY(blocking(cx, [&] { return ::read(fd, bytes->data, static_cast<std::size_t>(length)); }));
  if (got == length) return Ref<>(std::move(bytes));
  return KR_TRY(resize_bytes(cx, std::move(bytes), got));
}
Result<long long> p_write(Context& cx, int fd, Borrowed<> data) {
  Buffer view{};
  KR_TRY(get_buffer(cx, data, &view, buffer_flags::simple));
  auto answer = blocking(cx, [&] { return ::write(fd, view.buf, static_cast<std::size_t>(view.len)); });
  release_buffer(&view);
  return answer;
}
Result<Ref<>> p_pread(Context& cx, int fd, Index length, Borrowed<> offset) {
  long long at = as_long_long(cx, offset);
  if (at == -1 && cx.curexc_type) return Failed{};
  if (length < 0) {
    errno = EINVAL;
    return fail(cx);
  }
  Ref<Bytes> bytes = KR_TRY(new_bytes(cx, length));
  long long got = KR_TRY(blocking(cx, [&] { return ::pread(fd, bytes->data, static_cast<std::size_t>(length), at); }));
  return KR_TRY(resize_bytes(cx, std::move(bytes), got));
}
Result<long long> p_pwrite(Context& cx, int fd, Borrowed<> buffer, Borrowed<> offset) {
  long long at = as_long_long(cx, offset);
  if (at == -1 && cx.curexc_type) return Failed{};
  Buffer view{};
  KR_TRY(get_buffer(cx, buffer, &view, buffer_flags::simple));
  auto answer = blocking(cx, [&] { return ::pwrite(fd, view.buf, static_cast<std::size_t>(view.len), at); });
  release_buffer(&view);
  return answer;
}
Result<long long> p_lseek(Context& cx, int fd, Borrowed<> position, int whence) {
  long long at = as_long_long(cx, position);
  if (at == -1 && cx.curexc_type) return Failed{};
  long long answer = ::lseek(fd, at, whence);
  if (answer < 0) return fail(cx);
  return answer;
}
bool p_isatty(int fd) { return ::isatty(fd); }
Result<Ref<>> p_pipe(Context& cx) {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC)) return fail(cx);
  return pair_of(cx, fds[0], fds[1]);
}
Result<Ref<>> p_pipe2(Context& cx, int flags) {
  int fds[2];
  if (::pipe2(fds, flags)) return fail(cx);
  return pair_of(cx, fds[0], fds[1]);
}
Result<long long> p_dup(Context& cx, int fd) {
  int made = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (made < 0) return fail(cx);
  return static_cast<long long>(made);
}
Result<long long> p_dup2(Context& cx, int fd, int fd2, bool inheritable) {
  if (fd < 0 || fd2 < 0) {
    errno = EBADF;
    return fail(cx);
  }
  int made = inheritable || fd == fd2 ? ::dup2(fd, fd2) : ::dup3(fd, fd2, O_CLOEXEC);
  if (made < 0) return fail(cx);
  return static_cast<long long>(made);
}
Result<bool> p_get_inheritable(Context& cx, int fd) {
  int flags = ::fcntl(fd, F_GETFD);
  if (flags < 0) return fail(cx);
  return !(flags & FD_CLOEXEC);
}
Result<Ref<>> p_set_inheritable(Context& cx, int fd, int inheritable) {
  int flags = ::fcntl(fd, F_GETFD);
  if (flags < 0) return fail(cx);
  return done(cx, ::fcntl(fd, F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC));
}
Result<bool> p_get_blocking(Context& cx, int fd) {
  int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) return fail(cx);
  return !(flags & O_NONBLOCK);
}
Result<Ref<>> p_set_blocking(Context& cx, int fd, bool blocks) {
  int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) return fail(cx);
  return done(cx, ::fcntl(fd, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}
Result<Ref<>> p_fsync(Context& cx, Borrowed<> fd) {
  int number = KR_TRY(fd_of(cx, fd));
  KR_TRY(blocking(cx, [&] { return ::fsync(number); }));
  return new_none();
}
Result<Ref<>> p_fdatasync(Context& cx, Borrowed<> fd) {
  int number = KR_TRY(fd_of(cx, fd));
  KR_TRY(blocking(cx, [&] { return ::fdatasync(number); }));
  return new_none();
}
Result<Ref<>> p_ftruncate(Context& cx, int fd, Borrowed<> length) {
  long long size = as_long_long(cx, length);
  if (size == -1 && cx.curexc_type) return Failed{};
  KR_TRY(blocking(cx, [&] { return ::ftruncate(fd, size); }));
  return new_none();
}
Result<Ref<>> p_truncate(Context& cx, Borrowed<> given, Borrowed<> length) {
  Path path;
  KR_TRY(path.read(cx, given, "truncate", Path::or_fd));
  long long size = as_long_long(cx, length);
  if (size == -1 && cx.curexc_type) return Failed{};
  return done(cx, path.is_fd() ? ::ftruncate(path.fd(), size) : ::truncate(path.c_str(), size), path);
}

Result<Ref<>> p_listdir(Context& cx, Borrowed<> given) {
  Path path;
  KR_TRY(path.read(cx, given, "listdir", given && is_index(given) ? Path::or_fd : Path::or_none));
  DIR* directory;
  {
    AllowThreads allow(cx);
    if (path.is_fd()) {
      int own = ::fcntl(path.fd(), F_DUPFD_CLOEXEC, 0);
      directory = own < 0 ? nullptr : ::fdopendir(own);
      if (!directory && own >= 0) ::close(own);
    } else {
      directory = ::opendir(path.c_str());
    }
  }
  if (!directory) return path.fail(cx);
  struct Closer {
    DIR* d;
    ~Closer() { ::closedir(d); }
  } closer{directory};
  if (path.is_fd()) ::rewinddir(directory);
  Ref<List> names = KR_TRY(new_list(cx));
  for (;;) {
    errno = 0;
    dirent* entry = ::readdir(directory);
    if (!entry) {
      if (errno) return path.fail(cx);
      return Ref<>(std::move(names));
    }
    std::string_view name(entry->d_name);
    if (name != "." && name != "..") KR_TRY(list_append(cx, names, KR_TRY(text_of(cx, name, path.is_bytes()))));
  }
}

namespace {
Result<Ref<>> cwd(Context& cx, bool as_bytes) {
  char* text = ::getcwd(nullptr, 0);
  if (!text) return fail(cx);
  auto made = text_of(cx, text, as_bytes);
  std::free(text);
  return made;
}
}  // namespace
Result<Ref<>> p_getcwd(Context& cx) { return cwd(cx, false); }
Result<Ref<>> p_getcwdb(Context& cx) { return cwd(cx, true); }
Result<Ref<>> p_chdir(Context& cx, Borrowed<> given) {
  Path path;
  KR_TRY(path.read(cx, given, "chdir", Path::or_fd));
  return done(cx, path.is_fd() ? ::fchdir(path.fd()) : ::chdir(path.c_str()), path);
}
Result<Ref<>> p_fchdir(Context& cx, Borrowed<> fd) { return done(cx, ::fchdir(KR_TRY(fd_of(cx, fd)))); }
Result<Ref<>> p_mkdir(Context& cx, Borrowed<> given, int mode, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "mkdir"));
  return done(cx, ::mkdirat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), static_cast<mode_t>(mode)), path);
}
Result<Ref<>> p_mkfifo(Context& cx, Borrowed<> given, int mode, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "mkfifo"));
  return done(cx, ::mkfifoat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), static_cast<mode_t>(mode)), path);
}
Result<Ref<>> p_rmdir(Context& cx, Borrowed<> given, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "rmdir"));
  return done(cx, ::unlinkat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), AT_REMOVEDIR), path);
}
Result<Ref<>> p_unlink(Context& cx, Borrowed<> given, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "unlink"));
  return done(cx, ::unlinkat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), 0), path);
}
Result<Ref<>> p_remove(Context& cx, Borrowed<> given, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "remove"));
  return done(cx, ::unlinkat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), 0), path);
}
namespace {
Result<Ref<>> move(Context& cx, Borrowed<> from, Borrowed<> to, Borrowed<> from_dir, Borrowed<> to_dir, const char* function) {
  Path source, target;
  KR_TRY(source.read(cx, from, function, Path::plain, "src"));
  KR_TRY(target.read(cx, to, function, Path::plain, "dst"));
  if (::renameat(KR_TRY(dir_fd_of(cx, from_dir)), source.c_str(), KR_TRY(dir_fd_of(cx, to_dir)), target.c_str())) return source.fail(cx, target);
  return new_none();
}
}  // namespace
Result<Ref<>> p_rename(Context& cx, Borrowed<> src, Borrowed<> dst, Borrowed<> a, Borrowed<> b) { return move(cx, src, dst, a, b, "rename"); }
Result<Ref<>> p_replace(Context& cx, Borrowed<> src, Borrowed<> dst, Borrowed<> a, Borrowed<> b) { return move(cx, src, dst, a, b, "replace"); }
Result<Ref<>> p_link(Context& cx, Borrowed<> src, Borrowed<> dst, Borrowed<> src_dir_fd, Borrowed<> dst_dir_fd, bool follow_symlinks) {
  Path source, target;
  KR_TRY(source.read(cx, src, "link", Path::plain, "src"));
  KR_TRY(target.read(cx, dst, "link", Path::plain, "dst"));
  if (::linkat(KR_TRY(dir_fd_of(cx, src_dir_fd)), source.c_str(), KR_TRY(dir_fd_of(cx, dst_dir_fd)), target.c_str(), follow_symlinks ? AT_SYMLINK_FOLLOW : 0))
    return source.fail(cx, target);
  return new_none();
}
Result<Ref<>> p_symlink(Context& cx, Borrowed<> src, Borrowed<> dst, bool, Borrowed<> dir_fd) {
  Path source, target;
  KR_TRY(source.read(cx, src, "symlink", Path::plain, "src"));
  KR_TRY(target.read(cx, dst, "symlink", Path::plain, "dst"));
  if (::symlinkat(source.c_str(), KR_TRY(dir_fd_of(cx, dir_fd)), target.c_str())) return source.fail(cx, target);
  return new_none();
}
Result<Ref<>> p_readlink(Context& cx, Borrowed<> given, Borrowed<> dir_fd) {
  Path path;
  KR_TRY(path.read(cx, given, "readlink"));
  char text[4097];
  ssize_t size = ::readlinkat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), text, sizeof text - 1);
  if (size < 0) return path.fail(cx);
  return text_of(cx, {text, static_cast<std::size_t>(size)}, path.is_bytes());
}
Result<Ref<>> p_chmod(Context& cx, Borrowed<> given, int mode, Borrowed<> dir_fd, bool follow_symlinks) {
  Path path;
  KR_TRY(path.read(cx, given, "chmod", Path::or_fd));
  auto bits = static_cast<mode_t>(mode);
  if (path.is_fd()) return done(cx, ::fchmod(path.fd(), bits), path);
  return done(cx, ::fchmodat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), bits, follow_symlinks ? 0 : AT_SYMLINK_NOFOLLOW), path);
}
Result<Ref<>> p_fchmod(Context& cx, int fd, int mode) { return done(cx, ::fchmod(fd, static_cast<mode_t>(mode))); }
Result<Ref<>> p_chown(Context& cx, Borrowed<> given, int uid, int gid, Borrowed<> dir_fd, bool follow_symlinks) {
  Path path;
  KR_TRY(path.read(cx, given, "chown", Path::or_fd));
  auto user = static_cast<uid_t>(uid);
  auto group = static_cast<gid_t>(gid);
  if (path.is_fd()) return done(cx, ::fchown(path.fd(), user, group), path);
  return done(cx, ::fchownat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), user, group, follow_symlinks ? 0 : AT_SYMLINK_NOFOLLOW), path);
}
long long p_umask(int mask) { return ::umask(static_cast<mode_t>(mask)); }

Result<Ref<>> p_utime(Context& cx, Borrowed<> given, Borrowed<> times, Borrowed<> ns, Borrowed<> dir_fd, bool follow_symlinks) {
  Path path;
  KR_TRY(path.read(cx, given, "utime", Path::or_fd));
  bool by_times = times && !is_none(times);
  if (by_times && ns) return raise(cx, exc::ValueError, "utime: you may specify either 'times' or 'ns' but not both");
  timespec stamps[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  if (by_times || ns) {
    Borrowed<> pair = ns ? ns : times;
    if (!is<Tuple>(pair) || pair.as<Tuple>()->size() != 2)
      return raise(cx, exc::TypeError, "{}", ns ? "utime: 'ns' must be a tuple of two ints" : "utime: 'times' must be either a tuple of two ints or None");
    for (int i = 0; i < 2; ++i) {
      Borrowed<> item = pair.as<Tuple>()->item(i);
      long long nanoseconds;
      if (!ns && is<Float>(item)) {
        double seconds = item.as<Float>()->value, whole = __builtin_floor(seconds);
        stamps[i] = {static_cast<time_t>(whole), static_cast<long>((seconds - whole) * 1e9)};
        continue;
      }
      nanoseconds = as_long_long(cx, item);
      if (nanoseconds == -1 && cx.curexc_type) return Failed{};
      if (!ns) {
        stamps[i] = {nanoseconds, 0};
        continue;
      }
      stamps[i] = {nanoseconds / 1000000000, nanoseconds % 1000000000};
      if (stamps[i].tv_nsec < 0) stamps[i].tv_nsec += 1000000000, stamps[i].tv_sec -= 1;
    }
  }
  if (path.is_fd()) return done(cx, ::futimens(path.fd(), stamps), path);
  return done(cx, ::utimensat(KR_TRY(dir_fd_of(cx, dir_fd)), path.c_str(), stamps, follow_symlinks ? 0 : AT_SYMLINK_NOFOLLOW), path);
}

Result<Ref<>> p_get_terminal_size(Context& cx, Borrowed<> fd) {
  int number = fd ? KR_TRY(fd_of(cx, fd)) : 1;
  winsize size;
  if (::ioctl(number, TIOCGWINSZ, &size)) return fail(cx);
  Ref<Tuple> made = KR_TRY(new_structseq(cx, *types(cx).terminal_size));
  made->init_item(0, KR_TRY(int_from(cx, size.ws_col)));
  made->init_item(1, KR_TRY(int_from(cx, size.ws_row)));
  return made;
}
Result<Ref<>> p_device_encoding(Context& cx, int fd) {
  if (!::isatty(fd)) return new_none();
  return KR_TRY(str_from_ascii(cx, "UTF-8"));
}
Result<Ref<>> p_fspath(Context& cx, Borrowed<> path) { return fspath(cx, path); }
Result<Ref<>> p_scandir(Context& cx, Borrowed<> path) { return scandir(cx, path); }

// os.path.normpath: text without "." and "..", and with single separators. "//" at the start stays, three and more become one.
Result<Ref<>> p__path_normpath(Context& cx, Borrowed<> given) {
  if (!is<Str>(given)) return raise(cx, exc::TypeError, "_path_normpath() argument 'path' must be str, not {!t}", given);
  auto path = given.as<Str>();
  if (!path->size) return KR_TRY(str_from_ascii(cx, "."));
  Ref<Bytes> source = KR_TRY(encode(cx, path, "utf-8", "surrogatepass"));
  std::string_view text = source->text();
  Ref<Bytes> target = KR_TRY(new_bytes(cx, static_cast<Index>(text.size()) + 1));
  char* out = target->data;
  std::size_t slashes = text.starts_with("//") && !text.starts_with("///") ? 2 : text.starts_with('/') ? 1 : 0, size = 0;
  for (; size < slashes; ++size) out[size] = '/';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('/', at);
    if (end == std::string_view::npos) end = text.size();
    std::string_view part = text.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    std::string_view so_far(out + slashes, size - slashes);
    std::size_t last = so_far.rfind('/');
    std::string_view parent = so_far.substr(last == std::string_view::npos ? 0 : last + 1);
    if (part == ".." && ((so_far.empty() && slashes) || (!so_far.empty() && parent != ".."))) {
      size = slashes + (last == std::string_view::npos ? 0 : last);
      continue;
    }
    if (!so_far.empty()) out[size++] = '/';
    __builtin_memcpy(out + size, part.data(), part.size());
    size += part.size();
  }
  if (!size) out[size++] = '.';
  return KR_TRY(decode(cx, {out, size}, "utf-8", "surrogatepass"));
}

}  // namespace krait::posix
