// Assignment to __bases__: the MROs of the class and of all its subclasses are computed first and put in place together; when one of
// them cannot be, everything stays as it was.
#include "types/type/bases.h"

#include <vector>

#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"
#include "types/type/slots.h"

namespace krait {

namespace {

struct Change {
  Ref<Type> type;
  Ref<> old_mro;
};

Result<void> change_mros(Context& cx, Type& type, std::vector<Change>& changes) {
  Ref<> old;
  KR_TRY(set_mro(cx, type, &old));
  if (!old) return {};
  changes.push_back({Ref<Type>::share(&type), std::move(old)});
  // A copy of the list: a custom mro() may make and drop classes.
  std::vector<Ref<Type>> subclasses;
  for (Type* subclass : subclasses_of(type)) subclasses.push_back(Ref<Type>::share(subclass));
  for (auto& subclass : subclasses) KR_TRY(change_mros(cx, *subclass.raw(), changes));
  return {};
}

Result<void> check_bases(Context& cx, Type& type, Borrowed<> value) {
  if (!is<Tuple>(value)) return raise(cx, exc::TypeError, "can only assign tuple to {}.__bases__, not {!t}", type.tp_name, value);
  Borrowed<Tuple> bases = value.as<Tuple>();
  if (bases->size() == 0) return raise(cx, exc::TypeError, "can only assign non-empty tuple to {}.__bases__, not ()", type.tp_name);
  for (Object* item : bases->span()) {
    Borrowed<> base(item);
    if (!is_type(base)) return raise(cx, exc::TypeError, "{}.__bases__ must be tuple of classes, not '{!t}'", type.tp_name, base);
    if (is_subtype(&as_type(base), &type)) return raise(cx, exc::TypeError, "a __bases__ item causes an inheritance cycle");
  }
  return {};
}

}  // namespace

Result<void> assign_bases(Context& cx, Type& type, Borrowed<> value) {
  KR_TRY(check_bases(cx, type, value));
  Borrowed<Tuple> bases = value.as<Tuple>();
  Type* base = KR_TRY(best_base(cx, bases)).raw();
  if (!type.tp_base) return raise(cx, exc::TypeError, "{}.__bases__ cannot be assigned", type.tp_name);
  KR_TRY(check_compatible_for_assignment(cx, *type.tp_base, *base, "__bases__"));

  auto held_bases = hold(value);
  Object* old_bases = std::exchange(type.tp_bases, hold(value).release());
  Type* old_base = std::exchange(type.tp_base, reinterpret_cast<Type*>(hold(type_object(*base)).release()));
  std::vector<Change> changes;
  Result<void> changed = change_mros(cx, type, changes);
  if (changed.failed()) {
    for (std::size_t i = changes.size(); i-- > 0;) {
      Type& touched = *changes[i].type.raw();
      auto failed_mro = Ref<>::steal(std::exchange(touched.tp_mro, changes[i].old_mro.release()));
      type_modified(touched);
    }
    if (type.tp_bases == value.object()) {
      auto new_bases = Ref<>::steal(std::exchange(type.tp_bases, old_bases));
      auto new_base = Ref<>::steal(as_object(std::exchange(type.tp_base, old_base)));
    } else {
      decref(old_bases);
      decref(as_object(old_base));
    }
    return changed;
  }
  if (type.tp_bases == value.object()) {
    for (Object* item : reinterpret_cast<Tuple*>(old_bases)->span()) remove_subclass(as_type(Borrowed<>(item)), type);
    for (Object* item : bases->span())
      if (!add_subclass(as_type(Borrowed<>(item)), type)) return raise_memory_error(cx);
    type_modified(type);
    slots::update_all(cx, type);
  }
  decref(old_bases);
  decref(as_object(old_base));
  return {};
}

}  // namespace krait
