// Private to this module.
#pragma once

#include "object/declare/convert.h"
#include "object/protocol.h"

namespace krait::gc {

struct Lists {  // gc.garbage and gc.callbacks
  Object* garbage;
  Object* callbacks;
};
Result<Lists*> state_lists(Context& cx);

Result<Ref<List>> get_objects(Context& cx, Borrowed<> generation);
Result<Ref<List>> get_referrers(Context& cx, Args objects);
Result<Ref<List>> get_referents(Context& cx, Args objects);

}  // namespace krait::gc
