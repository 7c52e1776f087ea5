// Codecs and error handlers by name: what codecs.register(), lookup() and register_error() manage. One registry per isolate.
#pragma once

#include "types/str/str.h"

namespace krait::codecs {

Result<void> register_search(Context& cx, Borrowed<> function);
Result<void> unregister_search(Context& cx, Borrowed<> function);
// The 4-tuple (encode, decode, stream reader, stream writer); LookupError "unknown encoding: x".
Result<Ref<Tuple>> lookup(Context& cx, const char* encoding);
// The same, refused when it is no text encoding; `alternative` is the function to recommend.
Result<Ref<Tuple>> lookup_text(Context& cx, const char* encoding, const char* alternative);

Result<void> register_error(Context& cx, const char* name, Borrowed<> handler);
Result<Ref<>> lookup_error(Context& cx, const char* name);  // null: strict

// codecs.encode() and decode(): any object, any codec.
Result<Ref<>> encode_any(Context& cx, Borrowed<> object, const char* encoding, const char* errors);
Result<Ref<>> decode_any(Context& cx, Borrowed<> object, const char* encoding, const char* errors);

// The standard handlers as Python functions.
extern MethodDef handler_methods[];
Result<Ref<>> strict_errors(Context& cx, Borrowed<> exception);

}  // namespace krait::codecs
