// The few object functions that the syntax room needs, in one place. Each make_* returns a new reference, or null with an
// exception pending.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "syntax/byte_buffer.h"

namespace krait {
struct ThreadState;
using Context = ThreadState;
struct Object;
struct Str;
}  // namespace krait

namespace krait::syntax {

Str* make_str(Context& cx, std::string_view utf8);               // well formed but for lone surrogates, which it keeps
Str* make_identifier(Context& cx, std::string_view utf8);        // interned; normalised (NFKC) when beyond ASCII
Object* make_bytes(Context& cx, std::string_view bytes);
Object* make_int(Context& cx, std::string_view digits, int base);  // no underscores, no prefix
Object* make_float(Context& cx, std::string_view text);
Object* make_imaginary(Context& cx, std::string_view text);
Object* none_constant();
Object* true_constant();
Object* false_constant();
Object* ellipsis_constant();
void clear_pending(Context& cx);  // drops the pending exception, if any
// Decodes by a codec of that name; false with an exception pending.
bool decode_to_utf8(Context& cx, std::string_view bytes, const char* encoding, ByteBuffer& out);
// If a codec was not found or failed: takes the pending exception away and copies its text.
bool take_decoding_error(Context& cx, char* out, size_t size);
// The characters of a str, cut to the size.
void copy_str(Context& cx, Object* str, char* out, size_t size);
// If the pending exception is the ValueError of an int with too many digits: takes it away and copies its text.
bool take_number_error(Context& cx, char* out, size_t size);
void retain(Object* object);
void release(Object* object);

// The character that a \N{name} escape names; false if there is none.
bool character_by_name(Context& cx, std::string_view name, uint32_t& out);

}  // namespace krait::syntax
