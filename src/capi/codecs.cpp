// codecs.h: the registry of codecs and error handlers.
#include "capi/capi.h"
#include "types/list/list.h"
#include "types/str/codecs/registry.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

using namespace krait;
using namespace krait::capi;

namespace {

// One of the standard handlers, called through the registry.
PyObject* run_handler(const char* name, PyObject* exception) {
  auto handler = codecs::lookup_error(cx(), name);
  if (handler.failed()) return nullptr;
  Ref<> function = std::move(handler).value();
  return out(call(cx(), function, borrow(exception)));
}

PyObject* codec_item(const char* encoding, int index) {
  auto codec = codecs::lookup(cx(), encoding);
  if (codec.failed()) return nullptr;
  Ref<Tuple> found = std::move(codec).value();
  return out(hold(found->item(index)));
}

PyObject* call_with_errors(PyObject* maker, const char* errors) {
  if (!maker) return nullptr;
  Ref<> function = Ref<>::steal(in(maker));
  if (!errors) return out(call(cx(), function));
  auto text = str_from_utf8(cx(), errors);
  if (text.failed()) return nullptr;
  Ref<Str> name = std::move(text).value();
  return out(call(cx(), function, name));
}

PyObject* call_with_stream(PyObject* maker, PyObject* stream, const char* errors) {
  if (!maker) return nullptr;
  Ref<> function = Ref<>::steal(in(maker));
  auto text = str_from_utf8(cx(), errors ? errors : "strict");
  if (text.failed()) return nullptr;
  Ref<Str> name = std::move(text).value();
  return out(errors ? call(cx(), function, borrow(stream), name) : call(cx(), function, borrow(stream)));
}

PyObject* incremental(const char* encoding, const char* attribute) {
  auto codec = codecs::lookup(cx(), encoding);
  if (codec.failed()) return nullptr;
  Ref<Tuple> found = std::move(codec).value();
  return out(get_attr(cx(), found, attribute));
}

}  // namespace

int PyCodec_Register(PyObject* function) { return out(codecs::register_search(cx(), borrow(function))); }
int PyCodec_Unregister(PyObject* function) { return out(codecs::unregister_search(cx(), borrow(function))); }
PyAPI_FUNC(PyObject*) _PyCodec_Lookup(const char* encoding) { return out(codecs::lookup(cx(), encoding)); }
int PyCodec_KnownEncoding(const char* encoding) {
  auto codec = codecs::lookup(cx(), encoding);
  if (!codec.failed()) return 1;
  clear_error(cx());
  return 0;
}
PyObject* PyCodec_Encode(PyObject* object, const char* encoding, const char* errors) {
  return out(codecs::encode_any(cx(), borrow(object), encoding, errors));
}
PyObject* PyCodec_Decode(PyObject* object, const char* encoding, const char* errors) {
  return out(codecs::decode_any(cx(), borrow(object), encoding, errors));
}
PyObject* PyCodec_Encoder(const char* encoding) { return codec_item(encoding, 0); }
PyObject* PyCodec_Decoder(const char* encoding) { return codec_item(encoding, 1); }
PyObject* PyCodec_StreamReader(const char* encoding, PyObject* stream, const char* errors) {
  return call_with_stream(codec_item(encoding, 2), stream, errors);
}
PyObject* PyCodec_StreamWriter(const char* encoding, PyObject* stream, const char* errors) {
  return call_with_stream(codec_item(encoding, 3), stream, errors);
}
PyObject* PyCodec_IncrementalEncoder(const char* encoding, const char* errors) {
  return call_with_errors(incremental(encoding, "incrementalencoder"), errors);
}
PyObject* PyCodec_IncrementalDecoder(const char* encoding, const char* errors) {
  return call_with_errors(incremental(encoding, "incrementaldecoder"), errors);
}

extern "C" {
PyAPI_FUNC(PyObject*) _PyCodec_LookupTextEncoding(const char* encoding, const char* alternative) {
  return out(codecs::lookup_text(cx(), encoding, alternative));
}
PyAPI_FUNC(PyObject*) _PyCodecInfo_GetIncrementalDecoder(PyObject* codec, const char* errors) {
  return call_with_errors(out(get_attr(cx(), borrow(codec), "incrementaldecoder")), errors);
}
PyAPI_FUNC(PyObject*) _PyCodecInfo_GetIncrementalEncoder(PyObject* codec, const char* errors) {
  return call_with_errors(out(get_attr(cx(), borrow(codec), "incrementalencoder")), errors);
}
PyAPI_FUNC(PyObject*) _PyCodec_EncodeText(PyObject* object, const char* encoding, const char* errors) {
  PyObject* codec = _PyCodec_LookupTextEncoding(encoding, "codecs.encode()");
  if (!codec) return nullptr;
  Py_DECREF(codec);
  return PyCodec_Encode(object, encoding, errors);
}
PyAPI_FUNC(PyObject*) _PyCodec_DecodeText(PyObject* object, const char* encoding, const char* errors) {
  PyObject* codec = _PyCodec_LookupTextEncoding(encoding, "codecs.decode()");
  if (!codec) return nullptr;
  Py_DECREF(codec);
  return PyCodec_Decode(object, encoding, errors);
}
}

int PyCodec_RegisterError(const char* name, PyObject* handler) { return out(codecs::register_error(cx(), name, borrow(handler))); }
PyObject* PyCodec_LookupError(const char* name) { return out(codecs::lookup_error(cx(), name)); }
PyObject* PyCodec_StrictErrors(PyObject* exception) { return out(codecs::strict_errors(cx(), borrow(exception))); }
PyObject* PyCodec_IgnoreErrors(PyObject* exception) { return run_handler("ignore", exception); }
PyObject* PyCodec_ReplaceErrors(PyObject* exception) { return run_handler("replace", exception); }
PyObject* PyCodec_XMLCharRefReplaceErrors(PyObject* exception) { return run_handler("xmlcharrefreplace", exception); }
PyObject* PyCodec_BackslashReplaceErrors(PyObject* exception) { return run_handler("backslashreplace", exception); }
PyObject* PyCodec_NameReplaceErrors(PyObject* exception) { return run_handler("namereplace", exception); }

const char* Py_hexdigits = "0123456789abcdef";
