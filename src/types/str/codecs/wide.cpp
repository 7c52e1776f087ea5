// UTF-16 and UTF-32.
#include <bit>
#include <cstring>

#include "base/text/utf8.h"
#include "types/str/codecs/codecs.h"
#include "types/str/internal.h"

namespace krait::codecs {
namespace {

constexpr int kNative = std::endian::native == std::endian::little ? -1 : 1;

CodePoint read16(const std::uint8_t* p, bool big) { return big ? p[0] * 256u + p[1] : p[1] * 256u + p[0]; }
CodePoint read32(const std::uint8_t* p, bool big) {
  return big ? CodePoint{p[0]} << 24 | CodePoint{p[1]} << 16 | CodePoint{p[2]} << 8 | p[3]
             : CodePoint{p[3]} << 24 | CodePoint{p[2]} << 16 | CodePoint{p[1]} << 8 | p[0];
}

const char* name16(int order) { return order < 0 ? "utf-16-le" : order > 0 ? "utf-16-be" : "utf-16"; }
const char* name32(int order) { return order < 0 ? "utf-32-le" : order > 0 ? "utf-32-be" : "utf-32"; }

struct Fault {
  Index bytes;  // 0: no fault
  const char* reason;
  bool incomplete;
};

// One UTF-16 character at p.
Fault step16(const std::uint8_t* p, Index left, bool big, CodePoint& c, Index& used) {
  if (left < 2) return {left, "truncated data", true};
  c = read16(p, big);
  used = 2;
  if (!text::is_surrogate(c)) return {0, nullptr, false};
  if (text::is_low_surrogate(c)) return {2, "illegal encoding", false};
  if (left < 4) return {left, "unexpected end of data", true};
  CodePoint low = read16(p + 2, big);
  if (!text::is_low_surrogate(low)) return {2, "illegal UTF-16 surrogate", false};
  c = 0x10000 + ((c & 0x3FF) << 10 | (low & 0x3FF));
  used = 4;
  return {0, nullptr, false};
}

Fault step32(const std::uint8_t* p, Index left, bool big, CodePoint& c, Index& used) {
  if (left < 4) return {left, "truncated data", true};
  c = read32(p, big);
  used = 4;
  if (text::is_surrogate(c)) return {4, "code point in surrogate code point range", false};
  if (c > 0x10ffff) return {4, "code point not in range(0x110000)", false};
  return {0, nullptr, false};
}

template <class Step>
Result<Ref<Str>> decode_wide(DecodeJob& job, Index at, bool big, Index* consumed, Step step) {
  while (at < job.input.size) {
    CodePoint c;
    Index used;
    Fault fault = step(job.input.data + at, job.input.size - at, big, c, used);
    if (!fault.bytes) {
      job.out.put_char(c);
      at += used;
    } else if (fault.incomplete && consumed) {
      break;
    } else {
      at = KR_TRY(job.fault(at, at + fault.bytes, fault.reason));
    }
  }
  if (consumed) *consumed = at;
  return job.out.finish();
}

}  // namespace

Result<Ref<Str>> decode_utf16(Context& cx, Span input, const char* errors, int* order, Index* consumed) {
  int wanted = order ? *order : 0;
  Index at = 0;
  if (wanted == 0 && input.size >= 2) {
    CodePoint mark = read16(input.data, false);
    if (mark == 0xFEFF || mark == 0xFFFE) wanted = mark == 0xFEFF ? -1 : 1, at = 2;
  }
  if (order) *order = wanted;
  bool big = (wanted ? wanted : kNative) > 0;
  DecodeJob job(cx, name16(big ? 1 : -1), input, errors);
  job.out.reserve(input.size / 2);
  return decode_wide(job, at, big, consumed, step16);
}

Result<Ref<Str>> decode_utf32(Context& cx, Span input, const char* errors, int* order, Index* consumed) {
  int wanted = order ? *order : 0;
  Index at = 0;
  if (wanted == 0 && input.size >= 4) {
    CodePoint mark = read32(input.data, false);
    if (mark == 0x0000FEFF || mark == 0xFFFE0000) wanted = mark == 0xFEFF ? -1 : 1, at = 4;
  }
  if (order) *order = wanted;
  bool big = (wanted ? wanted : kNative) > 0;
  DecodeJob job(cx, name32(big ? 1 : -1), input, errors);
  job.out.reserve(input.size / 4);
  return decode_wide(job, at, big, consumed, step32);
}

namespace {

bool put16(ByteBuffer& out, CodePoint c, void* state) {
  bool big = *static_cast<bool*>(state);
  if (text::is_surrogate(c)) return false;
  CodePoint units[2] = {c, 0};
  int n = 1;
  if (c >= 0x10000) units[0] = 0xD800 | (c - 0x10000) >> 10, units[1] = 0xDC00 | ((c - 0x10000) & 0x3FF), n = 2;
  for (int i = 0; i < n; i++) {
    auto high = static_cast<std::uint8_t>(units[i] >> 8), low = static_cast<std::uint8_t>(units[i]);
    if (!out.put(big ? high : low) || !out.put(big ? low : high)) return false;
  }
  return true;
}

bool put32(ByteBuffer& out, CodePoint c, void* state) {
  bool big = *static_cast<bool*>(state);
  if (text::is_surrogate(c)) return false;
  for (int i = 0; i < 4; i++)
    if (!out.put(static_cast<std::uint8_t>(c >> (big ? 24 - 8 * i : 8 * i)))) return false;
  return true;
}

Result<Ref<Bytes>> encode_wide(EncodeJob& job, bool mark) {
  if (mark && !job.put(job.out, 0xFEFF, job.state)) return Failed{};
  for (Index i = 0; i < job.text->size;) {
    CodePoint c = job.text->at(i);
    if (text::is_surrogate(c)) {
      i = KR_TRY(job.fault(i, i + 1, "surrogates not allowed"));
    } else {
      if (!job.put(job.out, c, job.state)) return Failed{};
      i++;
    }
  }
  return job.finish();
}

}  // namespace

Result<Ref<Bytes>> encode_utf16(Context& cx, Borrowed<Str> text, const char* errors, int order) {
  bool big = (order ? order : kNative) > 0;
  EncodeJob job(cx, name16(order), text, errors, put16, &big);
  return encode_wide(job, order == 0);
}
Result<Ref<Bytes>> encode_utf32(Context& cx, Borrowed<Str> text, const char* errors, int order) {
  bool big = (order ? order : kNative) > 0;
  EncodeJob job(cx, name32(order), text, errors, put32, &big);
  return encode_wide(job, order == 0);
}

}  // namespace krait::codecs
