// builtin_function_or_method and builtin_method: a C function with the object it was found on.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/descriptors/builtin_descriptors.h"
#include "types/method/call_c.h"
#include "types/method/method.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

namespace {

Type* defining_class(Object* function) {
  if (function->type != &builtin_method_type) return nullptr;
  return reinterpret_cast<BuiltinMethod*>(function)->defining_class.raw();
}

Object* receiver(const BuiltinFunction* function) {
  return function->def->ml_flags & method_flags::static_ ? nullptr : function->self.raw();
}

Object* vectorcall_any(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<BuiltinFunction*>(callable);
  return call_c(cx, {Borrowed<>(callable), self->def, receiver(self), defining_class(callable)}, args, vectorcall_count(nargsf),
                reinterpret_cast<Tuple*>(kwnames));
}

// The three commonest conventions, without the switch.
Object* vectorcall_one(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  auto* self = reinterpret_cast<BuiltinFunction*>(callable);
  if (vectorcall_count(nargsf) != 1 || kwnames) [[unlikely]] return vectorcall_any(callable, args, nargsf, kwnames);
  Context& cx = Context::current();
  KR_RECURSION_GUARD(cx, " while calling a Python object");
  return self->def->ml_meth.plain(receiver(self), args[0]);
}
Object* vectorcall_noargs(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  auto* self = reinterpret_cast<BuiltinFunction*>(callable);
  if (vectorcall_count(nargsf) != 0 || kwnames) [[unlikely]] return vectorcall_any(callable, args, nargsf, kwnames);
  Context& cx = Context::current();
  KR_RECURSION_GUARD(cx, " while calling a Python object");
  return self->def->ml_meth.plain(receiver(self), nullptr);
}
Object* vectorcall_fast(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  auto* self = reinterpret_cast<BuiltinFunction*>(callable);
  if (kwnames) [[unlikely]] return vectorcall_any(callable, args, nargsf, kwnames);
  return self->def->ml_meth.fast(receiver(self), args, vectorcall_count(nargsf));
}
Object* vectorcall_fast_keywords(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames) {
  auto* self = reinterpret_cast<BuiltinFunction*>(callable);
  return self->def->ml_meth.fast_keywords(receiver(self), args, vectorcall_count(nargsf), kwnames);
}

// Null for the conventions that want a tuple: those are called through tp_call, as in CPython.
VectorCall entry_for(int flags) {
  using namespace method_flags;
  switch (flags & (varargs | keywords | noargs | one | fastcall | method)) {
    case one: return &vectorcall_one;
    case noargs: return &vectorcall_noargs;
    case fastcall: return &vectorcall_fast;
    case fastcall | keywords: return &vectorcall_fast_keywords;
    case fastcall | keywords | method: return &vectorcall_any;
    default: return nullptr;
  }
}

Object* function_call(Object* callable, Object* args, Object* kwargs) {
  auto* self = reinterpret_cast<BuiltinFunction*>(callable);
  if (self->vectorcall) return vectorcall_call(callable, args, kwargs);
  Context& cx = Context::current();
  if (self->def->ml_flags & method_flags::keywords) return self->def->ml_meth.keywords(receiver(self), args, kwargs);
  if (kwargs && *reinterpret_cast<Index*>(kwargs + 1)) {
    auto name = KR_TRY(function_text(cx, Borrowed<>(callable)));
    return raise(cx, exc::TypeError, "{} takes no keyword arguments", name);
  }
  return self->def->ml_meth.plain(receiver(self), args);
}

// --- attributes

bool is_module_or_null(Borrowed<> self) { return !self || is_instance_of(self, module_type); }

Result<Ref<Str>> function_repr(Context& cx, Borrowed<BuiltinFunction> self) {
  if (is_module_or_null(self->self)) return format_str(cx, "<built-in function {}>", self->def->ml_name);
  return format_str(cx, "<built-in method {} of {!t} object at 0x{:x}>", self->def->ml_name, self->self.get(),
                    reinterpret_cast<Word>(self->self.raw()));
}

Result<Ref<>> function_compare(Context&, Borrowed<> left, Borrowed<> right, int op) {
  bool comparable = is<BuiltinFunction>(left) && is<BuiltinFunction>(right);
  if (!comparable || (op != static_cast<int>(Compare::eq) && op != static_cast<int>(Compare::ne))) return new_not_implemented();
  Borrowed<BuiltinFunction> a = left.as<BuiltinFunction>(), b = right.as<BuiltinFunction>();
  bool same = a->self.raw() == b->self.raw() && a->def->ml_meth.plain == b->def->ml_meth.plain;
  return new_bool(same == (op == static_cast<int>(Compare::eq)));
}

Hash function_hash(Object* object) {
  auto* self = reinterpret_cast<BuiltinFunction*>(object);
  Hash value = hash_by_address(self->self.raw()) ^ hash_by_address(reinterpret_cast<Object*>(self->def->ml_meth.plain));
  return value == -1 ? -2 : value;
}

Result<Ref<>> get_doc(Context& cx, Borrowed<BuiltinFunction> self) {
  return doc_from_internal_doc(cx, self->def->ml_name, self->def->ml_doc);
}
Result<Ref<>> get_signature(Context& cx, Borrowed<BuiltinFunction> self) {
  return text_signature_from_internal_doc(cx, self->def->ml_name, self->def->ml_doc);
}
Result<Ref<Str>> get_name(Context& cx, Borrowed<BuiltinFunction> self) { return intern_utf8(cx, self->def->ml_name); }

Result<Ref<Str>> get_qualname(Context& cx, Borrowed<BuiltinFunction> self) {
  if (is_module_or_null(self->self)) return get_name(cx, self);
  Borrowed<> owner = is_type(self->self) ? self->self.get() : type_object(*self->self.get().type());
  auto text = KR_TRY(get_attr(cx, owner, KR_ID(__qualname__)));
  if (!is<Str>(text)) return raise(cx, exc::TypeError, "<method>.__class__.__qualname__ is not a unicode object");
  return format_str(cx, "{}.{}", text, self->def->ml_name);
}

Result<Ref<>> get_self(Context&, Borrowed<BuiltinFunction> self) {
  Object* object = receiver(self.raw());
  return hold(object ? object : &none_object);
}

Result<Ref<>> reduce(Context& cx, Borrowed<BuiltinFunction> self) {
  auto name = KR_TRY(intern_utf8(cx, self->def->ml_name));
  if (is_module_or_null(self->self)) return name;
  return reduce_by_name(cx, self->self, name);
}

// --- the end

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<BuiltinFunction*>(object);
  Object* fields[] = {self->self.raw(), self->module.raw(), as_object(defining_class(object))};
  for (Object* field : fields)
    if (field)
      if (int answer = visit(field, arg)) return answer;
  return 0;
}

void dealloc(Object* object) {
  memory::untrack(object);
  auto* self = reinterpret_cast<BuiltinFunction*>(object);
  if (self->weakrefs && memory::clear_weak_references) memory::clear_weak_references(object);
  // The class goes last: the MethodDef may live in it.
  Ref<> cls = Ref<>::steal(as_object(defining_class(object)));
  auto receiver_object = self->self.take();
  auto module = self->module.take();
  object->type->tp_free(object);
}

constinit MethodDef methods[] = {KR_QUIET("__reduce__($self)", reduce, nullptr), KR_END};
constinit MemberDef members[] = {KR_MEMBER("__module__", object, BuiltinFunction, module, 0, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETTER("__doc__", get_doc, nullptr),           KR_GETTER("__name__", get_name, nullptr),
                                KR_GETTER("__qualname__", get_qualname, nullptr), KR_GETTER("__self__", get_self, nullptr),
                                KR_GETTER("__text_signature__", get_signature, nullptr), KR_END};

}  // namespace

Result<Ref<>> new_builtin_function(Context& cx, MethodDef* def, Borrowed<> self, Borrowed<> module, Type* cls) {
  bool wants_class = (def->ml_flags & method_flags::method) != 0;
  if (wants_class != (cls != nullptr)) {
    if (wants_class)
      return raise(cx, exc::SystemError, "attempting to create PyCMethod with a METH_METHOD flag but no class");
    return raise(cx, exc::SystemError, "attempting to create PyCFunction with class but no METH_METHOD flag");
  }
  Type& kind = wants_class ? builtin_method_type : builtin_function_type;
  auto made = KR_TRY(new_container<BuiltinFunction>(cx, kind, static_cast<std::size_t>(kind.tp_basicsize)));
  made->def = def;
  made->self.init(Ref<>::share(self));
  made->module.init(Ref<>::share(module));
  made->weakrefs = nullptr;
  made->vectorcall = entry_for(def->ml_flags);
  if (wants_class) reinterpret_cast<BuiltinMethod*>(made.raw())->defining_class.init(Ref<Type>::share(cls));
  memory::track(made.object());
  return made;
}

constinit Type builtin_function_type = {.head = {{1, &type_type}, 0},
                                        .tp_name = "builtin_function_or_method",
                                        .tp_basicsize = sizeof(BuiltinFunction),
                                        .tp_dealloc = &dealloc,
                                        .tp_vectorcall_offset = offsetof(BuiltinFunction, vectorcall),
                                        .tp_repr = slot<&function_repr>,
                                        .tp_hash = &function_hash,
                                        .tp_call = &function_call,
                                        .tp_getattro = slot<&generic_get_attr>,
                                        .tp_flags = type_flags::immutable | type_flags::gc | type_flags::have_vectorcall,
                                        .tp_traverse = &traverse,
                                        .tp_richcompare = slot<&function_compare>,
                                        .tp_weaklistoffset = offsetof(BuiltinFunction, weakrefs),
                                        .tp_methods = methods,
                                        .tp_members = members,
                                        .tp_getset = getset};
KR_READY(builtin_function_type);

constinit Type builtin_method_type = {.head = {{1, &type_type}, 0},
                                      .tp_name = "builtin_method",
                                      .tp_basicsize = sizeof(BuiltinMethod),
                                      .tp_flags = type_flags::immutable | type_flags::gc,
                                      .tp_base = &builtin_function_type};
KR_READY(builtin_method_type);

}  // namespace krait
