// Filling containers from the stack, merging them, and taking iterables apart.
#include "interp/helpers.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/list/list.h"
#include "types/set/set.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::interp {

namespace {
void drop_items(Object** from, Index count) {
  for (Index i = 0; i < count; ++i) decref(from[i]);
}
}  // namespace

Object* build_tuple(Context& cx, Object** from, Index count) {
  if (count == 0) return as_object(empty_tuple().release());
  return as_object(tuple_from_stolen(cx, from, count).release());
}

Object* build_list(Context& cx, Object** from, Index count) {
  Object* list = as_object(new_list(cx, count).release());
  if (!list) return drop_items(from, count), nullptr;
  Object** items = reinterpret_cast<List*>(list)->items;
  for (Index i = 0; i < count; ++i) items[i] = from[i];
  return list;
}

Object* build_set(Context& cx, Object** from, Index count) {
  auto made = new_set(cx);
  bool failed = made.failed();
  Ref<Set> set = failed ? Ref<Set>() : std::move(made).value();
  for (Index i = 0; i < count; ++i) {
    if (!failed) failed = set_add(cx, set, Borrowed<>(from[i])).failed();
    decref(from[i]);
  }
  return failed ? nullptr : as_object(set.release());
}

Object* build_map(Context& cx, Object** from, Index pairs) {
  auto made = new_dict(cx, pairs);
  bool failed = made.failed();
  Ref<Dict> dict = failed ? Ref<Dict>() : std::move(made).value();
  for (Index i = 0; i < pairs && !failed; ++i) failed = dict_set(cx, dict, Borrowed<>(from[2 * i]), Borrowed<>(from[2 * i + 1])).failed();
  drop_items(from, 2 * pairs);
  return failed ? nullptr : as_object(dict.release());
}

Object* build_const_key_map(Context& cx, Object** values, Tuple* keys) {
  Index count = keys->size();
  auto made = new_dict(cx, count);
  bool failed = made.failed();
  Ref<Dict> dict = failed ? Ref<Dict>() : std::move(made).value();
  for (Index i = 0; i < count && !failed; ++i) failed = dict_set(cx, dict, keys->item(i), Borrowed<>(values[i])).failed();
  drop_items(values, count);
  return failed ? nullptr : as_object(dict.release());
}

Object* build_string(Context& cx, Object** from, Index count) {
  Object* text = as_object(str_join(cx, empty_str(), {from, static_cast<std::size_t>(count)}).release());
  drop_items(from, count);
  return text;
}

int list_extend_op(Context& cx, Object* list, Object* iterable) {
  if (!list_extend(cx, Borrowed<>(list).as<List>(), Borrowed<>(iterable)).failed()) return 0;
  if (error_matches(cx, exc::TypeError) && !iterable->type->tp_iter && !is_sequence(Borrowed<>(iterable))) {
    clear_error(cx);
    return raise(cx, exc::TypeError, "Value after * must be an iterable, not {!t:.200}", Borrowed<>(iterable));
  }
  return -1;
}

int dict_update_op(Context& cx, Object* dict, Object* other) {
  if (!dict_merge(cx, Borrowed<>(dict).as<Dict>(), Borrowed<>(other)).failed()) return 0;
  if (error_matches(cx, exc::AttributeError)) {
    clear_error(cx);
    return raise(cx, exc::TypeError, "'{!t:.200}' object is not a mapping", Borrowed<>(other));
  }
  return -1;
}

namespace {

Failed raise_unpack(Context& cx, Index expected, bool starred, Index got) {
  if (starred) return raise(cx, exc::ValueError, "not enough values to unpack (expected at least {}, got {})", expected, got);
  return raise(cx, exc::ValueError, "not enough values to unpack (expected {}, got {})", expected, got);
}

// The rest after the first `before` items: a list, whose last `after` items go onto the stack below it.
bool unpack_rest(Context& cx, Borrowed<> iterator, int before, int after, Object** top, int* written) {
  auto rest = list_from(cx, iterator);
  if (rest.failed()) return false;
  Ref<List> list = std::move(rest).value();
  Index size = list->size();
  if (size < after) {
    (void)raise_unpack(cx, before + after, true, before + size);
    return false;
  }
  // The list takes its place first; its last items follow beneath.
  for (int i = 0; i < after; ++i) top[-before - 2 - i] = list->items[size - after + i];
  list->head.size = size - after;
  top[-before - 1] = as_object(list.release());
  *written = before + 1 + after;
  return true;
}

}  // namespace

bool unpack_iterable(Context& cx, Object* iterable, int before, int after, Object** top) {
  // Exact tuples and lists of the right length need no iterator.
  if (after < 0 && (iterable->type == &tuple_type || iterable->type == &list_type)) {
    auto items = sequence_fast_items(Borrowed<>(iterable));
    if (static_cast<int>(items.size()) == before) {
      for (int i = 0; i < before; ++i) top[-1 - i] = hold(items[i]).release();
      return true;
    }
  }
  auto made = iter(cx, Borrowed<>(iterable));
  if (made.failed()) {
    if (error_matches(cx, exc::TypeError) && !iterable->type->tp_iter && !is_sequence(Borrowed<>(iterable))) {
      clear_error(cx);
      (void)raise(cx, exc::TypeError, "cannot unpack non-iterable {!t:.200} object", Borrowed<>(iterable));
    }
    return false;
  }
  Ref<> iterator = std::move(made).value();
  int written = 0;
  bool done = false;
  for (;;) {
    if (written == before) {
      done = true;
      break;
    }
    auto item = next(cx, iterator);
    if (item.failed()) break;
    if (item.missing()) {
      (void)raise_unpack(cx, after < 0 ? before : before + after, after >= 0, written);
      break;
    }
    top[-1 - written++] = std::move(item).value().release();
  }
  if (done && after >= 0) {
    done = unpack_rest(cx, iterator, before, after, top, &written);
  } else if (done) {
    auto more = next(cx, iterator);
    done = !more.failed() && more.missing();
    if (!done && !more.failed()) (void)raise(cx, exc::ValueError, "too many values to unpack (expected {})", before);
  }
  if (!done)
    for (int i = 0; i < written; ++i) decref(top[-1 - i]);
  return done;
}

}  // namespace krait::interp
