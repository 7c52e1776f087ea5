#include "modules/_imp/dynamic.h"

#include <dlfcn.h>

#include <string>

#include "isolate/import.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait {
namespace {

using ModuleInit = Object* (*)();

// PyInit_name for ASCII names, PyInitU_ and punycode otherwise (PEP 489); the name is the last part of a dotted one.
Result<std::string> init_name(Context& cx, Borrowed<Str> full_name) {
  Index dot = str_find_char(full_name, '.', 0, full_name->size, -1);
  auto last = KR_TRY(substring(cx, full_name, dot + 1, full_name->size));
  if (last->is_ascii()) {
    std::string name = "PyInit_";
    for (char c : last->ascii_text()) name += c == '-' ? '_' : c;
    return name;
  }
  auto encoded = KR_TRY(call_method(cx, last, KR_ID(encode), KR_ID(punycode)));
  if (!is<Bytes>(encoded)) return raise(cx, exc::TypeError, "a bytes object is required");
  std::string name = "PyInitU_";
  for (char c : encoded.borrow().as<Bytes>()->text()) name += c == '-' ? '_' : c;
  return name;
}

Failed raise_load_error(Context& cx, const std::string& text, Borrowed<Str> name, Borrowed<> path) {
  auto message = str_from_utf8(cx, text, "surrogateescape");
  if (message.failed()) return Failed{};
  return raise_import_error(cx, exc::ImportError, std::move(message).value(), name, path);
}

// Checks what an init function answered: a result and no exception, or the reverse.
Result<Ref<>> checked(Context& cx, Object* made, Borrowed<Str> name) {
  if (!made) {
    if (cx.has_error()) return Failed{};
    return raise(cx, exc::SystemError, "initialization of {} failed without raising an exception", name);
  }
  if (cx.has_error()) {
    decref(made);
    return raise_from_cause(cx, exc::SystemError, "initialization of extension module raised unreported exception");
  }
  if (!made->type) return raise(cx, exc::SystemError, "init function of {} returned uninitialized object", name);
  return Ref<>::steal(made);
}

}  // namespace

Result<Ref<>> load_extension(Context& cx, Borrowed<> spec) {
  auto name_object = KR_TRY(get_attr(cx, spec, KR_ID(name)));
  auto path_object = KR_TRY(get_attr(cx, spec, KR_ID(origin)));
  if (!is<Str>(name_object) || !is<Str>(path_object)) return raise(cx, exc::TypeError, "spec.name and spec.origin must be strings");
  auto name = name_object.borrow().as<Str>();
  KR_TRY(audit(cx, "import", name, path_object, none(), none(), none()));
  std::string symbol = KR_TRY(init_name(cx, name));
  auto path = KR_TRY(encode_fs(cx, path_object.borrow().as<Str>()));
  int flags = RTLD_NOW;
  auto wanted = call(cx, hold(sys_get(cx, KR_ID(getdlopenflags))));
  if (wanted.failed()) return Failed{};
  flags = static_cast<int>(KR_TRY(as_index(cx, std::move(wanted).value(), nullptr)));
  std::string file(path->text());
  if (file.find('/') == std::string::npos) file = "./" + file;
  void* library = dlopen(file.c_str(), flags);
  if (!library) {
    const char* why = dlerror();
    return raise_load_error(cx, why ? why : "unknown dlopen() error", name, path_object);
  }
  auto init = reinterpret_cast<ModuleInit>(dlsym(library, symbol.c_str()));
  if (!init) return raise_load_error(cx, "dynamic module does not define module export function (" + symbol + ")", name, path_object);
  auto made = KR_TRY(checked(cx, init(), name));
  if (made.type() == &module_def_type) return module_from_def(cx, reinterpret_cast<ModuleDef*>(made.object()), spec);
  if (!is<Module>(made))
    return raise(cx, exc::SystemError, "initialization of {} did not return an extension module", name);
  auto module = made.borrow().as<Module>();
  if (!module->def)
    return raise(cx, exc::SystemError, "initialization of {} did not return a valid module definition", name);
  auto dict = module_dict(module);
  if (!KR_TRY(dict_contains(cx, dict, KR_ID(__file__)))) KR_TRY(dict_set(cx, dict, KR_ID(__file__), path_object));
  KR_TRY(set_item(cx, hold(Borrowed<>(isolate(cx).modules.get())), name, made));
  return made;
}

}  // namespace krait
