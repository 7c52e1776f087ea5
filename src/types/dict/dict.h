// dict: CPython's compact ordered dict behind a 48-byte head that C reads (ma_used, ma_version_tag); the tables are Krait's own.
#pragma once

#include "object/protocol.h"

namespace krait {

struct DictKeys;
struct DictValues;

struct Dict {
  Object base;
  Index used;
  std::uint64_t version;
  DictKeys* keys;
  DictValues* values;  // set when the keys are shared with other instances

  static constexpr Type* static_type = &dict_type;
  static constexpr unsigned long subclass_flag = type_flags::dict_subclass;
  KR_INLINE Index size() const { return used; }
};
static_assert(sizeof(Dict) == 48);

Result<Ref<Dict>> new_dict(Context& cx, Index expected_size = 0);
// Null value: not there, nothing raised. An error of __hash__ or __eq__ is a failure.
BorrowedLookup<> dict_get(Context& cx, Borrowed<Dict> dict, Borrowed<> key);
BorrowedLookup<> dict_get(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Hash hash);
// The key is an exact str with no failing comparison possible: pure. Keys that are not str themselves are passed over.
Borrowed<> dict_get_str(Borrowed<Dict> dict, Borrowed<Str> key);
Result<void> dict_set(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Borrowed<> value);
Result<void> dict_set(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Borrowed<> value, Hash hash);
Result<void> dict_delete(Context& cx, Borrowed<Dict> dict, Borrowed<> key);   // KeyError when absent
Lookup<> dict_pop(Context& cx, Borrowed<Dict> dict, Borrowed<> key);          // missing when absent
Lookup<> dict_pop(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Hash hash);
Result<Borrowed<>> dict_set_default(Context& cx, Borrowed<Dict> dict, Borrowed<> key, Borrowed<> value);
Result<bool> dict_contains(Context& cx, Borrowed<Dict> dict, Borrowed<> key);
void dict_clear(Borrowed<Dict> dict);
Result<Ref<Dict>> dict_copy(Context& cx, Borrowed<Dict> dict);
// dict.update(other); override 0: keep existing, 1: replace, 2: KeyError for a key that is there.
Result<void> dict_merge(Context& cx, Borrowed<Dict> dict, Borrowed<> other, int override_ = 1);
Result<void> dict_merge_pairs(Context& cx, Borrowed<Dict> dict, Borrowed<> pairs, bool override_);
Result<Ref<List>> dict_keys(Context& cx, Borrowed<Dict> dict);
Result<Ref<List>> dict_values(Context& cx, Borrowed<Dict> dict);
Result<Ref<List>> dict_items(Context& cx, Borrowed<Dict> dict);
// Steps through the entries; *position starts at 0. False at the end. Pure; do not change the dict's keys meanwhile.
bool dict_next(Borrowed<Dict> dict, Index* position, Borrowed<>* key, Borrowed<>* value, Hash* hash = nullptr);
// The collector asks: stop tracking a dict that holds only atoms.
void dict_maybe_untrack(Object* dict);
// Takes both counts; for STORE_SUBSCR, BUILD_MAP and the like.
Result<void> dict_set_taking(Context& cx, Borrowed<Dict> dict, Ref<> key, Ref<> value);
Result<Ref<Dict>> dict_from_keys(Context& cx, Borrowed<Type> type, Borrowed<> iterable, Borrowed<> value);  // dict.fromkeys()
std::size_t dict_size_in_bytes(Borrowed<Dict> dict);  // what dict.__sizeof__ answers
std::size_t keys_size_in_bytes(const DictKeys* keys);

// --- instance attributes: inline values with keys shared by the class, and the dict made only when asked for (dict/instance.cpp).
// An object of a managed_dict type keeps two words before it: [-2] the DictValues*, [-1] the Dict*; at most one is set.
Result<void> init_instance_attributes(Context& cx, Object* object);  // called by generic_alloc
BorrowedLookup<> instance_get(Context& cx, Object* object, Borrowed<Str> name);
Result<void> instance_set(Context& cx, Object* object, Borrowed<Str> name, Borrowed<> value);  // null: delete; AttributeError if absent
// The instance's __dict__, made if need be. Also for types with a tp_dictoffset.
Result<Ref<Dict>> instance_dict(Context& cx, Borrowed<> object);
Object** instance_dict_pointer(Object* object);  // null when the type has no dict; makes the managed one real (may fail silently: null)
int visit_instance_attributes(Object* object, Visit visit, void* arg);
void clear_instance_attributes(Object* object);

}  // namespace krait
