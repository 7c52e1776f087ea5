// Nanoseconds to and from Python numbers; the pieces the files of the module time share.
#pragma once

#include <ctime>

#include "object/protocol.h"
#include "types/float/float.h"
#include "types/int/int.h"

namespace krait::time_module {

using Nanoseconds = long long;
inline constexpr Nanoseconds kSecond = 1000000000;

enum class Rounding { floor, ceiling, half_even, up };

// Seconds (int or float) as nanoseconds. ValueError for nan, OverflowError "timestamp too large to convert to C _PyTime_t".
Result<Nanoseconds> nanoseconds_of(Context& cx, Borrowed<> seconds, Rounding rounding);
// Seconds (int or float) as a time_t, rounded down. OverflowError "timestamp out of range for platform time_t".
Result<std::time_t> seconds_of(Context& cx, Borrowed<> object);

// calendar.cpp
Result<Ref<>> gmtime(Context& cx, Borrowed<> seconds);
Result<Ref<>> localtime(Context& cx, Borrowed<> seconds);
Result<Ref<>> asctime(Context& cx, Borrowed<> tuple);
Result<Ref<>> ctime(Context& cx, Borrowed<> seconds);
Result<double> mktime(Context& cx, Borrowed<> tuple);
Result<Ref<>> strftime(Context& cx, Borrowed<> format, Borrowed<> tuple);
Result<void> make_struct_time(Context& cx, Borrowed<Module> module);
Result<void> add_time_zone(Context& cx, Borrowed<Module> module);

}  // namespace krait::time_module
