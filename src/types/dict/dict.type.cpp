// The type object of dict and its slots.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/dict/internal.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"

namespace krait::dict {

Result<Ref<Str>> repr(Context& cx, Borrowed<Dict> self) {
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return hold(KR_STR("{...}"));
  if (self->used == 0) return hold(KR_STR("{}"));
  StrBuilder out(cx);
  out.put_char('{');
  Index position = 0;
  Borrowed<> key, value;
  bool first = true;
  while (dict_next(self, &position, &key, &value)) {
    Ref<> held_key = hold(key), held_value = hold(value);
    if (!std::exchange(first, false)) out.put(", ");
    out.put(KR_TRY(krait::repr(cx, held_key)));
    out.put(": ");
    out.put(KR_TRY(krait::repr(cx, held_value)));
  }
  out.put_char('}');
  return out.finish();
}

namespace {
Result<bool> equal(Context& cx, Borrowed<Dict> left, Borrowed<Dict> right) {
  if (left->used != right->used) return false;
  Index position = 0;
  Borrowed<> key, value;
  Hash hash;
  while (dict_next(left, &position, &key, &value, &hash)) {
    Ref<> held_key = hold(key), held_value = hold(value);
    auto other = dict_get(cx, right, held_key, hash);
    if (other.failed()) return Failed{};
    if (!other.value()) return false;
    Ref<> held_other = hold(other.value());
    if (!KR_TRY(same_or_equal(cx, held_value, held_other))) return false;
  }
  return true;
}
}  // namespace

Result<Ref<>> compare_dicts(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if ((op != Compare::eq && op != Compare::ne) || !is<Dict>(left) || !is<Dict>(right)) return new_not_implemented();
  bool same = KR_TRY(equal(cx, left.as<Dict>(), right.as<Dict>()));
  return new_bool(same == (op == Compare::eq));
}

namespace {
Result<Ref<>> merged(Context& cx, Borrowed<> left, Borrowed<> right) {
  if (!is<Dict>(left) || !is<Dict>(right)) return new_not_implemented();
  Ref<Dict> made = KR_TRY(dict_copy(cx, left.as<Dict>()));
  KR_TRY(update_arg(cx, made, right));
  return made;
}

Result<Ref<>> merge_in_place(Context& cx, Borrowed<Dict> self, Borrowed<> other) {
  KR_TRY(update_arg(cx, self, other));
  return hold(self).as<Object>();
}

Result<void> assign_item(Context& cx, Borrowed<Dict> self, Borrowed<> key, Borrowed<> value) {
  return value ? dict_set(cx, self, key, value) : dict_delete(cx, self, key);
}

Index size(Borrowed<Dict> self) { return self->used; }

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Dict*>(object);
  DictKeys* keys = self->keys;
  Index count = keys->entry_count;
  if (keys->is_general()) {
    GeneralEntry* entries = keys->general_entries();
    for (Index i = 0; i < count; ++i) {
      if (!entries[i].value) continue;
      if (int answer = visit(entries[i].value, arg)) return answer;
      if (int answer = visit(entries[i].key, arg)) return answer;
    }
  } else {  // str keys are no containers
    for (Index i = 0; i < count; ++i) {
      Object* value = self->values ? self->values->values[i] : keys->text_entries()[i].value;
      if (!value) continue;
      if (int answer = visit(value, arg)) return answer;
    }
  }
  return 0;
}

int clear_slot(Object* object) { return dict_clear(Borrowed<Dict>(reinterpret_cast<Dict*>(object))), 0; }

void dealloc(Object* object) {
  auto* self = reinterpret_cast<Dict*>(object);
  memory::untrack(object);
  DictKeys* keys = self->keys;
  if (DictValues* values = self->values) {
    for (Index i = 0, n = keys->entry_count; i < n; ++i) xdecref(values->values[i]);
    free_values(values);
  }
  release_keys(keys);
  if (!keep_block(Context::current(), object)) object->type->tp_free(object);
}

Object* make(Type* type, Object*, Object*) {
  Object* object = type->tp_alloc(type, 0);
  if (!object) return nullptr;
  auto* self = reinterpret_cast<Dict*>(object);
  self->used = 0;
  self->version = next_dict_version(Context::current());
  self->keys = empty_keys();
  self->values = nullptr;
  if (type == &dict_type) memory::untrack(object);
  return object;
}

int init(Object* object, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<Dict> self(reinterpret_cast<Dict*>(object));
  Borrowed<Tuple> given(reinterpret_cast<Tuple*>(args));
  if (given->size() > 1) return raise(cx, exc::TypeError, "dict expected at most 1 argument, got {}", given->size());
  if (given->size() == 1) KR_TRY(update_arg(cx, self, given->item(0)));
  if (!kwargs) return 0;
  Borrowed<Dict> named(reinterpret_cast<Dict*>(kwargs));
  Index position = 0;
  Borrowed<> key;
  while (dict_next(named, &position, &key, nullptr))
    if (!is<Str>(key)) return raise(cx, exc::TypeError, "keywords must be strings");
  return dict_merge(cx, self, named, 1).release();
}

// dict(mapping, **kwargs) without an argument tuple.
Object* vector_make(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Index count = vectorcall_count(nargsf);
  if (count > 1) return raise(cx, exc::TypeError, "dict expected at most 1 argument, got {}", count);
  Ref<> made = Ref<>::steal(make(reinterpret_cast<Type*>(type), nullptr, nullptr));
  if (!made) return nullptr;
  auto* names = reinterpret_cast<Tuple*>(kwnames);
  KR_TRY(update(cx, made.borrow().as<Dict>(), Args(args, count), KwArgs{args + count, names, names ? names->size() : 0}));
  return made.release();
}

constinit NumberSlots number = {.nb_or = slot<&merged>, .nb_inplace_or = slot<&merge_in_place>};
constinit SequenceSlots sequence = {.sq_contains = slot<&contains>};
constinit MappingSlots mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&get_item>, .mp_ass_subscript = slot<&assign_item>};
}  // namespace

}  // namespace krait::dict

namespace krait {

constinit Type dict_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "dict", .tp_basicsize = sizeof(Dict), .tp_dealloc = dict::dealloc,
    .tp_repr = slot<&dict::repr>, .tp_as_number = &dict::number, .tp_as_sequence = &dict::sequence, .tp_as_mapping = &dict::mapping,
    .tp_hash = hash_not_implemented, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::dict_subclass | type_flags::match_self |
                type_flags::mapping,
    .tp_doc = "dict() -> new empty dictionary\n"
              "dict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\n"
              "dict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\n"
              "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
              "    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .tp_traverse = dict::traverse, .tp_clear = dict::clear_slot, .tp_richcompare = slot<&dict::compare_dicts>,
    .tp_iter = slot<&dict::iterate>, .tp_methods = dict::methods, .tp_init = dict::init, .tp_alloc = nullptr, .tp_new = dict::make,
    .tp_free = free_container, .tp_vectorcall = dict::vector_make};
KR_READY(dict_type);

}  // namespace krait
