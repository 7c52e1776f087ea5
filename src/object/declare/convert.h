// From an argument to a C++ parameter, and from a C++ answer back to an object.
//
// Convert<P>::from(cx, argument, out, site) fills a parameter of type P or raises CPython's error and answers false. A room adds its own
// kinds of parameter by specialising Convert beside the type.
#pragma once

#include <span>
#include <string_view>

#include "object/check.h"
#include "object/errors.h"
#include "object/names.h"
#include "object/singletons.h"

namespace krait {

// Where an argument stands, for error texts.
struct ArgSite {
  const char* function;
  int position;           // from 1; 0: the only one ("argument")
  std::string_view name;  // empty: known by position only
};

// All positional arguments of a *args parameter; borrowed.
struct Args : std::span<Object* const> {
  using span::span;
  Args() = default;
  Args(Object* const* items, std::size_t count) : span(items, count) {}
};

// All keyword arguments of a **kwargs parameter; borrowed. names may be null.
struct KwArgs {
  Object* const* values = nullptr;
  Tuple* names = nullptr;
  Index count = 0;
};

// An object of type T, or null when None is given or nothing.
template <class T = Object>
struct OrNone : Borrowed<T> {
  OrNone() = default;
  explicit OrNone(Borrowed<T> value) : Borrowed<T>(value) {}
};

// A bound of a slice: clamped to the range of Index, None refused.
struct SliceIndex {
  Index value = 0;
};

namespace declare {

// TypeError "f() argument 1 must be str, not int".
KR_COLD Failed raise_bad_argument(Context& cx, const ArgSite& site, std::string_view expected, Borrowed<> given);
bool convert_index(Context& cx, Borrowed<> argument, Index* out);
bool convert_int(Context& cx, Borrowed<> argument, int* out);
bool convert_double(Context& cx, Borrowed<> argument, double* out);
bool convert_bool(Context& cx, Borrowed<> argument, bool* out);
bool convert_slice_index(Context& cx, Borrowed<> argument, Index* out);
Object* box_integer(long long value);
Object* box_unsigned(unsigned long long value);
Object* box_double(double value);

template <class P>
struct Convert;

template <>
struct Convert<Borrowed<Object>> {
  static bool from(Context&, Borrowed<> argument, Borrowed<Object>& out, const ArgSite&) { return out = argument, true; }
};

template <class T>
struct Convert<Borrowed<T>> {
  static bool from(Context& cx, Borrowed<> argument, Borrowed<T>& out, const ArgSite& site) {
    if (!is<T>(argument)) [[unlikely]] return (void)raise_bad_argument(cx, site, T::static_type->tp_name, argument), false;
    out = argument.as<T>();
    return true;
  }
};

template <>
struct Convert<OrNone<Object>> {
  static bool from(Context&, Borrowed<> argument, OrNone<Object>& out, const ArgSite&) {
    if (!is_none(argument)) out = OrNone<Object>(argument);
    return true;
  }
};

template <class T>
struct Convert<OrNone<T>> {
  static bool from(Context& cx, Borrowed<> argument, OrNone<T>& out, const ArgSite& site) {
    if (is_none(argument)) return true;
    if (!is<T>(argument)) [[unlikely]] {
      char expected[100];
      __builtin_snprintf(expected, sizeof expected, "%s or None", T::static_type->tp_name);
      return (void)raise_bad_argument(cx, site, expected, argument), false;
    }
    out = OrNone<T>(argument.as<T>());
    return true;
  }
};

template <>
struct Convert<Index> {
  static bool from(Context& cx, Borrowed<> argument, Index& out, const ArgSite&) { return convert_index(cx, argument, &out); }
};
template <>
struct Convert<int> {
  static bool from(Context& cx, Borrowed<> argument, int& out, const ArgSite&) { return convert_int(cx, argument, &out); }
};
template <>
struct Convert<long long> {
  static bool from(Context& cx, Borrowed<> argument, long long& out, const ArgSite&) {
    Index value = 0;
    if (!convert_index(cx, argument, &value)) return false;
    out = value;
    return true;
  }
};
template <>
struct Convert<double> {
  static bool from(Context& cx, Borrowed<> argument, double& out, const ArgSite&) { return convert_double(cx, argument, &out); }
};
template <>
struct Convert<bool> {
  static bool from(Context& cx, Borrowed<> argument, bool& out, const ArgSite&) { return convert_bool(cx, argument, &out); }
};
template <>
struct Convert<SliceIndex> {
  static bool from(Context& cx, Borrowed<> argument, SliceIndex& out, const ArgSite&) {
    return convert_slice_index(cx, argument, &out.value);
  }
};

// --- defaults: read from the signature's text, for parameters that are not objects or have a constant as default
void the_default_does_not_suit_the_parameter();  // never defined

template <class P>
consteval P integer_default(std::string_view text) {
  if (text == "sys.maxsize") return static_cast<P>(index_max);
  if (text == "True") return P(1);
  if (text == "False") return P(0);
  bool negative = text[0] == '-';
  unsigned long long value = 0;
  for (std::size_t i = negative; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') the_default_does_not_suit_the_parameter();
    value = value * 10 + (text[i] - '0');
  }
  return static_cast<P>(negative ? 0 - value : value);
}

// How a default is had: objects get None, True or False where the text says so, otherwise null.
template <class P>
struct Default {
  template <FixedText Text>
  static P get() {
    constexpr std::string_view text(Text.text);
    if constexpr (std::is_same_v<P, Borrowed<Object>>) {
      if (text == "None") return none();
      if (text == "True") return boolean(true);
      if (text == "False") return boolean(false);
      return P();
    } else if constexpr (std::is_same_v<P, SliceIndex>) {
      return SliceIndex{integer_default<Index>(text)};
    } else if constexpr (std::is_same_v<P, double>) {
      return static_cast<double>(integer_default<long long>(text));
    } else if constexpr (std::is_integral_v<P>) {
      return integer_default<P>(text);
    } else {
      return P();
    }
  }
};

// --- answers
template <class R>
KR_INLINE Object* to_object(R&& answer) {
  using T = std::remove_cvref_t<R>;
  if constexpr (std::is_same_v<T, Failed>) return nullptr;
  else if constexpr (requires { answer.object(); answer.release(); }) return reinterpret_cast<Object*>(answer.release());  // Ref
  else if constexpr (std::is_same_v<T, bool>) return new_bool(answer).release();
  else if constexpr (std::is_integral_v<T> && std::is_unsigned_v<T>) return box_unsigned(answer);
  else if constexpr (std::is_integral_v<T>) return box_integer(answer);
  else if constexpr (std::is_floating_point_v<T>) return box_double(answer);
  else if constexpr (std::is_same_v<T, Result<void>>) return answer.failed() ? nullptr : new_none().release();
  else if constexpr (requires { typename T::not_a_result; }) return nullptr;
  else if (answer.failed()) return nullptr;
  else return to_object(std::move(answer).value());
}

}  // namespace declare
}  // namespace krait
