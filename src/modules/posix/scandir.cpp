// os.scandir() and its entries: what readdir() tells is kept, the rest is asked for when wanted.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "modules/posix/path.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/threads.h"
#include "types/genericalias/genericalias.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait::posix {
namespace {

struct Entry {
  Object head;
  Slot<> name, path;
  Slot<> stat, lstat;  // kept answers, or null
  unsigned char kind;  // d_type
  ino_t inode;
  int dir_fd;
};
using EntryFields = Owns<Entry, &Entry::name, &Entry::path, &Entry::stat, &Entry::lstat>;

struct Scan {
  Object head;
  Slot<> path;
  DIR* directory;
  bool bytes;
  int fd;  // -1: scanning a path
};

Result<Ref<>> entry_stat_now(Context& cx, Borrowed<Entry> self, bool follow) {
  Path path;
  KR_TRY(path.read(cx, self->dir_fd >= 0 ? self->name.get() : self->path.get(), "stat"));
  struct stat info;
  int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
  if (::fstatat(self->dir_fd >= 0 ? self->dir_fd : AT_FDCWD, path.c_str(), &info, flags)) return raise_os_error(cx, errno, self->path.get());
  return stat_of(cx, info);
}

Result<bool> is_kind(Context& cx, Borrowed<Entry> self, bool follow, mode_t mode);

Result<Ref<>> entry_stat(Context& cx, Borrowed<Entry> self, bool follow_symlinks) {
  if (!follow_symlinks) {
    if (!self->lstat) self->lstat.init(KR_TRY(entry_stat_now(cx, self, false)));
    return hold(self->lstat.get());
  }
  if (!self->stat) {
    bool link = KR_TRY(is_kind(cx, self, false, S_IFLNK));
    self->stat.init(link ? KR_TRY(entry_stat_now(cx, self, true)) : KR_TRY(entry_stat(cx, self, false)));
  }
  return hold(self->stat.get());
}

Result<bool> is_kind(Context& cx, Borrowed<Entry> self, bool follow, mode_t mode) {
  bool link = self->kind == DT_LNK;
  if (self->kind != DT_UNKNOWN && !(follow && link))
    return mode == S_IFLNK ? link : mode == S_IFDIR ? self->kind == DT_DIR : self->kind == DT_REG;
  auto stat = entry_stat(cx, self, follow);
  if (stat.failed()) {
    if (clear_error_if(cx, exc::FileNotFoundError)) return false;
    return Failed{};
  }
  Ref<> info = std::move(stat).value();
  long bits = as_long(cx, reinterpret_cast<Object**>(info.raw())[3] ? Borrowed<>(reinterpret_cast<Object**>(info.raw())[3]) : none());
  if (bits == -1 && cx.curexc_type) return Failed{};
  return (static_cast<mode_t>(bits) & S_IFMT) == mode;
}
Result<bool> is_dir(Context& cx, Borrowed<Entry> self, bool follow_symlinks) { return is_kind(cx, self, follow_symlinks, S_IFDIR); }
Result<bool> is_file(Context& cx, Borrowed<Entry> self, bool follow_symlinks) { return is_kind(cx, self, follow_symlinks, S_IFREG); }
Result<bool> is_symlink(Context& cx, Borrowed<Entry> self) { return is_kind(cx, self, false, S_IFLNK); }
unsigned long long inode(Borrowed<Entry> self) { return self->inode; }
Result<Ref<>> entry_fspath(Context&, Borrowed<Entry> self) { return hold(self->path.get()); }
Result<Ref<Str>> entry_repr(Context& cx, Borrowed<Entry> self) { return format_str(cx, "<DirEntry {!r}>", self->name); }
Result<Ref<>> class_getitem(Context& cx, Borrowed<> cls, Borrowed<> item) { return new_generic_alias(cx, cls, item); }

void entry_dealloc(Object* object) {
  EntryFields::clear(object);
  free_object(object);
}

constinit MethodDef entry_methods[] = {
    KR_METHOD("is_dir($self, /, *, follow_symlinks=True)", is_dir,
              "Return True if the entry is a directory; cached per entry."),
    KR_METHOD("is_file($self, /, *, follow_symlinks=True)", is_file, "Return True if the entry is a file; cached per entry."),
    KR_METHOD("is_symlink($self, /)", is_symlink, "Return True if the entry is a symbolic link; cached per entry."),
    KR_METHOD("stat($self, /, *, follow_symlinks=True)", entry_stat, "Return stat_result object for the entry; cached per entry."),
    KR_METHOD("inode($self, /)", inode, "Return inode of the entry; cached per entry."),
    KR_METHOD("__fspath__($self, /)", entry_fspath, "Returns the path for the entry."),
    KR_QUIET_CLASS("__class_getitem__(cls, item, /)", class_getitem, "See PEP 585"), KR_END};
constinit MemberDef entry_members[] = {
    KR_MEMBER("name", object_ex, Entry, name, 1, "the entry's base filename, relative to scandir() \"path\" argument"),
    KR_MEMBER("path", object_ex, Entry, path, 1, "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"),
    KR_END};

// --- the iterator
void close_directory(Scan* self) {
  if (DIR* directory = std::exchange(self->directory, nullptr)) {
    if (self->fd >= 0) ::rewinddir(directory);
    ::closedir(directory);
  }
}

Result<Ref<>> joined(Context& cx, Borrowed<Scan> self, Borrowed<> name) {
  Borrowed<> folder = self->path.get();
  if (self->fd >= 0) return hold(name);
  if (self->bytes) {
    auto base = folder.as<Bytes>()->text();
    Ref<Bytes> separator = KR_TRY(bytes_from(cx, base.empty() || base.ends_with('/') ? "" : "/"));
    Ref<> head = KR_TRY(add(cx, folder, separator));
    return add(cx, head, name);
  }
  auto base = folder.as<Str>();
  bool separated = base->size == 0 || base->at(base->size - 1) == '/';
  return KR_TRY(separated ? format_str(cx, "{}{}", folder, name) : format_str(cx, "{}/{}", folder, name));
}

Result<Ref<>> scan_next(Context& cx, Borrowed<Scan> self) {
  for (;;) {
    if (!self->directory) return Ref<>();
    errno = 0;
    dirent* found;
    {
      AllowThreads allow(cx);
      found = ::readdir(self->directory);
    }
    if (!found) {
      int error = errno;
      close_directory(self.raw());
      if (error) return raise_os_error(cx, error, self->path.get());
      return Ref<>();
    }
    std::string_view name(found->d_name);
    if (name == "." || name == "..") continue;
    auto entry = KR_TRY(new_plain<Entry>(cx, posix_dir_entry_type));
    entry->name.init({}), entry->path.init({}), entry->stat.init({}), entry->lstat.init({});
    entry->kind = found->d_type;
    entry->inode = found->d_ino;
    entry->dir_fd = self->fd;
    entry->name.init(KR_TRY(text_of(cx, name, self->bytes)));
    entry->path.init(KR_TRY(joined(cx, self, entry->name.get())));
    return Ref<>(std::move(entry));
  }
}

Result<Ref<>> scan_close(Context&, Borrowed<Scan> self) {
  close_directory(self.raw());
  return new_none();
}
Result<Ref<>> scan_enter(Context&, Borrowed<Scan> self) { return Ref<>(hold(self)); }
Result<Ref<>> scan_exit(Context& cx, Borrowed<Scan> self, Args) { return scan_close(cx, self); }

void scan_dealloc(Object* object) {
  auto* self = reinterpret_cast<Scan*>(object);
  close_directory(self);
  auto path = self->path.take();
  free_object(object);
}

constinit MethodDef scan_methods[] = {KR_QUIET("__enter__()", scan_enter, nullptr), KR_QUIET("__exit__(*args)", scan_exit, nullptr),
                                      KR_QUIET("close()", scan_close, nullptr), KR_END};

}  // namespace

Result<Ref<>> scandir(Context& cx, Borrowed<> given) {
  Path path;
  bool by_fd = given && is_index(given);
  KR_TRY(path.read(cx, given, "scandir", by_fd ? Path::or_fd : Path::or_none));
  auto scan = KR_TRY(new_plain<Scan>(cx, posix_scandir_type));
  scan->directory = nullptr;
  scan->fd = path.is_fd() ? path.fd() : -1;
  scan->bytes = path.is_bytes();
  scan->path.init({});
  Ref<> shown = is_none(path.object()) ? Ref<>(KR_TRY(str_from_ascii(cx, "."))) : path.is_fd() ? hold(path.object()) : KR_TRY(fspath(cx, path.object()));
  scan->path.init(std::move(shown));
  {
    AllowThreads allow(cx);
    if (path.is_fd()) {
      int own = ::fcntl(path.fd(), F_DUPFD_CLOEXEC, 0);
      scan->directory = own < 0 ? nullptr : ::fdopendir(own);
      if (!scan->directory && own >= 0) ::close(own);
    } else {
      scan->directory = ::opendir(path.c_str());
    }
  }
  if (!scan->directory) return path.fail(cx);
  return Ref<>(std::move(scan));
}

}  // namespace krait::posix

namespace krait {
constinit Type posix_dir_entry_type = {.head = {{1, &type_type}, 0},
                                       .tp_name = "posix.DirEntry",
                                       .tp_basicsize = sizeof(posix::Entry),
                                       .tp_dealloc = posix::entry_dealloc,
                                       .tp_repr = slot<&posix::entry_repr>,
                                       .tp_getattro = slot<&generic_get_attr>,
                                       .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
                                       .tp_methods = posix::entry_methods,
                                       .tp_members = posix::entry_members,
                                       .tp_free = free_object};
KR_READY(posix_dir_entry_type);
constinit Type posix_scandir_type = {.head = {{1, &type_type}, 0},
                                     .tp_name = "posix.ScandirIterator",
                                     .tp_basicsize = sizeof(posix::Scan),
                                     .tp_dealloc = posix::scan_dealloc,
                                     .tp_getattro = slot<&generic_get_attr>,
                                     .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
                                     .tp_iter = self_iter,
                                     .tp_iternext = slot<&posix::scan_next>,
                                     .tp_methods = posix::scan_methods,
                                     .tp_free = free_object};
KR_READY(posix_scandir_type);
}  // namespace krait
