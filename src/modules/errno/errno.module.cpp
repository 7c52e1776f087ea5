// The module errno: the system's error numbers and their names.
#include <cerrno>

#include "object/declare/slot.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait::errno_module {
namespace {

struct Entry {
  int number;
  const char* name;
};
// Of two names for one number the later one is errorcode's.
constexpr Entry entries[] = {
    {EDEADLK, "EDEADLK"}, {EOPNOTSUPP, "EOPNOTSUPP"}, {EWOULDBLOCK, "EWOULDBLOCK"}, {E2BIG, "E2BIG"}, {EACCES, "EACCES"},
    {EADDRINUSE, "EADDRINUSE"}, {EADDRNOTAVAIL, "EADDRNOTAVAIL"}, {EADV, "EADV"}, {EAFNOSUPPORT, "EAFNOSUPPORT"},
    {EAGAIN, "EAGAIN"}, {EALREADY, "EALREADY"}, {EBADE, "EBADE"}, {EBADF, "EBADF"}, {EBADFD, "EBADFD"}, {EBADMSG, "EBADMSG"},
    {EBADR, "EBADR"}, {EBADRQC, "EBADRQC"}, {EBADSLT, "EBADSLT"}, {EBFONT, "EBFONT"}, {EBUSY, "EBUSY"},
    {ECANCELED, "ECANCELED"}, {ECHILD, "ECHILD"}, {ECHRNG, "ECHRNG"}, {ECOMM, "ECOMM"}, {ECONNABORTED, "ECONNABORTED"},
    {ECONNREFUSED, "ECONNREFUSED"}, {ECONNRESET, "ECONNRESET"}, {EDEADLOCK, "EDEADLOCK"}, {EDESTADDRREQ, "EDESTADDRREQ"},
    {EDOM, "EDOM"}, {EDOTDOT, "EDOTDOT"}, {EDQUOT, "EDQUOT"}, {EEXIST, "EEXIST"}, {EFAULT, "EFAULT"}, {EFBIG, "EFBIG"},
    {EHOSTDOWN, "EHOSTDOWN"}, {EHOSTUNREACH, "EHOSTUNREACH"}, {EIDRM, "EIDRM"}, {EILSEQ, "EILSEQ"},
    {EINPROGRESS, "EINPROGRESS"}, {EINTR, "EINTR"}, {EINVAL, "EINVAL"}, {EIO, "EIO"}, {EISCONN, "EISCONN"}, {EISDIR, "EISDIR"},
    {EISNAM, "EISNAM"}, {EKEYEXPIRED, "EKEYEXPIRED"}, {EKEYREJECTED, "EKEYREJECTED"}, {EKEYREVOKED, "EKEYREVOKED"},
    {EL2HLT, "EL2HLT"}, {EL2NSYNC, "EL2NSYNC"}, {EL3HLT, "EL3HLT"}, {EL3RST, "EL3RST"}, {ELIBACC, "ELIBACC"},
    {ELIBBAD, "ELIBBAD"}, {ELIBEXEC, "ELIBEXEC"}, {ELIBMAX, "ELIBMAX"}, {ELIBSCN, "ELIBSCN"}, {ELNRNG, "ELNRNG"},
    {ELOOP, "ELOOP"}, {EMEDIUMTYPE, "EMEDIUMTYPE"}, {EMFILE, "EMFILE"}, {EMLINK, "EMLINK"}, {EMSGSIZE, "EMSGSIZE"},
    {EMULTIHOP, "EMULTIHOP"}, {ENAMETOOLONG, "ENAMETOOLONG"}, {ENAVAIL, "ENAVAIL"}, {ENETDOWN, "ENETDOWN"},
    {ENETRESET, "ENETRESET"}, {ENETUNREACH, "ENETUNREACH"}, {ENFILE, "ENFILE"}, {ENOANO, "ENOANO"}, {ENOBUFS, "ENOBUFS"},
    {ENOCSI, "ENOCSI"}, {ENODATA, "ENODATA"}, {ENODEV, "ENODEV"}, {ENOENT, "ENOENT"}, {ENOEXEC, "ENOEXEC"}, {ENOKEY, "ENOKEY"},
    {ENOLCK, "ENOLCK"}, {ENOLINK, "ENOLINK"}, {ENOMEDIUM, "ENOMEDIUM"}, {ENOMEM, "ENOMEM"}, {ENOMSG, "ENOMSG"},
    {ENONET, "ENONET"}, {ENOPKG, "ENOPKG"}, {ENOPROTOOPT, "ENOPROTOOPT"}, {ENOSPC, "ENOSPC"}, {ENOSR, "ENOSR"},
    {ENOSTR, "ENOSTR"}, {ENOSYS, "ENOSYS"}, {ENOTBLK, "ENOTBLK"}, {ENOTCONN, "ENOTCONN"}, {ENOTDIR, "ENOTDIR"},
    {ENOTEMPTY, "ENOTEMPTY"}, {ENOTNAM, "ENOTNAM"}, {ENOTRECOVERABLE, "ENOTRECOVERABLE"}, {ENOTSOCK, "ENOTSOCK"},
    {ENOTSUP, "ENOTSUP"}, {ENOTTY, "ENOTTY"}, {ENOTUNIQ, "ENOTUNIQ"}, {ENXIO, "ENXIO"}, {EOVERFLOW, "EOVERFLOW"},
    {EOWNERDEAD, "EOWNERDEAD"}, {EPERM, "EPERM"}, {EPFNOSUPPORT, "EPFNOSUPPORT"}, {EPIPE, "EPIPE"}, {EPROTO, "EPROTO"},
    {EPROTONOSUPPORT, "EPROTONOSUPPORT"}, {EPROTOTYPE, "EPROTOTYPE"}, {ERANGE, "ERANGE"}, {EREMCHG, "EREMCHG"},
    {EREMOTE, "EREMOTE"}, {EREMOTEIO, "EREMOTEIO"}, {ERESTART, "ERESTART"}, {ERFKILL, "ERFKILL"}, {EROFS, "EROFS"},
    {ESHUTDOWN, "ESHUTDOWN"}, {ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT"}, {ESPIPE, "ESPIPE"}, {ESRCH, "ESRCH"}, {ESRMNT, "ESRMNT"},
    {ESTALE, "ESTALE"}, {ESTRPIPE, "ESTRPIPE"}, {ETIME, "ETIME"}, {ETIMEDOUT, "ETIMEDOUT"}, {ETOOMANYREFS, "ETOOMANYREFS"},
    {ETXTBSY, "ETXTBSY"}, {EUCLEAN, "EUCLEAN"}, {EUNATCH, "EUNATCH"}, {EUSERS, "EUSERS"}, {EXDEV, "EXDEV"}, {EXFULL, "EXFULL"},
};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto names = KR_TRY(new_dict(cx));
  for (const Entry& entry : entries) {
    Ref<Str> name = KR_TRY(intern_utf8(cx, entry.name));
    Ref<Int> number = KR_TRY(int_from(cx, entry.number));
    KR_TRY(module_add(cx, module, name, number));
    KR_TRY(dict_set(cx, names, number, name));
  }
  return module_add(cx, module, KR_ID(errorcode), names);
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "errno",
                                  .m_doc = "This module makes available standard errno system symbols.\n\n"
                                           "The value of each symbol is the corresponding integer value,\n"
                                           "e.g., on most systems, errno.ENOENT equals the integer 2.\n\n"
                                           "The dictionary errno.errorcode maps numeric codes to symbol names,\n"
                                           "e.g., errno.errorcode[2] could be the string 'ENOENT'.\n\n"
                                           "Symbols that are not relevant to the underlying system are not defined.\n\n"
                                           "To map error codes to error messages, use the function os.strerror(),\n"
                                           "e.g. os.strerror(2) could return 'No such file or directory'.",
                                  .m_size = 0,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::errno_module
