#include "modules/_ast/classes.h"
#include "object/declare/slot.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait::ast_module {
namespace {

Result<void> exec(Context& cx, Borrowed<Module> module) {
  Classes* c = KR_TRY(classes(cx));
  KR_TRY(module_add(cx, module, KR_ID(AST), Borrowed<>(c->base)));
  auto add_flag = [&](Borrowed<Str> name, int value) -> Result<void> {
    Ref<Int> number = KR_TRY(int_from(cx, value));
    return module_add(cx, module, name, number);
  };
  KR_TRY(add_flag(KR_ID(PyCF_ALLOW_TOP_LEVEL_AWAIT), 0x2000));
  KR_TRY(add_flag(KR_ID(PyCF_ONLY_AST), 0x400));
  KR_TRY(add_flag(KR_ID(PyCF_TYPE_COMMENTS), 0x1000));
  for (int t = 0; t < ast::TYPE_COUNT - ast::leaf_types; ++t) {
    const ast::TypeInfo& info = ast::types[t];
    Ref<Str> name = KR_TRY(intern_utf8(cx, info.name));
    KR_TRY(module_add(cx, module, name, Borrowed<>(c->types[t])));
    if (info.shape == ast::Shape::PRODUCT) continue;
    for (int n = info.first_node; n < info.first_node + info.node_count; ++n) {
      Ref<Str> node_name = KR_TRY(intern_utf8(cx, ast::nodes[n].name));
      KR_TRY(module_add(cx, module, node_name, Borrowed<>(c->nodes[n])));
    }
  }
  return {};
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head, .m_name = "_ast", .m_size = 0, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::ast_module
