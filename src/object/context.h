// The thread state: CPython's PyThreadState, field for field up to its 360 bytes, Krait's own fields behind them.
//
// A function that takes Context& may raise, allocate tracked objects or run Python code, so borrowed references may go stale across
// it; one that does not take it is pure. C slots get no context: their thunks read Context::current(), one load off the thread pointer.
#pragma once

#include "object/fwd.h"

namespace krait {

struct CFrame {  // _PyCFrame: one per entry of the evaluation loop; compiled modules walk it
  std::uint8_t use_tracing;
  InterpreterFrame* current_frame;
  CFrame* previous;
};

struct ExceptionItem {  // _PyErr_StackItem: the exception being handled, in a chain (generators bring their own)
  Object* exc_value;
  ExceptionItem* previous_item;
};

struct StackChunk {  // _PyStackChunk: a piece of the data stack on which interpreter frames live
  StackChunk* previous;
  std::size_t size;
  std::size_t top;
  Object* data[1];
};

using TraceFunction = int (*)(Object*, FrameObject*, int, Object*);

struct ThreadState {
  ThreadState* prev;
  ThreadState* next;
  Isolate* interp;
  int initialized;
  int static_;
  int recursion_remaining;
  int recursion_limit;
  int recursion_headroom;
  int tracing;
  int tracing_what;
  CFrame* cframe;
  TraceFunction c_profilefunc;
  TraceFunction c_tracefunc;
  Object* c_profileobj;
  Object* c_traceobj;
  Object* curexc_type;  // the pending exception: all three null when there is none
  Object* curexc_value;
  Object* curexc_traceback;
  ExceptionItem* exc_info;  // the handled exceptions' chain
  Object* dict;
  int gilstate_counter;
  Object* async_exc;
  unsigned long thread_id;
  unsigned long native_thread_id;
  int trash_delete_nesting;
  Object* trash_delete_later;
  void (*on_delete)(void*);
  void* on_delete_data;
  int coroutine_origin_tracking_depth;
  Object* async_gen_firstiter;
  Object* async_gen_finalizer;
  Object* context;
  std::uint64_t context_ver;
  std::uint64_t id;
  char trace_info[48];
  StackChunk* datastack_chunk;
  Object** datastack_top;
  Object** datastack_limit;
  ExceptionItem exc_state;
  CFrame root_cframe;
  // --- the end of CPython's struct; what follows is Krait's own
  void* krait_reserved[8];

  // The state of the thread that runs (and holds its isolate's lock).
  KR_INLINE static ThreadState& current();

  KR_INLINE bool has_error() const { return curexc_type != nullptr; }
};

static_assert(offsetof(ThreadState, curexc_type) == 96 && offsetof(ThreadState, datastack_chunk) == 296);
static_assert(offsetof(ThreadState, krait_reserved) == 360);

// Set by whoever switches threads (src/isolate); null while a thread does not run Python code.
extern thread_local constinit ThreadState* current_thread_state;

KR_INLINE ThreadState& ThreadState::current() { return *current_thread_state; }

// --- Isolate-local data -------------------------------------------------------------------------------------------------------
// Krait has no mutable globals: what one interpreter changes hangs off its isolate. A room declares its part where it is used,
//     KR_ISOLATE_LOCAL(TypeCache, type_cache);          // at namespace scope in one .cpp, constant-initialised
//     type_cache(cx).version += 1;
// The linker gathers the parts in one section; its bytes are the image of a fresh isolate, and an isolate's own copy is found from
// the distance of the part to the section's start, as with thread-local storage. `extern` declarations: KR_ISOLATE_LOCAL_EXTERN.
template <class T>
struct IsolateLocal {
  T image;
  // The part that belongs to cx's isolate. The first isolate uses the section itself.
  KR_INLINE T& operator()(Context&) { return image; }
};

#define KR_ISOLATE_LOCAL(type, name) constinit ::krait::IsolateLocal<type> name [[gnu::section("krait_isolate")]] = {}
#define KR_ISOLATE_LOCAL_EXTERN(type, name) extern ::krait::IsolateLocal<type> name

}  // namespace krait
