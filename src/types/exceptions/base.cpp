// BaseException: arguments, links to other exceptions, notes.
#include "types/dict/dict.h"
#include "types/exceptions/declare.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/traceback/traceback.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
namespace exceptions {

using Fields = Owns<BaseException, &BaseException::dict, &BaseException::args, &BaseException::notes, &BaseException::traceback,
                    &BaseException::context, &BaseException::cause>;

int base_traverse(Object* self, Visit visit, void* arg) { return Fields::traverse(self, visit, arg); }
int base_clear(Object* self) { return Fields::clear(self); }

void base_dealloc(Object* self) {
  declare::untrack_if_container(self);
  Fields::clear(self);
  self->type->tp_free(self);
}

bool refuse_keywords(Context& cx, const Type* type, Object* kwargs) {
  if (!kwargs || reinterpret_cast<Dict*>(kwargs)->size() == 0) return false;
  (void)raise(cx, exc::TypeError, "{:.200}() takes no keyword arguments", type->tp_name);
  return true;
}

Object* base_new(Type* type, Object* args, Object*) {
  auto* self = reinterpret_cast<BaseException*>(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  if (args) self->args.init(hold(Borrowed<>(args).as<Tuple>()));
  else self->args.init(empty_tuple());
  return as_object(self);
}

int base_init(Object* self, Object* args, Object* kwargs) {
  if (refuse_keywords(Context::current(), self->type, kwargs)) return -1;
  auto old = reinterpret_cast<BaseException*>(self)->args.replace(hold(Borrowed<>(args).as<Tuple>()));
  return 0;
}

Result<Ref<Str>> base_str(Context& cx, Borrowed<BaseException> self) {
  Borrowed<Tuple> args = self->args;
  if (args->size() == 0) return empty_str();
  if (args->size() == 1) return krait::str(cx, args->item(0));
  return krait::str(cx, args);
}

static Result<Ref<Str>> base_repr(Context& cx, Borrowed<BaseException> self) {
  Borrowed<Tuple> args = self->args;
  std::string_view name = short_name(*self->base.type);
  if (args->size() == 1) return format_str(cx, "{}({!r})", name, args->item(0));
  return format_str(cx, "{}{!r}", name, args);
}

Result<Ref<>> reduce_with(Context& cx, Borrowed<BaseException> self, Borrowed<Tuple> args, Borrowed<> state) {
  Borrowed<> type = type_object(*self->base.type);
  if (state) return tuple_of(cx, type, args, state);
  return tuple_of(cx, type, args);
}

static Result<Ref<>> reduce(Context& cx, Borrowed<BaseException> self) { return reduce_with(cx, self, self->args, self->dict.get()); }

static Result<Ref<>> set_state(Context& cx, Borrowed<BaseException> self, Borrowed<> state) {
  if (is_none(state)) return new_none();
  if (!is<Dict>(state)) return raise(cx, exc::TypeError, "state is not a dictionary");
  Index position = 0;
  Borrowed<> key, value;
  while (dict_next(state.as<Dict>(), &position, &key, &value)) {
    auto held_key = hold(key);
    auto held_value = hold(value);
    KR_TRY(set_attr(cx, self, held_key.borrow().as<Str>(), held_value));
  }
  return new_none();
}

static Result<void> set_traceback(Context& cx, Borrowed<BaseException> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::TypeError, "__traceback__ may not be deleted");
  if (!is_none(value) && !is<Traceback>(value)) return raise(cx, exc::TypeError, "__traceback__ must be a traceback or None");
  auto old = self->traceback.replace(is_none(value) ? Ref<>() : hold(value));
  return {};
}

static Result<Ref<>> with_traceback(Context& cx, Borrowed<BaseException> self, Borrowed<> traceback) {
  KR_TRY(set_traceback(cx, self, traceback));
  return hold(self);
}

static Result<Ref<>> add_note(Context& cx, Borrowed<BaseException> self, Borrowed<> note) {
  if (!is<Str>(note)) return raise(cx, exc::TypeError, "note must be a str, not '{!t}'", note);
  auto notes = KR_TRY(lookup_attr(cx, self, KR_ID(__notes__)));
  if (!notes) {
    auto made = KR_TRY(new_list(cx));
    KR_TRY(set_attr(cx, self, KR_ID(__notes__), made));
    notes = std::move(made);
  } else if (!is<List>(notes)) {
    return raise(cx, exc::TypeError, "Cannot add note: __notes__ is not a list");
  }
  KR_TRY(list_append(cx, notes.borrow().as<List>(), note));
  return new_none();
}

static Ref<> or_none(const Slot<>& slot) { return slot ? hold(slot.get()) : new_none(); }
static Result<Ref<>> get_args(Context&, Borrowed<BaseException> self) {
  return self->args ? Ref<>(hold(self->args.get())) : new_none();
}
static Result<Ref<>> get_traceback(Context&, Borrowed<BaseException> self) { return or_none(self->traceback); }
static Result<Ref<>> get_context(Context&, Borrowed<BaseException> self) { return or_none(self->context); }
static Result<Ref<>> get_cause(Context&, Borrowed<BaseException> self) { return or_none(self->cause); }

static Result<void> set_args(Context& cx, Borrowed<BaseException> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::TypeError, "args may not be deleted");
  auto args = KR_TRY(tuple_from(cx, value));
  auto old = self->args.replace(std::move(args));
  return {};
}

static Result<void> set_context(Context& cx, Borrowed<BaseException> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::TypeError, "__context__ may not be deleted");
  if (!is_none(value) && !is_exception(value))
    return raise(cx, exc::TypeError, "exception context must be None or derive from BaseException");
  set_exception_context(self, is_none(value) ? Ref<>() : hold(value));
  return {};
}

static Result<void> set_cause(Context& cx, Borrowed<BaseException> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::TypeError, "__cause__ may not be deleted");
  if (!is_none(value) && !is_exception(value))
    return raise(cx, exc::TypeError, "exception cause must be None or derive from BaseException");
  set_exception_cause(self, is_none(value) ? Ref<>() : hold(value));
  return {};
}

static Result<Ref<>> get_dict(Context& cx, Borrowed<BaseException> self) {
  if (!self->dict) self->dict.init(KR_TRY(new_dict(cx)));
  return hold(self->dict.get());
}

static Result<void> set_dict(Context& cx, Borrowed<BaseException> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::TypeError, "cannot delete __dict__");
  if (!is<Dict>(value)) return raise(cx, exc::TypeError, "__dict__ must be set to a dictionary, not a '{!t}'", value);
  auto old = self->dict.replace(hold(value.as<Dict>()));
  return {};
}

static constinit MethodDef methods[] = {
    KR_QUIET("__reduce__($self)", reduce, nullptr),
    KR_QUIET("__setstate__($self, state, /)", set_state, nullptr),
    KR_QUIET("with_traceback($self, tb, /)", with_traceback,
             "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."),
    KR_QUIET("add_note($self, note, /)", add_note, "Exception.add_note(note) --\n    add a note to the exception"),
    KR_END};

static constinit GetSetDef getset[] = {KR_GETSET("__dict__", get_dict, set_dict, nullptr),
                                       KR_GETSET("args", get_args, set_args, nullptr),
                                       KR_GETSET("__traceback__", get_traceback, set_traceback, nullptr),
                                       KR_GETSET("__context__", get_context, set_context, "exception context"),
                                       KR_GETSET("__cause__", get_cause, set_cause, "exception cause"),
                                       KR_END};

static constinit MemberDef members[] = {KR_MEMBER("__suppress_context__", bool_, BaseException, suppress_context, 0, nullptr), KR_END};

consteval Type declare_base() {
  Type type = declare_type("BaseException", nullptr, sizeof(BaseException), "Common base class for all exceptions", &base_new, &base_init);
  type.tp_repr = slot<&base_repr>;
  type.tp_str = slot<&base_str>;
  type.tp_getattro = slot<&generic_get_attr>;
  type.tp_setattro = slot<&generic_set_attr>;
  type.tp_methods = methods;
  type.tp_getset = getset;
  type.tp_members = members;
  type.tp_base = &object_type;
  return type;
}

}  // namespace exceptions

constinit Type exc::BaseException = exceptions::declare_base();
KR_READY(exc::BaseException);

void set_exception_context(Borrowed<BaseException> exception, Ref<> context) {
  auto old = exception->context.replace(std::move(context));
}

void set_exception_cause(Borrowed<BaseException> exception, Ref<> cause) {
  exception->suppress_context = 1;
  auto old = exception->cause.replace(std::move(cause));
}

void set_exception_traceback(Borrowed<BaseException> exception, Ref<> traceback) {
  auto old = exception->traceback.replace(std::move(traceback));
}

}  // namespace krait
