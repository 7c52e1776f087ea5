// The module _sre.

#include "modules/_sre/classes.h"
#include "modules/_sre/pattern.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"

namespace krait {
Result<Ref<>> import_module(Context& cx, Borrowed<Str> name);  // isolate/import.h
}

namespace krait::sre {

Result<Ref<>> call_re(Context& cx, Borrowed<Str> function, Borrowed<> a, Borrowed<> b, Borrowed<> c) {
  Ref<> module = KR_TRY(import_module(cx, KR_ID(re)));
  Ref<> callable = KR_TRY(get_attr(cx, module, function));
  return c ? call(cx, callable, a, b, c) : call(cx, callable, a, b);
}

namespace {

long long getcodesize() { return sizeof(Code); }
bool ascii_iscased(int c) { return static_cast<unsigned>(c) < 128 && text::ascii_alpha(static_cast<std::uint8_t>(c)); }
bool unicode_iscased(int c) {
  auto code = static_cast<Code>(c);
  return unicode::to_lower(code) != code || unicode::to_upper(code) != code;
}
long long ascii_tolower(int c) { return lower<Case::ascii>(static_cast<Code>(c)); }
long long unicode_tolower(int c) { return lower<Case::unicode>(static_cast<Code>(c)); }

constinit MethodDef functions[] = {
    KR_FUNCTION("compile($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)", compile, ""),
    KR_FUNCTION("getcodesize($module, /)", getcodesize, ""),
    KR_FUNCTION("ascii_iscased($module, character, /)", ascii_iscased, ""),
    KR_FUNCTION("unicode_iscased($module, character, /)", unicode_iscased, ""),
    KR_FUNCTION("ascii_tolower($module, character, /)", ascii_tolower, ""),
    KR_FUNCTION("unicode_tolower($module, character, /)", unicode_tolower, ""),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  auto add = [&](Borrowed<Str> name, long long value) -> Result<void> {
    Ref<Int> number = KR_TRY(int_from(cx, value));
    return module_add(cx, module, name, number);
  };
  KR_TRY(add(KR_ID(MAGIC), kMagic));
  KR_TRY(add(KR_ID(CODESIZE), sizeof(Code)));
  KR_TRY(add(KR_ID(MAXREPEAT), kMaxRepeat));
  KR_TRY(add(KR_ID(MAXGROUPS), kMaxGroups));
  return module_add(cx, module, KR_ID(copyright), KR_STR(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB "));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "_sre", .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace krait::sre
