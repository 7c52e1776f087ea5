// match statements: keys of mappings, attributes of classes.
#include "interp/helpers.h"
#include "object/new.h"
#include "types/dict/dict.h"
#include "types/list/list.h"
#include "types/set/set.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::interp {

// The values of these keys as a tuple, None when one is not there.
Object* match_keys(Context& cx, Object* mapping, Object* keys) {
  Borrowed<> map(mapping);
  Borrowed<Tuple> wanted = Borrowed<>(keys).as<Tuple>();
  if (wanted->size() == 0) return as_object(empty_tuple().release());
  Ref<Set> seen = KR_TRY(new_set(cx));
  // .get() with a default that nobody else can have.
  bool unbound = false;
  auto found = get_method(cx, map, KR_ID(get), &unbound);
  if (found.failed()) return nullptr;
  Ref<> get = std::move(found).value();
  Ref<> absent = KR_TRY(generic_alloc(cx, object_type, 0));
  Ref<List> values = KR_TRY(new_list(cx));
  for (Index i = 0; i < wanted->size(); ++i) {
    Borrowed<> key = wanted->item(i);
    if (!KR_TRY(set_add(cx, seen, key))) return raise(cx, exc::ValueError, "mapping pattern checks duplicate key ({!r})", key);
    Ref<> value = unbound ? KR_TRY(call(cx, get, map, key, absent)) : KR_TRY(call(cx, get, key, absent));
    if (value.is(absent)) return new_none().release();
    KR_TRY(list_append(cx, values, std::move(value)));
  }
  return as_object(list_as_tuple(cx, values).release());
}

namespace {

// One attribute of the subject; missing where the pattern then does not match.
Lookup<> match_attribute(Context& cx, Borrowed<> subject, Borrowed<> type, Borrowed<> name, Borrowed<Set> seen) {
  auto fresh = set_add(cx, seen, name);
  if (fresh.failed()) return Failed{};
  if (!fresh.value()) {
    return raise(cx, exc::TypeError, "{}() got multiple sub-patterns for attribute {!r}",
                 reinterpret_cast<Type*>(type.object())->tp_name, name);
  }
  return lookup_attr(cx, subject, name.as<Str>());
}

// The names that positional sub-patterns stand for; *match_self: the one pattern is for the subject itself.
Result<Ref<>> positional_names(Context& cx, Borrowed<> type, Index given, bool* match_self) {
  const char* type_name = reinterpret_cast<Type*>(type.object())->tp_name;
  auto found = lookup_attr(cx, type, KR_ID(__match_args__));
  if (found.failed()) return Failed{};
  Ref<> names = std::move(found).value();
  if (names) {
    if (!is_exact<Tuple>(names)) return raise(cx, exc::TypeError, "{}.__match_args__ must be a tuple (got {!t})", type_name, names);
  } else {
    names = empty_tuple();
    *match_self = has_flag(reinterpret_cast<Type*>(type.object()), type_flags::match_self);
  }
  Index allowed = *match_self ? 1 : names.borrow().as<Tuple>()->size();
  if (allowed < given) {
    return raise(cx, exc::TypeError, "{}() accepts {} positional sub-pattern{} ({} given)", type_name, allowed, allowed == 1 ? "" : "s", given);
  }
  return names;
}

}  // namespace

Object* match_class(Context& cx, Object* object, Object* cls, Index positional, Object* keyword_names) {
  Borrowed<> subject(object), type(cls);
  if (!type_has_flag(cls, type_flags::type_subclass)) return raise(cx, exc::TypeError, "called match pattern must be a class");
  if (!KR_TRY(is_instance(cx, subject, type))) return nullptr;
  Ref<Set> seen = KR_TRY(new_set(cx));
  Ref<List> values = KR_TRY(new_list(cx));
  if (positional) {
    bool match_self = false;
    Ref<> names = KR_TRY(positional_names(cx, type, positional, &match_self));
    if (match_self) {
      KR_TRY(list_append(cx, values, subject));
    } else {
      for (Index i = 0; i < positional; ++i) {
        Borrowed<> name = names.borrow().as<Tuple>()->item(i);
        if (!is_exact<Str>(name)) return raise(cx, exc::TypeError, "__match_args__ elements must be strings (got {!t})", name);
        auto value = match_attribute(cx, subject, type, name, seen);
        if (value.failed() || value.missing()) return nullptr;
        KR_TRY(list_append(cx, values, std::move(value).value()));
      }
    }
  }
  for (Object* name : Borrowed<>(keyword_names).as<Tuple>()->span()) {
    auto value = match_attribute(cx, subject, type, Borrowed<>(name), seen);
    if (value.failed() || value.missing()) return nullptr;
    KR_TRY(list_append(cx, values, std::move(value).value()));
  }
  return as_object(list_as_tuple(cx, values).release());
}

}  // namespace krait::interp
