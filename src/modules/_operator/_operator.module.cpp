// The module _operator: the operators as functions.
#include "modules/_operator/_operator.h"

#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/module/module.h"

namespace krait::operators {
namespace {

template <BinaryOp Op>
Result<Ref<>> binary(Context& cx, Borrowed<> a, Borrowed<> b) { return binary_op(cx, Op, a, b); }
template <Compare Op>
Result<Ref<>> compared(Context& cx, Borrowed<> a, Borrowed<> b) { return compare(cx, a, b, Op); }

Result<bool> truth(Context& cx, Borrowed<> a) { return is_true(cx, a); }
Result<bool> negation(Context& cx, Borrowed<> a) { return !KR_TRY(is_true(cx, a)); }
Result<bool> identical(Context&, Borrowed<> a, Borrowed<> b) { return a.is(b); }
Result<bool> different(Context&, Borrowed<> a, Borrowed<> b) { return !a.is(b); }
Result<Ref<>> power_of(Context& cx, Borrowed<> a, Borrowed<> b) { return power(cx, a, b, none()); }
Result<Ref<>> inplace_power_of(Context& cx, Borrowed<> a, Borrowed<> b) { return inplace_power(cx, a, b, none()); }
Result<Index> length_hint_of(Context& cx, Borrowed<> object, Borrowed<> default_value) {
  Index guess = 0;
  if (default_value) {
    if (!is<Int>(default_value)) return raise(cx, exc::TypeError, "'{!t}' object cannot be interpreted as an integer", default_value);
    guess = as_ssize(cx, default_value);
    if (guess == -1 && cx.has_error()) return Failed{};
  }
  return length_hint(cx, object, guess);
}
Result<Ref<>> call_object(Context& cx, Borrowed<> callable, Args args, KwArgs keywords) {
  // The keyword values follow the positional ones in the caller's array.
  return vectorcall(cx, callable, args.data(), args.size(), Borrowed<Tuple>(keywords.count ? keywords.names : nullptr));
}

#define KR_BINARY(name, op, text) KR_FUNCTION(name "($module, a, b, /)", binary<BinaryOp::op>, "Same as " text ".")

constinit MethodDef functions[] = {
    KR_FUNCTION("truth($module, a, /)", truth, "Return True if a is true, False otherwise."),
    KR_FUNCTION("contains($module, a, b, /)", contains, "Same as b in a (note reversed operands)."),
    KR_FUNCTION("indexOf($module, a, b, /)", sequence_index, "Return the first index of b in a."),
    KR_FUNCTION("countOf($module, a, b, /)", sequence_count, "Return the number of items in a which are, or which equal, b."),
    KR_FUNCTION("is_($module, a, b, /)", identical, "Same as a is b."),
    KR_FUNCTION("is_not($module, a, b, /)", different, "Same as a is not b."),
    KR_BINARY("add", add, "a + b"), KR_BINARY("sub", subtract, "a - b"), KR_BINARY("mul", multiply, "a * b"),
    KR_BINARY("matmul", matrix_multiply, "a @ b"), KR_BINARY("floordiv", floor_divide, "a // b"),
    KR_BINARY("truediv", true_divide, "a / b"), KR_BINARY("mod", remainder, "a % b"),
    KR_FUNCTION("neg($module, a, /)", negative, "Same as -a."), KR_FUNCTION("pos($module, a, /)", positive, "Same as +a."),
    KR_FUNCTION("abs($module, a, /)", absolute, "Same as abs(a)."), KR_FUNCTION("inv($module, a, /)", invert, "Same as ~a."),
    KR_FUNCTION("invert($module, a, /)", invert, "Same as ~a."), KR_BINARY("lshift", lshift, "a << b"),
    KR_BINARY("rshift", rshift, "a >> b"), KR_FUNCTION("not_($module, a, /)", negation, "Same as not a."),
    KR_BINARY("and_", and_, "a & b"), KR_BINARY("xor", xor_, "a ^ b"), KR_BINARY("or_", or_, "a | b"),
    KR_BINARY("iadd", inplace_add, "a += b"), KR_BINARY("isub", inplace_subtract, "a -= b"), KR_BINARY("imul", inplace_multiply, "a *= b"),
    KR_BINARY("imatmul", inplace_matrix_multiply, "a @= b"), KR_BINARY("ifloordiv", inplace_floor_divide, "a //= b"),
    KR_BINARY("itruediv", inplace_true_divide, "a /= b"), KR_BINARY("imod", inplace_remainder, "a %= b"),
    KR_BINARY("ilshift", inplace_lshift, "a <<= b"), KR_BINARY("irshift", inplace_rshift, "a >>= b"),
    KR_BINARY("iand", inplace_and, "a &= b"), KR_BINARY("ixor", inplace_xor, "a ^= b"), KR_BINARY("ior", inplace_or, "a |= b"),
    KR_FUNCTION("concat($module, a, b, /)", concat, "Same as a + b, for a and b sequences."),
    KR_FUNCTION("iconcat($module, a, b, /)", inplace_concat, "Same as a += b, for a and b sequences."),
    KR_FUNCTION("getitem($module, a, b, /)", get_item, "Same as a[b]."),
    KR_FUNCTION("setitem($module, a, b, c, /)", set_item, "Same as a[b] = c."),
    KR_FUNCTION("delitem($module, a, b, /)", delete_item, "Same as del a[b]."),
    KR_FUNCTION("pow($module, a, b, /)", power_of, "Same as a ** b."),
    KR_FUNCTION("ipow($module, a, b, /)", inplace_power_of, "Same as a **= b."),
    KR_FUNCTION("index($module, a, /)", index, "Same as a.__index__()"),
    KR_FUNCTION("eq($module, a, b, /)", compared<Compare::eq>, "Same as a == b."),
    KR_FUNCTION("ne($module, a, b, /)", compared<Compare::ne>, "Same as a != b."),
    KR_FUNCTION("lt($module, a, b, /)", compared<Compare::lt>, "Same as a < b."),
    KR_FUNCTION("le($module, a, b, /)", compared<Compare::le>, "Same as a <= b."),
    KR_FUNCTION("gt($module, a, b, /)", compared<Compare::gt>, "Same as a > b."),
    KR_FUNCTION("ge($module, a, b, /)", compared<Compare::ge>, "Same as a >= b."),
    KR_FUNCTION("length_hint($module, obj, default=0, /)", length_hint_of,
                "Return an estimate of the number of items in obj.\n\n"
                "This is useful for presizing containers when building from an iterable.\n\n"
                "If the object supports len(), the result will be exact.\n"
                "Otherwise, it may over- or under-estimate by an arbitrary amount.\nThe result will be an integer >= 0."),
    KR_FUNCTION("_compare_digest($module, a, b, /)", compare_digest,
                "Return 'a == b'.\n\nThis function uses an approach designed to prevent\n"
                "timing analysis, making it appropriate for cryptography.\n\n"
                "a and b must both be of the same type: either str (ASCII only),\nor any bytes-like object.\n\n"
                "Note: If a and b are of different lengths, or if an error occurs,\n"
                "a timing attack could theoretically reveal information about the\n"
                "types and lengths of a and b--but not their values."),
    KR_FUNCTION("call($module, obj, /, *args, **kwargs)", call_object, "Same as obj(*args, **kwargs)."), KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(module_add_type(cx, module, item_getter_type));
  KR_TRY(module_add_type(cx, module, attr_getter_type));
  return module_add_type(cx, module, method_caller_type);
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "_operator",
    .m_doc = "Operator interface.\n\n"
             "This module exports a set of functions implemented in C corresponding\n"
             "to the intrinsic operators of Python.  For example, operator.add(x, y)\n"
             "is equivalent to the expression x+y.  The function names are those\n"
             "used for special methods; variants without leading and trailing\n"
             "'__' are also provided for convenience.",
    .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);
}  // namespace
}  // namespace krait::operators
