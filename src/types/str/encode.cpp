// str.encode().
#include <cstring>

#include "types/bytes/bytes.h"
#include "types/str/methods.h"

namespace krait::strings {

namespace {

Result<const char*> c_text(Context& cx, Borrowed<Str> text) {
  Index size;
  const char* made = KR_TRY(str_utf8(cx, text, &size));
  if (static_cast<Index>(strlen(made)) != size) return raise(cx, exc::ValueError, "embedded null character");
  return made;
}

}  // namespace

Result<Ref<>> encode_method(Context& cx, Borrowed<Str> self, Borrowed<Str> encoding, Borrowed<Str> errors) {
  const char* codec = encoding ? KR_TRY(c_text(cx, encoding)) : nullptr;
  const char* handler = errors ? KR_TRY(c_text(cx, errors)) : nullptr;
  return krait::encode(cx, self, codec, handler);
}

}  // namespace krait::strings
