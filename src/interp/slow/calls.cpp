// Calls that are not Python functions', argument packing, and the making of functions.
#include "interp/helpers.h"
#include "interp/interp.h"
#include "interp/specialize.h"
#include "interp/tracing.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/function/function.h"
#include "types/list/list.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::interp {

KR_ISOLATE_LOCAL(KnownCallables, known_callables);

namespace {

// How an error text names what is called: "module.name()", without the module for built-ins; str() of what has no name.
Result<Ref<Str>> callable_text(Context& cx, Borrowed<> callable) {
  auto qualname = lookup_attr(cx, callable, KR_ID(__qualname__));
  if (qualname.failed()) return Failed{};
  if (qualname.missing()) return str(cx, callable);
  Ref<> name = std::move(qualname).value();
  auto found = lookup_attr(cx, callable, KR_ID(__module__));
  if (found.failed()) return Failed{};
  if (!found.missing()) {
    Ref<> module = std::move(found).value();
    if (!is_none(module) && !KR_TRY(same_or_equal(cx, module, KR_ID(builtins)))) return format_str(cx, "{}.{}()", module, name);
  }
  return format_str(cx, "{}()", name);
}

// Rewrites the error of a failed merge of **kwargs into the one the call gives.
void explain_kwargs_error(Context& cx, Borrowed<> callable, Borrowed<> kwargs) {
  if (error_matches(cx, exc::AttributeError)) {
    clear_error(cx);
    auto text = callable_text(cx, callable);
    if (text.failed()) return;
    Ref<Str> function = std::move(text).value();
    (void)raise(cx, exc::TypeError, "{} argument after ** must be a mapping, not {!t:.200}", function, kwargs);
  } else if (error_matches(cx, exc::KeyError)) {
    Ref<BaseException> error = take_error(cx);
    if (error->args->size() != 1) return restore_error(cx, std::move(error));
    auto text = callable_text(cx, callable);
    if (text.failed()) return;
    Ref<Str> function = std::move(text).value();
    (void)raise(cx, exc::TypeError, "{} got multiple values for keyword argument '{}'", function, error->args->item(0));
  }
}

}  // namespace

Object* call_generic(Context& cx, Object* callable, Object** args, Index positional, Object* kwnames) {
  if (cx.cframe->use_tracing) [[unlikely]] return call_traced(cx, callable, args, positional, kwnames);
  return vectorcall(cx, Borrowed<>(callable), args, positional | vectorcall_arguments_offset,
                    Borrowed<Tuple>(reinterpret_cast<Tuple*>(kwnames)))
      .release();
}

namespace {
struct VectorArguments {
  Object* callable;
  Object** args;
  Index positional;
  Object* kwnames;
};
Object* call_vector(Context& cx, void* data) {
  auto* call = static_cast<VectorArguments*>(data);
  return vectorcall(cx, Borrowed<>(call->callable), call->args, call->positional | vectorcall_arguments_offset,
                    Borrowed<Tuple>(reinterpret_cast<Tuple*>(call->kwnames)))
      .release();
}
struct TupleArguments {
  Object *callable, *args, *kwargs;
};
Object* call_tuple(Context& cx, void* data) {
  auto* given = static_cast<TupleArguments*>(data);
  return call(cx, Borrowed<>(given->callable), Borrowed<>(given->args).as<Tuple>(), Borrowed<>(given->kwargs).as<Dict>()).release();
}
}  // namespace

Object* call_traced(Context& cx, Object* callable, Object** args, Index positional, Object* kwnames) {
  VectorArguments call{callable, args, positional, kwnames};
  if (callable->type == &builtin_function_type || callable->type == &builtin_method_type) return trace_c_call(cx, callable, call_vector, &call);
  if (callable->type == &method_descr_type && positional > 0) {
    // The event shows the bound method, as if it had been fetched with a dot.
    auto* descriptor = reinterpret_cast<MethodDescriptor*>(callable);
    Object* bound = descriptor->common.base.type->tp_descr_get(callable, args[0], as_object(args[0]->type));
    if (!bound) return nullptr;
    Object* result = trace_c_call(cx, bound, call_vector, &call);
    decref(bound);
    return result;
  }
  return call_vector(cx, &call);
}

Object* normalize_star_args(Context& cx, Object* callable, Object* args) {
  if (!args->type->tp_iter && !is_sequence(Borrowed<>(args))) {
    Ref<Str> function = KR_TRY(callable_text(cx, Borrowed<>(callable)));
    return raise(cx, exc::TypeError, "{} argument after * must be an iterable, not {!t:.200}", function, Borrowed<>(args));
  }
  return as_object(tuple_from(cx, Borrowed<>(args)).release());
}

Object* call_ex(Context& cx, Object* callable, Object* args, Object* kwargs, bool tracing) {
  Ref<> merged;
  if (kwargs && kwargs->type != &dict_type) {
    Ref<Dict> dict = KR_TRY(new_dict(cx));
    if (dict_merge(cx, dict, Borrowed<>(kwargs), 2).failed()) {
      explain_kwargs_error(cx, Borrowed<>(callable), Borrowed<>(kwargs));
      return nullptr;
    }
    merged = std::move(dict);
    kwargs = merged.object();
  }
  TupleArguments call{callable, args, kwargs};
  if (tracing && (callable->type == &builtin_function_type || callable->type == &builtin_method_type))
    return trace_c_call(cx, callable, call_tuple, &call);
  return call_tuple(cx, &call);
}

int dict_merge_op(Context& cx, Object* dict, Object* other, Object* callable) {
  if (!dict_merge(cx, Borrowed<>(dict).as<Dict>(), Borrowed<>(other), 2).failed()) return 0;
  explain_kwargs_error(cx, Borrowed<>(callable), Borrowed<>(other));
  return -1;
}

// flags: 1 defaults, 2 keyword defaults, 4 annotations, 8 closure; they lie on the stack in this order.
Object* make_function(Context& cx, InterpreterFrame* frame, Object* code, Object** top, unsigned flags, int* used) {
  auto made = new_function(cx, Borrowed<>(code).as<Code>(), Borrowed<Dict>(reinterpret_cast<Dict*>(frame->f_globals)));
  if (made.failed()) return nullptr;
  Ref<Function> function = std::move(made).value();
  if (flags & 8) function->closure.init(Ref<>::steal(*--top)), ++*used;
  if (flags & 4) function->annotations.init(Ref<>::steal(*--top)), ++*used;
  if (flags & 2) function->kwdefaults.init(Ref<>::steal(*--top)), ++*used;
  if (flags & 1) function->defaults.init(Ref<>::steal(*--top)), ++*used;
  return as_object(function.release());
}

}  // namespace krait::interp
