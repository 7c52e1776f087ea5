// BaseExceptionGroup and ExceptionGroup (PEP 654): several unrelated exceptions as one, in a tree that can be split by a condition.
#include "types/dict/dict.h"
#include "types/exceptions/declare.h"
#include "types/exceptions/group.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

bool is_exception_group(Borrowed<> object) { return is_instance_of(object, exc::BaseExceptionGroup); }

namespace exceptions {
namespace {

// Checks the members; false when one is no Exception but only a BaseException.
Result<bool> all_are_exceptions(Context& cx, Borrowed<Tuple> members) {
  bool plain = true;
  for (Index i = 0; i < members->size(); ++i) {
    Borrowed<> member = members->item(i);
    if (!is_exception(member)) return raise(cx, exc::ValueError, "Item {} of second argument (exceptions) is not an exception", i);
    plain &= is_instance_of(member, exc::Exception);
  }
  return plain;
}

// The class to make: a BaseExceptionGroup of nothing but Exceptions becomes an ExceptionGroup.
Result<Type*> choose_class(Context& cx, Type* type, bool plain) {
  Type* group = &exception_group_type(cx);
  if (type == &exc::BaseExceptionGroup) return plain ? group : type;
  if (plain) return type;
  if (type == group) return raise(cx, exc::TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
  if (is_subtype(type, &exc::Exception)) return raise(cx, exc::TypeError, "Cannot nest BaseExceptions in '{:.200}'", *type);
  return type;
}

Object* group_new(Type* type, Object* raw_args, Object*) {
  Context& cx = Context::current();
  Borrowed<Tuple> args(reinterpret_cast<Tuple*>(raw_args));
  if (args->size() != 2)
    return raise(cx, exc::TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", args->size());
  Borrowed<> message = args->item(0), given = args->item(1);
  if (!is<Str>(message))
    return raise(cx, exc::TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
                 is_none(message) ? "None" : message.type()->tp_name);
  if (!is_sequence(given)) return raise(cx, exc::TypeError, "second argument (exceptions) must be a sequence");
  auto members = KR_TRY(tuple_from(cx, given));
  if (members->size() == 0) return raise(cx, exc::ValueError, "second argument (exceptions) must be a non-empty sequence");
  bool plain = KR_TRY(all_are_exceptions(cx, members));
  type = KR_TRY(choose_class(cx, type, plain));
  Object* made = base_new(type, raw_args, nullptr);
  if (!made) return nullptr;
  auto* self = reinterpret_cast<ExceptionGroup*>(made);
  self->message.init(hold(message));
  self->exceptions.init(std::move(members));
  return made;
}

int group_init(Object* self, Object* args, Object* kwargs) {
  if (refuse_keywords(Context::current(), self->type, kwargs)) return -1;
  return base_init(self, args, kwargs);
}

Result<Ref<Str>> group_str(Context& cx, Borrowed<ExceptionGroup> self) {
  Index count = self->exceptions->size();
  return format_str(cx, "{} ({} sub-exception{})", self->message, count, count > 1 ? "s" : "");
}

Result<Ref<>> derive(Context& cx, Borrowed<ExceptionGroup> self, Borrowed<> members) {
  return make_exception_group(cx, self->message.get().as<Str>(), members);
}

// What a member is tested against when a group is split.
struct Condition {
  enum Kind { by_type, by_predicate, by_identity } kind;
  Borrowed<> value;  // class or tuple of classes; callable; list of exceptions
};

Result<Condition> read_condition(Context& cx, Borrowed<> value) {
  if (is_callable(value) && !is_type(value)) return Condition{Condition::by_predicate, value};
  if (is_exception_class(value)) return Condition{Condition::by_type, value};
  if (is<Tuple>(value)) {
    bool classes = true;
    for (Object* each : value.as<Tuple>()->span()) classes &= is_exception_class(Borrowed<>(each));
    if (classes) return Condition{Condition::by_type, value};
  }
  return raise(cx, exc::TypeError, "expected a function, exception type or tuple of exception types");
}

Result<bool> satisfies(Context& cx, Borrowed<> exception, const Condition& condition) {
  switch (condition.kind) {
    case Condition::by_type: return exception_matches(cx, exception, condition.value);
    case Condition::by_predicate: {
      auto answer = KR_TRY(call(cx, condition.value, exception));
      return is_true(cx, answer);
    }
    case Condition::by_identity:
      if (is_exception_group(exception)) return false;  // only leaves are listed
      for (Object* each : condition.value.as<List>()->span())
        if (each == exception.object()) return true;
      return false;
  }
  return false;
}

// Makes a group with some of the members of another, and its links; leaves `out` null when there are none.
Result<void> subset(Context& cx, Borrowed<ExceptionGroup> original, Borrowed<List> members, Ref<>& out) {
  if (members->size() == 0) return {};
  auto made = KR_TRY(call_method(cx, original, KR_ID(derive), members));
  if (!is_exception_group(made)) return raise(cx, exc::TypeError, "derive must return an instance of BaseExceptionGroup");
  auto group = made.borrow().as<BaseException>();
  const BaseException& from = original->head;
  if (from.traceback) set_exception_traceback(group, hold(from.traceback.get()));
  set_exception_context(group, Ref<>::share(from.context.raw()));
  set_exception_cause(group, Ref<>::share(from.cause.raw()));
  auto notes = KR_TRY(lookup_attr(cx, original, KR_ID(__notes__)));
  if (notes && is_sequence(notes)) {
    auto copy = KR_TRY(list_from(cx, notes));
    KR_TRY(set_attr(cx, made, KR_ID(__notes__), copy));
  }
  out = std::move(made);
  return {};
}

}  // namespace

struct Halves {
  Ref<> match, rest;  // null: empty
};

static Result<void> split_into(Context& cx, Borrowed<> exception, const Condition& condition, bool want_rest, Halves& halves) {
  bool whole = KR_TRY(satisfies(cx, exception, condition));
  if (whole) {
    halves.match = hold(exception);
    return {};
  }
  if (!is_exception_group(exception)) {
    if (want_rest) halves.rest = hold(exception);
    return {};
  }
  KR_RECURSION_GUARD(cx, " in exceptiongroup_split_recursive");
  auto group = exception.as<ExceptionGroup>();
  auto members = hold(group->exceptions.get());
  auto matching = KR_TRY(new_list(cx));
  auto others = KR_TRY(new_list(cx));
  for (Object* member : members->span()) {
    Halves parts;
    KR_TRY(split_into(cx, Borrowed<>(member), condition, want_rest, parts));
    if (parts.match) KR_TRY(list_append(cx, matching, parts.match.borrow()));
    if (parts.rest) KR_TRY(list_append(cx, others, parts.rest.borrow()));
  }
  KR_TRY(subset(cx, group, matching, halves.match));
  return want_rest ? subset(cx, group, others, halves.rest) : Result<void>();
}

static Ref<> or_none(Ref<> value) { return value ? std::move(value) : new_none(); }

static Result<Ref<>> split(Context& cx, Borrowed<ExceptionGroup> self, Args args) {
  if (args.size() != 1) return raise(cx, exc::TypeError, "split expected 1 argument, got {}", args.size());
  auto condition = KR_TRY(read_condition(cx, Borrowed<>(args[0])));
  Halves halves;
  KR_TRY(split_into(cx, self, condition, true, halves));
  return tuple_of(cx, or_none(std::move(halves.match)), or_none(std::move(halves.rest)));
}

static Result<Ref<>> subgroup(Context& cx, Borrowed<ExceptionGroup> self, Args args) {
  if (args.size() != 1) return raise(cx, exc::TypeError, "subgroup expected 1 argument, got {}", args.size());
  auto condition = KR_TRY(read_condition(cx, Borrowed<>(args[0])));
  Halves halves;
  KR_TRY(split_into(cx, self, condition, false, halves));
  return or_none(std::move(halves.match));
}

Result<Ref<>> select_leaves(Context& cx, Borrowed<> group, Borrowed<List> keep) {
  Halves halves;
  KR_TRY(split_into(cx, group, Condition{Condition::by_identity, keep}, false, halves));
  return or_none(std::move(halves.match));
}

Result<Ref<>> split_by_type(Context& cx, Borrowed<> group, Borrowed<> type) {
  Halves halves;
  KR_TRY(split_into(cx, group, Condition{Condition::by_type, type}, true, halves));
  return tuple_of(cx, or_none(std::move(halves.match)), or_none(std::move(halves.rest)));
}

static Result<Ref<>> class_getitem(Context& cx, Borrowed<> type, Borrowed<> item) {
  return call(cx, type_object(generic_alias_type), type, item);
}

static constinit MethodDef methods[] = {
    KR_QUIET_CLASS("__class_getitem__($type, item, /)", class_getitem, "See PEP 585"),
    KR_QUIET("derive($self, excs, /)", derive, nullptr),
    KR_QUIET("split($self, *args)", split, nullptr),
    KR_QUIET("subgroup($self, *args)", subgroup, nullptr), KR_END};

static constinit MemberDef members[] = {KR_MEMBER("message", object, ExceptionGroup, message, 1, "exception message"),
                                        KR_MEMBER("exceptions", object, ExceptionGroup, exceptions, 1, "nested exceptions"), KR_END};

consteval Type declare_group() {
  Type type = declare_extended<ExceptionGroup, Also<ExceptionGroup, &ExceptionGroup::message, &ExceptionGroup::exceptions>>(
      "BaseExceptionGroup", &exc::BaseException, "A combination of multiple unrelated exceptions.", &group_init, &group_new);
  type.tp_str = slot<&group_str>;
  type.tp_methods = methods;
  type.tp_members = members;
  return type;
}

}  // namespace exceptions

constinit Type exc::BaseExceptionGroup = exceptions::declare_group();
KR_READY(exc::BaseExceptionGroup);

Result<Ref<>> make_exception_group(Context& cx, Borrowed<Str> message, Borrowed<> members) {
  return call(cx, Borrowed<>(as_object(&exc::BaseExceptionGroup)), message, members);
}

}  // namespace krait
