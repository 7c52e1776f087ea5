// object: the base of all classes.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/object/reduce.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/merge_dir.h"
#include "types/type/mro.h"

namespace krait {

namespace {

bool any_arguments(Object* args, Object* kwargs) {
  return reinterpret_cast<Tuple*>(args)->size() || (kwargs && reinterpret_cast<Dict*>(kwargs)->size());
}

KR_COLD Failed raise_abstract(Context& cx, Type& type) {
  auto methods = KR_TRY(get_attr(cx, type_object(type), KR_ID(__abstractmethods__)));
  auto sorted = KR_TRY(list_from(cx, methods));
  KR_TRY(list_sort(cx, sorted));
  auto joined = KR_TRY(str_join(cx, KR_STR(", "), sorted->span()));
  return raise(cx, exc::TypeError, "Can't instantiate abstract class {} with abstract method{} {}", type.tp_name,
               sorted->size() > 1 ? "s" : "", joined);
}

Result<Ref<Str>> object_repr(Context& cx, Borrowed<> self) {
  Type& type = *self.type();
  Result<Ref<>> looked = type_module(cx, type);
  Ref<> module;
  if (looked.failed()) clear_error(cx);
  else module = std::move(looked).value();
  auto name = KR_TRY(type_qualified_name(cx, type));
  auto address = reinterpret_cast<Word>(self.object());
  if (module && is<Str>(module) && !str_equal(module.borrow().as<Str>(), "builtins"))
    return format_str(cx, "<{}.{} object at 0x{:x}>", module, name, address);
  return format_str(cx, "<{} object at 0x{:x}>", type.tp_name, address);
}

Result<Ref<>> object_str(Context& cx, Borrowed<> self) {
  UnaryFunction function = self.type()->tp_repr;
  if (!function) return object_repr(cx, self);
  return Result<Ref<>>::from_raw(function(self.object()));
}

Result<Ref<>> object_compare(Context& cx, Borrowed<> self, Borrowed<> other, int op) {
  // Identical is equal; not identical says nothing, so that the other side is asked.
  if (op == static_cast<int>(Compare::eq)) return self.is(other) ? new_bool(true) : new_not_implemented();
  if (op != static_cast<int>(Compare::ne) || !self.type()->tp_richcompare) return new_not_implemented();
  auto equal = KR_TRY(
      Result<Ref<>>::from_raw(self.type()->tp_richcompare(self.object(), other.object(), static_cast<int>(Compare::eq))));
  if (is_not_implemented(equal)) return equal;
  return new_bool(!KR_TRY(is_true(cx, equal)));
}

void object_dealloc(Object* self) { self->type->tp_free(self); }

// --- __class__

Result<Ref<>> get_class(Context&, Borrowed<> self) { return hold(type_object(*self.type())); }

bool both_modules(Type& a, Type& b) { return is_subtype(&a, &module_type) && is_subtype(&b, &module_type); }

Result<void> set_class(Context& cx, Borrowed<> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::TypeError, "can't delete __class__ attribute");
  if (!is_type(value)) return raise(cx, exc::TypeError, "__class__ must be set to a class, not '{!t}' object", value);
  Type &next = as_type(value), &now = *self.type();
  bool immutable = has_flag(&next, type_flags::immutable) || has_flag(&now, type_flags::immutable);
  if (immutable && !both_modules(next, now))
    return raise(cx, exc::TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
  KR_TRY(check_compatible_for_assignment(cx, now, next, "__class__"));
  // Inline values belong to the class's shared keys: from here on the attributes live in a dict of their own.
  if (has_flag(&now, type_flags::managed_dict)) KR_TRY(instance_dict(cx, self));
  if (has_flag(&next, type_flags::heap)) incref(value.object());
  self.object()->type = &next;
  if (has_flag(&now, type_flags::heap)) decref(as_object(&now));
  return {};
}

// --- methods

Result<Ref<>> subclass_hook(Context&, Borrowed<>, Args) { return new_not_implemented(); }
Result<void> init_subclass(Context&, Borrowed<>) { return {}; }

Result<Ref<>> object_format(Context& cx, Borrowed<> self, Borrowed<Str> format_spec) {
  if (format_spec->size)
    return raise(cx, exc::TypeError, "unsupported format string passed to {!t:.200}.__format__", self);
  return str(cx, self);
}

Result<Index> object_sizeof(Context&, Borrowed<> self) {
  Index size = self.type()->tp_basicsize;
  if (self.type()->tp_itemsize > 0) {
    Index items = reinterpret_cast<VarObject*>(self.object())->size;
    size += (items < 0 ? -items : items) * self.type()->tp_itemsize;
  }
  return size;
}

Result<Ref<>> object_dir(Context& cx, Borrowed<> self) {
  auto own = KR_TRY(lookup_attr(cx, self, KR_ID(__dict__)));
  Ref<Dict> names = own && is<Dict>(own) ? KR_TRY(dict_copy(cx, own.borrow().as<Dict>())) : KR_TRY(new_dict(cx));
  auto cls = KR_TRY(lookup_attr(cx, self, KR_ID(__class__)));
  if (cls) KR_TRY(merge_class_dict(cx, names, cls));
  return dict_keys(cx, names);
}

constinit MethodDef methods[] = {
    KR_METHOD("__reduce_ex__($self, protocol, /)", object_reduce_ex, "Helper for pickle."),
    KR_METHOD("__reduce__($self, /)", object_reduce, "Helper for pickle."),
    KR_METHOD("__getstate__($self, /)", object_getstate, "Helper for pickle."),
    KR_QUIET_CLASS("__subclasshook__($type, *args)", subclass_hook,
                   "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by "
                   "abc.ABCMeta.__subclasscheck__().\nIt should return True, False or NotImplemented.  If it returns\nNotImplemented, "
                   "the normal algorithm is used.  Otherwise, it\noverrides the normal algorithm (and the outcome is cached).\n"),
    KR_QUIET_CLASS("__init_subclass__($type)", init_subclass,
                   "This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may "
                   "be\noverridden to extend subclasses.\n"),
    KR_METHOD("__format__($self, format_spec, /)", object_format, "Default object formatter."),
    KR_METHOD("__sizeof__($self, /)", object_sizeof, "Size of object in memory, in bytes."),
    KR_METHOD("__dir__($self, /)", object_dir, "Default dir() implementation."),
    KR_END};

constinit GetSetDef getset[] = {KR_GETSET("__class__", get_class, set_class, "the object's class"), KR_END};

}  // namespace

Object* object_new(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if (any_arguments(args, kwargs)) {
    if (type->tp_new != &object_new)
      return raise(cx, exc::TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
    if (type->tp_init == &object_init) return raise(cx, exc::TypeError, "{:.200}() takes no arguments", type->tp_name);
  }
  if (has_flag(type, type_flags::is_abstract)) return raise_abstract(cx, *type);
  return type->tp_alloc(type, 0);
}

int object_init(Object* self, Object* args, Object* kwargs) {
  if (!any_arguments(args, kwargs)) return 0;
  Context& cx = Context::current();
  Type* type = self->type;
  if (type->tp_init != &object_init)
    return raise(cx, exc::TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
  if (type->tp_new == &object_new)
    return raise(cx, exc::TypeError, "{:.200}.__init__() takes exactly one argument (the instance to initialize)", type->tp_name);
  return 0;
}

constinit Type object_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "object",
    .tp_basicsize = sizeof(Object),
    .tp_dealloc = &object_dealloc,
    .tp_repr = slot<&object_repr>,
    .tp_hash = &hash_by_address,
    .tp_str = slot<&object_str>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_setattro = slot<&generic_set_attr>,
    .tp_flags = type_flags::base,
    .tp_doc = "object()\n--\n\nThe base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new "
              "featureless\ninstance that has no instance attributes and cannot be given any.\n",
    .tp_richcompare = slot<&object_compare>,
    .tp_methods = methods,
    .tp_getset = getset,
    .tp_init = &object_init,
    .tp_alloc = &type_generic_alloc,
    .tp_new = &object_new,
    .tp_free = &free_object};
KR_READY(object_type);

}  // namespace krait
