// Operators whose work is not worth a place in the handler.
#include "interp/helpers.h"
#include "object/isolate.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/slice/slice.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::interp {

Object* contains_op(Context& cx, Object* item, Object* container, bool negated) {
  auto found = contains(cx, Borrowed<>(container), Borrowed<>(item));
  if (found.failed()) return nullptr;
  return new_bool(found.value() != negated).release();
}

int truth(Context& cx, Object* object) {
  if (object == none().object()) return 0;
  return is_true(cx, Borrowed<>(object)).release();
}

Object* format_value(Context& cx, Object* value, Object* spec, unsigned conversion) {
  Ref<> converted;
  switch (conversion) {
    case 1: converted = KR_TRY(str(cx, Borrowed<>(value))); break;
    case 2: converted = KR_TRY(repr(cx, Borrowed<>(value))); break;
    case 3: converted = KR_TRY(ascii(cx, Borrowed<>(value))); break;
    default: converted = hold(value);
  }
  if (!spec && converted.type() == &str_type) return converted.release();
  return as_object(format(cx, converted, Borrowed<>(spec)).release());
}

Object* build_slice(Context& cx, Object* start, Object* stop, Object* step) {
  return as_object(new_slice(cx, Borrowed<>(start), Borrowed<>(stop), Borrowed<>(step)).release());
}

int print_expression(Context& cx, Object* value) {
  Ref<> function = hold(sys_get(cx, KR_ID(displayhook)));
  if (!function) return raise(cx, exc::RuntimeError, "lost sys.displayhook");
  KR_TRY(call(cx, function, Borrowed<>(value)));
  return 0;
}

namespace body {

Object* box_long(Context& cx, Index value) { return as_object(int_from(cx, value).release()); }
Object* add_long(Context& cx, Object* left, Object* right) {
  return as_object(int_add(cx, Borrowed<>(left).as<Int>(), Borrowed<>(right).as<Int>()).release());
}
Object* subtract_long(Context& cx, Object* left, Object* right) {
  return as_object(int_subtract(cx, Borrowed<>(left).as<Int>(), Borrowed<>(right).as<Int>()).release());
}
Object* multiply_long(Context& cx, Object* left, Object* right) {
  return as_object(int_multiply(cx, Borrowed<>(left).as<Int>(), Borrowed<>(right).as<Int>()).release());
}

Object* length_of(Context& cx, Object* object) {
  auto size = length(cx, Borrowed<>(object));
  if (size.failed()) return nullptr;
  return as_object(int_from(cx, size.value()).release());
}

Object* is_instance_call(Context& cx, Object* object, Object* cls) {
  auto answer = is_instance(cx, Borrowed<>(object), Borrowed<>(cls));
  if (answer.failed()) return nullptr;
  return new_bool(answer.value()).release();
}

Object* subscript_dict(Context& cx, Object* dict, Object* key) {
  auto found = dict_get(cx, Borrowed<>(dict).as<Dict>(), Borrowed<>(key));
  if (found.failed()) return nullptr;
  if (!found.value()) return raise_key_error(cx, Borrowed<>(key));
  return hold(found.value()).release();
}

}  // namespace body
}  // namespace krait::interp
