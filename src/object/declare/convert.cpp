// The converters of plain C++ parameters, and the boxing of plain answers.
#include "memory/memory.h"
#include "object/generic.h"
#include "object/declare/convert.h"
#include "object/declare/slot.h"
#include "types/float/float.h"
#include "types/int/int.h"

namespace krait::declare {

Failed raise_bad_argument(Context& cx, const ArgSite& site, std::string_view expected, Borrowed<> given) {
  const char* shown = is_none(given) ? "None" : given.type()->tp_name;
  if (!site.name.empty())
    return raise(cx, exc::TypeError, "{:.200}() argument '{}' must be {:.50}, not {:.50}", site.function, site.name, expected, shown);
  if (site.position == 0) return raise(cx, exc::TypeError, "{:.200}() argument must be {:.50}, not {:.50}", site.function, expected, shown);
  return raise(cx, exc::TypeError, "{:.200}() argument {} must be {:.50}, not {:.50}", site.function, site.position, expected, shown);
}

bool convert_index(Context& cx, Borrowed<> argument, Index* out) {
  auto made = index_or_subclass(cx, argument);
  if (made.failed()) return false;
  *out = as_ssize(cx, std::move(made).value());
  return *out != -1 || !cx.has_error();
}

bool convert_int(Context& cx, Borrowed<> argument, int* out) {
  *out = as_int(cx, argument);
  return *out != -1 || !cx.has_error();
}

bool convert_double(Context& cx, Borrowed<> argument, double* out) {
  *out = as_double(cx, argument);
  return *out != -1.0 || !cx.has_error();
}

bool convert_bool(Context& cx, Borrowed<> argument, bool* out) {
  Result<bool> truth = is_true(cx, argument);
  if (truth.failed()) return false;
  *out = truth.value();
  return true;
}

bool convert_slice_index(Context& cx, Borrowed<> argument, Index* out) {
  if (!is_index(argument)) {
    (void)raise(cx, exc::TypeError, "slice indices must be integers or have an __index__ method");
    return false;
  }
  Result<long long> position = as_index(cx, argument, nullptr);
  if (position.failed()) return false;
  *out = position.value();
  return true;
}

Object* box_integer(long long value) { return reinterpret_cast<Object*>(int_from(Context::current(), value).release()); }
Object* box_unsigned(unsigned long long value) {
  return reinterpret_cast<Object*>(int_from_unsigned(Context::current(), value).release());
}
Object* box_double(double value) { return reinterpret_cast<Object*>(float_from(Context::current(), value).release()); }

void untrack_if_container(Object* self) {
  if (has_flag(self->type, type_flags::gc)) memory::untrack(self);
}

}  // namespace krait::declare
