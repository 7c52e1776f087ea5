// _opcode: what dis asks of the compiler.
#include "bytecode/opcode.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"

namespace krait::opcode_module {
namespace {

Result<Ref<>> stack_effect_of(Context& cx, int opcode, Borrowed<> oparg, Borrowed<> jump) {
  int argument = 0;
  if (has_argument(opcode)) {
    if (is_none(oparg)) return raise(cx, exc::ValueError, "stack_effect: opcode requires oparg but oparg was not specified");
    argument = as_int(cx, oparg);
    if (argument == -1 && cx.has_error()) return Failed{};
  } else if (!is_none(oparg)) {
    return raise(cx, exc::ValueError, "stack_effect: opcode does not permit oparg but oparg was specified");
  }
  int jumps = is_none(jump) ? -1 : jump.is(boolean(true)) ? 1 : jump.is(boolean(false)) ? 0 : 2;
  if (jumps == 2) return raise(cx, exc::ValueError, "stack_effect: jump must be False, True or None");
  int effect = opcode < 0 || opcode > 255 ? invalid_stack_effect : stack_effect(opcode, argument, jumps);
  if (effect == invalid_stack_effect) return raise(cx, exc::ValueError, "invalid opcode or oparg");
  return int_from(cx, effect);
}

// Counting how specialisation fares takes a special build.
Result<Ref<>> get_specialization_stats(Context&) { return new_none(); }

constinit MethodDef functions[] = {
    KR_FUNCTION("stack_effect($module, opcode, oparg=None, /, *, jump=None)", stack_effect_of,
                "Compute the stack effect of the opcode."),
    KR_FUNCTION("get_specialization_stats($module, /)", get_specialization_stats, "Return the specialization stats"),
    KR_END};

constinit ModuleSlot slots[] = {{}};
constinit ModuleDef module_def = {.base = module_def_head,
                                  .m_name = "_opcode",
                                  .m_doc = "Opcode support module.",
                                  .m_size = 0,
                                  .m_methods = functions,
                                  .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::opcode_module
