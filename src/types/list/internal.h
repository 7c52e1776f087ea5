// What the files of the list room share.
#pragma once

#include "types/list/list.h"

namespace krait::list {

extern MethodDef methods[];
Result<Ref<>> iterate(Context& cx, Borrowed<List> self);
Result<Ref<>> iterate_reversed(Context& cx, Borrowed<List> self);
// Changes the length; room is over-allocated on growth and given back when less than half is used. New items are not set.
Result<void> resize(Context& cx, Borrowed<List> self, Index size);
Result<void> clear(Borrowed<List> self);
Result<void> sort(Context& cx, Borrowed<List> self, Borrowed<> key, bool reverse);
Result<Ref<>> get_item(Context& cx, Borrowed<List> self, Borrowed<> key);
Result<void> assign_item(Context& cx, Borrowed<List> self, Borrowed<> key, Borrowed<> value);  // null: delete
Result<Ref<>> repeat(Context& cx, Borrowed<List> self, Index count);
Result<Ref<>> repeat_in_place(Context& cx, Borrowed<List> self, Index count);
Result<bool> contains(Context& cx, Borrowed<List> self, Borrowed<> value);

}  // namespace krait::list
