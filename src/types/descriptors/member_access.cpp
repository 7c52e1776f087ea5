// Reading and writing a field of a C struct by its MemberDef (PyMember_GetOne, PyMember_SetOne).
#include <climits>

#include "types/descriptors/descriptors.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/str.h"

namespace krait {

namespace {

template <class T>
T read(const char* address) {
  T value;
  __builtin_memcpy(&value, address, sizeof value);
  return value;
}
template <class T>
void write(char* address, T value) {
  __builtin_memcpy(address, &value, sizeof value);
}

}  // namespace

Result<Ref<>> member_get(Context& cx, const char* object, const MemberDef& member) {
  using namespace member_kind;
  const char* at = object + member.offset;
  switch (member.type) {
    case bool_: return new_bool(read<char>(at));
    case byte: return int_from(cx, read<signed char>(at));
    case ubyte: return int_from(cx, read<unsigned char>(at));
    case short_: return int_from(cx, read<short>(at));
    case ushort: return int_from(cx, read<unsigned short>(at));
    case int_: return int_from(cx, read<int>(at));
    case uint: return int_from_unsigned(cx, read<unsigned>(at));
    case long_: return int_from(cx, read<long>(at));
    case ulong: return int_from_unsigned(cx, read<unsigned long>(at));
    case ssize: return int_from(cx, read<Index>(at));
    case longlong: return int_from(cx, read<long long>(at));
    case ulonglong: return int_from_unsigned(cx, read<unsigned long long>(at));
    case float_: return float_from(cx, read<float>(at));
    case double_: return float_from(cx, read<double>(at));
    case string: {
      auto* text = read<const char*>(at);
      if (!text) return new_none();
      return str_from_utf8(cx, text);
    }
    case string_inplace: return str_from_utf8(cx, at);
    case char_: return str_from_utf8(cx, {at, 1});
    case member_kind::object: {
      auto* value = read<Object*>(at);
      return hold(value ? value : &none_object);
    }
    case object_ex: {
      auto* value = read<Object*>(at);
      if (!value) return raise(cx, exc::AttributeError, "'{!t:.200}' object has no attribute '{}'", Borrowed<>((Object*)object), member.name);
      return hold(value);
    }
    case member_kind::none: return new_none();
    default: return raise(cx, exc::SystemError, "bad memberdescr type for {}", member.name);
  }
}

namespace {

// Converts, warns when the number does not fit (it is cut then), and stores.
template <class T>
Result<void> store_narrow(Context& cx, char* at, Borrowed<> value, const char* c_name) {
  long number = as_long(cx, value);
  if (number == -1 && cx.has_error()) return Failed{};
  write(at, static_cast<T>(number));
  if (static_cast<long>(static_cast<T>(number)) == number) return {};
  auto text = KR_TRY(format_str(cx, "Truncation of value to {}", c_name));
  return warn_object(cx, exc::RuntimeWarning, 1, text);
}

template <class T>
Result<void> store_checked(Context& cx, char* at, T number) {
  if (number == static_cast<T>(-1) && cx.has_error()) return Failed{};
  write(at, number);
  return {};
}

// Negative numbers are taken as well, with a warning.
template <class T>
Result<void> store_unsigned(Context& cx, char* at, Borrowed<> value, const char* c_name) {
  auto number = KR_TRY(index(cx, value));
  if (int_sign(number) >= 0) {
    unsigned long converted = as_unsigned_long(cx, number);
    if (converted == static_cast<unsigned long>(-1) && cx.has_error()) return Failed{};
    write(at, static_cast<T>(converted));
    if (static_cast<unsigned long>(static_cast<T>(converted)) == converted) return {};
    auto text = KR_TRY(format_str(cx, "Truncation of value to {}", c_name));
    return warn_object(cx, exc::RuntimeWarning, 1, text);
  }
  long converted = as_long(cx, number);
  if (converted == -1 && cx.has_error()) return Failed{};
  write(at, static_cast<T>(converted));
  return warn(cx, exc::RuntimeWarning, 1, "Writing negative value into unsigned field");
}

Result<void> store_number(Context& cx, char* at, const MemberDef& member, Borrowed<> value) {
  using namespace member_kind;
  switch (member.type) {
    case byte: return store_narrow<signed char>(cx, at, value, "char");
    case ubyte: return store_narrow<unsigned char>(cx, at, value, "unsigned char");
    case short_: return store_narrow<short>(cx, at, value, "short");
    case ushort: return store_narrow<unsigned short>(cx, at, value, "unsigned short");
    case int_: return store_narrow<int>(cx, at, value, "int");
    case uint: return store_unsigned<unsigned>(cx, at, value, "unsigned int");
    case long_: return store_checked(cx, at, as_long(cx, value));
    case ulong: return store_unsigned<unsigned long>(cx, at, value, "unsigned long");
    case ssize: return store_checked(cx, at, as_ssize(cx, value));
    case longlong: return store_checked(cx, at, as_long_long(cx, value));
    case ulonglong: return store_checked(cx, at, as_unsigned_long_long(cx, value));
    case float_: {
      double number = as_double(cx, value);
      if (number == -1 && cx.has_error()) return Failed{};
      write(at, static_cast<float>(number));
      return {};
    }
    case double_: {
      double number = as_double(cx, value);
      if (number == -1 && cx.has_error()) return Failed{};
      write(at, number);
      return {};
    }
    default: return raise(cx, exc::SystemError, "bad memberdescr type for {}", member.name);
  }
}

}  // namespace

Result<void> member_set(Context& cx, char* object, const MemberDef& member, Borrowed<> value) {
  using namespace member_kind;
  char* at = object + member.offset;
  if (member.flags & 1) return raise(cx, exc::AttributeError, "readonly attribute");
  bool holds_object = member.type == member_kind::object || member.type == object_ex;
  if (!value) {
    if (member.type == object_ex && !read<Object*>(at))
      return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_TRY(str_from_utf8(cx, member.name)));
    if (!holds_object) return raise(cx, exc::TypeError, "can't delete numeric/char attribute");
  }
  if (holds_object) {
    auto old = Ref<>::steal(read<Object*>(at));
    write(at, Ref<>::share(value).release());
    return {};
  }
  switch (member.type) {
    case bool_:
      if (value.type() != &bool_type) return raise(cx, exc::TypeError, "attribute value type must be bool");
      write<char>(at, value.is(boolean(true)));
      return {};
    case char_: {
      Index size = 0;
      const char* text = is<Str>(value) ? KR_TRY(str_utf8(cx, value.as<Str>(), &size)) : nullptr;
      if (!text || size != 1) return raise(cx, exc::TypeError, "bad argument type for built-in operation");
      *at = *text;
      return {};
    }
    case string:
    case string_inplace: return raise(cx, exc::TypeError, "readonly attribute");
    default: return store_number(cx, at, member, value);
  }
}

}  // namespace krait
