// isinstance() and issubclass(): by type, by __class__ and __bases__ of foreign objects, through tuples, unions and hooks.
#include "object/generic.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"
#include "types/union/union.h"

namespace krait {

namespace {

// __bases__ when it is a tuple; null when the object is no class at all.
Lookup<Tuple> abstract_bases(Context& cx, Borrowed<> cls) {
  auto bases = KR_TRY(lookup_attr(cx, cls, KR_ID(__bases__)));
  if (!bases || !is<Tuple>(bases)) return Ref<Tuple>();
  return std::move(bases).as<Tuple>();
}

Result<bool> is_abstract_subclass(Context& cx, Borrowed<> derived, Borrowed<> cls) {
  KR_RECURSION_GUARD(cx, " in __issubclass__");
  if (derived.is(cls)) return true;
  auto bases = KR_TRY(abstract_bases(cx, derived));
  if (!bases) return false;
  for (Index i = 0; i < bases->size(); ++i)
    if (KR_TRY(is_abstract_subclass(cx, bases->item(i), cls))) return true;
  return false;
}

Result<void> check_class(Context& cx, Borrowed<> cls, const char* message) {
  auto bases = KR_TRY(abstract_bases(cx, cls));
  if (!bases) return raise(cx, exc::TypeError, "{}", message);
  return {};
}

template <class F>
Result<bool> any_of(Borrowed<Tuple> classes, F&& test) {
  auto held = hold(classes);
  for (Index i = 0; i < held->size(); ++i)
    if (KR_TRY(test(held->item(i)))) return true;
  return false;
}

}  // namespace

Result<bool> is_instance_plain(Context& cx, Borrowed<> object, Borrowed<> cls) {
  if (is_type(cls)) {
    if (is_instance_of(object, as_type(cls))) return true;
    auto claimed = KR_TRY(lookup_attr(cx, object, KR_ID(__class__)));
    return claimed && claimed.object() != as_object(object.type()) && is_type(claimed) && is_subtype(&as_type(claimed), &as_type(cls));
  }
  KR_TRY(check_class(cx, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union"));
  auto claimed = KR_TRY(lookup_attr(cx, object, KR_ID(__class__)));
  if (!claimed) return false;
  return is_abstract_subclass(cx, claimed, cls);
}

Result<bool> is_instance(Context& cx, Borrowed<> object, Borrowed<> class_or_tuple) {
  if (as_object(object.type()) == class_or_tuple.object()) return true;
  if (class_or_tuple.type() == &type_type) return is_instance_plain(cx, object, class_or_tuple);
  Borrowed<> classes = class_or_tuple;
  if (is_exact<Union>(classes)) classes = classes.as<Union>()->args.get();
  if (is<Tuple>(classes)) {
    KR_RECURSION_GUARD(cx, " in __instancecheck__");
    return any_of(classes.as<Tuple>(), [&](Borrowed<> one) { return is_instance(cx, object, one); });
  }
  auto check = KR_TRY(lookup_special(cx, classes, KR_ID(__instancecheck__)));
  if (!check) return is_instance_plain(cx, object, classes);
  KR_RECURSION_GUARD(cx, " in __instancecheck__");
  return is_true(cx, KR_TRY(call(cx, check, object)));
}

Result<bool> is_subclass_plain(Context& cx, Borrowed<> derived, Borrowed<> cls) {
  if (is_type(cls) && is_type(derived)) return is_subtype(&as_type(derived), &as_type(cls));
  KR_TRY(check_class(cx, derived, "issubclass() arg 1 must be a class"));
  if (!is_exact<Union>(cls))
    KR_TRY(check_class(cx, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union"));
  return is_abstract_subclass(cx, derived, cls);
}

Result<bool> is_subclass(Context& cx, Borrowed<> derived, Borrowed<> class_or_tuple) {
  Borrowed<> classes = class_or_tuple;
  if (classes.type() == &type_type) {
    if (derived.is(classes)) return true;
    return is_subclass_plain(cx, derived, classes);
  }
  if (is_exact<Union>(classes)) classes = classes.as<Union>()->args.get();
  if (is<Tuple>(classes)) {
    KR_RECURSION_GUARD(cx, " in __subclasscheck__");
    return any_of(classes.as<Tuple>(), [&](Borrowed<> one) { return is_subclass(cx, derived, one); });
  }
  auto check = KR_TRY(lookup_special(cx, classes, KR_ID(__subclasscheck__)));
  if (!check) return is_subclass_plain(cx, derived, classes);
  KR_RECURSION_GUARD(cx, " in __subclasscheck__");
  return is_true(cx, KR_TRY(call(cx, check, derived)));
}

}  // namespace krait
