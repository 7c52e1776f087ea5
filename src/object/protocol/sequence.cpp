// Sequences by position, and mappings' views.
#include "object/generic.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"

namespace krait {

bool is_sequence(Borrowed<> object) {
  if (is<Dict>(object)) return false;
  SequenceSlots* table = object.type()->tp_as_sequence;
  return table && table->sq_item;
}

bool is_mapping(Borrowed<> object) {
  MappingSlots* table = object.type()->tp_as_mapping;
  return table && table->mp_subscript;
}

namespace {

// How a search through an iterable ends.
enum class Search { count, index, contains };

Result<Index> search(Context& cx, Borrowed<> iterable, Borrowed<> wanted, Search what) {
  Result<Ref<>> made = iter(cx, iterable);
  if (made.failed()) {
    if (clear_error_if(cx, exc::TypeError)) return raise(cx, exc::TypeError, "argument of type '{!t:.200}' is not iterable", iterable);
    return Failed{};
  }
  auto iterator = std::move(made).value();
  for (Index n = 0, position = 0;; ++position) {
    auto item = KR_TRY(next(cx, iterator));
    if (!item) {
      if (what == Search::index) return raise(cx, exc::ValueError, "sequence.index(x): x not in sequence");
      return n;
    }
    if (!KR_TRY(same_or_equal(cx, item, wanted))) continue;
    if (what == Search::index) return position;
    if (what == Search::contains) return Index{1};
    ++n;
  }
}

}  // namespace

Result<bool> contains(Context& cx, Borrowed<> container, Borrowed<> item) {
  SequenceSlots* table = container.type()->tp_as_sequence;
  if (table && table->sq_contains) return Result<bool>::from_raw(table->sq_contains(container.object(), item.object()));
  return KR_TRY(search(cx, container, item, Search::contains)) > 0;
}

Result<Index> sequence_count(Context& cx, Borrowed<> sequence, Borrowed<> value) { return search(cx, sequence, value, Search::count); }

Result<Ref<>> sequence_index(Context& cx, Borrowed<> sequence, Borrowed<> value) {
  return int_from(cx, KR_TRY(search(cx, sequence, value, Search::index)));
}

Result<Ref<>> concat(Context& cx, Borrowed<> left, Borrowed<> right) {
  SequenceSlots* table = left.type()->tp_as_sequence;
  if (table && table->sq_concat)
    return Result<Ref<>>::from_raw(check_call_result(cx, left, table->sq_concat(left.object(), right.object())));
  if (is_sequence(left) && is_sequence(right)) {
    NumberSlots* number = left.type()->tp_as_number;
    if (number && number->nb_add) return add(cx, left, right);
  }
  return raise(cx, exc::TypeError, "'{!t:.200}' object can't be concatenated", left);
}

Result<Ref<>> inplace_concat(Context& cx, Borrowed<> left, Borrowed<> right) {
  SequenceSlots* table = left.type()->tp_as_sequence;
  if (table && table->sq_inplace_concat)
    return Result<Ref<>>::from_raw(check_call_result(cx, left, table->sq_inplace_concat(left.object(), right.object())));
  if (table && table->sq_concat) return concat(cx, left, right);
  if (is_sequence(left) && is_sequence(right)) return binary_op(cx, BinaryOp::inplace_add, left, right);
  return raise(cx, exc::TypeError, "'{!t:.200}' object can't be concatenated", left);
}

Result<Ref<>> repeat(Context& cx, Borrowed<> sequence, Index count) {
  SequenceSlots* table = sequence.type()->tp_as_sequence;
  if (table && table->sq_repeat)
    return Result<Ref<>>::from_raw(check_call_result(cx, sequence, table->sq_repeat(sequence.object(), count)));
  if (is_sequence(sequence)) return multiply(cx, sequence, KR_TRY(int_from(cx, count)));
  return raise(cx, exc::TypeError, "'{!t:.200}' object can't be repeated", sequence);
}

Result<Ref<>> inplace_repeat(Context& cx, Borrowed<> sequence, Index count) {
  SequenceSlots* table = sequence.type()->tp_as_sequence;
  if (table && table->sq_inplace_repeat)
    return Result<Ref<>>::from_raw(check_call_result(cx, sequence, table->sq_inplace_repeat(sequence.object(), count)));
  if (table && table->sq_repeat) return repeat(cx, sequence, count);
  if (is_sequence(sequence)) return binary_op(cx, BinaryOp::inplace_multiply, sequence, KR_TRY(int_from(cx, count)));
  return raise(cx, exc::TypeError, "'{!t:.200}' object can't be repeated", sequence);
}

namespace {

// A negative position counts from the end, where the type knows its length.
Result<void> adjust(Context&, Borrowed<> sequence, Index* position) {
  SequenceSlots* table = sequence.type()->tp_as_sequence;
  if (*position >= 0 || !table->sq_length) return {};
  Index size = table->sq_length(sequence.object());
  if (size < 0) return Failed{};
  *position += size;
  return {};
}

}  // namespace

Result<Ref<>> sequence_item(Context& cx, Borrowed<> sequence, Index position) {
  SequenceSlots* table = sequence.type()->tp_as_sequence;
  if (table && table->sq_item) {
    KR_TRY(adjust(cx, sequence, &position));
    return Result<Ref<>>::from_raw(check_call_result(cx, sequence, table->sq_item(sequence.object(), position)));
  }
  if (is_mapping(sequence)) return raise(cx, exc::TypeError, "{!t:.200} is not a sequence", sequence);
  return raise(cx, exc::TypeError, "'{!t:.200}' object does not support indexing", sequence);
}

Result<void> sequence_set_item(Context& cx, Borrowed<> sequence, Index position, Borrowed<> value) {
  SequenceSlots* table = sequence.type()->tp_as_sequence;
  if (table && table->sq_ass_item) {
    KR_TRY(adjust(cx, sequence, &position));
    return Result<void>::from_raw(table->sq_ass_item(sequence.object(), position, value.object()));
  }
  if (sequence.type()->tp_as_mapping && sequence.type()->tp_as_mapping->mp_ass_subscript)
    return raise(cx, exc::TypeError, "{!t:.200} is not a sequence", sequence);
  if (value) return raise(cx, exc::TypeError, "'{!t:.200}' object does not support item assignment", sequence);
  return raise(cx, exc::TypeError, "'{!t:.200}' object doesn't support item deletion", sequence);
}

namespace {

Result<Ref<>> method_as_list(Context& cx, Borrowed<> mapping, Borrowed<Str> method) {
  auto view = KR_TRY(call_method(cx, mapping, method));
  Result<Ref<>> made = iter(cx, view);
  if (made.failed()) {
    if (clear_error_if(cx, exc::TypeError))
      return raise(cx, exc::TypeError, "{!t:.200}.{}() returned a non-iterable (type {!t:.200})", mapping, method, view);
    return Failed{};
  }
  return list_from(cx, std::move(made).value());
}

}  // namespace

Result<Ref<>> mapping_keys(Context& cx, Borrowed<> mapping) {
  if (is_exact<Dict>(mapping)) return dict_keys(cx, mapping.as<Dict>());
  return method_as_list(cx, mapping, KR_ID(keys));
}
Result<Ref<>> mapping_values(Context& cx, Borrowed<> mapping) {
  if (is_exact<Dict>(mapping)) return dict_values(cx, mapping.as<Dict>());
  return method_as_list(cx, mapping, KR_ID(values));
}
Result<Ref<>> mapping_items(Context& cx, Borrowed<> mapping) {
  if (is_exact<Dict>(mapping)) return dict_items(cx, mapping.as<Dict>());
  return method_as_list(cx, mapping, KR_ID(items));
}

}  // namespace krait
