// _abc_data: what an ABC remembers; and its sets of weak references.
#pragma once

#include "object/protocol.h"

namespace krait::abc {

struct Data {
  Object base;
  Slot<> registry, cache, negative_cache;  // sets of weak references; null while empty
  unsigned long long negative_version;
};
extern Type data_type;

Result<Ref<Data>> new_data(Context& cx);
Result<void> add_weakly(Context& cx, Slot<>& set, Borrowed<> object);
Result<bool> holds_weakly(Context& cx, const Slot<>& set, Borrowed<> object);
// The living objects in a set.
Result<Ref<List>> weakly_held(Context& cx, const Slot<>& set);

}  // namespace krait::abc
