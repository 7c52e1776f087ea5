#include "interp/report/dump.h"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/fatal.h"
#include "bytecode/code.h"
#include "object/isolate.h"
#include "types/frame/frame.h"

namespace krait {

namespace {

constexpr int max_frames = 100, max_threads = 100;
constexpr Index max_text = 500;

void write_all(int file, const char* data, std::size_t size) {
  while (size) {
    ssize_t done = ::write(file, data, size);
    if (done < 0) {
      if (errno == EINTR) continue;
      return;
    }
    data += done;
    size -= static_cast<std::size_t>(done);
  }
}

// ASCII with escapes for the rest.
void dump_str(int file, const Str* text) {
  Index count = text->size < max_text ? text->size : max_text;
  char buffer[64];
  std::size_t used = 0;
  for (Index i = 0; i < count; ++i) {
    CodePoint c = text->at(i);
    if (used > sizeof buffer - 16) {
      write_all(file, buffer, used);
      used = 0;
    }
    if (c >= ' ' && c <= 126) {
      buffer[used++] = static_cast<char>(c);
      continue;
    }
    int width = c <= 0xff ? 2 : c <= 0xffff ? 4 : 8;
    buffer[used++] = '\\';
    buffer[used++] = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
    for (int shift = (width - 1) * 4; shift >= 0; shift -= 4) buffer[used++] = "0123456789abcdef"[c >> shift & 15];
  }
  write_all(file, buffer, used);
  if (count < text->size) dump_text(file, "...");
}

void dump_frame(int file, const InterpreterFrame* frame) {
  const Code* code = frame->f_code;
  dump_text(file, "  File ");
  if (code->co_filename) {
    dump_text(file, "\"");
    dump_str(file, code->co_filename);
    dump_text(file, "\"");
  } else {
    dump_text(file, "???");
  }
  int line = frame_line(frame);
  dump_text(file, ", line ");
  if (line >= 0) dump_number(file, static_cast<unsigned long>(line));
  else dump_text(file, "???");
  dump_text(file, " in ");
  if (code->co_name) dump_str(file, code->co_name);
  else dump_text(file, "???");
  dump_text(file, "\n");
}

}  // namespace

void dump_text(int file, const char* text) { write_all(file, text, std::strlen(text)); }

void dump_number(int file, unsigned long number) {
  char digits[24];
  int at = sizeof digits;
  do digits[--at] = static_cast<char>('0' + number % 10);
  while (number /= 10);
  write_all(file, digits + at, sizeof digits - static_cast<std::size_t>(at));
}

void dump_hexadecimal(int file, unsigned long number, int width) {
  char digits[20];
  int at = sizeof digits;
  for (; width > 0 || number; --width, number >>= 4) digits[--at] = "0123456789abcdef"[number & 15];
  write_all(file, digits + at, sizeof digits - static_cast<std::size_t>(at));
}

void dump_traceback(int file, ThreadState* thread, bool header) {
  if (header) dump_text(file, "Stack (most recent call first):\n");
  InterpreterFrame* frame = thread && thread->cframe ? current_frame(*thread) : nullptr;
  if (!frame) return dump_text(file, "  <no Python frame>\n");
  for (int depth = 0; frame; frame = outer_frame(frame)) {
    if (depth++ == max_frames) return dump_text(file, "  ...\n");
    dump_frame(file, frame);
  }
}

void dump_all_threads(int file, Isolate* isolate, ThreadState* current) {
  int count = 0;
  for (ThreadState* thread = isolate ? isolate->threads : nullptr; thread; thread = thread->next) {
    if (count) dump_text(file, "\n");
    if (count++ == max_threads) return dump_text(file, "...\n");
    dump_text(file, thread == current ? "Current thread 0x" : "Thread 0x");
    dump_hexadecimal(file, thread->thread_id, 16);
    dump_text(file, " (most recent call first):\n");
    dump_traceback(file, thread, false);
  }
}

}  // namespace krait

namespace krait {
namespace {

// CPython's lines after "Fatal Python error: ...".
void report_fatal() {
  ThreadState* current = current_thread_state;
  dump_text(2, current ? "Python runtime state: initialized\n\n" : "Python runtime state: unknown\n\n");
  if (current) dump_all_threads(2, current->interp, current);
}

struct Enter {
  Enter() { report_on_fatal = &report_fatal; }
};
Enter enter;

}  // namespace
}  // namespace krait
