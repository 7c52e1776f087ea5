// The built-in functions that ask or do one thing with one object.
#include "modules/builtins/functions.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait::builtins {
namespace {

Result<Ref<Str>> in_base(Context& cx, Borrowed<> number, int base) {
  auto value = KR_TRY(krait::index(cx, number));
  return int_to_str(cx, value, base);
}

Result<Borrowed<Str>> attribute_name(Context& cx, const char* function, Borrowed<> name) {
  if (is<Str>(name)) return name.as<Str>();
  return raise(cx, exc::TypeError, "attribute name must be string, not '{!t:.200}'", name);
}

// What dir() and vars() without an argument show: the names of the frame that called.
Result<Ref<>> callers_names(Context& cx) { return locals(cx); }

}  // namespace

Result<Ref<>> abs(Context& cx, Borrowed<> x) { return absolute(cx, x); }
Result<Ref<Str>> bin(Context& cx, Borrowed<> number) { return in_base(cx, number, 2); }
Result<Ref<Str>> oct(Context& cx, Borrowed<> number) { return in_base(cx, number, 8); }
Result<Ref<Str>> hex(Context& cx, Borrowed<> number) { return in_base(cx, number, 16); }
bool callable(Borrowed<> object) { return is_callable(object); }

Result<Ref<Str>> chr(Context& cx, int code) {
  if (code < 0 || code > 0x10ffff) return raise(cx, exc::ValueError, "chr() arg not in range(0x110000)");
  return str_from_code_point(cx, static_cast<CodePoint>(code));
}

Result<long long> ord(Context& cx, Borrowed<> c) {
  Index size;
  if (is<Bytes>(c)) {
    size = c.as<Bytes>()->size();
    if (size == 1) return static_cast<unsigned char>(c.as<Bytes>()->data[0]);
  } else if (is<Str>(c)) {
    size = c.as<Str>()->size;
    if (size == 1) return c.as<Str>()->at(0);
  } else if (is<ByteArray>(c)) {
    size = c.as<ByteArray>()->size();
    if (size == 1) return static_cast<unsigned char>(c.as<ByteArray>()->start[0]);
  } else {
    return raise(cx, exc::TypeError, "ord() expected string of length 1, but {!t} found", c);
  }
  return raise(cx, exc::TypeError, "ord() expected a character, but string of length {} found", size);
}

Result<void> delattr(Context& cx, Borrowed<> object, Borrowed<> name) {
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "attribute name must be string, not '{!t}'", name);
  return delete_attr(cx, object, name.as<Str>());
}
Result<void> setattr(Context& cx, Borrowed<> object, Borrowed<> name, Borrowed<> value) {
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "attribute name must be string, not '{!t}'", name);
  return set_attr(cx, object, name.as<Str>(), value);
}
Result<Ref<>> getattr(Context& cx, Borrowed<> object, Borrowed<> name, Borrowed<> default_value) {
  auto attribute = KR_TRY(attribute_name(cx, "getattr", name));
  if (default_value.is_null()) return get_attr(cx, object, attribute);
  auto found = lookup_attr(cx, object, attribute);
  if (found.failed()) return Failed{};
  if (found.missing()) return hold(default_value);
  return std::move(found).value();
}
Result<bool> hasattr(Context& cx, Borrowed<> object, Borrowed<> name) {
  auto attribute = KR_TRY(attribute_name(cx, "hasattr", name));
  auto found = lookup_attr(cx, object, attribute);
  if (found.failed()) return Failed{};
  return !found.missing();
}

Result<Ref<>> dir(Context& cx, Borrowed<> object) { return krait::dir(cx, object); }
Result<Ref<>> vars(Context& cx, Borrowed<> object) {
  if (object.is_null()) return callers_names(cx);
  auto found = lookup_attr(cx, object, KR_ID(__dict__));
  if (found.failed()) return Failed{};
  if (found.missing()) return raise(cx, exc::TypeError, "vars() argument must have __dict__ attribute");
  return std::move(found).value();
}

Result<Ref<>> divmod(Context& cx, Borrowed<> x, Borrowed<> y) { return krait::divmod(cx, x, y); }
Result<Ref<Str>> format(Context& cx, Borrowed<> value, Borrowed<Str> spec) { return krait::format(cx, value, spec); }
Result<Hash> hash(Context& cx, Borrowed<> object) { return krait::hash(cx, object); }
Result<Ref<>> id(Context& cx, Borrowed<> object) {
  return int_from_unsigned(cx, reinterpret_cast<std::uintptr_t>(object.object()));
}
Result<bool> isinstance(Context& cx, Borrowed<> object, Borrowed<> class_or_tuple) { return is_instance(cx, object, class_or_tuple); }
Result<bool> issubclass(Context& cx, Borrowed<> cls, Borrowed<> class_or_tuple) { return is_subclass(cx, cls, class_or_tuple); }
Result<Index> len(Context& cx, Borrowed<> object) { return length(cx, object); }
Result<Ref<>> pow(Context& cx, Borrowed<> base, Borrowed<> exp, Borrowed<> mod) { return power(cx, base, exp, mod); }
Result<Ref<Str>> repr(Context& cx, Borrowed<> object) { return krait::repr(cx, object); }
Result<Ref<Str>> ascii(Context& cx, Borrowed<> object) { return krait::ascii(cx, object); }

Result<Ref<>> round(Context& cx, Borrowed<> number, Borrowed<> ndigits) {
  auto method = lookup_special(cx, number, KR_ID(__round__));
  if (method.failed()) return Failed{};
  if (method.missing()) return raise(cx, exc::TypeError, "type {!t} doesn't define __round__ method", number);
  auto bound = std::move(method).value();
  if (is_none(ndigits)) return call(cx, bound);
  return call(cx, bound, ndigits);
}

}  // namespace krait::builtins
