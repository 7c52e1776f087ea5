#include "types/type/slot_plan.h"

#include "types/dict/dict.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"

namespace krait {

Index SlotPlan::count() const { return names ? names->size() : 0; }

Result<Ref<Str>> mangle(Context& cx, Borrowed<Str> class_name, Borrowed<Str> name) {
  auto starts = [](Borrowed<Str> text, Index i) { return i < text->size && text->at(i) == '_'; };
  Index size = name->size;
  bool dunder = size >= 2 && name->at(size - 1) == '_' && name->at(size - 2) == '_';
  if (!class_name || !starts(name, 0) || !starts(name, 1) || dunder || str_find_char(name, '.', 0, size, 1) >= 0)
    return exact_str(cx, name);
  Index from = 0;
  while (starts(class_name, from)) ++from;
  if (from == class_name->size) return exact_str(cx, name);
  auto bare = KR_TRY(substring(cx, class_name, from, class_name->size));
  return format_str(cx, "_{}{}", bare, name);
}

namespace {

bool may_add_dict(const Type& base) { return base.tp_dictoffset == 0; }
bool may_add_weak(const Type& base) { return base.tp_weaklistoffset == 0 && base.tp_itemsize == 0; }

// The class's __slots__ as a tuple: one string stands for itself.
Result<Ref<Tuple>> slots_tuple(Context& cx, Borrowed<> slots) {
  if (is<Str>(slots)) return tuple_of(cx, slots);
  return tuple_from(cx, slots);
}

// True for __dict__ and __weakref__, which are no fields of their own.
Result<bool> take_special(Context& cx, Type& base, Borrowed<Str> name, SlotPlan* plan) {
  if (str_equal(name, "__dict__")) {
    if (!may_add_dict(base) || plan->add_dict) return raise(cx, exc::TypeError, "__dict__ slot disallowed: we already got one");
    plan->add_dict = true;
    return true;
  }
  if (str_equal(name, "__weakref__")) {
    if (!may_add_weak(base) || plan->add_weak)
      return raise(cx, exc::TypeError, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
    plan->add_weak = true;
    return true;
  }
  return false;
}

Result<void> check_names(Context& cx, Borrowed<Tuple> names) {
  for (Object* item : names->span()) {
    Borrowed<> name(item);
    if (!is<Str>(name)) return raise(cx, exc::TypeError, "__slots__ items must be strings, not '{!t:.200}'", name);
    if (!is_identifier(name.as<Str>())) return raise(cx, exc::TypeError, "__slots__ must be identifiers");
  }
  return {};
}

Result<void> check_conflict(Context& cx, Borrowed<Dict> dict, Borrowed<Str> name) {
  // Set by the compiler, and a slot's description replaces them: no conflict.
  if (str_equal(name, "__qualname__") || str_equal(name, "__classcell__")) return {};
  if (!KR_TRY(dict_contains(cx, dict, name))) return {};
  return raise(cx, exc::ValueError, "{!r} in __slots__ conflicts with class variable", name);
}

// A further base that has a __dict__ or weak references brings them along.
void add_from_other_bases(Type& base, Borrowed<Tuple> bases, SlotPlan* plan) {
  bool want_dict = may_add_dict(base) && !plan->add_dict, want_weak = may_add_weak(base) && !plan->add_weak;
  for (Object* item : bases->span()) {
    if (item == as_object(&base)) continue;
    Type& other = as_type(Borrowed<>(item));
    if (want_dict && other.tp_dictoffset != 0) plan->add_dict = true;
    if (want_weak && other.tp_weaklistoffset != 0) plan->add_weak = true;
  }
}

}  // namespace

Result<void> plan_slots(Context& cx, Type& base, Borrowed<Tuple> bases, Borrowed<Str> class_name, Borrowed<Dict> dict, SlotPlan* plan) {
  Borrowed<> given = KR_TRY(dict_get(cx, dict, KR_ID(__slots__)));
  if (!given) {
    plan->add_dict = may_add_dict(base);
    plan->add_weak = may_add_weak(base);
    return {};
  }
  auto names = KR_TRY(slots_tuple(cx, given));
  if (names->size() > 0 && base.tp_itemsize != 0)
    return raise(cx, exc::TypeError, "nonempty __slots__ not supported for subtype of '{}'", base.tp_name);
  KR_TRY(check_names(cx, names));
  auto list = KR_TRY(new_list(cx));
  for (Object* item : names->span()) {
    Borrowed<Str> name = Borrowed<>(item).as<Str>();
    if (KR_TRY(take_special(cx, base, name, plan))) continue;
    auto mangled = KR_TRY(mangle(cx, class_name, name));
    KR_TRY(check_conflict(cx, dict, mangled));
    KR_TRY(list_append(cx, list, mangled));
  }
  KR_TRY(list_sort(cx, list));
  plan->names = KR_TRY(list_as_tuple(cx, list));
  if (bases->size() > 1) add_from_other_bases(base, bases, plan);
  return {};
}

void place_slots(Type& type, const SlotPlan& plan) {
  Context& cx = Context::current();
  Type* base = type.tp_base;
  auto word = static_cast<Index>(sizeof(Object*));
  Index offset = base->tp_basicsize;
  MemberDef* member = slot_members(type);
  for (Index i = 0; i < plan.count(); ++i, ++member, offset += word) {
    Borrowed<Str> name = plan.names->item(i).as<Str>();
    Result<const char*> text = str_utf8(cx, name, nullptr);
    *member = {text.failed() ? "" : text.value(), member_kind::object_ex, offset, 0, nullptr};
    clear_error(cx);
  }
  if (plan.add_dict && base->tp_itemsize) {
    // Variable-sized instances keep it behind their items.
    type.tp_dictoffset = -word;
    offset += word;
  }
  if (plan.add_weak) {
    type.tp_weaklistoffset = offset;
    offset += word;
  }
  if (plan.add_dict && !base->tp_itemsize) {
    type.tp_flags |= type_flags::managed_dict;
    type.tp_dictoffset = -offset - 3 * word;  // CPython's number; Krait finds the dict by the flag
  }
  type.tp_basicsize = offset;
  type.tp_members = slot_members(type);
  if (plan.add_dict && plan.add_weak) type.tp_getset = dict_and_weakref_getset;
  else if (plan.add_dict) type.tp_getset = dict_getset;
  else if (plan.add_weak) type.tp_getset = weakref_getset;
}

}  // namespace krait
