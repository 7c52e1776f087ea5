// Iterators that belong to no single container, and what all iterators share.
#pragma once

#include "object/generic.h"
#include "object/protocol.h"
#include "types/tuple/tuple.h"

namespace krait {

// An attribute of the module builtins, for __reduce__ of iterators: iter, reversed, zip …
Result<Ref<>> builtin_named(Context& cx, Borrowed<Str> name);
// An attribute of a module, imported if need be.
Result<Ref<>> imported(Context& cx, Borrowed<Str> module, Borrowed<Str> name);
// The usual answer of an iterator's __reduce__: (iter, (sequence,), index), or (iter, ((),)) at the end (sequence null).
Result<Ref<>> reduce_iterator(Context& cx, Borrowed<Str> builtin, Borrowed<> sequence, Index index);
// The argument of an iterator's __setstate__: a position, at least 0; or as it is (-1 with an error pending on failure).
Result<Index> iterator_state(Context& cx, Borrowed<> state);
Index signed_iterator_state(Context& cx, Borrowed<> state);

inline constexpr char length_hint_doc[] = "Private method returning an estimate of len(list(it)).";
inline constexpr char reduce_doc[] = "Return state information for pickling.";
inline constexpr char setstate_doc[] = "Set state information for unpickling.";

// iter(sequence) by __getitem__ and integers from 0.
Result<Ref<>> new_sequence_iterator(Context& cx, Borrowed<> sequence);
// iter(callable, sentinel).
Result<Ref<>> new_call_iterator(Context& cx, Borrowed<> callable, Borrowed<> sentinel);

}  // namespace krait
