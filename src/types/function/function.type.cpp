// The type function: attributes, binding, construction, the end.
#include "bytecode/code.h"
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/cell/cell.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

namespace {

Result<Ref<Str>> function_repr(Context& cx, Borrowed<Function> self) {
  return format_str(cx, "<function {} at 0x{:x}>", self->qualname, reinterpret_cast<Word>(self.raw()));
}

Result<Ref<>> function_get(Context& cx, Borrowed<Function> self, Borrowed<> object, Borrowed<>) {
  if (!object || is_none(object)) return hold(self);
  return new_method(cx, self, object);
}

// --- attributes

Result<Ref<>> get_code(Context&, Borrowed<Function> self) { return hold(Borrowed<>(self->code.get())); }

Result<void> set_code(Context& cx, Borrowed<Function> self, Borrowed<> value) {
  if (!value || !is_exact<Code>(value)) return raise(cx, exc::TypeError, "__code__ must be set to a code object");
  Index wanted = self->closure ? self->closure.get().as<Tuple>()->size() : 0;
  Index given = value.as<Code>()->co_nfreevars;
  if (wanted != given)
    return raise(cx, exc::ValueError, "{}() requires a code object with {} free vars, not {}", self->name, wanted, given);
  self->version = 0;
  auto old = self->code.replace(hold(value.as<Code>()));
  return {};
}

Result<Ref<>> none_if_null(const Slot<>& field) { return field ? hold(field.get()) : new_none(); }

Result<Ref<>> get_defaults(Context&, Borrowed<Function> self) { return none_if_null(self->defaults); }
Result<void> set_defaults(Context& cx, Borrowed<Function> self, Borrowed<> value) {
  if (value && is_none(value)) value = {};
  if (value && !is<Tuple>(value)) return raise(cx, exc::TypeError, "__defaults__ must be set to a tuple object");
  self->version = 0;
  auto old = self->defaults.replace(Ref<>::share(value));
  return {};
}

Result<Ref<>> get_kwdefaults(Context&, Borrowed<Function> self) { return none_if_null(self->kwdefaults); }
Result<void> set_kwdefaults(Context& cx, Borrowed<Function> self, Borrowed<> value) {
  if (value && is_none(value)) value = {};
  if (value && !is<Dict>(value)) return raise(cx, exc::TypeError, "__kwdefaults__ must be set to a dict object");
  self->version = 0;
  auto old = self->kwdefaults.replace(Ref<>::share(value));
  return {};
}

Result<Ref<Dict>> get_annotations(Context& cx, Borrowed<Function> self) { return function_annotations(cx, self); }
Result<void> set_annotations(Context& cx, Borrowed<Function> self, Borrowed<> value) {
  if (value && is_none(value)) value = {};
  if (value && !is<Dict>(value)) return raise(cx, exc::TypeError, "__annotations__ must be set to a dict object");
  auto old = self->annotations.replace(Ref<>::share(value));
  return {};
}

Result<Ref<>> get_name(Context&, Borrowed<Function> self) { return hold(self->name.get()); }
Result<void> set_name(Context& cx, Borrowed<Function> self, Borrowed<> value) {
  if (!value || !is<Str>(value)) return raise(cx, exc::TypeError, "__name__ must be set to a string object");
  auto old = self->name.replace(hold(value.as<Str>()));
  return {};
}
Result<Ref<>> get_qualname(Context&, Borrowed<Function> self) { return hold(self->qualname.get()); }
Result<void> set_qualname(Context& cx, Borrowed<Function> self, Borrowed<> value) {
  if (!value || !is<Str>(value)) return raise(cx, exc::TypeError, "__qualname__ must be set to a string object");
  auto old = self->qualname.replace(hold(value.as<Str>()));
  return {};
}

constinit MemberDef members[] = {KR_MEMBER("__closure__", object, Function, closure, 1, nullptr),
                                 KR_MEMBER("__doc__", object, Function, doc, 0, nullptr),
                                 KR_MEMBER("__globals__", object, Function, globals, 1, nullptr),
                                 KR_MEMBER("__module__", object, Function, module, 0, nullptr),
                                 KR_MEMBER("__builtins__", object, Function, builtins, 1, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETSET("__code__", get_code, set_code, nullptr),
                                KR_GETSET("__defaults__", get_defaults, set_defaults, nullptr),
                                KR_GETSET("__kwdefaults__", get_kwdefaults, set_kwdefaults, nullptr),
                                KR_GETSET("__annotations__", get_annotations, set_annotations, nullptr),
                                {"__dict__", &generic_get_dict, &generic_set_dict, nullptr, nullptr},
                                KR_GETSET("__name__", get_name, set_name, nullptr),
                                KR_GETSET("__qualname__", get_qualname, set_qualname, nullptr), KR_END};

// --- function(code, globals, name=None, argdefs=None, closure=None)

Result<void> check_closure(Context& cx, Borrowed<Code> code, Borrowed<> closure) {
  if (!is<Tuple>(closure)) {
    if (code->co_nfreevars && is_none(closure)) return raise(cx, exc::TypeError, "arg 5 (closure) must be tuple");
    if (!is_none(closure)) return raise(cx, exc::TypeError, "arg 5 (closure) must be None or tuple");
  }
  Index wanted = code->co_nfreevars, given = is_none(closure) ? 0 : closure.as<Tuple>()->size();
  if (wanted != given)
    return raise(cx, exc::ValueError, "{} requires closure of length {}, not {}", Borrowed<Str>(code->co_name), wanted, given);
  for (Index i = 0; i < given; ++i)
    if (!is_exact<Cell>(closure.as<Tuple>()->item(i)))
      return raise(cx, exc::TypeError, "arg 5 (closure) expected cell, found {!t}", closure.as<Tuple>()->item(i));
  return {};
}

Result<Ref<>> make(Context& cx, Borrowed<Type>, Borrowed<Code> code, Borrowed<Dict> globals, Borrowed<> name, Borrowed<> argdefs,
                   Borrowed<> closure) {
  if (!is_none(name) && !is<Str>(name)) return raise(cx, exc::TypeError, "arg 3 (name) must be None or string");
  if (!is_none(argdefs) && !is<Tuple>(argdefs)) return raise(cx, exc::TypeError, "arg 4 (defaults) must be None or tuple");
  KR_TRY(check_closure(cx, code, closure));
  auto made = KR_TRY(new_function(cx, code, globals));
  if (!is_none(name)) auto old = made->name.replace(hold(name.as<Str>()));
  if (!is_none(argdefs)) made->defaults.init(hold(argdefs));
  if (!is_none(closure)) made->closure.init(hold(closure));
  return made;
}

// --- the collector's view, and the end

using Fields = Owns<Function, &Function::code, &Function::globals, &Function::builtins, &Function::module, &Function::defaults,
                    &Function::kwdefaults, &Function::doc, &Function::name, &Function::dict, &Function::closure,
                    &Function::annotations, &Function::qualname>;

// Everything through which a cycle can run. Code and names stay: a function must not lose them while someone may still call it.
int clear(Object* object) {
  auto* self = reinterpret_cast<Function*>(object);
  self->version = 0;
  auto globals = self->globals.take();
  auto builtins = self->builtins.take();
  auto module = self->module.take();
  auto defaults = self->defaults.take();
  auto kwdefaults = self->kwdefaults.take();
  auto doc = self->doc.take();
  auto dict = Ref<>::steal(std::exchange(self->dict, nullptr));
  auto closure = self->closure.take();
  auto annotations = self->annotations.take();
  return 0;
}

void dealloc(Object* object) {
  memory::untrack(object);
  auto* self = reinterpret_cast<Function*>(object);
  if (self->weakrefs && memory::clear_weak_references) memory::clear_weak_references(object);
  Fields::clear(object);
  free_container(object);
}

}  // namespace

constinit Type function_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "function",
    .tp_basicsize = sizeof(Function),
    .tp_dealloc = &dealloc,
    .tp_vectorcall_offset = offsetof(Function, vectorcall),
    .tp_repr = slot<&function_repr>,
    .tp_call = &vectorcall_call,
    .tp_flags = type_flags::gc | type_flags::have_vectorcall | type_flags::method_descriptor,
    .tp_doc = "function(code, globals, name=None, argdefs=None, closure=None)\n--\n\nCreate a function object.\n\n  code\n    a code "
              "object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  "
              "argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for "
              "free variables",
    .tp_traverse = Fields::traverse,
    .tp_clear = &clear,
    .tp_weaklistoffset = offsetof(Function, weakrefs),
    .tp_members = members,
    .tp_getset = getset,
    .tp_descr_get = slot<&function_get>,
    .tp_dictoffset = offsetof(Function, dict),
    .tp_new = KR_NEW("function($type, code, globals, name=None, argdefs=None, closure=None)", make),
    .tp_free = free_container};
KR_READY(function_type);

}  // namespace krait
