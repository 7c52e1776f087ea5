// abstract.h: numbers.
#include "capi/capi.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/str/str.h"

using namespace krait;
using namespace krait::capi;

namespace {

PyObject* binary(BinaryOp op, PyObject* left, PyObject* right) { return out(binary_op(cx(), op, borrow(left), borrow(right))); }
PyObject* null_error() {
  if (!cx().has_error()) (void)raise(cx(), exc::SystemError, "null argument to internal routine");
  return nullptr;
}

}  // namespace

#define KR_BINARY(name, op) \
  PyObject* name(PyObject* left, PyObject* right) { return left && right ? binary(BinaryOp::op, left, right) : null_error(); }
KR_BINARY(PyNumber_Add, add)
KR_BINARY(PyNumber_Subtract, subtract)
KR_BINARY(PyNumber_Multiply, multiply)
KR_BINARY(PyNumber_MatrixMultiply, matrix_multiply)
KR_BINARY(PyNumber_FloorDivide, floor_divide)
KR_BINARY(PyNumber_TrueDivide, true_divide)
KR_BINARY(PyNumber_Remainder, remainder)
KR_BINARY(PyNumber_Lshift, lshift)
KR_BINARY(PyNumber_Rshift, rshift)
KR_BINARY(PyNumber_And, and_)
KR_BINARY(PyNumber_Or, or_)
KR_BINARY(PyNumber_Xor, xor_)
KR_BINARY(PyNumber_InPlaceAdd, inplace_add)
KR_BINARY(PyNumber_InPlaceSubtract, inplace_subtract)
KR_BINARY(PyNumber_InPlaceMultiply, inplace_multiply)
KR_BINARY(PyNumber_InPlaceMatrixMultiply, inplace_matrix_multiply)
KR_BINARY(PyNumber_InPlaceFloorDivide, inplace_floor_divide)
KR_BINARY(PyNumber_InPlaceTrueDivide, inplace_true_divide)
KR_BINARY(PyNumber_InPlaceRemainder, inplace_remainder)
KR_BINARY(PyNumber_InPlaceLshift, inplace_lshift)
KR_BINARY(PyNumber_InPlaceRshift, inplace_rshift)
KR_BINARY(PyNumber_InPlaceAnd, inplace_and)
KR_BINARY(PyNumber_InPlaceOr, inplace_or)
KR_BINARY(PyNumber_InPlaceXor, inplace_xor)

PyObject* PyNumber_Divmod(PyObject* left, PyObject* right) { return out(krait::divmod(cx(), borrow(left), borrow(right))); }
PyObject* PyNumber_Power(PyObject* base, PyObject* exponent, PyObject* modulus) {
  return out(krait::power(cx(), borrow(base), borrow(exponent), borrow(modulus)));
}
PyObject* PyNumber_InPlacePower(PyObject* base, PyObject* exponent, PyObject* modulus) {
  return out(krait::inplace_power(cx(), borrow(base), borrow(exponent), borrow(modulus)));
}
PyObject* PyNumber_Negative(PyObject* object) { return object ? out(krait::negative(cx(), borrow(object))) : null_error(); }
PyObject* PyNumber_Positive(PyObject* object) { return object ? out(krait::positive(cx(), borrow(object))) : null_error(); }
PyObject* PyNumber_Absolute(PyObject* object) { return object ? out(krait::absolute(cx(), borrow(object))) : null_error(); }
PyObject* PyNumber_Invert(PyObject* object) { return object ? out(krait::invert(cx(), borrow(object))) : null_error(); }
PyObject* PyNumber_Long(PyObject* object) { return object ? out(krait::to_int(cx(), borrow(object))) : null_error(); }
PyObject* PyNumber_Float(PyObject* object) { return object ? out(krait::to_float(cx(), borrow(object))) : null_error(); }

int PyNumber_Check(PyObject* object) {
  if (!object) return 0;
  NumberSlots* slots = in(object)->type->tp_as_number;
  return slots && (slots->nb_index || slots->nb_int || slots->nb_float || is<Complex>(borrow(object)));
}
int PyIndex_Check(PyObject* object) { return is_index(borrow(object)); }
// An int or an instance of a subclass, as it is.
PyObject* _PyNumber_Index(PyObject* object) {
  if (!object) return null_error();
  if (is<Int>(borrow(object))) return Py_NewRef(object);
  return out(krait::index(cx(), borrow(object)));
}
PyObject* PyNumber_Index(PyObject* object) { return object ? out(krait::index(cx(), borrow(object))) : null_error(); }
Py_ssize_t PyNumber_AsSsize_t(PyObject* object, PyObject* error) {
  auto value = as_index(cx(), borrow(object), reinterpret_cast<Type*>(error));
  return value.failed() ? -1 : static_cast<Py_ssize_t>(value.value());
}
PyObject* PyNumber_ToBase(PyObject* object, int base) {
  if (base != 2 && base != 8 && base != 10 && base != 16)
    return out(raise(cx(), exc::SystemError, "PyNumber_ToBase: base must be 2, 8, 10 or 16"));
  auto number = krait::index(cx(), borrow(object));
  if (number.failed()) return nullptr;
  Ref<Int> value = std::move(number).value();
  return out(int_to_str(cx(), value, base));
}
