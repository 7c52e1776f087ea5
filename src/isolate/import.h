// Importing from C++: the import statement's work, and modules by name.
#pragma once

#include "object/protocol.h"

namespace krait {

// __import__(name, globals, None, fromlist, level): the module that the name's head or tail stands for.
Result<Ref<>> import_level(Context& cx, Borrowed<Str> name, Borrowed<> globals, Borrowed<> fromlist, int level);
// importlib.import_module(name): the module itself, also for dotted names; honours a replaced builtins.__import__.
Result<Ref<>> import_module(Context& cx, Borrowed<Str> name);
Result<Ref<>> import_module(Context& cx, const char* name);
// The module in sys.modules, null when it is not there.
Borrowed<> imported_module(Context& cx, Borrowed<Str> name);

// --- the parts start-up puts together
// Makes a built-in module known by its KR_BUILTIN_MODULE entry; missing when there is none of that name.
struct ModuleDef;
ModuleDef* find_builtin_module(std::string_view name);

}  // namespace krait
