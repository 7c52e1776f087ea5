// Inside the builtins module: its functions, by file.
#pragma once

#include "object/declare/method.h"
#include "object/protocol.h"

namespace krait::builtins {

extern constinit MethodDef functions[];

// --- objects.cpp
Result<Ref<>> abs(Context& cx, Borrowed<> x);
Result<Ref<Str>> bin(Context& cx, Borrowed<> number);
Result<Ref<Str>> oct(Context& cx, Borrowed<> number);
Result<Ref<Str>> hex(Context& cx, Borrowed<> number);
bool callable(Borrowed<> object);
Result<Ref<Str>> chr(Context& cx, int code);
Result<long long> ord(Context& cx, Borrowed<> c);
Result<void> delattr(Context& cx, Borrowed<> object, Borrowed<> name);
Result<void> setattr(Context& cx, Borrowed<> object, Borrowed<> name, Borrowed<> value);
Result<Ref<>> getattr(Context& cx, Borrowed<> object, Borrowed<> name, Borrowed<> default_value);
Result<bool> hasattr(Context& cx, Borrowed<> object, Borrowed<> name);
Result<Ref<>> dir(Context& cx, Borrowed<> object);
Result<Ref<>> vars(Context& cx, Borrowed<> object);
Result<Ref<>> divmod(Context& cx, Borrowed<> x, Borrowed<> y);
Result<Ref<Str>> format(Context& cx, Borrowed<> value, Borrowed<Str> spec);
Result<Hash> hash(Context& cx, Borrowed<> object);
Result<Ref<>> id(Context& cx, Borrowed<> object);
Result<bool> isinstance(Context& cx, Borrowed<> object, Borrowed<> class_or_tuple);
Result<bool> issubclass(Context& cx, Borrowed<> cls, Borrowed<> class_or_tuple);
Result<Index> len(Context& cx, Borrowed<> object);
Result<Ref<>> pow(Context& cx, Borrowed<> base, Borrowed<> exp, Borrowed<> mod);
Result<Ref<Str>> repr(Context& cx, Borrowed<> object);
Result<Ref<Str>> ascii(Context& cx, Borrowed<> object);
Result<Ref<>> round(Context& cx, Borrowed<> number, Borrowed<> ndigits);

// --- iteration.cpp
Result<bool> all(Context& cx, Borrowed<> iterable);
Result<bool> any(Context& cx, Borrowed<> iterable);
Result<Ref<>> iter(Context& cx, Borrowed<> object, Borrowed<> sentinel);
Result<Ref<>> next(Context& cx, Borrowed<> iterator, Borrowed<> default_value);
Result<Ref<>> aiter(Context& cx, Borrowed<> iterable);
Result<Ref<>> anext(Context& cx, Borrowed<> iterator, Borrowed<> default_value);
Result<Ref<>> new_anext_awaitable(Context& cx, Borrowed<> awaitable, Borrowed<> default_value);
Result<Ref<>> max(Context& cx, Args args, Borrowed<> key, Borrowed<> default_value);
Result<Ref<>> min(Context& cx, Args args, Borrowed<> key, Borrowed<> default_value);
Result<Ref<>> sorted(Context& cx, Args args, KwArgs keywords);
Result<Ref<>> sum(Context& cx, Borrowed<> iterable, Borrowed<> start);

// --- source.cpp
Result<Ref<>> compile(Context& cx, Borrowed<> source, Borrowed<> filename, Borrowed<Str> mode, int flags, bool dont_inherit,
                      int optimize, int feature_version);
Result<Ref<>> eval(Context& cx, Borrowed<> source, Borrowed<> globals, Borrowed<> locals);
Result<void> exec(Context& cx, Borrowed<> source, Borrowed<> globals, Borrowed<> locals, Borrowed<> closure);
Result<Ref<>> globals(Context& cx);
Result<Ref<>> locals(Context& cx);
Result<Ref<>> build_class(Context& cx, Args args, KwArgs keywords);
Result<Ref<>> import(Context& cx, Borrowed<> name, Borrowed<> globals, Borrowed<> locals, Borrowed<> fromlist, int level);

// --- console.cpp
Result<void> print(Context& cx, Args args, OrNone<> sep, OrNone<> end, OrNone<> file, Borrowed<> flush);
Result<Ref<>> input(Context& cx, Borrowed<> prompt);
Result<Ref<>> breakpoint(Context& cx, Args args, KwArgs keywords);

}  // namespace krait::builtins
