// Calling a plain class without a tuple for the arguments: when object makes the instance and a Python __init__ fills it, the
// arguments go straight on to that function. Everything else takes type_call's way.
#include "memory/memory.h"
#include "object/generic.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/slot_calls.h"

namespace krait {

namespace {

Object* call_generally(Context& cx, Object* cls, Object* const* args, Index nargs, Tuple* kwnames) {
  auto positional = KR_TRY(tuple_from_items(cx, {args, static_cast<std::size_t>(nargs)}));
  Ref<Dict> named;
  if (kwnames && kwnames->size()) {
    named = KR_TRY(new_dict(cx, kwnames->size()));
    for (Index i = 0; i < kwnames->size(); ++i) KR_TRY(dict_set(cx, named, kwnames->item(i), Borrowed<>(args[nargs + i])));
  }
  KR_RECURSION_GUARD(cx, " while calling a Python object");
  return type_call(cx, Borrowed<Type>(reinterpret_cast<Type*>(cls)), positional, named).release();
}

Result<void> check_none(Context& cx, Borrowed<> answer) {
  if (is_none(answer)) return {};
  return raise(cx, exc::TypeError, "__init__() should return None, not '{!t:.200}'", answer);
}

// Calls init(self, *args) with self in the caller's scratch place, or in front of a copy.
Result<Ref<>> call_init(Context& cx, Borrowed<> init, Object* self, Object* const* args, std::size_t nargsf, Borrowed<Tuple> kwnames) {
  std::size_t nargs = static_cast<std::size_t>(vectorcall_count(nargsf));
  if (nargsf & vectorcall_arguments_offset) {
    auto** list = const_cast<Object**>(args) - 1;
    Object* saved = std::exchange(list[0], self);
    Result<Ref<>> answer = vectorcall(cx, init, list, nargs + 1, kwnames);
    list[0] = saved;
    return answer;
  }
  std::size_t total = nargs + static_cast<std::size_t>(kwnames ? kwnames->size() : 0);
  Object* local[12];
  Object** list = total < 11 ? local : static_cast<Object**>(memory::allocate((total + 2) * sizeof(Object*)));
  if (!list) return raise_memory_error(cx);
  list[1] = self;
  for (std::size_t i = 0; i < total; ++i) list[i + 2] = args[i];
  Result<Ref<>> answer = vectorcall(cx, init, list + 1, (nargs + 1) | vectorcall_arguments_offset, kwnames);
  if (list != local) memory::release(list);
  return answer;
}

}  // namespace

Object* class_vectorcall(Object* cls, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* type = reinterpret_cast<Type*>(cls);
  Borrowed<Tuple> names(reinterpret_cast<Tuple*>(kwnames));
  bool no_arguments = vectorcall_count(nargsf) == 0 && !(names && names->size());
  bool plain = type->tp_new == &object_new && !has_flag(type, type_flags::is_abstract);
  if (plain && type->tp_init == &object_init && no_arguments) return type->tp_alloc(type, 0);
  if (plain && type->tp_init == &slots::slot_init) {
    auto init = hold(lookup_in_type(*type, KR_ID(__init__)));
    if (init && has_flag(init.type(), type_flags::method_descriptor)) {
      auto made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)));
      auto answer = KR_TRY(call_init(cx, init, made.object(), args, nargsf, names));
      KR_TRY(check_none(cx, answer));
      return made.release();
    }
  }
  return call_generally(cx, cls, args, vectorcall_count(nargsf), names.raw());
}

}  // namespace krait
