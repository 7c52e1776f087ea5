// find, index, count, startswith and their kin.
#include "base/text/search.h"
#include "types/str/internal.h"
#include "types/str/methods.h"
#include "types/str/slots.h"
#include "types/slice/slice.h"
#include "types/tuple/tuple.h"

namespace krait {

using namespace strings;

Index str_find_char(Borrowed<Str> text, CodePoint c, Index start, Index end, int direction) {
  if (end > text->size) end = text->size;
  if (start < 0) start = 0;
  if (start >= end || c > max_char_bound(text)) return -1;
  return visit(text, [&](auto* chars, Index) {
    using Char = std::remove_reference_t<decltype(*chars)>;
    Index hit = direction > 0 ? text::find_char(chars + start, end - start, static_cast<Char>(c))
                              : text::rfind_char(chars + start, end - start, static_cast<Char>(c));
    return hit < 0 ? Index{-1} : hit + start;
  });
}

namespace strings {

Index search(Context& cx, Borrowed<Str> text, Borrowed<Str> needle, Index start, Index end, Search what) {
  Bounds range = clamp(start, end, text->size);
  Index miss = what == Search::count ? 0 : -1;
  if (range.end - range.start < needle->size || needle->kind() > text->kind()) return miss;
  if (needle->size == 1 && what != Search::count) {
    return str_find_char(text, needle->at(0), range.start, range.end, what == Search::first ? 1 : -1);
  }
  return visit(text, [&](auto* chars, Index) -> Index {
    using Char = std::remove_reference_t<decltype(*chars)>;
    Widened<Char> wide(needle);
    if (!wide.data) return (void)raise_memory_error(cx), -2;
    Index size = range.end - range.start;
    if (what == Search::count) return text::count(chars + range.start, size, wide.data, wide.size);
    Index hit = what == Search::first ? text::find(chars + range.start, size, wide.data, wide.size)
                                      : text::rfind(chars + range.start, size, wide.data, wide.size);
    return hit < 0 ? -1 : hit + range.start;
  });
}

int contains(Object* self, Object* item) {
  Context& cx = Context::current();
  Borrowed<> needle(item);
  if (!is<Str>(needle)) return raise(cx, exc::TypeError, "'in <string>' requires string as left operand, not {!t:.100}", needle);
  Index hit = search(cx, Borrowed<>(self).as<Str>(), needle.as<Str>(), 0, index_max, Search::first);
  return hit == -2 ? -1 : hit >= 0;
}

namespace {

// "(sub[, start[, end]])": what all of these methods take.
struct Request {
  Borrowed<> needle;
  Index start = 0, end = index_max;
};

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

// -2: an exception is pending.
Index run(Context& cx, const char* name, Borrowed<Str> self, Args args, Search what) {
  Request request;
  if (read_request(cx, name, args, request).failed()) return -2;
  if (!is<Str>(request.needle)) return (void)raise(cx, exc::TypeError, "must be str, not {!t:.100}", request.needle), -2;
  return search(cx, self, request.needle.as<Str>(), request.start, request.end, what);
}

bool matches_at(Borrowed<Str> self, Borrowed<Str> part, Index at) {
  if (part->kind() > self->kind()) return false;
  return visit(self, [&](auto* text, Index) {
    return visit(part, [&](auto* other, Index size) {
      if constexpr (sizeof *text == sizeof *other) return text::same(text + at, other, size);
      for (Index i = 0; i < size; i++)
        if (text[at + i] != other[i]) return false;
      return true;
    });
  });
}

}  // namespace

bool tail_match(Borrowed<Str> self, Borrowed<Str> part, Index start, Index end, bool at_end) {
  Bounds range = clamp(start, end, self->size);
  if (range.end - range.start < part->size) return false;
  return matches_at(self, part, at_end ? range.end - part->size : range.start);
}

namespace {

Result<bool> starts_or_ends(Context& cx, const char* name, Borrowed<Str> self, Args args, bool at_end) {
  Request request;
  KR_TRY(read_request(cx, name, args, request));
  if (is<Tuple>(request.needle)) {
    for (Object* option : request.needle.as<Tuple>()->span()) {
      Borrowed<> part(option);
      if (!is<Str>(part)) return raise(cx, exc::TypeError, "tuple for {} must only contain str, not {!t:.100}", name, part);
      if (tail_match(self, part.as<Str>(), request.start, request.end, at_end)) return true;
    }
    return false;
  }
  if (!is<Str>(request.needle))
    return raise(cx, exc::TypeError, "{} first arg must be str or a tuple of str, not {!t:.100}", name, request.needle);
  return tail_match(self, request.needle.as<Str>(), request.start, request.end, at_end);
}

// A position as an int; Result<Index> could not carry the -1 that says "not there".
Result<Ref<>> found(Index position) {
  return position == -2 ? Result<Ref<>>(Failed{}) : Result<Ref<>>::from_raw(declare::box_integer(position));
}

}  // namespace

Result<Ref<>> find(Context& cx, Borrowed<Str> self, Args args) { return found(run(cx, "find", self, args, Search::first)); }
Result<Ref<>> rfind(Context& cx, Borrowed<Str> self, Args args) { return found(run(cx, "rfind", self, args, Search::last)); }
Result<Ref<>> count(Context& cx, Borrowed<Str> self, Args args) { return found(run(cx, "count", self, args, Search::count)); }
Result<Ref<>> index(Context& cx, Borrowed<Str> self, Args args) {
  Index hit = run(cx, "index", self, args, Search::first);
  if (hit == -1) return raise(cx, exc::ValueError, "substring not found");
  return found(hit);
}
Result<Ref<>> rindex(Context& cx, Borrowed<Str> self, Args args) {
  Index hit = run(cx, "rindex", self, args, Search::last);
  if (hit == -1) return raise(cx, exc::ValueError, "substring not found");
  return found(hit);
}
Result<bool> startswith(Context& cx, Borrowed<Str> self, Args args) { return starts_or_ends(cx, "startswith", self, args, false); }
Result<bool> endswith(Context& cx, Borrowed<Str> self, Args args) { return starts_or_ends(cx, "endswith", self, args, true); }

Result<Ref<Str>> removeprefix(Context& cx, Borrowed<Str> self, Borrowed<Str> prefix) {
  if (tail_match(self, prefix, 0, index_max, false)) return substring(cx, self, prefix->size, self->size);
  return exact_str(cx, self);
}
Result<Ref<Str>> removesuffix(Context& cx, Borrowed<Str> self, Borrowed<Str> suffix) {
  if (tail_match(self, suffix, 0, index_max, true)) return substring(cx, self, 0, self->size - suffix->size);
  return exact_str(cx, self);
}

}  // namespace strings
}  // namespace krait
