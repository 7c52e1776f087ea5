// The isolate: one interpreter. What every room may need of it lies here; what belongs to one room lies in that room's
// KR_ISOLATE_LOCAL parts (object/context.h).
#pragma once

#include <span>

#include "object/context.h"
#include "object/result.h"

namespace krait {

struct Isolate {
  ThreadState* threads;  // all thread states of this isolate, newest first
  Isolate* next;
  std::int64_t id;
  Slot<Dict> modules;          // sys.modules
  Slot<Dict> sys_dict;         // sys.__dict__
  Slot<Dict> builtins;         // builtins.__dict__
  Slot<> importlib;            // the module _frozen_importlib
  Slot<> import_function;      // the original builtins.__import__
  Slot<List> codec_search_path;  // kept by _codecs
  bool finalizing;
  bool started;                // the import system works
};

KR_INLINE Isolate& isolate(Context& cx) { return *cx.interp; }

// A borrowed value of sys.NAME; null when there is none. Pure.
Borrowed<> sys_get(Context& cx, Borrowed<Str> name);
Result<void> sys_set(Context& cx, Borrowed<Str> name, Borrowed<> value);

// Runs the audit hooks: sys.audit(event, *args). Cheap when there are none.
Result<void> audit_args(Context& cx, const char* event, std::span<Object* const> args);
extern bool any_audit_hooks;
template <class... Args>
Result<void> audit(Context& cx, const char* event, const Args&... args) {
  if (!any_audit_hooks) [[likely]] return {};
  Object* list[] = {nullptr, args.object()...};
  return audit_args(cx, event, {list + 1, sizeof...(Args)});
}

}  // namespace krait
