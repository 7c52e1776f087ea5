// The exceptions that carry one value: StopIteration, SystemExit, KeyError; and MemoryError, which must be made without memory.
#include "types/exceptions/declare.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace exceptions {

// --- StopIteration.value: the first argument or None
static int stop_iteration_init(Object* self, Object* args, Object* kwargs) {
  if (base_init(self, args, kwargs) < 0) return -1;
  auto* tuple = reinterpret_cast<Tuple*>(args);
  auto old = reinterpret_cast<StopIterationObject*>(self)->value.replace(tuple->size() > 0 ? hold(tuple->item(0)) : new_none());
  return 0;
}
static constinit MemberDef stop_iteration_members[] = {
    KR_MEMBER("value", object, StopIterationObject, value, 0, "generator return value"), KR_END};
consteval Type declare_stop_iteration() {
  Type type = declare_extended<StopIterationObject, Also<StopIterationObject, &StopIterationObject::value>>(
      "StopIteration", &exc::Exception, "Signal the end from iterator.__next__().", &stop_iteration_init);
  type.tp_members = stop_iteration_members;
  return type;
}

// --- SystemExit.code: nothing, the argument, or all of them as a tuple
static int system_exit_init(Object* self, Object* args, Object* kwargs) {
  if (base_init(self, args, kwargs) < 0) return -1;
  auto* tuple = reinterpret_cast<Tuple*>(args);
  if (tuple->size() == 0) return 0;
  auto code = tuple->size() == 1 ? hold(tuple->item(0)) : hold(args);
  auto old = reinterpret_cast<SystemExitObject*>(self)->code.replace(std::move(code));
  return 0;
}
static constinit MemberDef system_exit_members[] = {KR_MEMBER("code", object, SystemExitObject, code, 0, "exception code"), KR_END};
consteval Type declare_system_exit() {
  Type type = declare_extended<SystemExitObject, Also<SystemExitObject, &SystemExitObject::code>>(
      "SystemExit", &exc::BaseException, "Request to exit from the interpreter.", &system_exit_init);
  type.tp_members = system_exit_members;
  return type;
}

// --- KeyError shows a single argument by its repr, so that '' is seen
static Result<Ref<Str>> key_error_str(Context& cx, Borrowed<BaseException> self) {
  if (self->args->size() == 1) return repr(cx, self->args->item(0));
  return base_str(cx, self);
}
consteval Type declare_key_error() {
  Type type = declare_type("KeyError", &exc::LookupError, sizeof(BaseException), "Mapping key not found.", nullptr, &base_init);
  type.tp_str = slot<&key_error_str>;
  return type;
}

}  // namespace exceptions

constinit Type exc::StopIteration = exceptions::declare_stop_iteration();
KR_READY(exc::StopIteration);
constinit Type exc::SystemExit = exceptions::declare_system_exit();
KR_READY(exc::SystemExit);
constinit Type exc::KeyError = exceptions::declare_key_error();
KR_READY(exc::KeyError);

}  // namespace krait
