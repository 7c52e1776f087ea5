// Attributes: the generic look-up (data descriptors of the class, then the instance, then the class) and its relatives.
#include "object/generic.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {

namespace {

// For suggestions: the AttributeError learns whose attribute was missing.
KR_COLD Failed add_error_context(Context& cx, Borrowed<> object, Borrowed<> name) {
  if (is<Str>(name) && error_matches(cx, exc::AttributeError)) set_attribute_error_context(cx, object, name.as<Str>());
  return Failed{};
}

KR_INLINE Result<void> ensure_ready(Context& cx, Type& type) {
  if (!type.tp_dict) [[unlikely]] return ready(cx, type);
  return {};
}

KR_INLINE Result<Ref<>> bind(Borrowed<> descriptor, Borrowed<> object, Type* type) {
  return Result<Ref<>>::from_raw(descriptor.type()->tp_descr_get(descriptor.object(), object.object(), as_object(type)));
}

// The attribute in the instance itself; null when it is not there.
KR_INLINE BorrowedLookup<> in_instance(Context& cx, Borrowed<> object, Borrowed<Str> name) {
  Type* type = object.type();
  if (has_flag(type, type_flags::managed_dict)) return instance_get(cx, object.object(), name);
  if (type->tp_dictoffset == 0) return Borrowed<>();
  Object** slot = type->tp_dictoffset > 0 ? reinterpret_cast<Object**>(reinterpret_cast<char*>(object.object()) + type->tp_dictoffset)
                                          : instance_dict_pointer(object.object());
  if (!slot || !*slot) return Borrowed<>();
  auto dict = Ref<>::share(*slot);
  return dict_get(cx, dict.borrow().as<Dict>(), name);
}

// Missing when nothing was found.
Lookup<> find_generic(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<Dict> dict) {
  Type* type = object.type();
  KR_TRY(ensure_ready(cx, *type));
  Borrowed<> in_type = lookup_in_type(*type, name);
  Ref<> descriptor;
  bool binds = false;
  if (in_type) {
    descriptor = hold(in_type);
    binds = in_type.type()->tp_descr_get != nullptr;
    if (binds && in_type.type()->tp_descr_set) return KR_TRY(bind(in_type, object, type));
  }
  Borrowed<> found = KR_TRY(dict ? dict_get(cx, dict, name) : in_instance(cx, object, name));
  if (found) return hold(found);
  if (binds) return KR_TRY(bind(descriptor, object, type));
  return descriptor;
}

// Names are looked up as plain strs.
template <class F>
KR_INLINE auto with_exact_name(Context& cx, Borrowed<Str> name, F&& body) -> decltype(body(name)) {
  if (is_exact<Str>(name)) [[likely]] return body(name);
  auto exact = KR_TRY(exact_str(cx, name));
  return body(exact.borrow());
}

}  // namespace

Failed raise_no_attribute(Context& cx, Borrowed<> object, Borrowed<> name) {
  (void)raise(cx, exc::AttributeError, "'{!t:.100}' object has no attribute '{}'", object, name);
  return add_error_context(cx, object, name);
}

Lookup<> generic_lookup_attr(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<Dict> dict) {
  return with_exact_name(cx, name, [&](Borrowed<Str> exact) -> Lookup<> {
    Lookup<> found = find_generic(cx, object, exact, dict);
    if (found.failed() && clear_error_if(cx, exc::AttributeError)) return Ref<>();
    return found;
  });
}

Result<Ref<>> generic_get_attr(Context& cx, Borrowed<> object, Borrowed<Str> name) {
  if (!is<Str>(name)) [[unlikely]] return raise(cx, exc::TypeError, "attribute name must be string, not '{!t:.200}'", name);
  return with_exact_name(cx, name, [&](Borrowed<Str> exact) -> Result<Ref<>> {
    auto found = KR_TRY(find_generic(cx, object, exact, {}));
    if (!found) return raise_no_attribute(cx, object, name);
    return found;
  });
}

Object* generic_getattro(Object* object, Object* name) {
  return generic_get_attr(Context::current(), Borrowed<>(object), Borrowed<Str>(reinterpret_cast<Str*>(name))).release();
}

Result<Ref<>> get_attr(Context& cx, Borrowed<> object, Borrowed<Str> name) {
  Type* type = object.type();
  if (type->tp_getattro == generic_getattro) [[likely]] return generic_get_attr(cx, object, name);
  Object* answer = nullptr;
  if (type->tp_getattro) {
    answer = type->tp_getattro(object.object(), name.object());
  } else if (type->tp_getattr) {
    const char* text = KR_TRY(str_utf8(cx, name, nullptr));
    answer = type->tp_getattr(object.object(), const_cast<char*>(text));
  } else {
    (void)raise(cx, exc::AttributeError, "'{!t:.50}' object has no attribute '{}'", object, name);
  }
  if (!answer) [[unlikely]] return add_error_context(cx, object, name);
  return Ref<>::steal(answer);
}

Result<Ref<>> get_attr(Context& cx, Borrowed<> object, const char* name) {
  auto text = KR_TRY(intern_utf8(cx, name));
  return get_attr(cx, object, text);
}

Lookup<> lookup_attr(Context& cx, Borrowed<> object, Borrowed<Str> name) {
  if (object.type()->tp_getattro == generic_getattro) return generic_lookup_attr(cx, object, name, {});
  Type* type = object.type();
  Result<Ref<>> answer = type->tp_getattro ? Result<Ref<>>::from_raw(type->tp_getattro(object.object(), name.object()))
                                           : get_attr(cx, object, name);
  if (!answer.failed()) return std::move(answer).value();
  if (clear_error_if(cx, exc::AttributeError)) return Ref<>();
  return Failed{};
}

namespace {

Result<void> store_in_dict(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<> value) {
  auto dict = KR_TRY(instance_dict(cx, object));
  if (value) return dict_set(cx, dict, name, value);
  Result<void> deleted = dict_delete(cx, dict, name);
  if (!deleted.failed() || !clear_error_if(cx, exc::KeyError)) return deleted;
  return raise_no_attribute(cx, object, name);
}

Result<void> set_generic(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<> value) {
  Type* type = object.type();
  KR_TRY(ensure_ready(cx, *type));
  Ref<> descriptor = hold(lookup_in_type(*type, name));
  if (descriptor) {
    if (ObjObjArgProc set = descriptor.type()->tp_descr_set)
      return Result<void>::from_raw(set(descriptor.object(), object.object(), value.object()));
  }
  if (has_flag(type, type_flags::managed_dict)) {
    Result<void> stored = instance_set(cx, object.object(), name, value);
    if (!stored.failed() || value || !clear_error_if(cx, exc::AttributeError)) return stored;
    return raise_no_attribute(cx, object, name);
  }
  if (type->tp_dictoffset != 0) return store_in_dict(cx, object, name, value);
  if (!descriptor) return raise_no_attribute(cx, object, name);
  (void)raise(cx, exc::AttributeError, "'{!t:.50}' object attribute '{}' is read-only", object, name);
  return add_error_context(cx, object, name);
}

}  // namespace

Result<void> generic_set_attr(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<> value) {
  if (!is<Str>(name)) [[unlikely]] return raise(cx, exc::TypeError, "attribute name must be string, not '{!t:.200}'", name);
  return with_exact_name(cx, name, [&](Borrowed<Str> exact) { return set_generic(cx, object, exact, value); });
}

int generic_setattro(Object* object, Object* name, Object* value) {
  return generic_set_attr(Context::current(), Borrowed<>(object), Borrowed<Str>(reinterpret_cast<Str*>(name)), Borrowed<>(value)).release();
}

namespace {

KR_COLD Failed raise_not_settable(Context& cx, Borrowed<> object, Borrowed<Str> name, bool deleting) {
  const char* action = deleting ? "del" : "assign to";
  if (!object.type()->tp_getattr && !object.type()->tp_getattro)
    return raise(cx, exc::TypeError, "'{!t:.100}' object has no attributes ({} .{})", object, action, name);
  return raise(cx, exc::TypeError, "'{!t:.100}' object has only read-only attributes ({} .{})", object, action, name);
}

}  // namespace

Result<void> set_attr(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<> value) {
  Type* type = object.type();
  auto interned = is_exact<Str>(name) ? intern(cx, hold(name)) : hold(name);
  if (type->tp_setattro) return Result<void>::from_raw(type->tp_setattro(object.object(), interned.object(), value.object()));
  if (type->tp_setattr) {
    const char* text = KR_TRY(str_utf8(cx, name, nullptr));
    return Result<void>::from_raw(type->tp_setattr(object.object(), const_cast<char*>(text), value.object()));
  }
  return raise_not_settable(cx, object, name, !value);
}

Result<void> delete_attr(Context& cx, Borrowed<> object, Borrowed<Str> name) { return set_attr(cx, object, name, {}); }

Lookup<> lookup_special(Context& cx, Borrowed<> object, Borrowed<Str> name) {
  Type* type = object.type();
  Borrowed<> found = lookup_in_type(*type, name);
  if (!found) return Ref<>();
  auto held = hold(found);
  if (!found.type()->tp_descr_get) return held;
  return KR_TRY(bind(held, object, type));
}

Lookup<> get_method(Context& cx, Borrowed<> object, Borrowed<Str> name, bool* unbound) {
  *unbound = false;
  Type* type = object.type();
  if (type->tp_getattro != generic_getattro || !is_exact<Str>(name)) return KR_TRY(get_attr(cx, object, name));
  KR_TRY(ensure_ready(cx, *type));
  Ref<> descriptor = hold(lookup_in_type(*type, name));
  bool is_method = false, binds = false;
  if (descriptor) {
    is_method = has_flag(descriptor.type(), type_flags::method_descriptor);
    binds = descriptor.type()->tp_descr_get != nullptr;
    if (!is_method && binds && descriptor.type()->tp_descr_set) return KR_TRY(bind(descriptor, object, type));
  }
  Borrowed<> found = KR_TRY(in_instance(cx, object, name));
  if (found) return hold(found);
  if (is_method) {
    *unbound = true;
    return descriptor;
  }
  if (binds) return KR_TRY(bind(descriptor, object, type));
  if (descriptor) return descriptor;
  return raise_no_attribute(cx, object, name);
}

Object* generic_get_dict(Object* object, void*) { return as_object(instance_dict(Context::current(), Borrowed<>(object)).release()); }

int generic_set_dict(Object* object, Object* value, void*) {
  Context& cx = Context::current();
  Object** slot = instance_dict_pointer(object);
  if (!slot) return raise(cx, exc::AttributeError, "This object has no __dict__");
  if (!value) return raise(cx, exc::TypeError, "cannot delete __dict__");
  if (!is<Dict>(Borrowed<>(value))) return raise(cx, exc::TypeError, "__dict__ must be set to a dictionary, not a '{!t:.200}'", Borrowed<>(value));
  auto old = Ref<>::steal(std::exchange(*slot, hold(value).release()));
  return 0;
}

Result<bool> is_abstract(Context& cx, Borrowed<> object) {
  if (!object) return false;
  auto found = KR_TRY(lookup_attr(cx, object, KR_ID(__isabstractmethod__)));
  if (!found) return false;
  return is_true(cx, found);
}

}  // namespace krait
