// dict.keys(), dict.values(), dict.items(): windows on the dict, the first and the last of them sets as well.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/dict/internal.h"
#include "types/dict/views.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"
#include "types/set/set.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
bool is_dict_keys(Borrowed<> object) { return is_instance_of(object, dict_keys_type); }
bool is_dict_items(Borrowed<> object) { return is_instance_of(object, dict_items_type); }
bool is_dict_set_view(Borrowed<> object) { return is_dict_keys(object) || is_dict_items(object); }
}  // namespace krait

namespace krait::dict {

Result<Ref<>> new_view(Context& cx, Borrowed<Dict> dict, Type& type) {
  Ref<DictView> view = KR_TRY(new_container<DictView>(cx, type));
  view->dict = hold(dict).as<Object>().release();
  memory::track(view.object());
  return view;
}

namespace {
using Fields = Owns<DictView, &DictView::dict>;

Index size(Borrowed<DictView> self) { return self->dict ? reinterpret_cast<Dict*>(self->dict)->used : 0; }

Result<Ref<Str>> view_repr(Context& cx, Borrowed<DictView> self) {
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return hold(KR_STR("..."));
  Ref<List> items = KR_TRY(list_from(cx, self));
  return format_str(cx, "{}({!r})", short_name(*self.type()), items);
}

Result<bool> contains_key(Context& cx, Borrowed<DictView> self, Borrowed<> key) {
  if (!self->dict) return false;
  return dict_contains(cx, Borrowed<>(self->dict).as<Dict>(), key);
}

Result<bool> contains_item(Context& cx, Borrowed<DictView> self, Borrowed<> item) {
  if (!self->dict || !is<Tuple>(item) || item.as<Tuple>()->size() != 2) return false;
  auto found = dict_get(cx, Borrowed<>(self->dict).as<Dict>(), item.as<Tuple>()->item(0));
  if (found.failed()) return Failed{};
  if (!found.value()) return false;
  Ref<> value = hold(found.value());
  return same_or_equal(cx, value, item.as<Tuple>()->item(1));
}

// All items of `left` in `right`?
Result<bool> all_in(Context& cx, Borrowed<> left, Borrowed<> right) {
  Ref<> iterator = KR_TRY(iter(cx, left));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return true;
    Ref<> item = std::move(step).value();
    if (!KR_TRY(krait::contains(cx, right, item))) return false;
  }
}

Result<Ref<>> compare(Context& cx, Borrowed<DictView> self, Borrowed<> other, Compare op) {
  if (!is_any_set(other) && !is_dict_set_view(other)) return new_not_implemented();
  Index left = size(self);
  Index right = KR_TRY(length(cx, other));
  bool answer = false;
  switch (op) {
    case Compare::eq:
    case Compare::ne:
      answer = left == right && KR_TRY(all_in(cx, self, other));
      if (op == Compare::ne) answer = !answer;
      break;
    case Compare::lt: answer = left < right && KR_TRY(all_in(cx, self, other)); break;
    case Compare::le: answer = left <= right && KR_TRY(all_in(cx, self, other)); break;
    case Compare::gt: answer = left > right && KR_TRY(all_in(cx, other, self)); break;
    case Compare::ge: answer = left >= right && KR_TRY(all_in(cx, other, self)); break;
  }
  return new_bool(answer);
}

// The view as a set of its own; a keys view copies faster from its dict.
Result<Ref<Set>> to_set(Context& cx, Borrowed<> view) {
  if (view.type() == &dict_keys_type) return new_set(cx, Borrowed<>(view.as<DictView>()->dict));
  return new_set(cx, view);
}

Result<Ref<>> subtract(Context& cx, Borrowed<> left, Borrowed<> right) {
  Ref<Set> made = KR_TRY(to_set(cx, left));
  KR_TRY(call_method(cx, made, KR_ID(difference_update), right));
  return made;
}

Result<Ref<>> intersect_views(Context& cx, Borrowed<> left, Borrowed<> right) {
  // Python swaps the operands where the other one is the view.
  if (is_any_set(left) || !is_dict_set_view(left)) std::swap(left, right);
  Index left_size = KR_TRY(length(cx, left));
  if (is_any_set(right) && is_exact_set(right) && left_size <= right.as<Set>()->used) {
    return call_method(cx, right, KR_ID(intersection), left);
  }
  // The larger of two views is searched, the smaller one walked.
  if (is_dict_set_view(right) && size(right.as<DictView>()) > left_size) std::swap(left, right);
  Ref<Set> made = KR_TRY(new_set(cx));
  Ref<> iterator = KR_TRY(iter(cx, right));
  bool keys = is_dict_keys(left);
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return made;
    Ref<> item = std::move(step).value();
    bool both = KR_TRY(keys ? contains_key(cx, left.as<DictView>(), item) : contains_item(cx, left.as<DictView>(), item));
    if (both) KR_TRY(set_add(cx, made, item));
  }
}

Result<Ref<>> unite(Context& cx, Borrowed<> left, Borrowed<> right) {
  Ref<Set> made = KR_TRY(to_set(cx, left));
  KR_TRY(set_update(cx, made, right));
  return made;
}

Result<Ref<>> either(Context& cx, Borrowed<> left, Borrowed<> right) {
  Ref<Set> made = KR_TRY(to_set(cx, left));
  KR_TRY(call_method(cx, made, KR_ID(symmetric_difference_update), right));
  return made;
}

Result<Ref<>> is_disjoint(Context& cx, Borrowed<DictView> self, Borrowed<> given) {
  Ref<> other = hold(given);
  if (self.is(given)) return new_bool(size(self) == 0);
  Ref<> walked = hold(given);
  Ref<> searched = hold(self).as<Object>();
  if (is_any_set(given) || is_dict_set_view(given)) {
    Index other_size = KR_TRY(length(cx, given));
    if (other_size > size(self)) std::swap(walked, searched);
  }
  Ref<> iterator = KR_TRY(iter(cx, walked));
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) return new_bool(true);
    Ref<> item = std::move(step).value();
    if (KR_TRY(krait::contains(cx, searched, item))) return new_bool(false);
  }
}

Result<Ref<>> mapping_of(Context& cx, Borrowed<DictView> self) {
  return call(cx, type_object(mapping_proxy_type), Borrowed<>(self->dict));
}

template <Type* Iterator>
Result<Ref<>> iterate_view(Context& cx, Borrowed<DictView> self) {
  return new_iterator(cx, Borrowed<>(self->dict).as<Dict>(), *Iterator);
}

constexpr char disjoint_doc[] = "Return True if the view and the given iterable have a null intersection.";
constinit MethodDef keys_methods[] = {
    KR_QUIET("isdisjoint(self, other, /)", is_disjoint, disjoint_doc),
    KR_QUIET("__reversed__(self)", iterate_view<&dict_reverse_key_iterator_type>, "Return a reverse iterator over the dict keys."), KR_END};
constinit MethodDef items_methods[] = {
    KR_QUIET("isdisjoint(self, other, /)", is_disjoint, disjoint_doc),
    KR_QUIET("__reversed__(self)", iterate_view<&dict_reverse_item_iterator_type>, "Return a reverse iterator over the dict items."), KR_END};
constinit MethodDef values_methods[] = {
    KR_QUIET("__reversed__(self)", iterate_view<&dict_reverse_value_iterator_type>, "Return a reverse iterator over the dict values."),
    KR_END};
constinit GetSetDef getset[] = {KR_GETTER("mapping", mapping_of, "dictionary that this view refers to"), KR_END};

constinit NumberSlots number = {.nb_subtract = slot<&subtract>, .nb_and = slot<&intersect_views>, .nb_xor = slot<&either>, .nb_or = slot<&unite>};
constinit SequenceSlots keys_sequence = {.sq_length = slot<&size>, .sq_contains = slot<&contains_key>};
constinit SequenceSlots items_sequence = {.sq_length = slot<&size>, .sq_contains = slot<&contains_item>};
constinit SequenceSlots values_sequence = {.sq_length = slot<&size>};

constexpr unsigned long view_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation;
}  // namespace
}  // namespace krait::dict

namespace krait {

constinit Type dict_keys_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "dict_keys", .tp_basicsize = sizeof(DictView), .tp_dealloc = dict::Fields::dealloc,
    .tp_repr = slot<&dict::view_repr>, .tp_as_number = &dict::number, .tp_as_sequence = &dict::keys_sequence,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = dict::view_flags, .tp_traverse = dict::Fields::traverse,
    .tp_richcompare = slot<&dict::compare>, .tp_iter = slot<&dict::iterate_view<&dict_key_iterator_type>>,
    .tp_methods = dict::keys_methods, .tp_getset = dict::getset, .tp_free = free_container};
KR_READY(dict_keys_type);

constinit Type dict_items_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "dict_items", .tp_basicsize = sizeof(DictView), .tp_dealloc = dict::Fields::dealloc,
    .tp_repr = slot<&dict::view_repr>, .tp_as_number = &dict::number, .tp_as_sequence = &dict::items_sequence,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = dict::view_flags, .tp_traverse = dict::Fields::traverse,
    .tp_richcompare = slot<&dict::compare>, .tp_iter = slot<&dict::iterate_view<&dict_item_iterator_type>>,
    .tp_methods = dict::items_methods, .tp_getset = dict::getset, .tp_free = free_container};
KR_READY(dict_items_type);

constinit Type dict_values_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "dict_values", .tp_basicsize = sizeof(DictView), .tp_dealloc = dict::Fields::dealloc,
    .tp_repr = slot<&dict::view_repr>, .tp_as_sequence = &dict::values_sequence, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = dict::view_flags, .tp_traverse = dict::Fields::traverse,
    .tp_iter = slot<&dict::iterate_view<&dict_value_iterator_type>>, .tp_methods = dict::values_methods, .tp_getset = dict::getset,
    .tp_free = free_container};
KR_READY(dict_values_type);

}  // namespace krait
