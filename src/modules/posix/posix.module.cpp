// The module posix: its table.
#include "modules/posix/functions.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/type/type.h"

namespace krait::posix {
namespace {

constinit MethodDef functions[] = {
    KR_FUNCTION("WCOREDUMP($module, status, /)", p_WCOREDUMP,
              "Return True if the process returning status was dumped to a core file."),
    KR_FUNCTION("WEXITSTATUS($module, /, status)", p_WEXITSTATUS,
              "Return the process return code from status."),
    KR_FUNCTION("WIFCONTINUED($module, /, status)", p_WIFCONTINUED,
              "Return True if a particular process was continued from a job control stop.\n\n"
              "Return True if the process returning status was continued from a\njob control stop."),
    KR_FUNCTION("WIFEXITED($module, /, status)", p_WIFEXITED,
              "Return True if the process returning status exited via the exit() system call."),
    KR_FUNCTION("WIFSIGNALED($module, /, status)", p_WIFSIGNALED,
              "Return True if the process returning status was terminated by a signal."),
    KR_FUNCTION("WIFSTOPPED($module, /, status)", p_WIFSTOPPED,
              "Return True if the process returning status was stopped."),
    KR_FUNCTION("WSTOPSIG($module, /, status)", p_WSTOPSIG,
              "Return the signal that stopped the process that provided the status value."),
    KR_FUNCTION("WTERMSIG($module, /, status)", p_WTERMSIG,
              "Return the signal that terminated the process that provided the status value."),
    KR_FUNCTION("_exit($module, /, status)", p__exit,
              "Exit to the system with specified status, without normal exit processing."),
    KR_FUNCTION("_path_normpath($module, /, path)", p__path_normpath,
              "Basic path normalization."),
    KR_FUNCTION("abort($module, /)", p_abort,
              "Abort the interpreter immediately.\n\nThis function 'dumps core' or otherwise fails in the hardest way possible\n"
              "on the hosting operating system.  This function never returns."),
    KR_FUNCTION("access($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       follow_symlinks=True)", p_access,
              "Use the real uid/gid to test for access to a path.\n\n  path\n"
              "    Path to be tested; can be string, bytes, or a path-like object.\n  mode\n"
              "    Operating-system mode bitfield.  Can be F_OK to test existence,\n"
              "    or the inclusive-OR of R_OK, W_OK, and X_OK.\n  dir_fd\n"
              "    If not None, it should be a file descriptor open to a directory,\n"
              "    and path should be relative; path will then be relative to that\n    directory.\n  effective_ids\n"
              "    If True, access will use the effective uid/gid instead of\n    the real uid/gid.\n  follow_symlinks\n"
              "    If False, and the last element of the path is a symbolic link,\n"
              "    access will examine the symbolic link itself instead of the file\n    the link points to.\n\n"
              "dir_fd, effective_ids, and follow_symlinks may not be implemented\n"
              "  on your platform.  If they are unavailable, using them will raise a\n  NotImplementedError.\n\n"
              "Note that most operations will use the effective uid/gid, therefore this\n"
              "  routine can be used in a suid/sgid environment to test if the invoking user\n"
              "  has the specified access to the path."),
    KR_FUNCTION("chdir($module, /, path)", p_chdir,
              "Change the current working directory to the specified path.\n\npath may always be specified as a string.\n"
              "On some platforms, path may also be specified as an open file descriptor.\n"
              "  If this functionality is unavailable, using it raises an exception."),
    KR_FUNCTION("chmod($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)", p_chmod,
              "Change the access permissions of a file.\n\n  path\n"
              "    Path to be modified.  May always be specified as a str, bytes, or a path-like object.\n"
              "    On some platforms, path may also be specified as an open file descriptor.\n"
              "    If this functionality is unavailable, using it raises an exception.\n  mode\n"
              "    Operating-system mode bitfield.\n  dir_fd\n"
              "    If not None, it should be a file descriptor open to a directory,\n"
              "    and path should be relative; path will then be relative to that\n    directory.\n  follow_symlinks\n"
              "    If False, and the last element of the path is a symbolic link,\n"
              "    chmod will modify the symbolic link itself instead of the file\n    the link points to.\n\n"
              "It is an error to use dir_fd or follow_symlinks when specifying path as\n  an open file descriptor.\n"
              "dir_fd and follow_symlinks may not be implemented on your platform.\n"
              "  If they are unavailable, using them will raise a NotImplementedError."),
    KR_FUNCTION("chown($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)", p_chown,
              "Change the owner and group id of path to the numeric uid and gid.\\\n\n  path\n"
              "    Path to be examined; can be string, bytes, a path-like object, or open-file-descriptor int.\n  dir_fd\n"
              "    If not None, it should be a file descriptor open to a directory,\n"
              "    and path should be relative; path will then be relative to that\n    directory.\n  follow_symlinks\n"
              "    If False, and the last element of the path is a symbolic link,\n"
              "    stat will examine the symbolic link itself instead of the file\n    the link points to.\n\n"
              "path may always be specified as a string.\n"
              "On some platforms, path may also be specified as an open file descriptor.\n"
              "  If this functionality is unavailable, using it raises an exception.\n"
              "If dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "If follow_symlinks is False, and the last element of the path is a symbolic\n"
              "  link, chown will modify the symbolic link itself instead of the file the\n  link points to.\n"
              "It is an error to use dir_fd or follow_symlinks when specifying path as\n  an open file descriptor.\n"
              "dir_fd and follow_symlinks may not be implemented on your platform.\n"
              "  If they are unavailable, using them will raise a NotImplementedError."),
    KR_FUNCTION("close($module, /, fd)", p_close,
              "Close a file descriptor."),
    KR_FUNCTION("closerange($module, fd_low, fd_high, /)", p_closerange,
              "Closes all file descriptors in [fd_low, fd_high), ignoring errors."),
    KR_FUNCTION("cpu_count($module, /)", p_cpu_count,
              "Return the number of CPUs in the system; return None if indeterminable.\n\n"
              "This number is not equivalent to the number of CPUs the current process can\n"
              "use.  The number of usable CPUs can be obtained with\n``len(os.sched_getaffinity(0))``"),
    KR_FUNCTION("device_encoding($module, /, fd)", p_device_encoding,
              "Return a string describing the encoding of a terminal's file descriptor.\n\n"
              "The file descriptor must be attached to a terminal.\nIf the device is not a terminal, return None."),
    KR_FUNCTION("dup($module, fd, /)", p_dup,
              "Return a duplicate of a file descriptor."),
    KR_FUNCTION("dup2($module, /, fd, fd2, inheritable=True)", p_dup2,
              "Duplicate file descriptor."),
    KR_FUNCTION("execv($module, path, argv, /)", p_execv,
              "Execute an executable path with arguments, replacing current process.\n\n  path\n    Path of executable file.\n"
              "  argv\n    Tuple or list of strings."),
    KR_FUNCTION("execve($module, /, path, argv, env)", p_execve,
              "Execute an executable path with arguments, replacing current process.\n\n  path\n    Path of executable file.\n"
              "  argv\n    Tuple or list of strings.\n  env\n    Dictionary of strings mapping to strings."),
    KR_FUNCTION("fchdir($module, /, fd)", p_fchdir,
              "Change to the directory of the given file descriptor.\n\nfd must be opened on a directory, not a file.\n"
              "Equivalent to os.chdir(fd)."),
    KR_FUNCTION("fchmod($module, /, fd, mode)", p_fchmod,
              "Change the access permissions of the file given by file descriptor fd.\n\nEquivalent to os.chmod(fd, mode)."),
    KR_FUNCTION("fdatasync($module, /, fd)", p_fdatasync,
              "Force write of fd to disk without forcing update of metadata."),
    KR_FUNCTION("fork($module, /)", p_fork,
              "Fork a child process.\n\nReturn 0 to child process and PID of child to parent process."),
    KR_FUNCTION("fspath($module, /, path)", p_fspath,
              "Return the file system path representation of the object.\n\n"
              "If the object is str or bytes, then allow it to pass through as-is. If the\n"
              "object defines __fspath__(), then return the result of that method. All other\ntypes raise a TypeError."),
    KR_FUNCTION("fstat($module, /, fd)", p_fstat,
              "Perform a stat system call on the given file descriptor.\n\nLike stat(), but for an open file descriptor.\n"
              "Equivalent to os.stat(fd)."),
    KR_FUNCTION("fsync($module, /, fd)", p_fsync,
              "Force write of fd to disk."),
    KR_FUNCTION("ftruncate($module, fd, length, /)", p_ftruncate,
              "Truncate a file, specified by file descriptor, to a specific length."),
    KR_FUNCTION("get_blocking($module, fd, /)", p_get_blocking,
              "Get the blocking mode of the file descriptor.\n\n"
              "Return False if the O_NONBLOCK flag is set, True if the flag is cleared."),
    KR_FUNCTION("get_inheritable($module, fd, /)", p_get_inheritable,
              "Get the close-on-exe flag of the specified file descriptor."),
    KR_FUNCTION("get_terminal_size($module, fd=<none>, /)", p_get_terminal_size,
              "Return the size of the terminal window as (columns, lines).\n\n"
              "The optional argument fd (default standard output) specifies\nwhich file descriptor should be queried.\n\n"
              "If the file descriptor is not connected to a terminal, an OSError\nis thrown.\n\n"
              "This function will only be defined if an implementation is\navailable for this system.\n\n"
              "shutil.get_terminal_size is the high-level function which should\n"
              "normally be used, os.get_terminal_size is the low-level implementation."),
    KR_FUNCTION("getcwd($module, /)", p_getcwd,
              "Return a unicode string representing the current working directory."),
    KR_FUNCTION("getcwdb($module, /)", p_getcwdb,
              "Return a bytes string representing the current working directory."),
    KR_FUNCTION("getegid($module, /)", p_getegid,
              "Return the current process's effective group id."),
    KR_FUNCTION("geteuid($module, /)", p_geteuid,
              "Return the current process's effective user id."),
    KR_FUNCTION("getgid($module, /)", p_getgid,
              "Return the current process's group id."),
    KR_FUNCTION("getgroups($module, /)", p_getgroups,
              "Return list of supplemental group IDs for the process."),
    KR_FUNCTION("getloadavg($module, /)", p_getloadavg,
              "Return average recent system load information.\n\n"
              "Return the number of processes in the system run queue averaged over\n"
              "the last 1, 5, and 15 minutes as a tuple of three floats.\nRaises OSError if the load average was unobtainable."),
    KR_FUNCTION("getlogin($module, /)", p_getlogin,
              "Return the actual login name."),
    KR_FUNCTION("getpgid($module, /, pid)", p_getpgid,
              "Call the system call getpgid(), and return the result."),
    KR_FUNCTION("getpgrp($module, /)", p_getpgrp,
              "Return the current process group id."),
    KR_FUNCTION("getpid($module, /)", p_getpid,
              "Return the current process id."),
    KR_FUNCTION("getppid($module, /)", p_getppid,
              "Return the parent's process id.\n\nIf the parent process has already exited, Windows machines will still\n"
              "return its id; others systems will return the id of the 'init' process (1)."),
    KR_FUNCTION("getrandom($module, /, size, flags=0)", p_getrandom,
              "Obtain a series of random bytes."),
    KR_FUNCTION("getsid($module, pid, /)", p_getsid,
              "Call the system call getsid(pid) and return the result."),
    KR_FUNCTION("getuid($module, /)", p_getuid,
              "Return the current process's user id."),
    KR_FUNCTION("isatty($module, fd, /)", p_isatty,
              "Return True if the fd is connected to a terminal.\n\n"
              "Return True if the file descriptor is an open file descriptor\nconnected to the slave end of a terminal."),
    KR_FUNCTION("kill($module, pid, signal, /)", p_kill,
              "Kill a process with a signal."),
    KR_FUNCTION("killpg($module, pgid, signal, /)", p_killpg,
              "Kill a process group with a signal."),
    KR_FUNCTION("link($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     follow_symlinks=True)", p_link,
              "Create a hard link to a file.\n\nIf either src_dir_fd or dst_dir_fd is not None, it should be a file\n"
              "  descriptor open to a directory, and the respective path string (src or dst)\n"
              "  should be relative; the path will then be relative to that directory.\n"
              "If follow_symlinks is False, and the last element of src is a symbolic\n"
              "  link, link will create a link to the symbolic link itself instead of the\n  file the link points to.\n"
              "src_dir_fd, dst_dir_fd, and follow_symlinks may not be implemented on your\n"
              "  platform.  If they are unavailable, using them will raise a\n  NotImplementedError."),
    KR_FUNCTION("listdir($module, /, path=None)", p_listdir,
              "Return a list containing the names of the files in the directory.\n\n"
              "path can be specified as either str, bytes, or a path-like object.  If path is bytes,\n"
              "  the filenames returned will also be bytes; in all other circumstances\n  the filenames returned will be str.\n"
              "If path is None, uses the path='.'.\nOn some platforms, path may also be specified as an open file descriptor;\\\n"
              "  the file descriptor must refer to a directory.\n"
              "  If this functionality is unavailable, using it raises NotImplementedError.\n\n"
              "The list is in arbitrary order.  It does not include the special\n"
              "entries '.' and '..' even if they are present in the directory."),
    KR_FUNCTION("lseek($module, fd, position, whence, /)", p_lseek,
              "Set the position of a file descriptor.  Return the new position.\n\n  fd\n"
              "    An open file descriptor, as returned by os.open().\n  position\n"
              "    Position, interpreted relative to 'whence'.\n  whence\n"
              "    The relative position to seek from. Valid values are:\n    - SEEK_SET: seek from the start of the file.\n"
              "    - SEEK_CUR: seek from the current file position.\n    - SEEK_END: seek from the end of the file.\n\n"
              "The return value is the number of bytes relative to the beginning of the file."),
    KR_FUNCTION("lstat($module, /, path, *, dir_fd=None)", p_lstat,
              "Perform a stat system call on the given path, without following symbolic links.\n\n"
              "Like stat(), but do not follow symbolic links.\nEquivalent to stat(path, follow_symlinks=False)."),
    KR_FUNCTION("mkdir($module, /, path, mode=511, *, dir_fd=None)", p_mkdir,
              "Create a directory.\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "dir_fd may not be implemented on your platform.\n"
              "  If it is unavailable, using it will raise a NotImplementedError.\n\n"
              "The mode argument is ignored on Windows. Where it is used, the current umask\nvalue is first masked out."),
    KR_FUNCTION("mkfifo($module, /, path, mode=438, *, dir_fd=None)", p_mkfifo,
              "Create a \"fifo\" (a POSIX named pipe).\n\n"
              "If dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "dir_fd may not be implemented on your platform.\n"
              "  If it is unavailable, using it will raise a NotImplementedError."),
    KR_FUNCTION("nice($module, increment, /)", p_nice,
              "Add increment to the priority of process and return the new priority."),
    KR_FUNCTION("open($module, /, path, flags, mode=511, *, dir_fd=None)", p_open,
              "Open a file for low level IO.  Returns a file descriptor (integer).\n\n"
              "If dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "dir_fd may not be implemented on your platform.\n"
              "  If it is unavailable, using it will raise a NotImplementedError."),
    KR_FUNCTION("pipe($module, /)", p_pipe,
              "Create a pipe.\n\nReturns a tuple of two file descriptors:\n  (read_fd, write_fd)"),
    KR_FUNCTION("pipe2($module, flags, /)", p_pipe2,
              "Create a pipe with flags set atomically.\n\nReturns a tuple of two file descriptors:\n  (read_fd, write_fd)\n\n"
              "flags can be constructed by ORing together one or more of these values:\nO_NONBLOCK, O_CLOEXEC."),
    KR_FUNCTION("pread($module, fd, length, offset, /)", p_pread,
              "Read a number of bytes from a file descriptor starting at a particular offset.\n\n"
              "Read length bytes from file descriptor fd, starting at offset bytes from\n"
              "the beginning of the file.  The file offset remains unchanged."),
    KR_FUNCTION("putenv($module, name, value, /)", p_putenv,
              "Change or add an environment variable."),
    KR_FUNCTION("pwrite($module, fd, buffer, offset, /)", p_pwrite,
              "Write bytes to a file descriptor starting at a particular offset.\n\n"
              "Write buffer to fd, starting at offset bytes from the beginning of\n"
              "the file.  Returns the number of bytes writte.  Does not change the\ncurrent file offset."),
    KR_FUNCTION("read($module, fd, length, /)", p_read,
              "Read from a file descriptor.  Returns a bytes object."),
    KR_FUNCTION("readlink($module, /, path, *, dir_fd=None)", p_readlink,
              "Return a string representing the path to which the symbolic link points.\n\n"
              "If dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "and path should be relative; path will then be relative to that directory.\n\n"
              "dir_fd may not be implemented on your platform.  If it is unavailable,\nusing it will raise a NotImplementedError."),
    KR_FUNCTION("register_at_fork($module, /, *, before=<none>,\n                 after_in_child=<none>,\n                 after_in_parent=<none>)", p_register_at_fork,
              "Register callables to be called when forking a new process.\n\n  before\n"
              "    A callable to be called in the parent before the fork() syscall.\n  after_in_child\n"
              "    A callable to be called in the child after fork().\n  after_in_parent\n"
              "    A callable to be called in the parent after fork().\n\n'before' callbacks are called in reverse order.\n"
              "'after_in_child' and 'after_in_parent' callbacks are called in order."),
    KR_FUNCTION("remove($module, /, path, *, dir_fd=None)", p_remove,
              "Remove a file (same as unlink()).\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "dir_fd may not be implemented on your platform.\n"
              "  If it is unavailable, using it will raise a NotImplementedError."),
    KR_FUNCTION("rename($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", p_rename,
              "Rename a file or directory.\n\nIf either src_dir_fd or dst_dir_fd is not None, it should be a file\n"
              "  descriptor open to a directory, and the respective path string (src or dst)\n"
              "  should be relative; the path will then be relative to that directory.\n"
              "src_dir_fd and dst_dir_fd, may not be implemented on your platform.\n"
              "  If they are unavailable, using them will raise a NotImplementedError."),
    KR_FUNCTION("replace($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", p_replace,
              "Rename a file or directory, overwriting the destination.\n\n"
              "If either src_dir_fd or dst_dir_fd is not None, it should be a file\n"
              "  descriptor open to a directory, and the respective path string (src or dst)\n"
              "  should be relative; the path will then be relative to that directory.\n"
              "src_dir_fd and dst_dir_fd, may not be implemented on your platform.\n"
              "  If they are unavailable, using them will raise a NotImplementedError."),
    KR_FUNCTION("rmdir($module, /, path, *, dir_fd=None)", p_rmdir,
              "Remove a directory.\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "dir_fd may not be implemented on your platform.\n"
              "  If it is unavailable, using it will raise a NotImplementedError."),
    KR_FUNCTION("scandir($module, /, path=None)", p_scandir,
              "Return an iterator of DirEntry objects for given path.\n\n"
              "path can be specified as either str, bytes, or a path-like object.  If path\n"
              "is bytes, the names of yielded DirEntry objects will also be bytes; in\n"
              "all other circumstances they will be str.\n\nIf path is None, uses the path='.'."),
    KR_FUNCTION("sched_getaffinity($module, pid, /)", p_sched_getaffinity,
              "Return the affinity of the process identified by pid (or the current process if zero).\n\n"
              "The affinity is returned as a set of CPU identifiers."),
    KR_FUNCTION("sched_yield($module, /)", p_sched_yield,
              "Voluntarily relinquish the CPU."),
    KR_FUNCTION("set_blocking($module, fd, blocking, /)", p_set_blocking,
              "Set the blocking mode of the specified file descriptor.\n\nSet the O_NONBLOCK flag if blocking is False,\n"
              "clear the O_NONBLOCK flag otherwise."),
    KR_FUNCTION("set_inheritable($module, fd, inheritable, /)", p_set_inheritable,
              "Set the inheritable flag of the specified file descriptor."),
    KR_FUNCTION("setgid($module, gid, /)", p_setgid,
              "Set the current process's group id."),
    KR_FUNCTION("setpgid($module, pid, pgrp, /)", p_setpgid,
              "Call the system call setpgid(pid, pgrp)."),
    KR_FUNCTION("setsid($module, /)", p_setsid,
              "Call the system call setsid()."),
    KR_FUNCTION("setuid($module, uid, /)", p_setuid,
              "Set the current process's user id."),
    KR_FUNCTION("stat($module, /, path, *, dir_fd=None, follow_symlinks=True)", p_stat,
              "Perform a stat system call on the given path.\n\n  path\n"
              "    Path to be examined; can be string, bytes, a path-like object or\n    open-file-descriptor int.\n  dir_fd\n"
              "    If not None, it should be a file descriptor open to a directory,\n"
              "    and path should be a relative string; path will then be relative to\n    that directory.\n  follow_symlinks\n"
              "    If False, and the last element of the path is a symbolic link,\n"
              "    stat will examine the symbolic link itself instead of the file\n    the link points to.\n\n"
              "dir_fd and follow_symlinks may not be implemented\n"
              "  on your platform.  If they are unavailable, using them will raise a\n  NotImplementedError.\n\n"
              "It's an error to use dir_fd or follow_symlinks when specifying path as\n  an open file descriptor."),
    KR_FUNCTION("statvfs($module, /, path)", p_statvfs,
              "Perform a statvfs system call on the given path.\n\npath may always be specified as a string.\n"
              "On some platforms, path may also be specified as an open file descriptor.\n"
              "  If this functionality is unavailable, using it raises an exception."),
    KR_FUNCTION("strerror($module, code, /)", p_strerror,
              "Translate an error code to a message string."),
    KR_FUNCTION("symlink($module, /, src, dst, target_is_directory=False, *, dir_fd=None)", p_symlink,
              "Create a symbolic link pointing to src named dst.\n\n"
              "target_is_directory is required on Windows if the target is to be\n"
              "  interpreted as a directory.  (On Windows, symlink requires\n"
              "  Windows 6.0 or greater, and raises a NotImplementedError otherwise.)\n"
              "  target_is_directory is ignored on non-Windows platforms.\n\n"
              "If dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "dir_fd may not be implemented on your platform.\n"
              "  If it is unavailable, using it will raise a NotImplementedError."),
    KR_FUNCTION("sysconf($module, name, /)", p_sysconf,
              "Return an integer-valued system configuration variable."),
    KR_FUNCTION("system($module, /, command)", p_system,
              "Execute the command in a subshell."),
    KR_FUNCTION("times($module, /)", p_times,
              "Return a collection containing process timing information.\n\n"
              "The object returned behaves like a named tuple with these fields:\n"
              "  (utime, stime, cutime, cstime, elapsed_time)\nAll fields are floating point numbers."),
    KR_FUNCTION("truncate($module, /, path, length)", p_truncate,
              "Truncate a file, specified by path, to a specific length.\n\n"
              "On some platforms, path may also be specified as an open file descriptor.\n"
              "  If this functionality is unavailable, using it raises an exception."),
    KR_FUNCTION("umask($module, mask, /)", p_umask,
              "Set the current numeric umask and return the previous umask."),
    KR_FUNCTION("uname($module, /)", p_uname,
              "Return an object identifying the current operating system.\n\n"
              "The object behaves like a named tuple with the following fields:\n  (sysname, nodename, release, version, machine)"),
    KR_FUNCTION("unlink($module, /, path, *, dir_fd=None)", p_unlink,
              "Remove a file (same as remove()).\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "dir_fd may not be implemented on your platform.\n"
              "  If it is unavailable, using it will raise a NotImplementedError."),
    KR_FUNCTION("unsetenv($module, name, /)", p_unsetenv,
              "Delete an environment variable."),
    KR_FUNCTION("urandom($module, size, /)", p_urandom,
              "Return a bytes object containing random bytes suitable for cryptographic use."),
    KR_FUNCTION("utime($module, /, path, times=None, *, ns=<none>,\n      dir_fd=None, follow_symlinks=True)", p_utime,
              "Set the access and modified time of path.\n\npath may always be specified as a string.\n"
              "On some platforms, path may also be specified as an open file descriptor.\n"
              "  If this functionality is unavailable, using it raises an exception.\n\n"
              "If times is not None, it must be a tuple (atime, mtime);\n"
              "    atime and mtime should be expressed as float seconds since the epoch.\n"
              "If ns is specified, it must be a tuple (atime_ns, mtime_ns);\n"
              "    atime_ns and mtime_ns should be expressed as integer nanoseconds\n    since the epoch.\n"
              "If times is None and ns is unspecified, utime uses the current time.\n"
              "Specifying tuples for both times and ns is an error.\n\n"
              "If dir_fd is not None, it should be a file descriptor open to a directory,\n"
              "  and path should be relative; path will then be relative to that directory.\n"
              "If follow_symlinks is False, and the last element of the path is a symbolic\n"
              "  link, utime will modify the symbolic link itself instead of the file the\n  link points to.\n"
              "It is an error to use dir_fd or follow_symlinks when specifying path\n  as an open file descriptor.\n"
              "dir_fd and follow_symlinks may not be available on your platform.\n"
              "  If they are unavailable, using them will raise a NotImplementedError."),
    KR_FUNCTION("wait($module, /)", p_wait,
              "Wait for completion of a child process.\n\nReturns a tuple of information about the child process:\n"
              "    (pid, status)"),
    KR_FUNCTION("waitpid($module, pid, options, /)", p_waitpid,
              "Wait for completion of a given child process.\n\nReturns a tuple of information regarding the child process:\n"
              "    (pid, status)\n\nThe options argument is ignored on Windows."),
    KR_FUNCTION("waitstatus_to_exitcode($module, /, status)", p_waitstatus_to_exitcode,
              "Convert a wait status to an exit code.\n\nOn Unix:\n\n"
              "* If WIFEXITED(status) is true, return WEXITSTATUS(status).\n"
              "* If WIFSIGNALED(status) is true, return -WTERMSIG(status).\n* Otherwise, raise a ValueError.\n\n"
              "On Windows, return status shifted right by 8 bits.\n\n"
              "On Unix, if the process is being traced or if waitpid() was called with\n"
              "WUNTRACED option, the caller must first check if WIFSTOPPED(status) is true.\n"
              "This function must not be called if WIFSTOPPED(status) is true."),
    KR_FUNCTION("write($module, fd, data, /)", p_write,
              "Write a bytes object to a file descriptor."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(add_environ(cx, module));
  KR_TRY(add_types(cx, module));
  KR_TRY(add_constants(cx, module));
  KR_TRY(module_add(cx, module, KR_ID(DirEntry), Borrowed<>(as_object(&posix_dir_entry_type))));
  return module_add(cx, module, KR_ID(error), Borrowed<>(as_object(&exc::OSError)));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head,
    .m_name = "posix",
    .m_doc = "This module provides access to operating system functionality that is\n"
              "standardized by the C Standard and the POSIX standard (a thinly\n"
              "disguised Unix interface).  Refer to the library manual and\n"
              "corresponding Unix manual entries for more information on calls.",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::posix
