// Private to this folder: resuming, throwing, closing.
#pragma once

#include "object/protocol.h"
#include "types/generator/generator.h"

namespace krait::gen {

// The three words that differ in error texts: "generator", "coroutine", "async generator".
const char* kind_of(Borrowed<Generator> gen);
// Resumes. value null: next(); `throwing`: an exception is pending and is raised inside; `closing`: an ended coroutine is no error.
Sent resume(Context& cx, Borrowed<Generator> gen, Borrowed<> value, bool throwing, bool closing, Object** result);
// The same as a method answers: an end becomes StopIteration (StopAsyncIteration).
Object* resume_method(Context& cx, Borrowed<Generator> gen, Borrowed<> value, bool throwing, bool closing);
Object* next(Context& cx, Borrowed<Generator> gen);
Object* close(Context& cx, Borrowed<Generator> gen);
// value and traceback may be null. close_on_exit: GeneratorExit closes a sub-iterator instead of being thrown into it.
Object* throw_into(Context& cx, Borrowed<Generator> gen, bool close_on_exit, Borrowed<> type, Borrowed<> value, Borrowed<> traceback);

// A pending exception that ends things quietly.
bool is_exit(Context& cx, const Type& stop);
// Attributes that all three types share.
Result<Ref<>> get_name(Context& cx, Borrowed<Generator> self);
Result<void> set_name(Context& cx, Borrowed<Generator> self, Borrowed<> value);
Result<Ref<>> get_qualname(Context& cx, Borrowed<Generator> self);
Result<void> set_qualname(Context& cx, Borrowed<Generator> self, Borrowed<> value);
Result<Ref<>> get_frame(Context& cx, Borrowed<Generator> self);
bool get_running(Borrowed<Generator> self);
bool get_suspended(Borrowed<Generator> self);
Result<Ref<>> get_yield_from(Context& cx, Borrowed<Generator> self);
Result<Ref<>> send(Context& cx, Borrowed<Generator> self, Borrowed<> value);
Result<Ref<>> throw_method(Context& cx, Borrowed<Generator> self, Borrowed<> type, Borrowed<> value, Borrowed<> traceback);
Result<Ref<>> close_method(Context& cx, Borrowed<Generator> self);
long long size_of(Borrowed<Generator> self);
int traverse(Object* self, Visit visit, void* arg);
void dealloc(Object* self);
Result<Ref<Str>> repr(Context& cx, Borrowed<Generator> self);
int send_slot(Object* self, Object* value, Object** result);

}  // namespace krait::gen
