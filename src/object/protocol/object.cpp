// repr, str, format, hash, comparison, truth, dir, length.
#include "object/generic.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/frame/frame.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {

namespace {

Result<Ref<Str>> checked_text(Context& cx, Object* made, const char* method) {
  if (!made) return Failed{};
  auto answer = Ref<>::steal(made);
  if (!is<Str>(answer)) return raise(cx, exc::TypeError, "{} returned non-string (type {!t:.200})", method, answer);
  return std::move(answer).as<Str>();
}

}  // namespace

Result<Ref<Str>> repr(Context& cx, Borrowed<> object) {
  if (!object) return str_from_ascii(cx, "<NULL>");
  UnaryFunction function = object.type()->tp_repr;
  if (!function) return format_str(cx, "<{!t} object at 0x{:x}>", object, reinterpret_cast<Word>(object.object()));
  KR_RECURSION_GUARD(cx, " while getting the repr of an object");
  return checked_text(cx, function(object.object()), "__repr__");
}

Result<Ref<Str>> str(Context& cx, Borrowed<> object) {
  if (!object) return str_from_ascii(cx, "<NULL>");
  if (is_exact<Str>(object)) return hold(object.as<Str>());
  UnaryFunction function = object.type()->tp_str;
  if (!function) return repr(cx, object);
  KR_RECURSION_GUARD(cx, " while getting the str of an object");
  return checked_text(cx, function(object.object()), "__str__");
}

Result<Ref<Str>> ascii(Context& cx, Borrowed<> object) {
  auto text = KR_TRY(repr(cx, object));
  if (text->is_ascii()) return text;
  auto bytes = KR_TRY(encode(cx, text, "ascii", "backslashreplace"));
  return str_from_ascii(cx, bytes->text());
}

Result<Ref<Str>> format(Context& cx, Borrowed<> object, Borrowed<> spec) {
  if (spec && !is<Str>(spec)) return raise(cx, exc::SystemError, "Format specifier must be a string, not {!t:.200}", spec);
  if (!spec || spec.as<Str>()->size == 0) {
    if (is_exact<Str>(object)) return hold(object.as<Str>());
    if (is_exact<Int>(object)) return str(cx, object);
  }
  auto method = KR_TRY(lookup_special(cx, object, KR_ID(__format__)));
  if (!method) return raise(cx, exc::TypeError, "Type {!t:.100} doesn't define __format__", object);
  auto empty = empty_str();
  auto answer = KR_TRY(call(cx, method, spec ? spec : Borrowed<>(empty)));
  if (!is<Str>(answer)) return raise(cx, exc::TypeError, "__format__ must return a str, not {!t:.200}", answer);
  return std::move(answer).as<Str>();
}

Result<Ref<Bytes>> bytes_of(Context& cx, Borrowed<> object) {
  if (!object) return bytes_from(cx, "<NULL>");
  if (is_exact<Bytes>(object)) return hold(object.as<Bytes>());
  auto method = KR_TRY(lookup_special(cx, object, KR_ID(__bytes__)));
  if (method) {
    auto answer = KR_TRY(call(cx, method));
    if (!is<Bytes>(answer)) return raise(cx, exc::TypeError, "__bytes__ returned non-bytes (type {!t:.200})", answer);
    return std::move(answer).as<Bytes>();
  }
  bool number = is_index(object) && !has_buffer(object);
  if (number || is<Str>(object)) return raise(cx, exc::TypeError, "cannot convert '{!t:.200}' object to bytes", object);
  auto made = KR_TRY(call(cx, type_object(bytes_type), object));
  return std::move(made).as<Bytes>();
}

Hash hash_not_implemented(Object* object) {
  (void)raise(Context::current(), exc::TypeError, "unhashable type: '{!t:.200}'", Borrowed<>(object));
  return -1;
}

// Addresses are multiples of 16: the low bits go to the top, so that they do not collide in small tables.
Hash hash_by_address(Object* object) {
  Word bits = reinterpret_cast<Word>(object);
  bits = bits >> 4 | bits << 60;
  return static_cast<Hash>(bits) == -1 ? -2 : static_cast<Hash>(bits);
}

Result<Hash> hash(Context& cx, Borrowed<> object) {
  Type* type = object.type();
  if (!type->tp_hash && !type->tp_dict) KR_TRY(ready(cx, *type));
  if (type->tp_hash) {
    Hash value = type->tp_hash(object.object());
    if (value == -1) [[unlikely]] return Failed{};
    return value;
  }
  hash_not_implemented(object.object());
  return Failed{};
}

namespace {

constexpr Compare swapped(Compare op) {
  constexpr Compare table[] = {Compare::gt, Compare::ge, Compare::eq, Compare::ne, Compare::lt, Compare::le};
  return table[static_cast<int>(op)];
}

// One side's answer: NotImplemented as it is.
KR_INLINE Result<Ref<>> ask(RichCompare function, Borrowed<> self, Borrowed<> other, Compare op) {
  return Result<Ref<>>::from_raw(function(self.object(), other.object(), static_cast<int>(op)));
}

Result<Ref<>> compare_unguarded(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  bool reversed_tried = false;
  RichCompare mine = left.type()->tp_richcompare, theirs = right.type()->tp_richcompare;
  if (left.type() != right.type() && theirs && is_subtype(right.type(), left.type())) {
    reversed_tried = true;
    auto answer = KR_TRY(ask(theirs, right, left, swapped(op)));
    if (!is_not_implemented(answer)) return answer;
  }
  if (mine) {
    auto answer = KR_TRY(ask(mine, left, right, op));
    if (!is_not_implemented(answer)) return answer;
  }
  if (!reversed_tried && theirs) {
    auto answer = KR_TRY(ask(theirs, right, left, swapped(op)));
    if (!is_not_implemented(answer)) return answer;
  }
  if (op == Compare::eq) return new_bool(left.is(right));
  if (op == Compare::ne) return new_bool(!left.is(right));
  constexpr const char* symbols[] = {"<", "<=", "==", "!=", ">", ">="};
  return raise(cx, exc::TypeError, "'{}' not supported between instances of '{!t:.100}' and '{!t:.100}'",
               symbols[static_cast<int>(op)], left, right);
}

}  // namespace

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  KR_RECURSION_GUARD(cx, " in comparison");
  return compare_unguarded(cx, left, right, op);
}

Result<bool> compare_bool(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (left.is(right)) {
    if (op == Compare::eq) return true;
    if (op == Compare::ne) return false;
  }
  auto answer = KR_TRY(compare(cx, left, right, op));
  if (answer.type() == &bool_type) return answer.is(boolean(true));
  return is_true(cx, answer);
}

Result<bool> is_true(Context&, Borrowed<> object) {
  if (object.is(boolean(true))) return true;
  if (object.is(boolean(false)) || is_none(object)) return false;
  Type* type = object.type();
  Index truth;
  if (type->tp_as_number && type->tp_as_number->nb_bool) truth = type->tp_as_number->nb_bool(object.object());
  else if (type->tp_as_mapping && type->tp_as_mapping->mp_length) truth = type->tp_as_mapping->mp_length(object.object());
  else if (type->tp_as_sequence && type->tp_as_sequence->sq_length) truth = type->tp_as_sequence->sq_length(object.object());
  else return true;
  if (truth < 0) return Failed{};
  return truth > 0;
}

namespace {

Result<Ref<List>> local_names(Context& cx) {
  auto locals = hold(KR_TRY(current_locals(cx)));
  auto names = KR_TRY(mapping_keys(cx, locals));
  if (!is<List>(names)) return raise(cx, exc::TypeError, "dir(): expected keys() of locals to be a list, not '{!t:.200}'", names);
  return std::move(names).as<List>();
}

Result<Ref<List>> names_of(Context& cx, Borrowed<> object) {
  auto method = KR_TRY(lookup_special(cx, object, KR_ID(__dir__)));
  if (!method) return raise(cx, exc::TypeError, "object does not provide __dir__");
  auto answer = KR_TRY(call(cx, method));
  return list_from(cx, answer);
}

}  // namespace

Result<Ref<>> dir(Context& cx, Borrowed<> object) {
  auto names = KR_TRY(object ? names_of(cx, object) : local_names(cx));
  KR_TRY(list_sort(cx, names));
  return names;
}

Result<Index> length(Context& cx, Borrowed<> object) {
  Type* type = object.type();
  Index size;
  if (type->tp_as_sequence && type->tp_as_sequence->sq_length) size = type->tp_as_sequence->sq_length(object.object());
  else if (type->tp_as_mapping && type->tp_as_mapping->mp_length) size = type->tp_as_mapping->mp_length(object.object());
  else return raise(cx, exc::TypeError, "object of type '{!t:.200}' has no len()", object);
  if (size < 0) return Failed{};
  return size;
}

Result<Index> length_hint(Context& cx, Borrowed<> object, Index default_value) {
  Type* type = object.type();
  if ((type->tp_as_sequence && type->tp_as_sequence->sq_length) || (type->tp_as_mapping && type->tp_as_mapping->mp_length)) {
    Result<Index> size = length(cx, object);
    if (!size.failed()) return size;
    if (!clear_error_if(cx, exc::TypeError)) return Failed{};
  }
  auto method = KR_TRY(lookup_special(cx, object, KR_ID(__length_hint__)));
  if (!method) return default_value;
  Result<Ref<>> called = call(cx, method);
  if (called.failed()) {
    if (clear_error_if(cx, exc::TypeError)) return default_value;
    return Failed{};
  }
  auto hint = std::move(called).value();
  if (is_not_implemented(hint)) return default_value;
  if (!is<Int>(hint)) return raise(cx, exc::TypeError, "__length_hint__ must be an integer, not {!t:.100}", hint);
  Index size = as_ssize(cx, hint);
  if (size < 0 && cx.has_error()) return Failed{};
  if (size < 0) return raise(cx, exc::ValueError, "__length_hint__() should return >= 0");
  return size;
}

bool is_callable(Borrowed<> object) { return object.type()->tp_call != nullptr; }

}  // namespace krait
