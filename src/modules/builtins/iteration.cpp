// The built-in functions that walk an iterable.
#include "modules/builtins/functions.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/bytes/bytes.h"

namespace krait::builtins {
namespace {

// True as soon as an item's truth is `wanted`.
Result<bool> find_truth(Context& cx, Borrowed<> iterable, bool wanted) {
  auto iterator = KR_TRY(krait::iter(cx, iterable));
  for (;;) {
    auto item = krait::next(cx, iterator);
    if (item.failed()) return Failed{};
    if (item.missing()) return false;
    if (KR_TRY(is_true(cx, std::move(item).value())) == wanted) return true;
  }
}

Result<Ref<>> extreme(Context& cx, const char* name, Compare op, Args args, Borrowed<> key, Borrowed<> default_value) {
  if (args.empty()) return raise(cx, exc::TypeError, "{} expected at least 1 argument, got 0", name);
  bool several = args.size() > 1;
  if (several && !default_value.is_null())
    return raise(cx, exc::TypeError, "Cannot specify a default for {}() with multiple positional arguments", name);
  bool keyed = !key.is_null() && !is_none(key);
  Ref<> iterator;
  if (!several) iterator = KR_TRY(krait::iter(cx, Borrowed<>(args[0])));
  Ref<> best, best_key;
  for (std::size_t i = 0;; ++i) {
    Ref<> item;
    if (several) {
      if (i == args.size()) break;
      item = hold(args[i]);
    } else {
      auto got = krait::next(cx, iterator);
      if (got.failed()) return Failed{};
      if (got.missing()) break;
      item = std::move(got).value();
    }
    Ref<> item_key = keyed ? KR_TRY(call(cx, key, item)) : item.copy();
    if (!best.is_null() && !KR_TRY(compare_bool(cx, item_key, best_key, op))) continue;
    best = std::move(item);
    best_key = std::move(item_key);
  }
  if (!best.is_null()) return best;
  if (default_value.is_null()) return raise(cx, exc::ValueError, "{}() arg is an empty sequence", name);
  return hold(default_value);
}

}  // namespace

Result<bool> all(Context& cx, Borrowed<> iterable) { return !KR_TRY(find_truth(cx, iterable, false)); }
Result<bool> any(Context& cx, Borrowed<> iterable) { return find_truth(cx, iterable, true); }

Result<Ref<>> iter(Context& cx, Borrowed<> object, Borrowed<> sentinel) {
  if (sentinel.is_null()) return krait::iter(cx, object);
  if (!is_callable(object)) return raise(cx, exc::TypeError, "iter(v, w): v must be callable");
  return new_call_iterator(cx, object, sentinel);
}

Result<Ref<>> next(Context& cx, Borrowed<> iterator, Borrowed<> default_value) {
  UnaryFunction step = iterator.type()->tp_iternext;
  if (!is_iterator(iterator)) return raise(cx, exc::TypeError, "'{!t}' object is not an iterator", iterator);
  Object* item = step(iterator.object());
  if (item) return Ref<>::steal(item);
  if (default_value.is_null()) {
    if (!cx.has_error()) return raise_stop_iteration(cx, {});
    return Failed{};
  }
  if (cx.has_error()) {
    if (!error_matches(cx, exc::StopIteration)) return Failed{};
    clear_error(cx);
  }
  return hold(default_value);
}

Result<Ref<>> aiter(Context& cx, Borrowed<> iterable) {
  AsyncSlots* slots = iterable.type()->tp_as_async;
  if (!slots || !slots->am_aiter)
    return raise(cx, exc::TypeError, "'{!t}' object is not an async iterable", iterable);
  auto iterator = KR_TRY(Result<Ref<>>::from_raw(slots->am_aiter(iterable.object())));
  AsyncSlots* made = iterator.type()->tp_as_async;
  if (!made || !made->am_anext)
    return raise(cx, exc::TypeError, "aiter() returned not an async iterator of type '{!t}'", iterator);
  return iterator;
}

Result<Ref<>> anext(Context& cx, Borrowed<> iterator, Borrowed<> default_value) {
  AsyncSlots* slots = iterator.type()->tp_as_async;
  if (!slots || !slots->am_anext) return raise(cx, exc::TypeError, "'{!t}' object is not an async iterator", iterator);
  auto awaitable = KR_TRY(Result<Ref<>>::from_raw(slots->am_anext(iterator.object())));
  if (default_value.is_null()) return awaitable;
  return new_anext_awaitable(cx, awaitable, default_value);
}

Result<Ref<>> max(Context& cx, Args args, Borrowed<> key, Borrowed<> default_value) {
  return extreme(cx, "max", Compare::gt, args, key, default_value);
}
Result<Ref<>> min(Context& cx, Args args, Borrowed<> key, Borrowed<> default_value) {
  return extreme(cx, "min", Compare::lt, args, key, default_value);
}

Result<Ref<>> sorted(Context& cx, Args args, KwArgs keywords) {
  if (args.size() != 1) return raise(cx, exc::TypeError, "sorted expected 1 argument, got {}", args.size());
  auto list = KR_TRY(list_from(cx, Borrowed<>(args[0])));
  auto method = KR_TRY(get_attr(cx, list, KR_ID(sort)));
  Object* none_given[1] = {nullptr};
  KR_TRY(vectorcall(cx, method, keywords.count ? keywords.values : none_given, 0, Borrowed<Tuple>(keywords.names)));
  return list;
}

// Ints and floats are added without objects for as long as they last.
Result<Ref<>> sum(Context& cx, Borrowed<> iterable, Borrowed<> start) {
  auto iterator = KR_TRY(krait::iter(cx, iterable));
  Ref<> total;
  if (start.is_null()) {
    total = hold(small_int(0));
  } else {
    if (is<Str>(start)) return raise(cx, exc::TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    if (is<Bytes>(start)) return raise(cx, exc::TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (is<ByteArray>(start)) return raise(cx, exc::TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
    total = hold(start);
  }
  for (;;) {
    auto got = krait::next(cx, iterator);
    if (got.failed()) return Failed{};
    if (got.missing()) return total;
    auto item = std::move(got).value();
    if (is_exact<Int>(total) && is_exact<Int>(item)) {
      total = KR_TRY(int_add(cx, total.borrow().as<Int>(), item.borrow().as<Int>()));
      continue;
    }
    if (is_exact<Float>(total)) {
      double sum = total.borrow().as<Float>()->value;
      if (is_exact<Float>(item)) {
        total = KR_TRY(float_from(cx, sum + item.borrow().as<Float>()->value));
        continue;
      }
    }
    total = KR_TRY(add(cx, total, item));
  }
}

}  // namespace krait::builtins
