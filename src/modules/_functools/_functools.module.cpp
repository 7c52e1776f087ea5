// The module _functools.
#include "modules/_functools/_functools.h"

#include "object/declare/method.h"
#include "object/register.h"
#include "types/module/module.h"

namespace krait::functools {
namespace {

Result<Ref<>> reduce(Context& cx, Borrowed<> function, Borrowed<> iterable, Borrowed<> initial) {
  auto made = iter(cx, iterable);
  if (made.failed()) {
    if (error_matches(cx, exc::TypeError)) return raise(cx, exc::TypeError, "reduce() arg 2 must support iteration");
    return Failed{};
  }
  Ref<> iterator = std::move(made).value();
  Ref<> result = hold(initial);
  for (;;) {
    auto step = next(cx, iterator);
    if (step.failed()) return Failed{};
    if (step.missing()) break;
    Ref<> item = std::move(step).value();
    result = result ? KR_TRY(call(cx, function, result, item)) : std::move(item);
  }
  if (!result) return raise(cx, exc::TypeError, "reduce() of empty iterable with no initial value");
  return result;
}

constinit MethodDef functions[] = {
    KR_QUIET("reduce($module, function, iterable, initial=<unrepresentable>, /)", reduce,
             "reduce(function, iterable[, initial]) -> value\n\n"
             "Apply a function of two arguments cumulatively to the items of a sequence\n"
             "or iterable, from left to right, so as to reduce the iterable to a single\n"
             "value.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) calculates\n"
             "((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\n"
             "of the iterable in the calculation, and serves as a default when the\niterable is empty."),
    KR_QUIET("cmp_to_key($module, mycmp)", cmp_to_key, "Convert a cmp= function into a key= function."), KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(module_add_type(cx, module, partial_type));
  return module_add_type(cx, module, lru_cache_type);
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head, .m_name = "_functools", .m_doc = "Tools that operate on functions.",
                                  .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);
}  // namespace
}  // namespace krait::functools
