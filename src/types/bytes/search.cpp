// find, count, startswith and their kin, for bytes and bytearray.
#include "base/text/search.h"
#include "types/bytes/methods.h"
#include "types/int/int.h"
#include "types/slice/slice.h"
#include "types/tuple/tuple.h"

namespace krait::byte_strings {

Result<std::uint8_t> byte_value(Context& cx, Borrowed<> object, const char* message) {
  Ref<Int> number = KR_TRY(krait::index(cx, object));
  int overflow;
  long long value = int_to_long_long(number, &overflow);
  if (overflow || value < 0 || value > 255) return raise(cx, exc::ValueError, "{}", message);
  return static_cast<std::uint8_t>(value);
}

namespace {

enum class Search { first, last, count };

Result<void> read_request(Context& cx, const char* name, Args args, Request& request) {
  if (args.empty()) return raise(cx, exc::TypeError, "{}() takes at least 1 argument (0 given)", name);
  if (args.size() > 3) return raise(cx, exc::TypeError, "{}() takes at most 3 arguments ({} given)", name, args.size());
  request.needle = Borrowed<>(args[0]);
  Index* bounds[] = {&request.start, &request.end};
  for (std::size_t i = 1; i < args.size(); i++) {
    Borrowed<> bound(args[i]);
    KR_TRY(slice_bound(cx, bound, bounds[i - 1]));
  }
  return {};
}

struct Bounds {
  Index start, end;
};
Bounds clamp(const Request& request, Index size) {
  Index start = request.start, end = request.end;
  if (end > size) end = size;
  else if (end < 0) end = end + size < 0 ? 0 : end + size;
  if (start < 0) start = start + size < 0 ? 0 : start + size;
  return {start, end};
}

// A position or count; -1 for "not there", -2 with an exception pending.
Index run(Context& cx, const char* name, Borrowed<> self, Args args, Search what) {
  Request request;
  if (read_request(cx, name, args, request).failed()) return -2;
  ScopedBuffer buffer;
  std::uint8_t single;
  Span needle{&single, 1};
  if (has_buffer(request.needle)) {
    if (buffer.get(cx, request.needle).failed()) return -2;
    needle = span_of(buffer);
  } else if (is_index(request.needle)) {
    auto value = byte_value(cx, request.needle);
    if (value.failed()) return -2;
    single = value.value();
  } else {
    (void)raise(cx, exc::TypeError, "argument should be integer or bytes-like object, not '{!t:.200}'", request.needle);
    return -2;
  }
  Span text = span_of(self);
  Bounds range = clamp(request, text.size);
  Index size = range.end - range.start;
  if (size < needle.size) return what == Search::count ? 0 : -1;
  const std::uint8_t* from = text.data + range.start;
  if (what == Search::count) return text::count(from, size, needle.data, needle.size);
  Index hit = what == Search::first ? text::find(from, size, needle.data, needle.size)
                                    : text::rfind(from, size, needle.data, needle.size);
  return hit < 0 ? -1 : hit + range.start;
}

Result<Ref<>> found(Index position) {
  return position == -2 ? Result<Ref<>>(Failed{}) : Result<Ref<>>::from_raw(declare::box_integer(position));
}

Result<bool> tail_match(Context& cx, Borrowed<> self, Borrowed<> part, const Request& request, bool at_end) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, part));
  Span text = span_of(self), wanted = span_of(buffer);
  Bounds range = clamp(request, text.size);
  if (range.end - range.start < wanted.size) return false;
  return text::same(text.data + (at_end ? range.end - wanted.size : range.start), wanted.data, wanted.size);
}

Result<bool> starts_or_ends(Context& cx, const char* name, Borrowed<> self, Args args, bool at_end) {
  Request request;
  KR_TRY(read_request(cx, name, args, request));
  if (is<Tuple>(request.needle)) {
    for (Object* option : request.needle.as<Tuple>()->span())
      if (KR_TRY(tail_match(cx, self, Borrowed<>(option), request, at_end))) return true;
    return false;
  }
  if (!has_buffer(request.needle))
    return raise(cx, exc::TypeError, "{} first arg must be bytes or a tuple of bytes, not {!t:.100}", name, request.needle);
  return tail_match(cx, self, request.needle, request, at_end);
}

}  // namespace

int contains(Object* raw, Object* item) {
  Context& cx = Context::current();
  Borrowed<> self(raw), needle(item);
  Span text = span_of(self);
  if (!has_buffer(needle) && is_index(needle)) {
    auto value = byte_value(cx, needle);
    if (value.failed()) return -1;
    text = span_of(self);
    return text::find_char(text.data, text.size, value.value()) >= 0;
  }
  ScopedBuffer buffer;
  if (buffer.get(cx, needle).failed()) return -1;
  text = span_of(self);
  Span wanted = span_of(buffer);
  return text::find(text.data, text.size, wanted.data, wanted.size) >= 0;
}

Result<Ref<>> find(Context& cx, Borrowed<> self, Args args) { return found(run(cx, "find", self, args, Search::first)); }
Result<Ref<>> rfind(Context& cx, Borrowed<> self, Args args) { return found(run(cx, "rfind", self, args, Search::last)); }
Result<Ref<>> count(Context& cx, Borrowed<> self, Args args) { return found(run(cx, "count", self, args, Search::count)); }
Result<Ref<>> index(Context& cx, Borrowed<> self, Args args) {
  Index hit = run(cx, "index", self, args, Search::first);
  if (hit == -1) return raise(cx, exc::ValueError, "subsection not found");
  return found(hit);
}
Result<Ref<>> rindex(Context& cx, Borrowed<> self, Args args) {
  Index hit = run(cx, "rindex", self, args, Search::last);
  if (hit == -1) return raise(cx, exc::ValueError, "subsection not found");
  return found(hit);
}
Result<bool> startswith(Context& cx, Borrowed<> self, Args args) { return starts_or_ends(cx, "startswith", self, args, false); }
Result<bool> endswith(Context& cx, Borrowed<> self, Args args) { return starts_or_ends(cx, "endswith", self, args, true); }

Result<Ref<>> removeprefix(Context& cx, Borrowed<> self, Borrowed<> prefix) {
  if (!KR_TRY(tail_match(cx, self, prefix, {}, false))) return same_like(cx, self);
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, prefix));
  Span text = span_of(self);
  return make_like(cx, self, text.data + buffer.size(), text.size - buffer.size());
}
Result<Ref<>> removesuffix(Context& cx, Borrowed<> self, Borrowed<> suffix) {
  if (!KR_TRY(tail_match(cx, self, suffix, {}, true))) return same_like(cx, self);
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, suffix));
  Span text = span_of(self);
  return make_like(cx, self, text.data, text.size - buffer.size());
}

}  // namespace krait::byte_strings
