// Iteration, and lists and tuples made of iterables.
#include "object/generic.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/tuple/tuple.h"

namespace krait {

bool is_iterator(Borrowed<> object) {
  UnaryFunction step = object.type()->tp_iternext;
  return step && step != &next_not_implemented;
}

Object* next_not_implemented(Object* object) {
  return raise(Context::current(), exc::TypeError, "'{!t:.200}' object is not iterable", Borrowed<>(object));
}

Object* self_iter(Object* object) { return hold(object).release(); }

Result<Ref<>> iter(Context& cx, Borrowed<> object) {
  UnaryFunction function = object.type()->tp_iter;
  if (!function) {
    if (is_sequence(object)) return new_sequence_iterator(cx, object);
    return raise(cx, exc::TypeError, "'{!t:.200}' object is not iterable", object);
  }
  auto iterator = KR_TRY(Result<Ref<>>::from_raw(function(object.object())));
  if (!is_iterator(iterator)) return raise(cx, exc::TypeError, "iter() returned non-iterator of type '{!t:.100}'", iterator);
  return iterator;
}

Lookup<> next(Context& cx, Borrowed<> iterator) {
  Object* item = iterator.type()->tp_iternext(iterator.object());
  if (item) [[likely]] return Ref<>::steal(item);
  if (!cx.has_error() || clear_error_if(cx, exc::StopIteration)) return Ref<>();
  return Failed{};
}

Result<Ref<List>> list_from(Context& cx, Borrowed<> iterable) {
  auto list = KR_TRY(new_list(cx));
  KR_TRY(list_extend(cx, list, iterable));
  return list;
}

Result<Ref<Tuple>> tuple_from(Context& cx, Borrowed<> iterable) {
  if (is_exact<Tuple>(iterable)) return hold(iterable.as<Tuple>());
  if (is_exact<List>(iterable)) return list_as_tuple(cx, iterable.as<List>());
  auto list = KR_TRY(list_from(cx, iterable));
  Index size = list->size();
  auto tuple = KR_TRY(new_tuple(cx, size));
  for (Index i = 0; i < size; ++i) tuple->init_item(i, Ref<>::steal(std::exchange(list->items[i], nullptr)));
  list->head.size = 0;
  return tuple;
}

Result<Ref<>> sequence_fast(Context& cx, Borrowed<> iterable, const char* message) {
  if (is_exact<List>(iterable) || is_exact<Tuple>(iterable)) return hold(iterable);
  Result<Ref<>> iterator = iter(cx, iterable);
  if (iterator.failed()) {
    if (clear_error_if(cx, exc::TypeError)) return raise(cx, exc::TypeError, "{}", message);
    return Failed{};
  }
  return list_from(cx, std::move(iterator).value());
}

std::span<Object* const> sequence_fast_items(Borrowed<> list_or_tuple) {
  if (is<List>(list_or_tuple)) return list_or_tuple.as<List>()->span();
  return list_or_tuple.as<Tuple>()->span();
}

}  // namespace krait
