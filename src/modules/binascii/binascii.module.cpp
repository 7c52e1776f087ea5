#include "modules/binascii/binascii.h"

#include "base/text/scan.h"
#include "object/register.h"
#include "types/bytes/methods.h"
#include "types/exceptions/exceptions.h"
#include "types/module/module.h"

namespace krait::binascii {
namespace {

struct State {
  Type* error;
};
KR_ISOLATE_LOCAL(State, state);

Borrowed<Type> error_type(Context& cx) { return Borrowed<Type>(state(cx).error); }

Result<Ref<>> hexlify(Context& cx, Borrowed<> data, Borrowed<> separator, int group) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, data));
  Span in = byte_strings::span_of(buffer);
  Ref<Str> text = KR_TRY(byte_strings::hex_of(cx, in.data, in.size, separator, group));
  return bytes_from(cx, text->ascii_text());
}

Result<Ref<>> unhexlify(Context& cx, Borrowed<> data) {
  AsciiSource source;
  KR_TRY(source.get(cx, data));
  Span in = source.span;
  if (in.size & 1) return raise_error(cx, "Odd-length string");
  ByteBuffer out(cx);
  for (Index i = 0; i < in.size; i += 2) {
    int high = text::hex_value(in.data[i]), low = text::hex_value(in.data[i + 1]);
    if (high < 0 || low < 0) return raise_error(cx, "Non-hexadecimal digit found");
    if (!out.put(static_cast<std::uint8_t>(high << 4 | low))) return Failed{};
  }
  return out.finish();
}

constinit MethodDef functions[] = {
    KR_FUNCTION("a2b_uu($module, data, /)", a2b_uu, "Decode a line of uuencoded data."),
    KR_FUNCTION("b2a_uu($module, data, /, *, backtick=False)", b2a_uu, "Uuencode line of data."),
    KR_FUNCTION("a2b_base64($module, data, /, *, strict_mode=False)", a2b_base64,
                "Decode a line of base64 data.\n"
                "\n"
                "  strict_mode\n"
                "    When set to True, bytes that are not part of the base64 standard are not allowed.\n"
                "    The same applies to excess data after padding (= / ==)."),
    KR_FUNCTION("b2a_base64($module, data, /, *, newline=True)", b2a_base64, "Base64-code line of data."),
    KR_FUNCTION("a2b_hex($module, hexstr, /)", unhexlify,
                "Binary data of hexadecimal representation.\n"
                "\n"
                "hexstr must contain an even number of hex digits (upper or lower case).\n"
                "This function is also available as \"unhexlify()\"."),
    KR_FUNCTION("b2a_hex($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", hexlify,
                "Hexadecimal representation of binary data.\n"
                "\n"
                "  sep\n"
                "    An optional single character or byte to separate hex bytes.\n"
                "  bytes_per_sep\n"
                "    How many bytes between separators.  Positive values count from the\n"
                "    right, negative values count from the left.\n"
                "\n"
                "The return value is a bytes object.  This function is also\n"
                "available as \"hexlify()\".\n"
                "\n"
                "Example:\n"
                ">>> binascii.b2a_hex(b'\\xb9\\x01\\xef')\n"
                "b'b901ef'\n"
                ">>> binascii.hexlify(b'\\xb9\\x01\\xef', ':')\n"
                "b'b9:01:ef'\n"
                ">>> binascii.b2a_hex(b'\\xb9\\x01\\xef', b'_', 2)\n"
                "b'b9_01ef'"),
    KR_FUNCTION("hexlify($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", hexlify,
                "Hexadecimal representation of binary data.\n"
                "\n"
                "  sep\n"
                "    An optional single character or byte to separate hex bytes.\n"
                "  bytes_per_sep\n"
                "    How many bytes between separators.  Positive values count from the\n"
                "    right, negative values count from the left.\n"
                "\n"
                "The return value is a bytes object.  This function is also\n"
                "available as \"b2a_hex()\"."),
    KR_FUNCTION("unhexlify($module, hexstr, /)", unhexlify,
                "Binary data of hexadecimal representation.\n"
                "\n"
                "hexstr must contain an even number of hex digits (upper or lower case)."),
    KR_FUNCTION("crc_hqx($module, data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."),
    KR_FUNCTION("crc32($module, data, crc=0, /)", crc32, "Compute CRC-32 incrementally."),
    KR_FUNCTION("b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)", b2a_qp,
                "Encode a string using quoted-printable encoding.\n"
                "\n"
                "On encoding, when istext is set, newlines are not encoded, and white\n"
                "space at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\n"
                "are both encoded.  When quotetabs is set, space and tabs are encoded."),
    KR_FUNCTION("a2b_qp($module, /, data, header=False)", a2b_qp, "Decode a string of qp-encoded data."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  Ref<Type> error = KR_TRY(new_exception_class(cx, "binascii.Error", nullptr, Borrowed<>(as_object(&exc::ValueError)), {}));
  Ref<Type> incomplete = KR_TRY(new_exception_class(cx, "binascii.Incomplete", nullptr, {}, {}));
  KR_TRY(module_add(cx, module, KR_STR("Error"), error));
  KR_TRY(module_add(cx, module, KR_STR("Incomplete"), incomplete));
  state(cx).error = error.release();
  return {};
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef binascii_module = {.base = module_def_head,
                                       .m_name = "binascii",
                                       .m_doc = "Conversion between binary data and ASCII",
                                       .m_size = 0,
                                       .m_methods = functions,
                                       .m_slots = slots};
KR_BUILTIN_MODULE(binascii_module);

}  // namespace

Result<void> AsciiSource::get(Context& cx, Borrowed<> data) {
  if (is<Str>(data)) {
    Borrowed<Str> text = data.as<Str>();
    if (!text->is_ascii()) return raise(cx, exc::ValueError, "string argument should contain only ASCII characters");
    span = {static_cast<const std::uint8_t*>(text->data()), text->size};
    return {};
  }
  if (!has_buffer(data))
    return raise(cx, exc::TypeError, "argument should be bytes, buffer or ASCII string, not '{!t:.100}'", data);
  KR_TRY(buffer.get(cx, data));
  span = byte_strings::span_of(buffer);
  return {};
}

Failed raise_error(Context& cx, Borrowed<Str> message) { return raise_object(cx, error_type(cx), message); }
Failed raise_error(Context& cx, const char* message) {
  Ref<Str> text = KR_TRY(str_from_utf8(cx, message));
  return raise_object(cx, error_type(cx), text);
}

}  // namespace krait::binascii
