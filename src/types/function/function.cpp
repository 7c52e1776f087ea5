// Making functions, their versions, and the builtins they see.
#include "types/function/function.h"

#include "bytecode/code.h"
#include "memory/memory.h"
#include "object/isolate.h"
#include "object/new.h"
#include "types/dict/dict.h"
#include "types/frame/frame.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace {

struct Versions {
  std::uint32_t last;
};
KR_ISOLATE_LOCAL(Versions, function_versions);

}  // namespace

Result<Borrowed<>> builtins_of_globals(Context& cx, Borrowed<Dict> globals) {
  if (globals) {
    Borrowed<> found = KR_TRY(dict_get(cx, globals, KR_ID(__builtins__)));
    if (found && is<Module>(found)) return Borrowed<>(found.as<Module>()->dict.get());
    if (found) return found;
  }
  if (InterpreterFrame* frame = current_frame(cx)) return Borrowed<>(frame->f_builtins);
  return Borrowed<>(isolate(cx).builtins.get());
}

Result<Ref<Function>> new_function(Context& cx, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<Str> qualname) {
  Borrowed<> builtins = KR_TRY(builtins_of_globals(cx, globals));
  Borrowed<> doc = code->co_consts->size() ? code->co_consts->item(0) : none();
  if (!is<Str>(doc)) doc = none();
  Borrowed<> module = KR_TRY(dict_get(cx, globals, KR_ID(__name__)));
  auto made = KR_TRY(new_container<Function>(cx, function_type));
  made->globals.init(hold(globals));
  made->builtins.init(hold(builtins));
  made->name.init(Ref<Str>::share(code->co_name));
  made->qualname.init(qualname ? hold(qualname) : Ref<Str>::share(code->co_qualname));
  made->code.init(hold(code));
  made->defaults.init({});
  made->kwdefaults.init({});
  made->closure.init({});
  made->doc.init(hold(doc));
  made->dict = nullptr;
  made->weakrefs = nullptr;
  made->module.init(Ref<>::share(module));
  made->annotations.init({});
  made->vectorcall = &function_vectorcall;
  made->version = 0;
  memory::track(made.object());
  return made;
}

std::uint32_t function_version(Context& cx, Borrowed<Function> function) {
  if (function->version) return function->version;
  if (function->vectorcall != &function_vectorcall) return 0;
  Versions& versions = function_versions(cx);
  if (versions.last == ~0u) return 0;
  return function->version = ++versions.last;
}

Result<Ref<Dict>> function_annotations(Context& cx, Borrowed<Function> function) {
  if (!function->annotations) function->annotations.init(KR_TRY(new_dict(cx)));
  if (is<Tuple>(function->annotations.get())) {
    auto pairs = hold(function->annotations.get().as<Tuple>());
    auto dict = KR_TRY(new_dict(cx, pairs->size() / 2));
    for (Index i = 0; i + 1 < pairs->size(); i += 2) KR_TRY(dict_set(cx, dict, pairs->item(i), pairs->item(i + 1)));
    auto old = function->annotations.replace(std::move(dict));
  }
  return hold(function->annotations.get().as<Dict>());
}

}  // namespace krait
