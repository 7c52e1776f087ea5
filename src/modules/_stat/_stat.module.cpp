// The module _stat: bits of st_mode.
#include <sys/stat.h>

#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait::stat_module {
namespace {

struct Constant {
  const char* name;
  long long value;
};
constexpr Constant constants[] = {
    {"SF_APPEND", 0x40000}, {"SF_ARCHIVED", 0x10000}, {"SF_IMMUTABLE", 0x20000}, {"SF_NOUNLINK", 0x100000},
    {"SF_SNAPSHOT", 0x200000}, {"ST_ATIME", 7}, {"ST_CTIME", 9}, {"ST_DEV", 2}, {"ST_GID", 5}, {"ST_INO", 1}, {"ST_MODE", 0},
    {"ST_MTIME", 8}, {"ST_NLINK", 3}, {"ST_SIZE", 6}, {"ST_UID", 4}, {"S_ENFMT", 02000}, {"S_IEXEC", 0100}, {"S_IFBLK", 060000},
    {"S_IFCHR", 020000}, {"S_IFDIR", 040000}, {"S_IFDOOR", 00}, {"S_IFIFO", 010000}, {"S_IFLNK", 0120000}, {"S_IFPORT", 00},
    {"S_IFREG", 0100000}, {"S_IFSOCK", 0140000}, {"S_IFWHT", 00}, {"S_IREAD", 0400}, {"S_IRGRP", 040}, {"S_IROTH", 04},
    {"S_IRUSR", 0400}, {"S_IRWXG", 070}, {"S_IRWXO", 07}, {"S_IRWXU", 0700}, {"S_ISGID", 02000}, {"S_ISUID", 04000},
    {"S_ISVTX", 01000}, {"S_IWGRP", 020}, {"S_IWOTH", 02}, {"S_IWRITE", 0200}, {"S_IWUSR", 0200}, {"S_IXGRP", 010},
    {"S_IXOTH", 01}, {"S_IXUSR", 0100}, {"UF_APPEND", 0x4}, {"UF_COMPRESSED", 0x20}, {"UF_HIDDEN", 0x8000},
    {"UF_IMMUTABLE", 0x2}, {"UF_NODUMP", 0x1}, {"UF_NOUNLINK", 0x10}, {"UF_OPAQUE", 0x8},
};

Result<mode_t> mode_of(Context& cx, Borrowed<> object) {
  unsigned long value = as_unsigned_long(cx, object);
  if (value == static_cast<unsigned long>(-1) && cx.curexc_type) return Failed{};
  if (value > 0xFFFFFFFF) return raise(cx, exc::OverflowError, "mode out of range");
  return static_cast<mode_t>(value);
}

Result<long long> s_ifmt(Context& cx, Borrowed<> mode) { return static_cast<long long>(KR_TRY(mode_of(cx, mode)) & S_IFMT); }
Result<long long> s_imode(Context& cx, Borrowed<> mode) { return static_cast<long long>(KR_TRY(mode_of(cx, mode)) & 07777); }

template <mode_t Type>
Result<bool> is_type(Context& cx, Borrowed<> mode) {
  mode_t bits = KR_TRY(mode_of(cx, mode));
  return Type != 0 && (bits & S_IFMT) == Type;
}
Result<bool> s_isblk(Context& cx, Borrowed<> mode) { return is_type<S_IFBLK>(cx, mode); }
Result<bool> s_ischr(Context& cx, Borrowed<> mode) { return is_type<S_IFCHR>(cx, mode); }
Result<bool> s_isdir(Context& cx, Borrowed<> mode) { return is_type<S_IFDIR>(cx, mode); }
Result<bool> s_isfifo(Context& cx, Borrowed<> mode) { return is_type<S_IFIFO>(cx, mode); }
Result<bool> s_islnk(Context& cx, Borrowed<> mode) { return is_type<S_IFLNK>(cx, mode); }
Result<bool> s_isreg(Context& cx, Borrowed<> mode) { return is_type<S_IFREG>(cx, mode); }
Result<bool> s_issock(Context& cx, Borrowed<> mode) { return is_type<S_IFSOCK>(cx, mode); }
Result<bool> s_isdoor(Context& cx, Borrowed<> mode) { return is_type<0>(cx, mode); }  // not on this system
Result<bool> s_isport(Context& cx, Borrowed<> mode) { return is_type<0>(cx, mode); }
Result<bool> s_iswht(Context& cx, Borrowed<> mode) { return is_type<0>(cx, mode); }

char letter_of(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG: return '-';
    case S_IFDIR: return 'd';
    case S_IFLNK: return 'l';
    case S_IFBLK: return 'b';
    case S_IFCHR: return 'c';
    case S_IFIFO: return 'p';
    case S_IFSOCK: return 's';
    default: return '?';
  }
}

Result<Ref<Str>> filemode(Context& cx, Borrowed<> object) {
  mode_t mode = KR_TRY(mode_of(cx, object));
  char text[] = "-rwxrwxrwx";
  text[0] = letter_of(mode);
  for (int i = 0; i < 9; ++i)
    if (!(mode >> (8 - i) & 1)) text[i + 1] = '-';
  if (mode & S_ISUID) text[3] = mode & S_IXUSR ? 's' : 'S';
  if (mode & S_ISGID) text[6] = mode & S_IXGRP ? 's' : 'S';
  if (mode & S_ISVTX) text[9] = mode & S_IXOTH ? 't' : 'T';
  return str_from_ascii(cx, text);
}

constinit MethodDef functions[] = {
    KR_QUIET("S_IFMT(mode, /)", s_ifmt,
              "Return the portion of the file's mode that describes the file type."),
    KR_QUIET("S_IMODE(mode, /)", s_imode,
              "Return the portion of the file's mode that can be set by os.chmod()."),
    KR_QUIET("S_ISBLK(mode, /)", s_isblk,
              "S_ISBLK(mode) -> bool\n\nReturn True if mode is from a block special device file."),
    KR_QUIET("S_ISCHR(mode, /)", s_ischr,
              "S_ISCHR(mode) -> bool\n\nReturn True if mode is from a character special device file."),
    KR_QUIET("S_ISDIR(mode, /)", s_isdir,
              "S_ISDIR(mode) -> bool\n\nReturn True if mode is from a directory."),
    KR_QUIET("S_ISDOOR(mode, /)", s_isdoor,
              "S_ISDOOR(mode) -> bool\n\nReturn True if mode is from a door."),
    KR_QUIET("S_ISFIFO(mode, /)", s_isfifo,
              "S_ISFIFO(mode) -> bool\n\nReturn True if mode is from a FIFO (named pipe)."),
    KR_QUIET("S_ISLNK(mode, /)", s_islnk,
              "S_ISLNK(mode) -> bool\n\nReturn True if mode is from a symbolic link."),
    KR_QUIET("S_ISPORT(mode, /)", s_isport,
              "S_ISPORT(mode) -> bool\n\nReturn True if mode is from an event port."),
    KR_QUIET("S_ISREG(mode, /)", s_isreg,
              "S_ISREG(mode) -> bool\n\nReturn True if mode is from a regular file."),
    KR_QUIET("S_ISSOCK(mode, /)", s_issock,
              "S_ISSOCK(mode) -> bool\n\nReturn True if mode is from a socket."),
    KR_QUIET("S_ISWHT(mode, /)", s_iswht,
              "S_ISWHT(mode) -> bool\n\nReturn True if mode is from a whiteout."),
    KR_QUIET("filemode(mode, /)", filemode,
              "Convert a file's mode to a string of the form '-rwxrwxrwx'"),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  for (const Constant& constant : constants) {
    Ref<Str> name = KR_TRY(intern_utf8(cx, constant.name));
    Ref<Int> number = KR_TRY(int_from(cx, constant.value));
    KR_TRY(module_add(cx, module, name, number));
  }
  return {};
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_stat",
                                  .m_doc = "S_IFMT_: file type bits\nS_IFDIR: directory\nS_IFCHR: character device\n"
                                           "S_IFBLK: block device\nS_IFREG: regular file\nS_IFIFO: fifo (named pipe)\n"
                                           "S_IFLNK: symbolic link\nS_IFSOCK: socket file\nS_IFDOOR: door\nS_IFPORT: event port\n"
                                           "S_IFWHT: whiteout\n\nS_ISUID: set UID bit\nS_ISGID: set GID bit\n"
                                           "S_ENFMT: file locking enforcement\nS_ISVTX: sticky bit\n"
                                           "S_IREAD: Unix V7 synonym for S_IRUSR\nS_IWRITE: Unix V7 synonym for S_IWUSR\n"
                                           "S_IEXEC: Unix V7 synonym for S_IXUSR\nS_IRWXU: mask for owner permissions\n"
                                           "S_IRUSR: read by owner\nS_IWUSR: write by owner\nS_IXUSR: execute by owner\n"
                                           "S_IRWXG: mask for group permissions\nS_IRGRP: read by group\nS_IWGRP: write by group\n"
                                           "S_IXGRP: execute by group\nS_IRWXO: mask for others (not in group) permissions\n"
                                           "S_IROTH: read by others\nS_IWOTH: write by others\nS_IXOTH: execute by others\n\n"
                                           "UF_NODUMP: do not dump file\nUF_IMMUTABLE: file may not be changed\n"
                                           "UF_APPEND: file may only be appended to\n"
                                           "UF_OPAQUE: directory is opaque when viewed through a union stack\n"
                                           "UF_NOUNLINK: file may not be renamed or deleted\n"
                                           "UF_COMPRESSED: OS X: file is hfs-compressed\n"
                                           "UF_HIDDEN: OS X: file should not be displayed\nSF_ARCHIVED: file may be archived\n"
                                           "SF_IMMUTABLE: file may not be changed\nSF_APPEND: file may only be appended to\n"
                                           "SF_NOUNLINK: file may not be renamed or deleted\n"
                                           "SF_SNAPSHOT: file is a snapshot file\n\nST_MODE\nST_INO\nST_DEV\nST_NLINK\nST_UID\n"
                                           "ST_GID\nST_SIZE\nST_ATIME\nST_MTIME\nST_CTIME\n\n"
                                           "FILE_ATTRIBUTE_*: Windows file attribute constants\n"
                                           "                   (only present on Windows)\n",
                                  .m_size = 0,
                                  .m_methods = functions,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::stat_module
