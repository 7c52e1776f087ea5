// dump_traceback_later: a thread that waits, and writes unless it is told to stop first.
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "interp/report/dump.h"
#include "modules/faulthandler/state.h"
#include "object/isolate.h"
#include "types/float/float.h"
#include "types/int/int.h"

namespace krait::faulthandler {
namespace {

struct Watchdog {
  pthread_t thread;
  bool running;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  bool stop;
  Target target;
  double seconds;
  bool repeat, exit_then;
  Isolate* isolate;
  char header[80];
};
Watchdog dog{.mutex = PTHREAD_MUTEX_INITIALIZER};

timespec deadline(double seconds) {
  timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  auto whole = static_cast<time_t>(seconds);
  at.tv_sec += whole;
  at.tv_nsec += static_cast<long>((seconds - static_cast<double>(whole)) * 1e9);
  if (at.tv_nsec >= 1000000000) ++at.tv_sec, at.tv_nsec -= 1000000000;
  return at;
}

void* watch(void*) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
  pthread_mutex_lock(&dog.mutex);
  do {
    timespec at = deadline(dog.seconds);
    int waited = 0;
    while (!dog.stop && waited != ETIMEDOUT) waited = pthread_cond_timedwait(&dog.wake, &dog.mutex, &at);
    if (dog.stop) break;
    dump_text(dog.target.descriptor, dog.header);
    dump_all_threads(dog.target.descriptor, dog.isolate, nullptr);
    if (dog.exit_then) _exit(1);
  } while (dog.repeat);
  pthread_mutex_unlock(&dog.mutex);
  return nullptr;
}

void write_header(double seconds) {
  auto microseconds = static_cast<long long>(std::llround(seconds * 1e6));
  long long whole = microseconds / 1000000, part = microseconds % 1000000;
  long long minutes = whole / 60, hours = minutes / 60;
  if (part) std::snprintf(dog.header, sizeof dog.header, "Timeout (%lld:%02lld:%02lld.%06lld)!\n", hours, minutes % 60, whole % 60, part);
  else std::snprintf(dog.header, sizeof dog.header, "Timeout (%lld:%02lld:%02lld)!\n", hours, minutes % 60, whole % 60);
}

Result<double> read_timeout(Context& cx, Borrowed<> timeout) {
  double seconds = 0;
  if (is<Float>(timeout)) {
    seconds = as_double(cx, timeout);
    if (std::isnan(seconds)) return raise(cx, exc::ValueError, "Invalid value NaN (not a number)");
  } else {
    long long whole = as_long_long(cx, timeout);
    if (whole == -1 && cx.has_error()) return Failed{};
    seconds = static_cast<double>(whole);
  }
  if (std::fabs(seconds) > 9.2e9) return raise(cx, exc::OverflowError, "timestamp too large to convert to C _PyTime_t");
  if (seconds <= 0) return raise(cx, exc::ValueError, "timeout must be greater than 0");
  return seconds;
}

}  // namespace

void cancel_later() {
  if (!dog.running) return;
  pthread_mutex_lock(&dog.mutex);
  dog.stop = true;
  pthread_cond_signal(&dog.wake);
  pthread_mutex_unlock(&dog.mutex);
  pthread_join(dog.thread, nullptr);
  pthread_cond_destroy(&dog.wake);
  dog.running = false;
  xdecref(std::exchange(dog.target.file, nullptr));
}

Result<void> dump_later(Context& cx, Borrowed<> timeout, bool repeat, Borrowed<> file, bool exit_then) {
  double seconds = KR_TRY(read_timeout(cx, timeout));
  Target target = KR_TRY(read_target(cx, file));
  cancel_later();
  dog.target = target;
  dog.seconds = seconds;
  dog.repeat = repeat;
  dog.exit_then = exit_then;
  dog.isolate = cx.interp;
  dog.stop = false;
  write_header(seconds);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&dog.wake, &attributes);
  pthread_condattr_destroy(&attributes);
  if (pthread_create(&dog.thread, nullptr, &watch, nullptr) != 0) {
    pthread_cond_destroy(&dog.wake);
    return raise(cx, exc::RuntimeError, "unable to start watchdog thread");
  }
  dog.running = true;
  return {};
}

}  // namespace krait::faulthandler
