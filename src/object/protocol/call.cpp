// Calls: the fast convention (an array of arguments, vectorcall) and the general one (a tuple and a dict, tp_call), and the bridges
// between them.
#include "memory/memory.h"
#include "object/generic.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

Object* check_call_result_slow(Context& cx, Borrowed<> callable, Object* result, const char* where) {
  if (!result) {
    if (callable) return raise(cx, exc::SystemError, "{!r} returned NULL without setting an exception", callable);
    return raise(cx, exc::SystemError, "{} returned NULL without setting an exception", where);
  }
  decref(result);
  Ref<BaseException> earlier = take_error(cx);
  if (callable) (void)raise(cx, exc::SystemError, "{!r} returned a result with an exception set", callable);
  else (void)raise(cx, exc::SystemError, "{} returned a result with an exception set", where);
  Ref<BaseException> error = take_error(cx);
  set_exception_cause(error, earlier.copy());
  set_exception_context(error, std::move(earlier));
  restore_error(cx, std::move(error));
  return nullptr;
}

namespace {

// A few pointers on the C stack, more on the heap. One scratch place lies before them.
class ArgumentArray {
 public:
  explicit ArgumentArray(std::size_t count)
      : block_(count < 16 ? local_ : static_cast<Object**>(memory::allocate((count + 1) * sizeof(Object*)))) {}
  ~ArgumentArray() {
    if (block_ != local_) memory::release(block_);
  }
  ArgumentArray(const ArgumentArray&) = delete;
  bool failed() const { return block_ == nullptr; }
  Object** items() const { return block_ + 1; }

 private:
  Object* local_[17];
  Object** block_;
};

KR_COLD Failed raise_not_callable(Context& cx, Borrowed<> callable) {
  return raise(cx, exc::TypeError, "'{!t:.200}' object is not callable", callable);
}

Result<Ref<Dict>> keywords_as_dict(Context& cx, Object* const* values, Borrowed<Tuple> names) {
  auto dict = KR_TRY(new_dict(cx, names->size()));
  for (Index i = 0; i < names->size(); ++i) KR_TRY(dict_set(cx, dict, names->item(i), Borrowed<>(values[i])));
  return dict;
}

Result<Ref<>> call_slot(Context& cx, Borrowed<> callable, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  TernaryFunction function = callable.type()->tp_call;
  if (!function) return raise_not_callable(cx, callable);
  KR_RECURSION_GUARD(cx, " while calling a Python object");
  Object* answer = function(callable.object(), args.object(), kwargs.object());
  return Result<Ref<>>::from_raw(check_call_result(cx, callable, answer));
}

Result<Ref<>> bridge_to_slot(Context& cx, Borrowed<> callable, Object* const* args, Index nargs, Borrowed<Tuple> kwnames) {
  if (!callable.type()->tp_call) return raise_not_callable(cx, callable);
  auto positional = KR_TRY(tuple_from_items(cx, {args, static_cast<std::size_t>(nargs)}));
  Ref<Dict> keywords;
  if (kwnames && kwnames->size()) keywords = KR_TRY(keywords_as_dict(cx, args + nargs, kwnames));
  return call_slot(cx, callable, positional, keywords);
}

}  // namespace

Result<Ref<>> vectorcall(Context& cx, Borrowed<> callable, Object* const* args, std::size_t nargsf, Borrowed<Tuple> kwnames) {
  if (VectorCall function = vectorcall_function(callable)) [[likely]] {
    Object* answer = function(callable.object(), args, nargsf, kwnames.object());
    return Result<Ref<>>::from_raw(check_call_result(cx, callable, answer));
  }
  return bridge_to_slot(cx, callable, args, vectorcall_count(nargsf), kwnames);
}

Result<Ref<Tuple>> keyword_names(Context& cx, Borrowed<Dict> kwargs, Object** values) {
  auto names = KR_TRY(new_tuple(cx, kwargs->size()));
  Index position = 0, i = 0;
  Borrowed<> key, value;
  bool strings = true;
  while (dict_next(kwargs, &position, &key, &value)) {
    strings &= is<Str>(key);
    names->init_item(i, hold(key));
    values[i++] = hold(value).release();
  }
  if (strings) return names;
  for (Index j = 0; j < i; ++j) decref(values[j]);
  return raise(cx, exc::TypeError, "keywords must be strings");
}

namespace {

Result<Ref<>> call_vector_with_dict(Context& cx, VectorCall function, Borrowed<> callable, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  Index nargs = args->size(), nkwargs = kwargs ? kwargs->size() : 0;
  if (nkwargs == 0) {
    Object* answer = function(callable.object(), args->items, static_cast<std::size_t>(nargs), nullptr);
    return Result<Ref<>>::from_raw(check_call_result(cx, callable, answer));
  }
  ArgumentArray list(static_cast<std::size_t>(nargs + nkwargs));
  if (list.failed()) return raise_memory_error(cx);
  Object** items = list.items();
  for (Index i = 0; i < nargs; ++i) items[i] = args->items[i];
  auto names = KR_TRY(keyword_names(cx, kwargs, items + nargs));
  Object* answer = function(callable.object(), items, static_cast<std::size_t>(nargs) | vectorcall_arguments_offset, names.object());
  answer = check_call_result(cx, callable, answer);
  for (Index i = 0; i < nkwargs; ++i) decref(items[nargs + i]);
  return Result<Ref<>>::from_raw(answer);
}

}  // namespace

Result<Ref<>> call(Context& cx, Borrowed<> callable, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  if (VectorCall function = vectorcall_function(callable)) return call_vector_with_dict(cx, function, callable, args, kwargs);
  return call_slot(cx, callable, args, kwargs);
}

Object* vectorcall_call(Object* callable, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  Borrowed<> target(callable);
  Index offset = callable->type->tp_vectorcall_offset;
  VectorCall function = offset > 0 ? *reinterpret_cast<VectorCall*>(reinterpret_cast<char*>(callable) + offset) : nullptr;
  if (!function) return raise(cx, exc::TypeError, "'{!t:.200}' object does not support vectorcall", target);
  return call_vector_with_dict(cx, function, target, Borrowed<>(args).as<Tuple>(), Borrowed<>(kwargs).as<Dict>()).release();
}

Result<Ref<>> call_args(Context& cx, Borrowed<> callable, std::span<Object* const> args) {
  if (callable.type() == &method_type) {
    Borrowed<Method> method = callable.as<Method>();
    ArgumentArray list(args.size() + 1);
    if (list.failed()) return raise_memory_error(cx);
    Object** items = list.items();
    items[0] = method->self.raw();
    for (std::size_t i = 0; i < args.size(); ++i) items[i + 1] = args[i];
    auto function = hold(method->function.get());
    auto self = hold(method->self.get());
    return vectorcall(cx, function, items, (args.size() + 1) | vectorcall_arguments_offset, {});
  }
  return vectorcall(cx, callable, args.data(), args.size(), {});
}

Result<Ref<>> call_method_args(Context& cx, Borrowed<Str> name, std::span<Object* const> self_and_args) {
  bool unbound = false;
  auto method = KR_TRY(get_method(cx, Borrowed<>(self_and_args[0]), name, &unbound));
  if (unbound) return vectorcall(cx, method, self_and_args.data(), self_and_args.size(), {});
  return vectorcall(cx, method, self_and_args.data() + 1, (self_and_args.size() - 1) | vectorcall_arguments_offset, {});
}

}  // namespace krait
