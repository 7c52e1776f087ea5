// Objects as numbers: index(), int(), float().
#include "object/generic.h"
#include "types/bytes/bytes.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait {

namespace {

constexpr const char* subclass_warning_end =
    "The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.";

Result<Ref<Int>> exact_int(Context& cx, Ref<Int> value) {
  if (is_exact<Int>(value)) return value;
  if (value->is_compact()) return int_from(cx, value->compact_value());
  auto copy = KR_TRY(new_int(cx, value->digit_count()));
  __builtin_memcpy(copy->digits, value->digits, static_cast<std::size_t>(value->digit_count()) * sizeof(Digit));
  copy->head.size = value->head.size;
  return copy;
}

// The int that __index__ or __int__ gave, after CPython's checks.
Result<Ref<Int>> checked_int(Context& cx, Ref<> made, const char* method) {
  if (is_exact<Int>(made)) return std::move(made).as<Int>();
  if (!is<Int>(made)) return raise(cx, exc::TypeError, "{} returned non-int (type {!t:.200})", method, made);
  auto text = KR_TRY(format_str(cx, "{} returned non-int (type {!t:.200}).  {}", method, made, subclass_warning_end));
  KR_TRY(warn_object(cx, exc::DeprecationWarning, 1, text));
  return std::move(made).as<Int>();
}

Result<Ref<>> call_slot(Context& cx, UnaryFunction function, Borrowed<> object) {
  return Result<Ref<>>::from_raw(check_call_result(cx, object, function(object.object())));
}

}  // namespace

bool is_index(Borrowed<> object) {
  NumberSlots* table = object.type()->tp_as_number;
  return table && table->nb_index;
}

Result<Ref<Int>> index_or_subclass(Context& cx, Borrowed<> object) {
  if (is<Int>(object)) return hold(object.as<Int>());
  if (!is_index(object)) return raise(cx, exc::TypeError, "'{!t:.200}' object cannot be interpreted as an integer", object);
  return checked_int(cx, KR_TRY(call_slot(cx, object.type()->tp_as_number->nb_index, object)), "__index__");
}

Result<Ref<Int>> index(Context& cx, Borrowed<> object) { return exact_int(cx, KR_TRY(index_or_subclass(cx, object))); }

Result<long long> as_index(Context& cx, Borrowed<> object, Type* overflow) {
  auto value = KR_TRY(index_or_subclass(cx, object));
  int too_large = 0;
  long long position = int_to_long_long(value, &too_large);
  if (!too_large) return position;
  if (!overflow) return static_cast<long long>(too_large < 0 ? index_min : index_max);
  return raise(cx, *overflow, "cannot fit '{!t:.200}' into an index-sized integer", object);
}

namespace {

Result<Ref<>> int_through_trunc(Context& cx, Borrowed<> method) {
  KR_TRY(warn(cx, exc::DeprecationWarning, 1, "The delegation of int() to __trunc__ is deprecated."));
  auto made = KR_TRY(call(cx, method));
  if (is<Int>(made)) return exact_int(cx, std::move(made).as<Int>());
  if (!is_index(made)) return raise(cx, exc::TypeError, "__trunc__ returned non-Integral (type {!t:.200})", made);
  return index(cx, made);
}

// A buffer's text may end before its length says so, and int_from_text wants plain bytes to show in its error.
Result<Ref<>> int_of_bytes(Context& cx, Borrowed<> object, std::string_view text) {
  Result<Ref<>> made = int_from_text(cx, text, 10);
  if (!made.failed() || !clear_error_if(cx, exc::ValueError)) return made;
  auto shown = KR_TRY(bytes_from(cx, text));
  return raise(cx, exc::ValueError, "invalid literal for int() with base {}: {!r:.200}", 10, shown);
}

}  // namespace

Result<Ref<>> to_int(Context& cx, Borrowed<> object) {
  if (is_exact<Int>(object)) return hold(object);
  NumberSlots* table = object.type()->tp_as_number;
  if (table && table->nb_int) return exact_int(cx, KR_TRY(checked_int(cx, KR_TRY(call_slot(cx, table->nb_int, object)), "__int__")));
  if (table && table->nb_index) return index(cx, object);
  auto trunc = KR_TRY(lookup_special(cx, object, KR_ID(__trunc__)));
  if (trunc) return int_through_trunc(cx, trunc);
  if (is<Str>(object)) return int_from_str(cx, object.as<Str>(), 10);
  if (is<Bytes>(object)) return int_of_bytes(cx, object, object.as<Bytes>()->text());
  if (is<ByteArray>(object))
    return int_of_bytes(cx, object, {object.as<ByteArray>()->start, static_cast<std::size_t>(object.as<ByteArray>()->size())});
  if (has_buffer(object)) {
    ScopedBuffer buffer;
    KR_TRY(buffer.get(cx, object));
    return int_of_bytes(cx, object, {buffer.data(), static_cast<std::size_t>(buffer.size())});
  }
  return raise(cx, exc::TypeError, "int() argument must be a string, a bytes-like object or a real number, not '{!t:.200}'", object);
}

namespace {

Result<Ref<>> checked_float(Context& cx, Borrowed<> object, Ref<> made) {
  if (is_exact<Float>(made)) return made;
  if (!is<Float>(made))
    return raise(cx, exc::TypeError, "{!t:.50}.__float__ returned non-float (type {!t:.50})", object, made);
  auto text = KR_TRY(format_str(cx,
                                "{!t:.50}.__float__ returned non-float (type {!t:.50}).  The ability to return an instance of a strict "
                                "subclass of float is deprecated, and may be removed in a future version of Python.",
                                object, made));
  KR_TRY(warn_object(cx, exc::DeprecationWarning, 1, text));
  return float_from(cx, made.borrow().as<Float>()->value);
}

}  // namespace

Result<Ref<>> to_float(Context& cx, Borrowed<> object) {
  if (is_exact<Float>(object)) return hold(object);
  NumberSlots* table = object.type()->tp_as_number;
  if (table && table->nb_float) return checked_float(cx, object, KR_TRY(call_slot(cx, table->nb_float, object)));
  if (table && table->nb_index) {
    auto number = KR_TRY(index_or_subclass(cx, object));
    double value = int_to_double(cx, number);
    if (value == -1.0 && cx.has_error()) return Failed{};
    return float_from(cx, value);
  }
  if (is<Float>(object)) return float_from(cx, object.as<Float>()->value);
  return float_from_str(cx, object);
}

}  // namespace krait
