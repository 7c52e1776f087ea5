// stat_result and the other struct sequences; file status.
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cmath>

#include "modules/posix/path.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/structseq/structseq.h"
#include "types/tuple/tuple.h"

namespace krait::posix {
namespace {

KR_ISOLATE_LOCAL(Types, all_types);

// Three items have no name of their own: the whole seconds, which st_atime and so on give as floats.
const StructSeqField* stat_fields() {
  static const StructSeqField fields[] = {{"st_mode", "protection bits"},
                                          {"st_ino", "inode"},
                                          {"st_dev", "device"},
                                          {"st_nlink", "number of hard links"},
                                          {"st_uid", "user ID of owner"},
                                          {"st_gid", "group ID of owner"},
                                          {"st_size", "total size, in bytes"},
                                          {structseq_unnamed_field, "integer time of last access"},
                                          {structseq_unnamed_field, "integer time of last modification"},
                                          {structseq_unnamed_field, "integer time of last change"},
                                          {"st_atime", "time of last access"},
                                          {"st_mtime", "time of last modification"},
                                          {"st_ctime", "time of last change"},
                                          {"st_atime_ns", "time of last access in nanoseconds"},
                                          {"st_mtime_ns", "time of last modification in nanoseconds"},
                                          {"st_ctime_ns", "time of last change in nanoseconds"},
                                          {"st_blksize", "blocksize for filesystem I/O"},
                                          {"st_blocks", "number of blocks allocated"},
                                          {"st_rdev", "device type (if inode device)"},
                                          {nullptr, nullptr}};
  return fields;
}

constexpr StructSeqField statvfs_fields[] = {{"f_bsize", nullptr},  {"f_frsize", nullptr}, {"f_blocks", nullptr}, {"f_bfree", nullptr},
                                             {"f_bavail", nullptr}, {"f_files", nullptr},  {"f_ffree", nullptr},  {"f_favail", nullptr},
                                             {"f_flag", nullptr},   {"f_namemax", nullptr}, {"f_fsid", nullptr},  {nullptr, nullptr}};
constexpr StructSeqField terminal_fields[] = {
    {"columns", "width of the terminal window in characters"}, {"lines", "height of the terminal window in characters"}, {nullptr, nullptr}};
constexpr StructSeqField uname_fields[] = {{"sysname", "operating system name"},
                                           {"nodename", "name of machine on network (implementation-defined)"},
                                           {"release", "operating system release"},
                                           {"version", "operating system version"},
                                           {"machine", "hardware identifier"},
                                           {nullptr, nullptr}};
constexpr StructSeqField times_fields[] = {{"user", "user time"},
                                           {"system", "system time"},
                                           {"children_user", "user time of children"},
                                           {"children_system", "system time of children"},
                                           {"elapsed", "elapsed time since an arbitrary point in the past"},
                                           {nullptr, nullptr}};
constexpr StructSeqField waitid_fields[] = {{"si_pid", nullptr},    {"si_uid", nullptr},  {"si_signo", nullptr},
                                            {"si_status", nullptr}, {"si_code", nullptr}, {nullptr, nullptr}};
constexpr StructSeqField sched_fields[] = {{"sched_priority", "the scheduling priority"}, {nullptr, nullptr}};

StructSeqDesc stat_desc = {"os.stat_result",
                           "stat_result: Result from stat, fstat, or lstat.\n\n"
                           "This object may be accessed either as a tuple of\n"
                           "  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\n"
                           "or via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\n"
                           "Posix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\n"
                           "or st_flags, they are available as attributes only.\n\n"
                           "See os.stat for more information.",
                           nullptr, 10};
constexpr StructSeqDesc statvfs_desc = {"os.statvfs_result",
                                        "statvfs_result: Result from statvfs or fstatvfs.\n\n"
                                        "This object may be accessed either as a tuple of\n"
                                        "  (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax),\n"
                                        "or via the attributes f_bsize, f_frsize, f_blocks, f_bfree, and so on.\n\n"
                                        "See os.statvfs for more information.",
                                        statvfs_fields, 10};
constexpr StructSeqDesc terminal_desc = {"os.terminal_size", "A tuple of (columns, lines) for holding terminal window size", terminal_fields, 2};
constexpr StructSeqDesc uname_desc = {"posix.uname_result",
                                      "uname_result: Result from os.uname().\n\n"
                                      "This object may be accessed either as a tuple of\n"
                                      "  (sysname, nodename, release, version, machine),\n"
                                      "or via the attributes sysname, nodename, release, version, and machine.\n\n"
                                      "See os.uname for more information.",
                                      uname_fields, 5};
constexpr StructSeqDesc times_desc = {"posix.times_result",
                                      "times_result: Result from os.times().\n\n"
                                      "This object may be accessed either as a tuple of\n"
                                      "  (user, system, children_user, children_system, elapsed),\n"
                                      "or via the attributes user, system, children_user, children_system,\n"
                                      "and elapsed.\n\nSee os.times for more information.",
                                      times_fields, 5};
constexpr StructSeqDesc waitid_desc = {"posix.waitid_result",
                                       "waitid_result: Result from waitid.\n\n"
                                       "This object may be accessed either as a tuple of\n"
                                       "  (si_pid, si_uid, si_signo, si_status, si_code),\n"
                                       "or via the attributes si_pid, si_uid, and so on.\n\n"
                                       "See os.waitid for more information.",
                                       waitid_fields, 5};
constexpr StructSeqDesc sched_desc = {"posix.sched_param", "Currently has only one field: sched_priority", sched_fields, 1};

}  // namespace

Types& types(Context& cx) { return all_types(cx); }

Result<void> add_types(Context& cx, Borrowed<Module> module) {
  Types& t = types(cx);
  auto make = [&](Type*& place, const StructSeqDesc& desc, Borrowed<Str> name) -> Result<void> {
    if (!place) place = KR_TRY(new_structseq_type(cx, desc)).release();
    return module_add(cx, module, name, Borrowed<>(as_object(place)));
  };
  StructSeqDesc& stat_description = stat_desc;
  if (!stat_description.fields) stat_description.fields = stat_fields();
  KR_TRY(make(t.stat, stat_description, KR_ID(stat_result)));
  KR_TRY(make(t.statvfs, statvfs_desc, KR_ID(statvfs_result)));
  KR_TRY(make(t.terminal_size, terminal_desc, KR_ID(terminal_size)));
  KR_TRY(make(t.uname, uname_desc, KR_ID(uname_result)));
  KR_TRY(make(t.times, times_desc, KR_ID(times_result)));
  KR_TRY(make(t.waitid, waitid_desc, KR_ID(waitid_result)));
  return make(t.sched_param, sched_desc, KR_ID(sched_param));
}

Result<Ref<>> stat_of(Context& cx, const struct stat& info) {
  Ref<Tuple> made = KR_TRY(new_structseq(cx, *types(cx).stat));
  const long long first[] = {info.st_mode, static_cast<long long>(info.st_ino), static_cast<long long>(info.st_dev),
                             static_cast<long long>(info.st_nlink), info.st_uid, info.st_gid, info.st_size};
  for (int i = 0; i < 7; ++i) made->init_item(i, KR_TRY(int_from(cx, first[i])));
  const timespec stamps[] = {info.st_atim, info.st_mtim, info.st_ctim};
  for (int i = 0; i < 3; ++i) {
    made->init_item(7 + i, KR_TRY(int_from(cx, stamps[i].tv_sec)));
    made->init_item(10 + i, KR_TRY(float_from(cx, static_cast<double>(stamps[i].tv_sec) + 1e-9 * static_cast<double>(stamps[i].tv_nsec))));
    made->init_item(13 + i, KR_TRY(int_from(cx, stamps[i].tv_sec * 1000000000ll + stamps[i].tv_nsec)));
  }
  made->init_item(16, KR_TRY(int_from(cx, info.st_blksize)));
  made->init_item(17, KR_TRY(int_from(cx, info.st_blocks)));
  made->init_item(18, KR_TRY(int_from(cx, static_cast<long long>(info.st_rdev))));
  return made;
}

}  // namespace krait::posix
