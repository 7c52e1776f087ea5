// Raising the three UnicodeErrors.
#pragma once

#include "types/str/str.h"

namespace krait {

KR_COLD Failed raise_decode_error(Context& cx, const char* encoding, std::string_view bytes, Index start, Index end, const char* reason);
KR_COLD Failed raise_encode_error(Context& cx, const char* encoding, Borrowed<Str> text, Index start, Index end, const char* reason);
KR_COLD Failed raise_translate_error(Context& cx, Borrowed<Str> text, Index start, Index end, const char* reason);

}  // namespace krait
