// What the files of the dict room share beyond the tables.
#pragma once

#include "object/declare/convert.h"
#include "types/dict/table.h"

namespace krait::dict {

bool keep_block(Context& cx, Object* object);
Result<void> update(Context& cx, Borrowed<Dict> self, Args args, KwArgs kwargs);
Result<void> update_arg(Context& cx, Borrowed<Dict> self, Borrowed<> other);  // dict.update(other)
Result<Ref<>> get_item(Context& cx, Borrowed<Dict> self, Borrowed<> key);
Result<bool> contains(Context& cx, Borrowed<Dict> self, Borrowed<> key);
Result<Ref<>> compare_dicts(Context& cx, Borrowed<> left, Borrowed<> right, Compare op);
Result<Ref<Str>> repr(Context& cx, Borrowed<Dict> self);
Result<Ref<>> iterate(Context& cx, Borrowed<Dict> self);
extern MethodDef methods[];

Result<Ref<>> new_view(Context& cx, Borrowed<Dict> dict, Type& type);
Result<Ref<>> new_iterator(Context& cx, Borrowed<Dict> dict, Type& type);

}  // namespace krait::dict

namespace krait {
Ref<> remove_entry(Context& cx, Dict* dict, Index at, Hash hash);
}
