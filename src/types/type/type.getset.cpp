// The attributes of classes: __name__, __module__, __doc__ and their like.
#include "memory/memory.h"
#include "object/declare/method.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/mappingproxy/mappingproxy.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/bases.h"
#include "types/type/internal.h"
#include "types/type/mro.h"

namespace krait {

std::string_view short_name(const Type& type) {
  std::string_view name = type.tp_name;
  std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

Result<Ref<Str>> type_name(Context& cx, Type& type) {
  if (has_flag(&type, type_flags::heap)) return hold(Borrowed<Str>(reinterpret_cast<Str*>(heap_type(type).ht_name)));
  auto name = KR_TRY(str_from_utf8(cx, short_name(type)));
  return intern(cx, std::move(name));
}

Result<Ref<Str>> type_qualified_name(Context& cx, Type& type) {
  if (has_flag(&type, type_flags::heap)) return hold(Borrowed<Str>(reinterpret_cast<Str*>(heap_type(type).ht_qualname)));
  return type_name(cx, type);
}

Result<Ref<>> type_module(Context& cx, Type& type) {
  if (has_flag(&type, type_flags::heap)) {
    Borrowed<> module = KR_TRY(dict_get(cx, dict_of(type), KR_ID(__module__)));
    if (!module) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(__module__));
    return hold(module);
  }
  std::string_view name = type.tp_name;
  std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return hold(KR_ID(builtins));
  auto module = KR_TRY(str_from_utf8(cx, name.substr(0, dot)));
  return intern(cx, std::move(module));
}

namespace {

// The check before any attribute that type itself keeps is written.
Result<void> check_writable(Context& cx, Type& type, Borrowed<> value, const char* name) {
  if (has_flag(&type, type_flags::immutable))
    return raise(cx, exc::TypeError, "cannot set '{}' attribute of immutable type '{}'", name, type.tp_name);
  if (!value) return raise(cx, exc::TypeError, "cannot delete '{}' attribute of immutable type '{}'", name, type.tp_name);
  return {};
}

Result<Ref<Str>> get_name(Context& cx, Borrowed<Type> self) { return type_name(cx, *self.raw()); }

Result<void> set_name(Context& cx, Borrowed<Type> self, Borrowed<> value) {
  Type& type = *self.raw();
  KR_TRY(check_writable(cx, type, value, "__name__"));
  if (!is<Str>(value)) return raise(cx, exc::TypeError, "can only assign string to {}.__name__, not '{!t}'", type.tp_name, value);
  Index size;
  const char* text = KR_TRY(str_utf8(cx, value.as<Str>(), &size));
  if (static_cast<Index>(__builtin_strlen(text)) != size)
    return raise(cx, exc::ValueError, "type name must not contain null characters");
  type.tp_name = text;
  auto old = Ref<>::steal(std::exchange(heap_type(type).ht_name, hold(value).release()));
  return {};
}

Result<Ref<Str>> get_qualname(Context& cx, Borrowed<Type> self) { return type_qualified_name(cx, *self.raw()); }

Result<void> set_qualname(Context& cx, Borrowed<Type> self, Borrowed<> value) {
  Type& type = *self.raw();
  KR_TRY(check_writable(cx, type, value, "__qualname__"));
  if (!is<Str>(value)) return raise(cx, exc::TypeError, "can only assign string to {}.__qualname__, not '{!t}'", type.tp_name, value);
  auto old = Ref<>::steal(std::exchange(heap_type(type).ht_qualname, hold(value).release()));
  return {};
}

Result<Ref<>> get_bases(Context&, Borrowed<Type> self) { return hold(self->tp_bases); }

Result<void> set_bases(Context& cx, Borrowed<Type> self, Borrowed<> value) {
  KR_TRY(check_writable(cx, *self.raw(), value, "__bases__"));
  return assign_bases(cx, *self.raw(), value);
}

Result<Ref<>> get_module(Context& cx, Borrowed<Type> self) { return type_module(cx, *self.raw()); }

Result<void> set_module(Context& cx, Borrowed<Type> self, Borrowed<> value) {
  KR_TRY(check_writable(cx, *self.raw(), value, "__module__"));
  type_modified(*self.raw());
  return dict_set(cx, dict_of(*self.raw()), KR_ID(__module__), value);
}

Result<Ref<>> get_abstract_methods(Context& cx, Borrowed<Type> self) {
  // type's own is the getset itself.
  if (self.raw() != &type_type) {
    Borrowed<> found = KR_TRY(dict_get(cx, dict_of(*self.raw()), KR_ID(__abstractmethods__)));
    if (found) return hold(found);
  }
  return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(__abstractmethods__));
}

Result<void> set_abstract_methods(Context& cx, Borrowed<Type> self, Borrowed<> value) {
  Type& type = *self.raw();
  bool abstract = false;
  if (value) {
    abstract = KR_TRY(is_true(cx, value));
    KR_TRY(dict_set(cx, dict_of(type), KR_ID(__abstractmethods__), value));
  } else {
    auto old = KR_TRY(dict_pop(cx, dict_of(type), KR_ID(__abstractmethods__)));
    if (!old) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(__abstractmethods__));
  }
  type_modified(type);
  type.tp_flags = abstract ? type.tp_flags | type_flags::is_abstract : type.tp_flags & ~type_flags::is_abstract;
  return {};
}

Result<Ref<>> get_dict(Context& cx, Borrowed<Type> self) {
  if (!self->tp_dict) return new_none();
  return new_mapping_proxy(cx, Borrowed<>(self->tp_dict));
}

// A value of the class's own __dict__, bound as an attribute of the class.
Result<Ref<>> bound_to_class(Context&, Borrowed<> value, Borrowed<Type> cls) {
  auto held = hold(value);
  TernaryFunction get = value.type()->tp_descr_get;
  if (!get) return held;
  return Result<Ref<>>::from_raw(get(held.object(), nullptr, cls.object()));
}

Result<Ref<>> get_doc(Context& cx, Borrowed<Type> self) {
  Type& type = *self.raw();
  if (!has_flag(&type, type_flags::heap) && type.tp_doc) return doc_from_internal_doc(cx, type.tp_name, type.tp_doc);
  Borrowed<> doc = KR_TRY(dict_get(cx, dict_of(type), KR_ID(__doc__)));
  if (!doc) return new_none();
  return bound_to_class(cx, doc, self);
}

Result<void> set_doc(Context& cx, Borrowed<Type> self, Borrowed<> value) {
  KR_TRY(check_writable(cx, *self.raw(), value, "__doc__"));
  type_modified(*self.raw());
  return dict_set(cx, dict_of(*self.raw()), KR_ID(__doc__), value);
}

Result<Ref<>> get_text_signature(Context& cx, Borrowed<Type> self) {
  return text_signature_from_internal_doc(cx, self->tp_name, self->tp_doc);
}

Result<Ref<>> get_annotations(Context& cx, Borrowed<Type> self) {
  Type& type = *self.raw();
  if (!has_flag(&type, type_flags::heap))
    return raise(cx, exc::AttributeError, "type object '{}' has no attribute '__annotations__'", type.tp_name);
  Borrowed<> found = KR_TRY(dict_get(cx, dict_of(type), KR_ID(__annotations__)));
  if (found) return bound_to_class(cx, found, self);
  auto made = KR_TRY(new_dict(cx));
  KR_TRY(dict_set(cx, dict_of(type), KR_ID(__annotations__), made));
  type_modified(type);
  return made;
}

Result<void> set_annotations(Context& cx, Borrowed<Type> self, Borrowed<> value) {
  Type& type = *self.raw();
  if (has_flag(&type, type_flags::immutable))
    return raise(cx, exc::TypeError, "cannot set '__annotations__' attribute of immutable type '{}'", type.tp_name);
  if (value) {
    KR_TRY(dict_set(cx, dict_of(type), KR_ID(__annotations__), value));
  } else {
    auto old = KR_TRY(dict_pop(cx, dict_of(type), KR_ID(__annotations__)));
    if (!old) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(__annotations__));
  }
  type_modified(type);
  return {};
}

}  // namespace

GetSetDef type_getset[] = {
    KR_GETSET("__name__", get_name, set_name, nullptr),
    KR_GETSET("__qualname__", get_qualname, set_qualname, nullptr),
    KR_GETSET("__bases__", get_bases, set_bases, nullptr),
    KR_GETSET("__module__", get_module, set_module, nullptr),
    KR_GETSET("__abstractmethods__", get_abstract_methods, set_abstract_methods, nullptr),
    KR_GETTER("__dict__", get_dict, nullptr),
    KR_GETSET("__doc__", get_doc, set_doc, nullptr),
    KR_GETTER("__text_signature__", get_text_signature, nullptr),
    KR_GETSET("__annotations__", get_annotations, set_annotations, nullptr),
    KR_END};

MemberDef type_members[] = {
    {"__basicsize__", member_kind::ssize, offsetof(Type, tp_basicsize), 1, nullptr},
    {"__itemsize__", member_kind::ssize, offsetof(Type, tp_itemsize), 1, nullptr},
    {"__flags__", member_kind::ulong, offsetof(Type, tp_flags), 1, nullptr},
    {"__weakrefoffset__", member_kind::ssize, offsetof(Type, tp_weaklistoffset), 1, nullptr},
    {"__base__", member_kind::object, offsetof(Type, tp_base), 1, nullptr},
    {"__dictoffset__", member_kind::ssize, offsetof(Type, tp_dictoffset), 1, nullptr},
    {"__mro__", member_kind::object, offsetof(Type, tp_mro), 1, nullptr},
    KR_END};

}  // namespace krait
