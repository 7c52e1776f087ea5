// __slots__: what a new class adds to its instances. Private to the room.
#pragma once

#include "types/type/type.h"

namespace krait {

struct SlotPlan {
  Ref<Tuple> names;  // mangled and sorted; null when the class has no __slots__
  bool add_dict = false;
  bool add_weak = false;
  Index count() const;
};

Result<void> plan_slots(Context& cx, Type& base, Borrowed<Tuple> bases, Borrowed<Str> class_name, Borrowed<Dict> dict, SlotPlan* plan);
// Gives the fields their places behind the base's, and the type their descriptions.
void place_slots(Type& type, const SlotPlan& plan);
// _private names inside a class: __x becomes _Class__x.
Result<Ref<Str>> mangle(Context& cx, Borrowed<Str> class_name, Borrowed<Str> name);

}  // namespace krait
