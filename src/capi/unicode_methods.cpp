// unicodeobject.h: comparing, searching, cutting and joining strs.
#include "capi/capi.h"
#include "types/list/list.h"
#include "types/str/internal.h"
#include "types/str/methods.h"
#include "types/str/slots.h"
#include "types/str/str.h"

using namespace krait;
using namespace krait::capi;

namespace {

// CPython's ensure_unicode.
bool ensure(PyObject* object) {
  if (is<Str>(borrow(object))) return true;
  (void)raise(cx(), exc::TypeError, "must be str, not {!t:.100}", borrow(object));
  return false;
}

Py_ssize_t run_search(PyObject* text, PyObject* part, Py_ssize_t start, Py_ssize_t end, strings::Search what) {
  if (!ensure(text) || !ensure(part)) return what == strings::Search::count ? -1 : -2;
  Index found = strings::search(cx(), borrow<Str>(text), borrow<Str>(part), start, end, what);
  return found == -2 && what == strings::Search::count ? -1 : found;
}

}  // namespace

int PyUnicode_Compare(PyObject* left, PyObject* right) {
  if (is<Str>(borrow(left)) && is<Str>(borrow(right))) return str_compare(borrow<Str>(left), borrow<Str>(right));
  return raise(cx(), exc::TypeError, "Can't compare {!t:.100} and {!t:.100}", borrow(left), borrow(right));
}
PyObject* PyUnicode_RichCompare(PyObject* left, PyObject* right, int op) {
  return reinterpret_cast<PyObject*>(strings::richcompare(in(left), in(right), op));
}
int PyUnicode_CompareWithASCIIString(PyObject* object, const char* text) {
  Borrowed<Str> self = borrow<Str>(object);
  Index i = 0;
  for (; i < self->size && text[i]; i++) {
    CodePoint c = self->at(i), other = static_cast<unsigned char>(text[i]);
    if (c != other) return c < other ? -1 : 1;
  }
  if (i < self->size) return 1;
  return text[i] ? -1 : 0;
}
int _PyUnicode_EQ(PyObject* left, PyObject* right) { return str_equal(borrow<Str>(left), borrow<Str>(right)); }
extern "C" PyAPI_FUNC(int) _PyUnicode_Equal(PyObject* left, PyObject* right) { return str_equal(borrow<Str>(left), borrow<Str>(right)); }
int _PyUnicode_EqualToASCIIString(PyObject* object, const char* text) { return str_equal(borrow<Str>(object), std::string_view(text)); }
int _PyUnicode_EqualToASCIIId(PyObject* object, _Py_Identifier* id) { return _PyUnicode_EqualToASCIIString(object, id->string); }

int PyUnicode_Contains(PyObject* text, PyObject* part) {
  if (!is<Str>(borrow(part)))
    return raise(cx(), exc::TypeError, "'in <string>' requires string as left operand, not {!t:.100}", borrow(part));
  if (!ensure(text)) return -1;
  Index found = strings::search(cx(), borrow<Str>(text), borrow<Str>(part), 0, index_max, strings::Search::first);
  return found == -2 ? -1 : found >= 0;
}
Py_ssize_t PyUnicode_Find(PyObject* text, PyObject* part, Py_ssize_t start, Py_ssize_t end, int direction) {
  return run_search(text, part, start, end, direction > 0 ? strings::Search::first : strings::Search::last);
}
Py_ssize_t PyUnicode_FindChar(PyObject* text, Py_UCS4 c, Py_ssize_t start, Py_ssize_t end, int direction) {
  if (start < 0 || end < 0) return (void)raise(cx(), exc::IndexError, "string index out of range"), -2;
  return str_find_char(borrow<Str>(text), c, start, end, direction);
}
Py_ssize_t PyUnicode_Count(PyObject* text, PyObject* part, Py_ssize_t start, Py_ssize_t end) {
  return run_search(text, part, start, end, strings::Search::count);
}
Py_ssize_t PyUnicode_Tailmatch(PyObject* text, PyObject* part, Py_ssize_t start, Py_ssize_t end, int direction) {
  if (!ensure(text) || !ensure(part)) return -1;
  return strings::tail_match(borrow<Str>(text), borrow<Str>(part), start, end, direction > 0);
}

PyObject* PyUnicode_Replace(PyObject* text, PyObject* old, PyObject* with, Py_ssize_t most) {
  if (!ensure(text) || !ensure(old) || !ensure(with)) return nullptr;
  return out(strings::replace(cx(), borrow<Str>(text), borrow<Str>(old), borrow<Str>(with), most));
}
PyObject* PyUnicode_Split(PyObject* text, PyObject* separator, Py_ssize_t most) {
  if (!ensure(text)) return nullptr;
  return out(strings::split(cx(), borrow<Str>(text), separator ? borrow(separator) : none(), most));
}
PyObject* PyUnicode_RSplit(PyObject* text, PyObject* separator, Py_ssize_t most) {
  if (!ensure(text)) return nullptr;
  return out(strings::rsplit(cx(), borrow<Str>(text), separator ? borrow(separator) : none(), most));
}
PyObject* PyUnicode_Splitlines(PyObject* text, int keep_ends) {
  if (!ensure(text)) return nullptr;
  return out(strings::splitlines(cx(), borrow<Str>(text), keep_ends));
}
PyObject* PyUnicode_Partition(PyObject* text, PyObject* separator) {
  if (!ensure(text)) return nullptr;
  return out(strings::partition(cx(), borrow<Str>(text), borrow(separator)));
}
PyObject* PyUnicode_RPartition(PyObject* text, PyObject* separator) {
  if (!ensure(text)) return nullptr;
  return out(strings::rpartition(cx(), borrow<Str>(text), borrow(separator)));
}
PyObject* PyUnicode_Join(PyObject* separator, PyObject* items) {
  if (!ensure(separator)) return nullptr;
  return out(strings::join(cx(), borrow<Str>(separator), borrow(items)));
}
PyObject* _PyUnicode_JoinArray(PyObject* separator, PyObject* const* items, Py_ssize_t count) {
  Borrowed<Str> gap = separator ? borrow<Str>(separator) : KR_STR(" ");
  return out(str_join(cx(), gap, {reinterpret_cast<Object* const*>(items), static_cast<std::size_t>(count)}));
}

PyObject* PyUnicode_Format(PyObject* format, PyObject* args) {
  if (!format || !args) return out(raise_bad_internal_call(cx()));
  if (!ensure(format)) return nullptr;
  return out(str_format_percent(cx(), borrow<Str>(format), borrow(args)));
}
int PyUnicode_IsIdentifier(PyObject* object) { return is_identifier(borrow<Str>(object)); }
extern "C" PyAPI_FUNC(Py_ssize_t) _PyUnicode_ScanIdentifier(PyObject* object) {
  Borrowed<Str> text = borrow<Str>(object);
  Index i = 0;
  while (i < text->size && (i == 0 ? unicode::is_xid_start(text->at(0)) || text->at(0) == '_' : unicode::is_xid_continue(text->at(i)))) i++;
  return i;
}
PyObject* PyUnicode_Translate(PyObject* text, PyObject* table, const char*) {
  if (!ensure(text)) return nullptr;
  return out(strings::translate(cx(), borrow<Str>(text), borrow(table)));
}
PyObject* _PyUnicode_XStrip(PyObject* text, int kind, PyObject* characters) {
  Borrowed<> set = characters ? borrow(characters) : none();
  Borrowed<Str> self = borrow<Str>(text);
  return out(kind == 0 ? strings::lstrip(cx(), self, set) : kind == 1 ? strings::rstrip(cx(), self, set) : strings::strip(cx(), self, set));
}
PyObject* _PyUnicode_TransformDecimalAndSpaceToASCII(PyObject* text) {
  if (!check<Str>(text)) return nullptr;
  return out(decimal_and_space_to_ascii(cx(), borrow<Str>(text)));
}
