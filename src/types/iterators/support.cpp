// What all iterators share.
#include "object/names.h"
#include "types/iterators/iterators.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/int/int.h"
#include "types/list/list.h"

namespace krait {

Result<Ref<>> builtin_named(Context& cx, Borrowed<Str> name) {
  Ref<Dict> no_globals = KR_TRY(new_dict(cx));
  Borrowed<> builtins = KR_TRY(builtins_of_globals(cx, no_globals));
  return get_item(cx, builtins, name);
}

Result<Ref<>> imported(Context& cx, Borrowed<Str> module, Borrowed<Str> name) {
  Ref<> import = KR_TRY(builtin_named(cx, KR_ID(__import__)));
  Ref<> found = KR_TRY(call(cx, import, module));
  return get_attr(cx, found, name);
}

Result<Ref<>> reduce_iterator(Context& cx, Borrowed<Str> builtin, Borrowed<> sequence, Index index) {
  Ref<> function = KR_TRY(builtin_named(cx, builtin));
  if (!sequence) {
    Ref<> nothing = builtin.is(KR_ID(iter)) ? Ref<>(empty_tuple()) : Ref<>(KR_TRY(new_list(cx)));
    return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, nothing))));
  }
  Ref<> held = hold(sequence);  // builtin_named may run code
  return KR_TRY(tuple_of(cx, function, KR_TRY(tuple_of(cx, held)), KR_TRY(int_from(cx, index))));
}

Index signed_iterator_state(Context& cx, Borrowed<> state) {
  if (!is<Int>(state)) return raise(cx, exc::TypeError, "an integer is required");
  return as_ssize(cx, state);
}

Result<Index> iterator_state(Context& cx, Borrowed<> state) {
  Index value = signed_iterator_state(cx, state);
  if (value == -1 && cx.has_error()) return Failed{};
  return value < 0 ? 0 : value;
}

}  // namespace krait
