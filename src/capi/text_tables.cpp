// pyctype.h and the internal character tables that C code reads: ASCII classes and case, whatever the locale.
#include "capi/capi.h"
#include "types/bytes/internal.h"
#include "base/text/search.h"
#include "types/format/percent.h"
#include "types/int/int.h"

using namespace krait;
using namespace krait::capi;

namespace {

struct CType {
  unsigned int flags[256];
  unsigned char lower[256], upper[256], space[128];
};

consteval CType make_ctype() {
  CType made{};
  for (int c = 0; c < 256; c++) {
    bool low = c >= 'a' && c <= 'z', up = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
    bool space = c == ' ' || (c >= 9 && c <= 13);
    bool hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    made.flags[c] = (low ? PY_CTF_LOWER : 0) | (up ? PY_CTF_UPPER : 0) | (digit ? PY_CTF_DIGIT : 0) | (hex ? PY_CTF_XDIGIT : 0) |
                    (space ? PY_CTF_SPACE : 0);
    made.lower[c] = static_cast<unsigned char>(up ? c + 32 : c);
    made.upper[c] = static_cast<unsigned char>(low ? c - 32 : c);
    if (c < 128) made.space[c] = space || (c >= 0x1c && c <= 0x1f);
  }
  return made;
}
constexpr CType ctype = make_ctype();

#define KR_1(table, i) ctype.table[i]
#define KR_4(table, i) KR_1(table, i), KR_1(table, i + 1), KR_1(table, i + 2), KR_1(table, i + 3)
#define KR_16(table, i) KR_4(table, i), KR_4(table, i + 4), KR_4(table, i + 8), KR_4(table, i + 12)
#define KR_64(table, i) KR_16(table, i), KR_16(table, i + 16), KR_16(table, i + 32), KR_16(table, i + 48)
#define KR_128(table) KR_64(table, 0), KR_64(table, 64)
#define KR_256(table) KR_128(table), KR_64(table, 128), KR_64(table, 192)

}  // namespace

const unsigned int _Py_ctype_table[256] = {KR_256(flags)};
const unsigned char _Py_ctype_tolower[256] = {KR_256(lower)};
const unsigned char _Py_ctype_toupper[256] = {KR_256(upper)};
const unsigned char _Py_ascii_whitespace[] = {KR_128(space)};

extern "C" {
PyAPI_FUNC(Py_ssize_t) _PyBytes_Find(const char* text, Py_ssize_t size, const char* part, Py_ssize_t part_size, Py_ssize_t offset) {
  Index hit = text::find(reinterpret_cast<const std::uint8_t*>(text), size, reinterpret_cast<const std::uint8_t*>(part), part_size);
  return hit < 0 ? hit : hit + offset;
}
PyAPI_FUNC(Py_ssize_t) _PyBytes_ReverseFind(const char* text, Py_ssize_t size, const char* part, Py_ssize_t part_size, Py_ssize_t offset) {
  Index hit = text::rfind(reinterpret_cast<const std::uint8_t*>(text), size, reinterpret_cast<const std::uint8_t*>(part), part_size);
  return hit < 0 ? hit : hit + offset;
}
PyAPI_FUNC(void) _PyBytes_Repeat(char* to, Py_ssize_t size, const char* from, Py_ssize_t unit) {
  for (Py_ssize_t done = 0; done < size; done += unit) memcpy(to + done, from, static_cast<std::size_t>(unit < size - done ? unit : size - done));
}
PyAPI_FUNC(PyObject*) _PyUnicode_FormatLong(PyObject* value, int alternate, int precision, int type) {
  if (!check<Int>(value)) return nullptr;
  return out(percent::int_text(cx(), borrow<Int>(value), alternate, precision, static_cast<char>(type)));
}
}
