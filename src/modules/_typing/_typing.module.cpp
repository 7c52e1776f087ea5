// _typing: the identity function that typing.NewType and typing.cast are made of.
#include "object/declare/method.h"
#include "object/register.h"

namespace krait::typing {

namespace {

Result<Ref<>> identity(Context&, Borrowed<> x) { return hold(x); }

constinit MethodDef functions[] = {KR_QUIET("_idfunc(x, /)", identity, nullptr), KR_END};

}  // namespace

constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "_typing", .m_doc = "Accelerators for the typing module.\n", .m_methods = functions};
KR_BUILTIN_MODULE(module_def);

}  // namespace krait::typing
