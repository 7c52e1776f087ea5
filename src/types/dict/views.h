// The views of a dict, for those who treat them as sets.
#pragma once

#include "types/dict/dict.h"

namespace krait {

struct DictView {  // _PyDictViewObject
  Object base;
  Object* dict;
};
static_assert(sizeof(DictView) == 24);

bool is_dict_keys(Borrowed<> object);
bool is_dict_items(Borrowed<> object);
bool is_dict_set_view(Borrowed<> object);  // either of them

}  // namespace krait
