// property: three functions that stand for an attribute.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

namespace property {

// "property 'x' of 'A' object has no setter"
KR_COLD Failed raise_no(Context& cx, Borrowed<Property> self, Borrowed<> object, const char* what) {
  auto owner = KR_TRY(type_qualified_name(cx, *object.type()));
  if (self->name) return raise(cx, exc::AttributeError, "property {!r} of {!r} object has no {}", self->name, owner, what);
  return raise(cx, exc::AttributeError, "property of {!r} object has no {}", owner, what);
}

Result<Ref<>> descr_get(Context& cx, Borrowed<Property> self, Borrowed<> object, Borrowed<>) {
  if (!object || is_none(object)) return hold(self);
  if (!self->get) return raise_no(cx, self, object, "getter");
  return call(cx, self->get, object);
}

Result<void> descr_set(Context& cx, Borrowed<Property> self, Borrowed<> object, Borrowed<> value) {
  Borrowed<> function = value ? self->set : self->del;
  if (!function) return raise_no(cx, self, object, value ? "setter" : "deleter");
  if (value) KR_TRY(call(cx, function, object, value));
  else KR_TRY(call(cx, function, object));
  return {};
}

// The doc of the getter becomes the property's; a subclass keeps it in its instance's __dict__, as its class may define __doc__.
Result<void> take_getter_doc(Context& cx, Borrowed<Property> self, Borrowed<> getter) {
  auto doc = KR_TRY(lookup_attr(cx, getter, KR_ID(__doc__)));
  if (!doc) return {};
  if (is_exact<Property>(self)) {
    auto old = self->doc.replace(std::move(doc));
  } else {
    KR_TRY(set_attr(cx, self, KR_ID(__doc__), doc));
  }
  self->getter_doc = 1;
  return {};
}

Result<void> init(Context& cx, Borrowed<Property> self, Borrowed<> fget, Borrowed<> fset, Borrowed<> fdel, Borrowed<> doc) {
  auto given = [](Borrowed<> value) { return is_none(value) ? Ref<>() : hold(value); };
  auto old_get = self->get.replace(given(fget));
  auto old_set = self->set.replace(given(fset));
  auto old_del = self->del.replace(given(fdel));
  auto old_doc = self->doc.replace(doc ? hold(doc) : new_none());
  auto old_name = self->name.take();
  self->getter_doc = 0;
  if ((!doc || is_none(doc)) && !is_none(fget)) {
    if (is_exact<Property>(self)) auto none_doc = self->doc.take();
    KR_TRY(take_getter_doc(cx, self, fget));
    if (is_exact<Property>(self) && !self->doc) self->doc.init(new_none());
  }
  return {};
}

// A copy with one function replaced, made by the property's class; the doc is taken from the getter again if it came from there.
Result<Ref<>> copy_with(Context& cx, Borrowed<Property> self, Borrowed<> get, Borrowed<> set, Borrowed<> del) {
  auto pick = [](Borrowed<> given, const Slot<>& own) {
    if (given && !is_none(given)) return given;
    return own ? own.get() : none();
  };
  Borrowed<> getter = pick(get, self->get);
  Borrowed<> doc = self->getter_doc && !is_none(getter) ? none() : self->doc ? self->doc.get() : none();
  auto made = KR_TRY(call(cx, type_object(*self.type()), getter, pick(set, self->set), pick(del, self->del), doc));
  if (is<Property>(made) && self->name) {
    auto old = made.borrow().as<Property>()->name.replace(hold(self->name.get()));
  }
  return made;
}

Result<Ref<>> getter(Context& cx, Borrowed<Property> self, Borrowed<> function) { return copy_with(cx, self, function, {}, {}); }
Result<Ref<>> setter(Context& cx, Borrowed<Property> self, Borrowed<> function) { return copy_with(cx, self, {}, function, {}); }
Result<Ref<>> deleter(Context& cx, Borrowed<Property> self, Borrowed<> function) { return copy_with(cx, self, {}, {}, function); }

Object* set_name(Object* object, Object* args) {
  Context& cx = Context::current();
  auto* self = reinterpret_cast<Property*>(object);
  auto* given = reinterpret_cast<Tuple*>(args);
  if (given->size() != 2)
    return raise(cx, exc::TypeError, "__set_name__() takes 2 positional arguments but {} were given", given->size());
  auto old = self->name.replace(hold(given->item(1)));
  return new_none().release();
}

Result<bool> is_abstract_property(Context& cx, Borrowed<Property> self) {
  for (Borrowed<> function : {self->get.get(), self->set.get(), self->del.get()})
    if (KR_TRY(is_abstract(cx, function))) return true;
  return false;
}

using Fields = Owns<Property, &Property::get, &Property::set, &Property::del, &Property::doc, &Property::name>;

constinit MethodDef methods[] = {
    KR_QUIET("getter($self, function, /)", getter, "Descriptor to obtain a copy of the property with a different getter."),
    KR_QUIET("setter($self, function, /)", setter, "Descriptor to obtain a copy of the property with a different setter."),
    KR_QUIET("deleter($self, function, /)", deleter, "Descriptor to obtain a copy of the property with a different deleter."),
    {"__set_name__", {.plain = &set_name}, method_flags::varargs, "Method to set name of a property."},
    KR_END};
constinit MemberDef members[] = {KR_MEMBER("fget", object, Property, get, 1, nullptr), KR_MEMBER("fset", object, Property, set, 1, nullptr),
                                 KR_MEMBER("fdel", object, Property, del, 1, nullptr),
                                 KR_MEMBER("__doc__", object, Property, doc, 0, nullptr), KR_END};
constinit GetSetDef getset[] = {KR_GETTER("__isabstractmethod__", is_abstract_property, nullptr), KR_END};

}  // namespace property

constinit Type property_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "property",
    .tp_basicsize = sizeof(Property),
    .tp_dealloc = property::Fields::dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::gc | type_flags::base,
    .tp_doc = "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nProperty attribute.\n\n  fget\n    function to be used for "
              "getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be "
              "used for del\'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass "
              "C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del "
              "self._x\n    x = property(getx, setx, delx, \"I\'m the \'x\' property.\")\n\nDecorators make defining new properties or "
              "modifying existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the \'x\' "
              "property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    "
              "@x.deleter\n    def x(self):\n        del self._x",
    .tp_traverse = property::Fields::traverse,
    .tp_clear = property::Fields::clear,
    .tp_methods = property::methods,
    .tp_members = property::members,
    .tp_getset = property::getset,
    .tp_descr_get = slot<&property::descr_get>,
    .tp_descr_set = slot<&property::descr_set>,
    .tp_init = KR_INIT("property($self, fget=None, fset=None, fdel=None, doc=<unset>)", property::init),
    .tp_alloc = &type_generic_alloc,
    .tp_new = &type_generic_new,
    .tp_free = free_container};
KR_READY(property_type);

}  // namespace krait
