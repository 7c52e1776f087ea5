// Calendar time: struct_time, and the conversions between seconds, tuples and text.
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "modules/time/clocks.h"
#include "object/new.h"
#include "types/bytes/bytes.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/structseq/structseq.h"
#include "types/tuple/tuple.h"

namespace krait::time_module {
namespace {

constexpr StructSeqField fields[] = {{"tm_year", "year, for example, 1993"},
                                     {"tm_mon", "month of year, range [1, 12]"},
                                     {"tm_mday", "day of month, range [1, 31]"},
                                     {"tm_hour", "hours, range [0, 23]"},
                                     {"tm_min", "minutes, range [0, 59]"},
                                     {"tm_sec", "seconds, range [0, 61])"},
                                     {"tm_wday", "day of week, range [0, 6], Monday is 0"},
                                     {"tm_yday", "day of year, range [1, 366]"},
                                     {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"},
                                     {"tm_zone", "abbreviation of timezone name"},
                                     {"tm_gmtoff", "offset from UTC in seconds"},
                                     {nullptr, nullptr}};
constexpr StructSeqDesc description = {
    "time.struct_time",
    "The time value as returned by gmtime(), localtime(), and strptime(), and\n"
    " accepted by asctime(), mktime() and strftime().  May be considered as a\n"
    " sequence of 9 integers.\n\n"
    " Note that several fields' values are not the same as those defined by\n"
    " the C language standard for struct tm.  For example, the value of the\n"
    " field tm_year is the actual year, not year - 1900.  See individual\n"
    " fields' descriptions for details.",
    fields, 9};

struct State {
  Type* struct_time;
};
KR_ISOLATE_LOCAL(State, state);

Result<Ref<>> tuple_from_tm(Context& cx, const std::tm& tm) {
  Ref<Tuple> made = KR_TRY(new_structseq(cx, *state(cx).struct_time));
  const long long numbers[] = {tm.tm_year + 1900LL, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                               (tm.tm_wday + 6) % 7, tm.tm_yday + 1, tm.tm_isdst};
  for (int i = 0; i < 9; ++i) made->init_item(i, KR_TRY(int_from(cx, numbers[i])));
  made->init_item(9, KR_TRY(str_from_utf8(cx, tm.tm_zone ? tm.tm_zone : "", "surrogateescape")));
  made->init_item(10, KR_TRY(int_from(cx, tm.tm_gmtoff)));
  return made;
}

Result<std::time_t> given_or_now(Context& cx, Borrowed<> seconds) {
  if (!seconds || is_none(seconds)) return std::time(nullptr);
  return seconds_of(cx, seconds);
}

Result<std::tm> local(Context& cx, std::time_t seconds) {
  std::tm tm{};
  if (!::localtime_r(&seconds, &tm)) return raise_os_error(cx, errno ? errno : EINVAL);
  return tm;
}

// The nine items of a tuple or struct_time, as C counts them. `function` for error texts.
Result<std::tm> tm_from_tuple(Context& cx, Borrowed<> object, const char* function) {
  if (!is<Tuple>(object)) return raise(cx, exc::TypeError, "Tuple or struct_time argument required");
  auto tuple = object.as<Tuple>();
  if (tuple->size() != 9) return raise(cx, exc::TypeError, "{}(): illegal time tuple argument", function);
  int n[9];
  for (int i = 0; i < 9; ++i) {
    n[i] = as_int(cx, tuple->item(i));
    if (n[i] == -1 && cx.curexc_type) return Failed{};
  }
  if (n[0] < INT_MIN + 1900) return raise(cx, exc::OverflowError, "year out of range");
  std::tm tm{};
  tm.tm_year = n[0] - 1900, tm.tm_mon = n[1] - 1, tm.tm_mday = n[2], tm.tm_hour = n[3], tm.tm_min = n[4], tm.tm_sec = n[5];
  tm.tm_wday = (n[6] + 1) % 7, tm.tm_yday = n[7] - 1, tm.tm_isdst = n[8];
  if (object.type() == state(cx).struct_time) {
    if (tuple->items[10] && !is_none(tuple->item(10))) {
      long offset = as_long(cx, tuple->item(10));
      if (offset == -1 && cx.curexc_type) return Failed{};
      tm.tm_gmtoff = offset;
    }
    if (tuple->items[9] && is<Str>(tuple->item(9))) tm.tm_zone = KR_TRY(str_utf8(cx, tuple->item(9).as<Str>(), nullptr));
  }
  return tm;
}

// What asctime and strftime demand of a tuple; 0 counts as 1 where a month or day is wanted.
Result<void> check_ranges(Context& cx, std::tm& tm) {
  if (tm.tm_mon == -1) tm.tm_mon = 0;
  else if (tm.tm_mon < 0 || tm.tm_mon > 11) return raise(cx, exc::ValueError, "month out of range");
  if (tm.tm_mday == 0) tm.tm_mday = 1;
  else if (tm.tm_mday < 0 || tm.tm_mday > 31) return raise(cx, exc::ValueError, "day of month out of range");
  if (tm.tm_hour < 0 || tm.tm_hour > 23) return raise(cx, exc::ValueError, "hour out of range");
  if (tm.tm_min < 0 || tm.tm_min > 59) return raise(cx, exc::ValueError, "minute out of range");
  if (tm.tm_sec < 0 || tm.tm_sec > 61) return raise(cx, exc::ValueError, "seconds out of range");
  if (tm.tm_wday < 0) return raise(cx, exc::ValueError, "day of week out of range");
  if (tm.tm_yday == -1) tm.tm_yday = 0;
  else if (tm.tm_yday < 0 || tm.tm_yday > 365) return raise(cx, exc::ValueError, "day of year out of range");
  return {};
}

Result<Ref<>> text_of(Context& cx, const std::tm& tm) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[64];
  int size = std::snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %d", days[tm.tm_wday % 7], months[tm.tm_mon % 12], tm.tm_mday,
                           tm.tm_hour, tm.tm_min, tm.tm_sec, 1900 + tm.tm_year);
  return KR_TRY(str_from_ascii(cx, {text, static_cast<std::size_t>(size)}));
}

Result<std::tm> given_or_local(Context& cx, Borrowed<> tuple, const char* function) {
  if (!tuple) return local(cx, std::time(nullptr));
  std::tm tm = KR_TRY(tm_from_tuple(cx, tuple, function));
  KR_TRY(check_ranges(cx, tm));
  return tm;
}

}  // namespace

Result<Ref<>> gmtime(Context& cx, Borrowed<> seconds) {
  std::time_t when = KR_TRY(given_or_now(cx, seconds));
  std::tm tm{};
  if (!::gmtime_r(&when, &tm)) return raise_os_error(cx, errno ? errno : EINVAL);
  tm.tm_zone = "UTC";
  return tuple_from_tm(cx, tm);
}

Result<Ref<>> localtime(Context& cx, Borrowed<> seconds) {
  return tuple_from_tm(cx, KR_TRY(local(cx, KR_TRY(given_or_now(cx, seconds)))));
}

Result<Ref<>> asctime(Context& cx, Borrowed<> tuple) { return text_of(cx, KR_TRY(given_or_local(cx, tuple, "asctime"))); }

Result<Ref<>> ctime(Context& cx, Borrowed<> seconds) {
  return text_of(cx, KR_TRY(local(cx, KR_TRY(given_or_now(cx, seconds)))));
}

Result<double> mktime(Context& cx, Borrowed<> tuple) {
  std::tm tm = KR_TRY(tm_from_tuple(cx, tuple, "mktime"));
  tm.tm_wday = -1;  // stays when mktime() fails: -1 is also an answer
  std::time_t when = ::mktime(&tm);
  if (when == -1 && tm.tm_wday == -1) return raise(cx, exc::OverflowError, "mktime argument out of range");
  return static_cast<double>(when);
}

Result<Ref<>> strftime(Context& cx, Borrowed<> format, Borrowed<> tuple) {
  if (!is<Str>(format)) return raise(cx, exc::TypeError, "strftime() argument 1 must be str, not {!t}", format);
  std::tm tm = KR_TRY(given_or_local(cx, tuple, "strftime"));
  if (tm.tm_isdst < -1) tm.tm_isdst = -1;
  else if (tm.tm_isdst > 1) tm.tm_isdst = 1;
  Ref<Bytes> bytes = KR_TRY(encode(cx, format.as<Str>(), "utf-8", "surrogateescape"));
  const char* pattern = bytes->data;
  std::size_t length = std::strlen(pattern);
  if (!length) return empty_str();
  for (std::size_t room = 1024;; room *= 2) {
    char* text = static_cast<char*>(std::malloc(room));
    if (!text) return raise_memory_error(cx);
    std::size_t size = std::strftime(text, room, pattern, &tm);
    if (size || room >= 256 * length) {  // nothing may also be the whole answer, of "%p" for example
      auto made = str_from_utf8(cx, {text, size}, "surrogateescape");
      std::free(text);
      return made;
    }
    std::free(text);
  }
}

Result<void> make_struct_time(Context& cx, Borrowed<Module> module) {
  Ref<Type> type = KR_TRY(new_structseq_type(cx, description));
  KR_TRY(module_add(cx, module, KR_ID(struct_time), Borrowed<>(type.object())));
  if (!state(cx).struct_time) state(cx).struct_time = type.release();
  return {};
}

// timezone, altzone, daylight, tzname: the offsets in January and July of this year.
Result<void> add_time_zone(Context& cx, Borrowed<Module> module) {
  constexpr std::time_t year = 365 * 24 * 3600 + 6 * 3600;
  std::time_t january = std::time(nullptr) / year * year, july = january + year / 2;
  std::tm winter = KR_TRY(local(cx, january)), summer = KR_TRY(local(cx, july));
  char names[2][16];
  std::snprintf(names[0], 16, "%s", winter.tm_zone ? winter.tm_zone : "   ");
  std::snprintf(names[1], 16, "%s", summer.tm_zone ? summer.tm_zone : "   ");
  long west[2] = {-winter.tm_gmtoff, -summer.tm_gmtoff};
  bool swap = west[0] < west[1];  // in the south January is summer
  auto add = [&](Borrowed<Str> name, long value) -> Result<void> {
    Ref<Int> number = KR_TRY(int_from(cx, value));
    return module_add(cx, module, name, number);
  };
  KR_TRY(add(KR_ID(timezone), west[swap]));
  KR_TRY(add(KR_ID(altzone), west[!swap]));
  KR_TRY(add(KR_ID(daylight), west[0] != west[1]));
  Ref<Str> first = KR_TRY(str_from_utf8(cx, names[swap], "surrogateescape")), second = KR_TRY(str_from_utf8(cx, names[!swap], "surrogateescape"));
  Ref<Tuple> pair = KR_TRY(tuple_of(cx, first, second));
  return module_add(cx, module, KR_ID(tzname), pair);
}

}  // namespace krait::time_module
