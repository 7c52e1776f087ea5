// Inside the module sys: its parts.
#pragma once

#include "object/declare/method.h"
#include "object/protocol.h"
#include "types/dict/dict.h"

namespace krait::sys {

extern constinit MethodDef functions[];

// --- info.cpp: version_info, flags, float_info, hash_info, implementation and the like, entered in sys.__dict__
Result<void> add_info(Context& cx, Borrowed<Dict> dict);
Result<Ref<>> make_flags(Context& cx);

// --- hooks.cpp
Result<void> displayhook(Context& cx, Borrowed<> object);
Result<void> excepthook(Context& cx, Borrowed<> exctype, Borrowed<> value, Borrowed<> traceback);
Result<Ref<>> breakpointhook(Context& cx, Args args, KwArgs keywords);
Result<Ref<>> audit(Context& cx, Args args);
Result<void> addaudithook(Context& cx, Borrowed<> hook);
Result<Ref<>> get_asyncgen_hooks(Context& cx);
Result<void> set_asyncgen_hooks(Context& cx, Borrowed<> firstiter, Borrowed<> finalizer);
void install_hooks();
Result<void> unraisablehook(Context& cx, Borrowed<> unraisable);

// --- frames.cpp
Result<Ref<>> getframe(Context& cx, int depth);
Result<Ref<>> current_frames(Context& cx);
Result<Ref<>> current_exceptions(Context& cx);
Result<Ref<>> exc_info(Context& cx);
Result<Ref<>> exception(Context& cx);
Result<void> settrace(Context& cx, Borrowed<> function);
Result<void> setprofile(Context& cx, Borrowed<> function);
Result<Ref<>> gettrace(Context& cx);
Result<Ref<>> getprofile(Context& cx);
Result<Ref<>> call_tracing(Context& cx, Borrowed<> func, Borrowed<Tuple> args);

}  // namespace krait::sys
