// The module time: clocks, sleeping, and the table of functions.
#include <pthread.h>
#include <sys/resource.h>

#include <cerrno>

#include "modules/time/clocks.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "object/threads.h"
#include "types/dict/dict.h"
#include "types/module/module.h"
#include "types/namespace/namespace.h"
#include "types/str/str.h"

namespace krait {
Result<Ref<>> import_module(Context& cx, const char* name);  // isolate/import.h
}

namespace krait::time_module {
namespace {

Result<Nanoseconds> read_clock(Context& cx, clockid_t clock) {
  timespec now{};
  if (::clock_gettime(clock, &now)) return raise_os_error(cx, errno);
  return now.tv_sec * kSecond + now.tv_nsec;
}

template <clockid_t Clock>
Result<double> seconds(Context& cx) { return static_cast<double>(KR_TRY(read_clock(cx, Clock))) / 1e9; }
template <clockid_t Clock>
Result<long long> nanoseconds(Context& cx) { return KR_TRY(read_clock(cx, Clock)); }

#define KR_CLOCK(name, clock)                                                \
  Result<double> m_##name(Context& cx) { return seconds<clock>(cx); }        \
  Result<long long> m_##name##_ns(Context& cx) { return nanoseconds<clock>(cx); }
KR_CLOCK(time, CLOCK_REALTIME)
KR_CLOCK(monotonic, CLOCK_MONOTONIC)
KR_CLOCK(perf_counter, CLOCK_MONOTONIC)
KR_CLOCK(process_time, CLOCK_PROCESS_CPUTIME_ID)
KR_CLOCK(thread_time, CLOCK_THREAD_CPUTIME_ID)
#undef KR_CLOCK

Result<double> m_clock_gettime(Context& cx, int clk_id) { return static_cast<double>(KR_TRY(read_clock(cx, clk_id))) / 1e9; }
Result<long long> m_clock_gettime_ns(Context& cx, int clk_id) { return KR_TRY(read_clock(cx, clk_id)); }

Result<double> m_clock_getres(Context& cx, int clk_id) {
  timespec step{};
  if (::clock_getres(clk_id, &step)) return raise_os_error(cx, errno);
  return static_cast<double>(step.tv_sec) + static_cast<double>(step.tv_nsec) * 1e-9;
}

Result<void> set_clock(Context& cx, int clk_id, Nanoseconds value) {
  timespec wanted{value / kSecond, value % kSecond};
  if (wanted.tv_nsec < 0) wanted.tv_nsec += kSecond, wanted.tv_sec -= 1;
  if (::clock_settime(clk_id, &wanted)) return raise_os_error(cx, errno);
  return {};
}
Result<void> m_clock_settime(Context& cx, int clk_id, Borrowed<> time) {
  return set_clock(cx, clk_id, KR_TRY(nanoseconds_of(cx, time, Rounding::floor)));
}
Result<void> m_clock_settime_ns(Context& cx, int clk_id, Borrowed<> time) {
  long long value = as_long_long(cx, time);
  if (value == -1 && cx.curexc_type) return Failed{};
  return set_clock(cx, clk_id, value);
}

Result<long long> m_pthread_getcpuclockid(Context& cx, Borrowed<> thread_id) {
  unsigned long id = as_unsigned_long_mask(cx, thread_id);
  if (id == static_cast<unsigned long>(-1) && cx.curexc_type) return Failed{};
  clockid_t clock;
  if (int error = ::pthread_getcpuclockid(id, &clock)) return raise_os_error(cx, error);
  return static_cast<long long>(clock);
}

// Sleeps to a point of the monotonic clock, so that interruptions by signals do not lengthen the sleep.
Result<void> m_sleep(Context& cx, Borrowed<> duration) {
  Nanoseconds wanted = KR_TRY(nanoseconds_of(cx, duration, Rounding::up));
  if (wanted < 0) return raise(cx, exc::ValueError, "sleep length must be non-negative");
  Nanoseconds deadline;
  if (__builtin_add_overflow(KR_TRY(read_clock(cx, CLOCK_MONOTONIC)), wanted, &deadline)) deadline = 0x7fffffffffffffff;
  timespec until{deadline / kSecond, deadline % kSecond};
  for (;;) {
    int error;
    {
      AllowThreads allow(cx);
      error = ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
    }
    if (error == 0) return {};
    if (error != EINTR) return raise_os_error(cx, error);
    KR_TRY(check_signals(cx));
  }
}

struct ClockInfo {
  const char* name;
  const char* implementation;
  clockid_t clock;
  bool monotonic, adjustable;
};
constexpr ClockInfo clock_infos[] = {
    {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
    {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
    {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
    {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true, false},
    {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false},
};

Result<Ref<>> m_get_clock_info(Context& cx, Borrowed<Str> name) {
  for (const ClockInfo& info : clock_infos) {
    if (!str_equal(name, info.name)) continue;
    Ref<Dict> facts = KR_TRY(new_dict(cx));
    Ref<Str> implementation = KR_TRY(str_from_ascii(cx, info.implementation));
    Ref<Float> resolution = KR_TRY(float_from(cx, KR_TRY(m_clock_getres(cx, info.clock))));
    KR_TRY(dict_set(cx, facts, KR_ID(implementation), implementation));
    KR_TRY(dict_set(cx, facts, KR_ID(monotonic), boolean(info.monotonic)));
    KR_TRY(dict_set(cx, facts, KR_ID(adjustable), boolean(info.adjustable)));
    KR_TRY(dict_set(cx, facts, KR_ID(resolution), resolution));
    return new_namespace(cx, facts);
  }
  return raise(cx, exc::ValueError, "unknown clock");
}

Result<Ref<>> m_strptime(Context& cx, Args args) {
  Ref<> module = KR_TRY(import_module(cx, "_strptime"));
  Ref<> function = KR_TRY(get_attr(cx, module, KR_ID(_strptime_time)));
  return call_args(cx, function, args);
}

Result<void> m_tzset(Context& cx) {
  ::tzset();
  Ref<> module = KR_TRY(import_module(cx, "time"));
  return add_time_zone(cx, module.borrow().as<Module>());
}

constinit MethodDef functions[] = {
    KR_QUIET("asctime(tuple=<none>, /)", asctime,
              "asctime([tuple]) -> string\n\nConvert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.\n"
              "When the time tuple is not present, current time as returned by localtime()\nis used."),
    KR_QUIET("clock_getres(clk_id, /)", m_clock_getres,
              "clock_getres(clk_id) -> floating point number\n\nReturn the resolution (precision) of the specified clock clk_id."),
    KR_QUIET("clock_gettime(clk_id, /)", m_clock_gettime,
              "clock_gettime(clk_id) -> float\n\nReturn the time of the specified clock clk_id."),
    KR_QUIET("clock_gettime_ns(clk_id, /)", m_clock_gettime_ns,
              "clock_gettime_ns(clk_id) -> int\n\nReturn the time of the specified clock clk_id as nanoseconds."),
    KR_QUIET("clock_settime(clk_id, time, /)", m_clock_settime,
              "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id."),
    KR_QUIET("clock_settime_ns(clk_id, time, /)", m_clock_settime_ns,
              "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds."),
    KR_QUIET("ctime(seconds=None, /)", ctime,
              "ctime(seconds) -> string\n\nConvert a time in seconds since the Epoch to a string in local time.\n"
              "This is equivalent to asctime(localtime(seconds)). When the time tuple is\n"
              "not present, current time as returned by localtime() is used."),
    KR_QUIET("get_clock_info(name, /)", m_get_clock_info,
              "get_clock_info(name: str) -> dict\n\nGet information of the specified clock."),
    KR_QUIET("gmtime(seconds=None, /)", gmtime,
              "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n"
              "                       tm_sec, tm_wday, tm_yday, tm_isdst)\n\n"
              "Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\n"
              "GMT).  When 'seconds' is not passed in, convert the current time instead.\n\n"
              "If the platform supports the tm_gmtoff and tm_zone, they are available as\nattributes only."),
    KR_QUIET("localtime(seconds=None, /)", localtime,
              "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,\n"
              "                          tm_sec,tm_wday,tm_yday,tm_isdst)\n\n"
              "Convert seconds since the Epoch to a time tuple expressing local time.\n"
              "When 'seconds' is not passed in, convert the current time instead."),
    KR_QUIET("mktime(tuple, /)", mktime,
              "mktime(tuple) -> floating point number\n\nConvert a time tuple in local time to seconds since the Epoch.\n"
              "Note that mktime(gmtime(0)) will not generally return zero for most\n"
              "time zones; instead the returned value will either be equal to that\n"
              "of the timezone or altzone attributes on the time module."),
    KR_QUIET("monotonic()", m_monotonic,
              "monotonic() -> float\n\nMonotonic clock, cannot go backward."),
    KR_QUIET("monotonic_ns()", m_monotonic_ns,
              "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds."),
    KR_QUIET("perf_counter()", m_perf_counter,
              "perf_counter() -> float\n\nPerformance counter for benchmarking."),
    KR_QUIET("perf_counter_ns()", m_perf_counter_ns,
              "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds."),
    KR_QUIET("process_time()", m_process_time,
              "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time."),
    KR_QUIET("process_time_ns()", m_process_time_ns,
              "process_time() -> int\n\nProcess time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time."),
    KR_QUIET("pthread_getcpuclockid(thread_id, /)", m_pthread_getcpuclockid,
              "pthread_getcpuclockid(thread_id) -> int\n\nReturn the clk_id of a thread's CPU time clock."),
    KR_QUIET("sleep(seconds, /)", m_sleep,
              "sleep(seconds)\n\nDelay execution for a given number of seconds.  The argument may be\n"
              "a floating point number for subsecond precision."),
    KR_QUIET("strftime(format, tuple=<none>, /)", strftime,
              "strftime(format[, tuple]) -> string\n\nConvert a time tuple to a string according to a format specification.\n"
              "See the library reference manual for formatting codes. When the time tuple\n"
              "is not present, current time as returned by localtime() is used.\n\nCommonly used format codes:\n\n"
              "%Y  Year with century as a decimal number.\n%m  Month as a decimal number [01,12].\n"
              "%d  Day of the month as a decimal number [01,31].\n%H  Hour (24-hour clock) as a decimal number [00,23].\n"
              "%M  Minute as a decimal number [00,59].\n%S  Second as a decimal number [00,61].\n%z  Time zone offset from UTC.\n"
              "%a  Locale's abbreviated weekday name.\n%A  Locale's full weekday name.\n%b  Locale's abbreviated month name.\n"
              "%B  Locale's full month name.\n%c  Locale's appropriate date and time representation.\n"
              "%I  Hour (12-hour clock) as a decimal number [01,12].\n%p  Locale's equivalent of either AM or PM.\n\n"
              "Other codes may be available on your platform.  See documentation for\nthe C library strftime function.\n"),
    KR_QUIET("strptime(*args)", m_strptime,
              "strptime(string, format) -> struct_time\n\nParse a string to a time tuple according to a format specification.\n"
              "See the library reference manual for formatting codes (same as\nstrftime()).\n\nCommonly used format codes:\n\n"
              "%Y  Year with century as a decimal number.\n%m  Month as a decimal number [01,12].\n"
              "%d  Day of the month as a decimal number [01,31].\n%H  Hour (24-hour clock) as a decimal number [00,23].\n"
              "%M  Minute as a decimal number [00,59].\n%S  Second as a decimal number [00,61].\n%z  Time zone offset from UTC.\n"
              "%a  Locale's abbreviated weekday name.\n%A  Locale's full weekday name.\n%b  Locale's abbreviated month name.\n"
              "%B  Locale's full month name.\n%c  Locale's appropriate date and time representation.\n"
              "%I  Hour (12-hour clock) as a decimal number [01,12].\n%p  Locale's equivalent of either AM or PM.\n\n"
              "Other codes may be available on your platform.  See documentation for\nthe C library strftime function.\n"),
    KR_QUIET("thread_time()", m_thread_time,
              "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time."),
    KR_QUIET("thread_time_ns()", m_thread_time_ns,
              "thread_time() -> int\n\nThread time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time."),
    KR_QUIET("time()", m_time,
              "time() -> floating point number\n\nReturn the current time in seconds since the Epoch.\n"
              "Fractions of a second may be present if the system clock provides them."),
    KR_QUIET("time_ns()", m_time_ns,
              "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch."),
    KR_QUIET("tzset()", m_tzset,
              "tzset()\n\nInitialize, or reinitialize, the local timezone to the value stored in\n"
              "os.environ['TZ']. The TZ environment variable should be specified in\n"
              "standard Unix timezone format as documented in the tzset man page\n"
              "(eg. 'US/Eastern', 'Europe/Amsterdam'). Unknown timezones will silently\n"
              "fall back to UTC. If the TZ environment variable is not set, the local\n"
              "timezone is set to the systems best guess of wallclock time.\n"
              "Changing the TZ environment variable without calling tzset *may* change\n"
              "the local timezone used by methods such as localtime, but this behaviour\nshould not be relied on."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(make_struct_time(cx, module));
  ::tzset();
  KR_TRY(add_time_zone(cx, module));
  auto add = [&](Borrowed<Str> name, long value) -> Result<void> {
    Ref<Int> number = KR_TRY(int_from(cx, value));
    return module_add(cx, module, name, number);
  };
  KR_TRY(add(KR_ID(CLOCK_REALTIME), CLOCK_REALTIME));
  KR_TRY(add(KR_ID(CLOCK_MONOTONIC), CLOCK_MONOTONIC));
  KR_TRY(add(KR_ID(CLOCK_MONOTONIC_RAW), CLOCK_MONOTONIC_RAW));
  KR_TRY(add(KR_ID(CLOCK_PROCESS_CPUTIME_ID), CLOCK_PROCESS_CPUTIME_ID));
  KR_TRY(add(KR_ID(CLOCK_THREAD_CPUTIME_ID), CLOCK_THREAD_CPUTIME_ID));
  KR_TRY(add(KR_ID(CLOCK_BOOTTIME), CLOCK_BOOTTIME));
  KR_TRY(add(KR_ID(CLOCK_TAI), CLOCK_TAI));
  return add(KR_ID(_STRUCT_TM_ITEMS), 11);
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head,
    .m_name = "time",
    .m_doc = "This module provides various functions to manipulate time values.\n\n"
              "There are two standard representations of time.  One is the number\n"
              "of seconds since the Epoch, in UTC (a.k.a. GMT).  It may be an integer\n"
              "or a floating point number (to represent fractions of seconds).\n"
              "The Epoch is system-defined; on Unix, it is generally January 1st, 1970.\n"
              "The actual value can be retrieved by calling gmtime(0).\n\n"
              "The other representation is a tuple of 9 integers giving local time.\nThe tuple items are:\n"
              "  year (including century, e.g. 1998)\n  month (1-12)\n  day (1-31)\n  hours (0-23)\n  minutes (0-59)\n"
              "  seconds (0-59)\n  weekday (0-6, Monday is 0)\n  Julian day (day in the year, 1-366)\n"
              "  DST (Daylight Savings Time) flag (-1, 0 or 1)\n"
              "If the DST flag is 0, the time is given in the regular time zone;\n"
              "if it is 1, the time is given in the DST time zone;\n"
              "if it is -1, mktime() should guess based on the date and time.\n",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::time_module
