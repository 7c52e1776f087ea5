// Context variables (PEP 567): Context, ContextVar, Token.
//
// A context is a mapping from variables to values. Copying one is cheap: both share the same dict until one of them changes a value.
#pragma once

#include "object/protocol.h"

namespace krait {

struct ContextObject {  // PyContext
  Object base;
  Slot<ContextObject> previous;  // the thread's context before this one was entered
  Slot<Dict> vars;
  Object* weakrefs;
  int entered;

  static constexpr Type* static_type = &context_type;
};
static_assert(sizeof(ContextObject) == 48);

struct ContextVar {  // PyContextVar
  Object base;
  Slot<Str> name;
  Slot<> default_value;  // null: none
  Object* cached;        // borrowed: the value for the thread and version below
  std::uint64_t cached_thread;
  std::uint64_t cached_version;
  Hash hash;

  static constexpr Type* static_type = &context_var_type;
};
static_assert(sizeof(ContextVar) == 64);

struct ContextToken {  // PyContextToken
  Object base;
  Slot<ContextObject> context;
  Slot<ContextVar> var;
  Slot<> old_value;  // null: there was none
  int used;

  static constexpr Type* static_type = &context_token_type;
};
static_assert(sizeof(ContextToken) == 48);

// Enters Token.MISSING; at start-up, when the static types are ready.
Result<void> init_contextvars(Context& cx);

Result<Ref<ContextObject>> new_context(Context& cx);
Result<Ref<ContextObject>> copy_context(Context& cx, Borrowed<ContextObject> context);
Result<Ref<ContextObject>> copy_current_context(Context& cx);
Result<void> enter_context(Context& cx, Borrowed<ContextObject> context);
Result<void> exit_context(Context& cx, Borrowed<ContextObject> context);

Result<Ref<ContextVar>> new_context_var(Context& cx, Borrowed<Str> name, Borrowed<> default_value);  // may be null
// The value in the thread's context, else `default_value`, else the variable's own; missing when there is none.
Lookup<> context_var_get(Context& cx, Borrowed<ContextVar> var, Borrowed<> default_value);
Result<Ref<ContextToken>> context_var_set(Context& cx, Borrowed<ContextVar> var, Borrowed<> value);
Result<void> context_var_reset(Context& cx, Borrowed<ContextVar> var, Borrowed<ContextToken> token);

}  // namespace krait
