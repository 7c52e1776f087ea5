// UTF-7 (RFC 2152): ASCII with runs of base64 between '+' and '-' for everything else.
#include "base/text/scan.h"
#include "base/text/utf8.h"
#include "types/str/codecs/codecs.h"

namespace krait::codecs {
namespace {

constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int digit_value(CodePoint c) {
  if (c - 'A' < 26) return static_cast<int>(c - 'A');
  if (c - 'a' < 26) return static_cast<int>(c - 'a' + 26);
  if (c - '0' < 10) return static_cast<int>(c - '0' + 52);
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool in(const char* set, CodePoint c) {
  for (; *set; set++)
    if (static_cast<CodePoint>(*set) == c) return true;
  return false;
}

// The base64 run that is being read.
struct Shift {
  bool on = false;
  std::uint32_t buffer = 0;
  int bits = 0;
  CodePoint surrogate = 0;  // a high one that waits for its low one
  Index start = 0;          // of the '+' in the input
  Index out_start = 0;

  void put(StrBuilder& out, int value) {
    buffer = buffer << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 16) return;
    CodePoint c = buffer >> (bits - 16) & 0xFFFF;
    bits -= 16;
    buffer &= (1u << bits) - 1;
    if (surrogate) {
      CodePoint high = std::exchange(surrogate, 0);
      if (text::is_low_surrogate(c)) {
        out.put_char(0x10000 + ((high & 0x3FF) << 10 | (c & 0x3FF)));
        return;
      }
      out.put_char(high);
    }
    if (text::is_high_surrogate(c)) surrogate = c;
    else out.put_char(c);
  }
};

}  // namespace

Result<Ref<Str>> decode_utf7(Context& cx, Span input, const char* errors, Index* consumed) {
  DecodeJob job(cx, "utf7", input, errors);
  Shift shift;
  Index at = 0;
  while (at < job.input.size) {
    CodePoint c = job.input.data[at];
    const char* problem = nullptr;
    if (shift.on) {
      if (int value = digit_value(c); value >= 0) {
        shift.put(job.out, value);
        at++;
        continue;
      }
      shift.on = false;
      if (shift.bits >= 6) at++, problem = "partial character in base64 sequence";
      else if (shift.bits > 0 && shift.buffer != 0) at++, problem = "non-zero padding bits in base64 sequence";
      if (!problem) {
        if (shift.surrogate && c <= 127 && c != '+') job.out.put_char(shift.surrogate);
        shift.surrogate = 0;
        if (c == '-') at++;
        continue;
      }
    } else if (c == '+') {
      shift.start = at++;
      bool more = at < job.input.size;
      if (more && job.input.data[at] == '-') {
        job.out.put_char('+');
        at++;
        continue;
      }
      if (!more || digit_value(job.input.data[at]) >= 0) {
        shift = {true, 0, 0, 0, shift.start, job.out.size()};
        continue;
      }
      at++;
      problem = "ill-formed sequence";
    } else if (c <= 127) {
      job.out.put_char(c);
      at++;
      continue;
    } else {
      shift.start = at++;
      problem = "unexpected special character";
    }
    at = KR_TRY(job.fault(shift.start, at, problem));
  }
  if (shift.on && !consumed && (shift.surrogate || shift.bits >= 6 || (shift.bits > 0 && shift.buffer != 0)))
    KR_TRY(job.fault(shift.start, job.input.size, "unterminated shift sequence"));
  if (consumed) {
    *consumed = shift.on ? shift.start : at;
    if (shift.on) job.out.truncate(shift.out_start);
  }
  return job.out.finish();
}

Result<Ref<Bytes>> encode_utf7(Context& cx, Borrowed<Str> text, bool direct_set_o, bool direct_whitespace, const char*) {
  auto direct = [&](CodePoint c) {
    if (c == 0 || c > 127) return false;
    if (text::ascii_alnum(static_cast<std::uint8_t>(c)) || in("'(),-./:?", c)) return true;
    return (direct_whitespace && in(" \t\n\r", c)) || (direct_set_o && in("!\"#$%&*;<=>@[]^_`{|}", c));
  };
  ByteBuffer out(cx);
  std::uint64_t buffer = 0;
  int bits = 0;
  bool on = false;
  auto put = [&](int c) { out.put(static_cast<std::uint8_t>(c)); };
  auto put_unit = [&](CodePoint unit) {
    buffer = buffer << 16 | unit;
    for (bits += 16; bits >= 6; bits -= 6) put(kDigits[buffer >> (bits - 6) & 0x3F]);
  };
  for (Index i = 0; i < text->size; i++) {
    CodePoint c = text->at(i);
    if (on && direct(c)) {
      if (bits) put(kDigits[buffer << (6 - bits) & 0x3F]), bits = 0;
      on = false;
      if (digit_value(c) >= 0 || c == '-') put('-');
      put(static_cast<int>(c));
      continue;
    }
    if (!on) {
      if (c == '+') {
        put('+'), put('-');
        continue;
      }
      if (direct(c)) {
        put(static_cast<int>(c));
        continue;
      }
      put('+');
      on = true;
      buffer = 0;
    }
    if (c >= 0x10000) {
      put_unit(0xD800 | (c - 0x10000) >> 10);
      c = 0xDC00 | ((c - 0x10000) & 0x3FF);
    }
    put_unit(c);
  }
  if (bits) put(kDigits[buffer << (6 - bits) & 0x3F]);
  if (on) put('-');
  return out.finish();
}

}  // namespace krait::codecs
