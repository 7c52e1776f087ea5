#include "types/contextvars/contextvars.h"

#include "object/new.h"
#include "types/dict/dict.h"
#include "types/str/str.h"

namespace krait {

namespace {

Result<Ref<ContextObject>> make_context(Context& cx, Ref<Dict> vars) {
  auto made = KR_TRY(new_container<ContextObject>(cx, context_type));
  made->previous.init({});
  made->vars.init(std::move(vars));
  made->weakrefs = nullptr;
  made->entered = 0;
  memory::track(made.object());
  return made;
}

// The thread's context; made when it has none.
Result<Borrowed<ContextObject>> current(Context& cx) {
  if (!cx.context) cx.context = as_object(KR_TRY(new_context(cx)).release());
  return Borrowed<>(cx.context).as<ContextObject>();
}

// The context's dict, not shared with another context.
Result<Borrowed<Dict>> own_vars(Context& cx, Borrowed<ContextObject> context) {
  if (context->vars.raw()->base.refcount > 1) {
    auto copy = KR_TRY(dict_copy(cx, context->vars));
    (void)context->vars.replace(std::move(copy));
  }
  return context->vars.get();
}

void remember(Context& cx, Borrowed<ContextVar> var, Borrowed<> value) {
  var->cached = value.object();
  var->cached_thread = cx.id;
  var->cached_version = cx.context_ver;
}

Result<void> assign(Context& cx, Borrowed<ContextVar> var, Borrowed<> value) {
  var->cached = nullptr;
  Borrowed<ContextObject> context = KR_TRY(current(cx));
  Borrowed<Dict> vars = KR_TRY(own_vars(cx, context));
  KR_TRY(dict_set(cx, vars, var, value));
  remember(cx, var, value);
  return {};
}

}  // namespace

Result<Ref<ContextObject>> new_context(Context& cx) { return make_context(cx, KR_TRY(new_dict(cx))); }
Result<Ref<ContextObject>> copy_context(Context& cx, Borrowed<ContextObject> context) { return make_context(cx, hold(context->vars.get())); }
Result<Ref<ContextObject>> copy_current_context(Context& cx) { return copy_context(cx, KR_TRY(current(cx))); }

Result<void> enter_context(Context& cx, Borrowed<ContextObject> context) {
  if (context->entered) return raise(cx, exc::RuntimeError, "cannot enter context: {!r} is already entered", context);
  context->previous.init(Ref<ContextObject>::steal(reinterpret_cast<ContextObject*>(cx.context)));
  context->entered = 1;
  cx.context = as_object(hold(context).release());
  ++cx.context_ver;
  return {};
}

Result<void> exit_context(Context& cx, Borrowed<ContextObject> context) {
  if (!context->entered) return raise(cx, exc::RuntimeError, "cannot exit context: {!r} has not been entered", context);
  if (cx.context != context.object()) {
    return raise(cx, exc::RuntimeError, "cannot exit context: thread state references a different context object");
  }
  Ref<> left = Ref<>::steal(cx.context);
  cx.context = as_object(context->previous.take().release());
  ++cx.context_ver;
  context->entered = 0;
  return {};
}

Result<Ref<ContextVar>> new_context_var(Context& cx, Borrowed<Str> name, Borrowed<> default_value) {
  auto made = KR_TRY(new_container<ContextVar>(cx, context_var_type));
  made->name.init(hold(name));
  made->default_value.init(hold(default_value));
  made->cached = nullptr;
  made->cached_thread = made->cached_version = 0;
  auto address = reinterpret_cast<std::uintptr_t>(made.raw());
  Hash hash = static_cast<Hash>(address >> 4 | address << 60) ^ str_hash(name);
  made->hash = hash == -1 ? -2 : hash;
  memory::track(made.object());
  if (default_value && !memory::is_container(default_value.object())) memory::untrack(made.object());
  return made;
}

Lookup<> context_var_get(Context& cx, Borrowed<ContextVar> var, Borrowed<> default_value) {
  if (cx.context) {
    if (var->cached && var->cached_thread == cx.id && var->cached_version == cx.context_ver) return hold(var->cached);
    auto found = dict_get(cx, reinterpret_cast<ContextObject*>(cx.context)->vars, var);
    if (found.failed()) return Failed{};
    if (found.value()) {
      remember(cx, var, found.value());
      return hold(found.value());
    }
  }
  if (default_value) return hold(default_value);
  return hold(var->default_value.get());
}

Result<Ref<ContextToken>> context_var_set(Context& cx, Borrowed<ContextVar> var, Borrowed<> value) {
  Borrowed<ContextObject> context = KR_TRY(current(cx));
  auto old = dict_get(cx, context->vars, var);
  if (old.failed()) return Failed{};
  Ref<> old_value = hold(old.value());
  auto token = KR_TRY(new_container<ContextToken>(cx, context_token_type));
  token->context.init(hold(context));
  token->var.init(hold(var));
  token->old_value.init(std::move(old_value));
  token->used = 0;
  memory::track(token.object());
  KR_TRY(assign(cx, var, value));
  return token;
}

Result<void> context_var_reset(Context& cx, Borrowed<ContextVar> var, Borrowed<ContextToken> token) {
  if (token->used) return raise(cx, exc::RuntimeError, "{!r} has already been used once", token);
  if (!token->var.get().is(var)) return raise(cx, exc::ValueError, "{!r} was created by a different ContextVar", token);
  Borrowed<ContextObject> context = KR_TRY(current(cx));
  if (!token->context.get().is(context)) return raise(cx, exc::ValueError, "{!r} was created in a different Context", token);
  token->used = 1;
  if (token->old_value) return assign(cx, var, token->old_value);
  var->cached = nullptr;
  Borrowed<Dict> vars = KR_TRY(own_vars(cx, context));
  if (dict_delete(cx, vars, var).failed()) {
    if (!error_matches(cx, exc::KeyError)) return Failed{};
    clear_error(cx);
    return raise_object(cx, Borrowed<Type>(&exc::LookupError), var);
  }
  return {};
}

}  // namespace krait
