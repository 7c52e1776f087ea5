// _codecs: the registry and the built-in codecs for codecs.py and the package encodings.
#include "modules/_codecs/functions.h"
#include "object/register.h"
#include "types/str/codecs/registry.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace codecs_module {
namespace {

using codecs::Span;

Result<Ref<>> register_(Context& cx, Borrowed<> search_function) {
  KR_TRY(codecs::register_search(cx, search_function));
  return new_none();
}
Result<Ref<>> unregister(Context& cx, Borrowed<> search_function) {
  KR_TRY(codecs::unregister_search(cx, search_function));
  return new_none();
}

// A str argument that is wanted as C text.
Result<const char*> c_text(Context& cx, Borrowed<Str> text) {
  Index size;
  const char* made = KR_TRY(str_utf8(cx, text, &size));
  if (static_cast<Index>(__builtin_strlen(made)) != size) return raise(cx, exc::ValueError, "embedded null character");
  return made;
}

Result<Ref<>> lookup(Context& cx, Borrowed<Str> encoding) { return codecs::lookup(cx, KR_TRY(c_text(cx, encoding))); }
Result<Ref<>> lookup_error(Context& cx, Borrowed<Str> name) { return codecs::lookup_error(cx, KR_TRY(c_text(cx, name))); }
Result<Ref<>> register_error(Context& cx, Borrowed<Str> errors, Borrowed<> handler) {
  KR_TRY(codecs::register_error(cx, KR_TRY(c_text(cx, errors)), handler));
  return new_none();
}
Result<Ref<>> encode(Context& cx, Borrowed<> object, Borrowed<Str> encoding, Borrowed<Str> errors) {
  const char* handler = errors ? KR_TRY(c_text(cx, errors)) : nullptr;
  return codecs::encode_any(cx, object, encoding ? KR_TRY(c_text(cx, encoding)) : "utf-8", handler);
}
Result<Ref<>> decode(Context& cx, Borrowed<> object, Borrowed<Str> encoding, Borrowed<Str> errors) {
  const char* handler = errors ? KR_TRY(c_text(cx, errors)) : nullptr;
  return codecs::decode_any(cx, object, encoding ? KR_TRY(c_text(cx, encoding)) : "utf-8", handler);
}

Result<Ref<Str>> latin1(Context& cx, Span input, const char*) { return codecs::decode_latin1(cx, input); }
Result<Ref<Bytes>> encode_utf7(Context& cx, Borrowed<Str> text, const char* errors) {
  return codecs::encode_utf7(cx, text, true, true, errors);
}
Result<Ref<Bytes>> encode_escape(Context& cx, Borrowed<Str> text, const char*) { return codecs::encode_unicode_escape(cx, text); }
Result<Ref<Bytes>> encode_raw_escape(Context& cx, Borrowed<Str> text, const char*) { return codecs::encode_raw_unicode_escape(cx, text); }

template <int Order>
Result<Ref<Str>> utf16(Context& cx, Span input, const char* errors, Index* used) {
  int order = Order;
  return codecs::decode_utf16(cx, input, errors, &order, used);
}
template <int Order>
Result<Ref<Str>> utf32(Context& cx, Span input, const char* errors, Index* used) {
  int order = Order;
  return codecs::decode_utf32(cx, input, errors, &order, used);
}
template <int Order>
Result<Ref<Bytes>> to_utf16(Context& cx, Borrowed<Str> text, const char* errors) { return codecs::encode_utf16(cx, text, errors, Order); }
template <int Order>
Result<Ref<Bytes>> to_utf32(Context& cx, Borrowed<Str> text, const char* errors) { return codecs::encode_utf32(cx, text, errors, Order); }

constinit MethodDef functions[] = {
    KR_FUNCTION("register($module, search_function, /)", register_,
                "Register a codec search function.\n\n"
                "Search functions are expected to take one argument, the encoding name in\n"
                "all lower case letters, and either return None, or a tuple of functions\n"
                "(encoder, decoder, stream_reader, stream_writer) (or a CodecInfo object)."),
    KR_FUNCTION("unregister($module, search_function, /)", unregister,
                "Unregister a codec search function and clear the registry's cache.\n\n"
                "If the search function is not registered, do nothing."),
    KR_FUNCTION("lookup($module, encoding, /)", lookup,
                "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."),
    KR_FUNCTION("encode($module, /, obj, encoding='utf-8', errors='strict')", encode,
                "Encodes obj using the codec registered for encoding.\n\n"
                "The default encoding is 'utf-8'.  errors may be given to set a\n"
                "different error handling scheme.  Default is 'strict' meaning that encoding\n"
                "errors raise a ValueError.  Other possible values are 'ignore', 'replace'\n"
                "and 'backslashreplace' as well as any other name registered with\n"
                "codecs.register_error that can handle ValueErrors."),
    KR_FUNCTION("decode($module, /, obj, encoding='utf-8', errors='strict')", decode,
                "Decodes obj using the codec registered for encoding.\n\n"
                "Default encoding is 'utf-8'.  errors may be given to set a\n"
                "different error handling scheme.  Default is 'strict' meaning that encoding\n"
                "errors raise a ValueError.  Other possible values are 'ignore', 'replace'\n"
                "and 'backslashreplace' as well as any other name registered with\n"
                "codecs.register_error that can handle ValueErrors."),
    KR_FUNCTION("escape_encode($module, data, errors=None, /)", escape_encode, ""),
    KR_FUNCTION("escape_decode($module, data, errors=None, /)", escape_decode, ""),
    KR_FUNCTION("utf_8_encode($module, str, errors=None, /)", encode_with<&codecs::encode_utf8>, ""),
    KR_FUNCTION("utf_8_decode($module, data, errors=None, final=False, /)", decode_final<&codecs::decode_utf8>, ""),
    KR_FUNCTION("utf_7_encode($module, str, errors=None, /)", encode_with<&encode_utf7>, ""),
    KR_FUNCTION("utf_7_decode($module, data, errors=None, final=False, /)", decode_final<&codecs::decode_utf7>, ""),
    KR_FUNCTION("utf_16_encode($module, str, errors=None, byteorder=0, /)", utf_16_encode, ""),
    KR_FUNCTION("utf_16_le_encode($module, str, errors=None, /)", encode_with<&to_utf16<-1>>, ""),
    KR_FUNCTION("utf_16_be_encode($module, str, errors=None, /)", encode_with<&to_utf16<1>>, ""),
    KR_FUNCTION("utf_16_decode($module, data, errors=None, final=False, /)", decode_final<&utf16<0>>, ""),
    KR_FUNCTION("utf_16_le_decode($module, data, errors=None, final=False, /)", decode_final<&utf16<-1>>, ""),
    KR_FUNCTION("utf_16_be_decode($module, data, errors=None, final=False, /)", decode_final<&utf16<1>>, ""),
    KR_FUNCTION("utf_16_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)", utf_16_ex_decode, ""),
    KR_FUNCTION("utf_32_encode($module, str, errors=None, byteorder=0, /)", utf_32_encode, ""),
    KR_FUNCTION("utf_32_le_encode($module, str, errors=None, /)", encode_with<&to_utf32<-1>>, ""),
    KR_FUNCTION("utf_32_be_encode($module, str, errors=None, /)", encode_with<&to_utf32<1>>, ""),
    KR_FUNCTION("utf_32_decode($module, data, errors=None, final=False, /)", decode_final<&utf32<0>>, ""),
    KR_FUNCTION("utf_32_le_decode($module, data, errors=None, final=False, /)", decode_final<&utf32<-1>>, ""),
    KR_FUNCTION("utf_32_be_decode($module, data, errors=None, final=False, /)", decode_final<&utf32<1>>, ""),
    KR_FUNCTION("utf_32_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)", utf_32_ex_decode, ""),
    KR_FUNCTION("unicode_escape_encode($module, str, errors=None, /)", encode_with<&encode_escape>, ""),
    KR_FUNCTION("unicode_escape_decode($module, data, errors=None, final=True, /)", unicode_escape_decode, ""),
    KR_FUNCTION("raw_unicode_escape_encode($module, str, errors=None, /)", encode_with<&encode_raw_escape>, ""),
    KR_FUNCTION("raw_unicode_escape_decode($module, data, errors=None, final=True, /)", raw_unicode_escape_decode, ""),
    KR_FUNCTION("latin_1_encode($module, str, errors=None, /)", encode_with<&codecs::encode_latin1>, ""),
    KR_FUNCTION("latin_1_decode($module, data, errors=None, /)", decode_whole<&latin1>, ""),
    KR_FUNCTION("ascii_encode($module, str, errors=None, /)", encode_with<&codecs::encode_ascii>, ""),
    KR_FUNCTION("ascii_decode($module, data, errors=None, /)", decode_whole<&codecs::decode_ascii>, ""),
    KR_FUNCTION("charmap_encode($module, str, errors=None, mapping=None, /)", charmap_encode, ""),
    KR_FUNCTION("charmap_decode($module, data, errors=None, mapping=None, /)", charmap_decode, ""),
    KR_FUNCTION("charmap_build($module, map, /)", codecs::build_encoding_map, ""),
    KR_FUNCTION("readbuffer_encode($module, data, errors=None, /)", readbuffer_encode, ""),
    KR_FUNCTION("register_error($module, errors, handler, /)", register_error,
                "Register the specified error handler under the name errors.\n\n"
                "handler must be a callable object, that\n"
                "will be called with an exception instance containing\n"
                "information about the location of the encoding/decoding\n"
                "error and must return a (replacement, new position) tuple."),
    KR_FUNCTION("lookup_error($module, name, /)", lookup_error,
                "lookup_error(errors) -> handler\n\n"
                "Return the error handler for the specified error handling name or raise a\n"
                "LookupError, if no handler exists under this name."),
    KR_END};

constinit ModuleSlot slots[] = {{}};
constinit ModuleDef codecs_module_def = {
    .base = module_def_head, .m_name = "_codecs", .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(codecs_module_def);

}  // namespace
}  // namespace codecs_module
}  // namespace krait
