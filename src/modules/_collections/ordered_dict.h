// OrderedDict. A dict keeps insertion order by itself; what is added is moving keys to either end, popping at the front, an order-aware ==,
// and iterators that notice changes. The order is the order of the dict's entries: moving to the end is removing and inserting again,
// moving to the front rebuilds the table, and a hint remembers where the first live entry lies.
#pragma once

#include "types/dict/dict.h"

namespace krait::collections {

struct OrderedDict {
  Dict dict;
  DictKeys* hint_keys;  // the table that first_hint speaks of
  Index first_hint;     // no live entry lies before this one
  std::size_t state;    // counts changes of the order
  void* unused[3];
  Object* instance_dict;
  Object* weakrefs;
};
static_assert(sizeof(OrderedDict) == 112);

struct OrderedEntry {
  Borrowed<> key, value;
  Hash hash;
};

bool first_entry(OrderedDict* self, OrderedEntry* out);
bool last_entry(OrderedDict* self, OrderedEntry* out);
// The next live entry from *position on, in either direction; moves *position beyond it.
bool step_entry(OrderedDict* self, Index* position, bool reverse, OrderedEntry* out);
Index end_position(OrderedDict* self);  // where stepping backwards starts

Result<void> set_item(Context& cx, OrderedDict* self, Borrowed<> key, Borrowed<> value);
Result<void> delete_item(Context& cx, OrderedDict* self, Borrowed<> key);
Result<void> move_to_end(Context& cx, Borrowed<OrderedDict> self, Borrowed<> key, bool last);
Result<void> update(Context& cx, Borrowed<> self, Borrowed<> other);
Result<Ref<>> iterate(Context& cx, Borrowed<OrderedDict> self);
Result<Ref<>> iterate_reversed(Context& cx, Borrowed<OrderedDict> self);
extern MethodDef ordered_methods[];
Result<Ref<>> copy_ordered(Context& cx, Borrowed<OrderedDict> self);

}  // namespace krait::collections
