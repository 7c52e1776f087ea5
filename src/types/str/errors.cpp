#include "types/str/errors.h"

#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace {

Borrowed<Type> type_of(Type& type) { return Borrowed<Type>(&type); }

}  // namespace

Failed raise_decode_error(Context& cx, const char* encoding, std::string_view bytes, Index start, Index end, const char* reason) {
  Ref<Str> name = KR_TRY(str_from_utf8(cx, encoding)), why = KR_TRY(str_from_utf8(cx, reason));
  Ref<Bytes> object = KR_TRY(bytes_from(cx, bytes));
  Ref<Int> first = KR_TRY(int_from(cx, start)), last = KR_TRY(int_from(cx, end));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, name, object, first, last, why));
  return raise_object(cx, type_of(exc::UnicodeDecodeError), args);
}

Failed raise_encode_error(Context& cx, const char* encoding, Borrowed<Str> text, Index start, Index end, const char* reason) {
  Ref<Str> name = KR_TRY(str_from_utf8(cx, encoding)), why = KR_TRY(str_from_utf8(cx, reason));
  Ref<Int> first = KR_TRY(int_from(cx, start)), last = KR_TRY(int_from(cx, end));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, name, text, first, last, why));
  return raise_object(cx, type_of(exc::UnicodeEncodeError), args);
}

Failed raise_translate_error(Context& cx, Borrowed<Str> text, Index start, Index end, const char* reason) {
  Ref<Str> why = KR_TRY(str_from_utf8(cx, reason));
  Ref<Int> first = KR_TRY(int_from(cx, start)), last = KR_TRY(int_from(cx, end));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, text, first, last, why));
  return raise_object(cx, type_of(exc::UnicodeTranslateError), args);
}

}  // namespace krait
