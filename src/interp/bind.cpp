// Sorting the arguments of a call into a function's parameters, and CPython's complaints when they do not fit.
#include "bytecode/code.h"
#include "interp/stack.h"
#include "types/dict/dict.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

namespace {

struct Call {
  Context& cx;
  Function* function;
  Code* code;
  Object** locals;
  Borrowed<Str> name() const { return function->qualname; }
  int parameters() const { return code->co_argcount + code->co_kwonlyargcount; }
};

const char* plural(Index count) { return count == 1 ? "" : "s"; }

// "'a'", "'a' and 'b'", "'a', 'b', and 'c'"
Result<Ref<Str>> enumerate_names(Context& cx, Borrowed<List> names) {
  Index count = names->size();
  if (count == 1) return format_str(cx, "{}", names->item(0));
  if (count == 2) return format_str(cx, "{} and {}", names->item(0), names->item(1));
  Ref<Str> head = KR_TRY(str_join(cx, KR_STR(", "), names->span().first(count - 2)));
  return format_str(cx, "{}, {}, and {}", head, names->item(count - 2), names->item(count - 1));
}

KR_COLD Failed raise_missing(const Call& call, int from, int to, const char* kind) {
  Context& cx = call.cx;
  Ref<List> names = KR_TRY(new_list(cx));
  for (int i = from; i < to; ++i) {
    if (call.locals[i]) continue;
    Ref<Str> name = KR_TRY(repr(cx, call.code->local_name(i)));
    KR_TRY(list_append(cx, names, name));
  }
  Ref<Str> text = KR_TRY(enumerate_names(cx, names));
  return raise(cx, exc::TypeError, "{}() missing {} required {} argument{}: {}", call.name(), names->size(), kind,
               plural(names->size()), text);
}

KR_COLD Failed raise_too_many(const Call& call, Index given) {
  Context& cx = call.cx;
  int argcount = call.code->co_argcount;
  Index keyword_only = 0;
  for (int i = argcount; i < call.parameters(); ++i) keyword_only += call.locals[i] != nullptr;
  Index defaults = call.function->defaults ? call.function->defaults.get().as<Tuple>()->size() : 0;
  Ref<Str> takes = defaults ? KR_TRY(format_str(cx, "from {} to {}", argcount - defaults, argcount)) : KR_TRY(format_str(cx, "{}", argcount));
  bool many = defaults ? true : argcount != 1;
  if (!keyword_only) {
    return raise(cx, exc::TypeError, "{}() takes {} positional argument{} but {} {} given", call.name(), takes, many ? "s" : "", given,
                 given == 1 ? "was" : "were");
  }
  return raise(cx, exc::TypeError, "{}() takes {} positional argument{} but {} positional argument{} (and {} keyword-only argument{}) were given",
               call.name(), takes, many ? "s" : "", given, plural(given), keyword_only, plural(keyword_only));
}

// True with an error pending when some keyword names a positional-only parameter.
KR_COLD Result<bool> names_positional_only(const Call& call, Borrowed<Tuple> kwnames) {
  Context& cx = call.cx;
  Ref<List> names = KR_TRY(new_list(cx));
  for (int i = 0; i < call.code->co_posonlyargcount; ++i) {
    for (Index k = 0; k < kwnames->size(); ++k) {
      if (KR_TRY(same_or_equal(cx, call.code->local_name(i), kwnames->item(k)))) KR_TRY(list_append(cx, names, Borrowed<>(call.code->local_name(i))));
    }
  }
  if (names->size() == 0) return false;
  Ref<Str> text = KR_TRY(str_join(cx, KR_STR(", "), names->span()));
  return raise(cx, exc::TypeError, "{}() got some positional-only arguments passed as keyword arguments: '{}'", call.name(), text);
}

// The parameter a keyword names; -1: none.
Result<int> find_parameter(const Call& call, Borrowed<> keyword) {
  int first = call.code->co_posonlyargcount, count = call.parameters();
  Object** names = call.code->co_localsplusnames->items;
  for (int i = first; i < count; ++i)
    if (names[i] == keyword.object()) return Result<int>(i);
  for (int i = first; i < count; ++i)
    if (KR_TRY(compare_bool(call.cx, keyword, Borrowed<>(names[i]), Compare::eq))) return Result<int>(i);
  return Result<int>(-1);
}

// Takes the values' counts, also on failure.
Result<void> bind_keywords(const Call& call, Object* const* values, Borrowed<Tuple> kwnames, Borrowed<Dict> rest) {
  Context& cx = call.cx;
  Index count = kwnames->size();
  bool failed = false;
  for (Index k = 0; k < count; ++k) {
    Ref<> value = Ref<>::steal(values[k]);
    if (failed) continue;
    Borrowed<> keyword = kwnames->item(k);
    failed = true;
    if (!is<Str>(keyword)) {
      (void)raise(cx, exc::TypeError, "{}() keywords must be strings", call.name());
      continue;
    }
    auto found = find_parameter(call, keyword);
    if (found.failed()) continue;
    int at = found.value();
    if (at >= 0) {
      if (call.locals[at]) {
        (void)raise(cx, exc::TypeError, "{}() got multiple values for argument '{}'", call.name(), keyword);
        continue;
      }
      call.locals[at] = value.release();
    } else if (rest) {
      if (dict_set(cx, rest, keyword, value).failed()) continue;
    } else {
      if (call.code->co_posonlyargcount && names_positional_only(call, kwnames).failed()) continue;
      (void)raise(cx, exc::TypeError, "{}() got an unexpected keyword argument '{}'", call.name(), keyword);
      continue;
    }
    failed = false;
  }
  if (failed) return Failed{};
  return {};
}

Result<void> fill_defaults(const Call& call, Index given) {
  Context& cx = call.cx;
  int argcount = call.code->co_argcount;
  if (given < argcount) {
    auto* defaults = reinterpret_cast<Tuple*>(call.function->defaults.raw());
    int default_count = defaults ? static_cast<int>(defaults->size()) : 0;
    int required = argcount - default_count;
    for (int i = static_cast<int>(given); i < required; ++i)
      if (!call.locals[i]) return raise_missing(call, 0, required, "positional");
    for (int i = required < 0 ? 0 : required; i < argcount; ++i)
      if (!call.locals[i]) call.locals[i] = hold(defaults->item(i - required)).release();
  }
  bool missing = false;
  for (int i = argcount; i < call.parameters(); ++i) {
    if (call.locals[i]) continue;
    if (call.function->kwdefaults) {
      auto found = dict_get(cx, call.function->kwdefaults.get().as<Dict>(), call.code->local_name(i));
      if (found.failed()) return Failed{};
      if (found.value()) {
        call.locals[i] = hold(found.value()).release();
        continue;
      }
    }
    missing = true;
  }
  if (missing) return raise_missing(call, argcount, call.parameters(), "keyword-only");
  return {};
}

}  // namespace

Result<void> bind_arguments(Context& cx, Function* function, Object** locals, Object* const* args, Index nargs, Object* kwnames) {
  Code* code = function->code.raw();
  Call call{cx, function, code, locals};
  int argcount = code->co_argcount;
  if (nargs == argcount && !kwnames && !code->co_kwonlyargcount && !(code->co_flags & (code_flags::varargs | code_flags::varkeywords))) {
    for (Index i = 0; i < nargs; ++i) locals[i] = args[i];
    return {};
  }
  Index fixed = nargs < argcount ? nargs : argcount;
  for (Index i = 0; i < fixed; ++i) locals[i] = args[i];
  bool failed = false;
  if (code->co_flags & code_flags::varargs) {
    auto rest = nargs == fixed ? Result<Ref<Tuple>>(empty_tuple())
                               : tuple_from_stolen(cx, const_cast<Object**>(args) + fixed, nargs - fixed);
    locals[call.parameters()] = as_object(rest.release());
    failed = !locals[call.parameters()];
  } else {
    for (Index i = fixed; i < nargs; ++i) decref(args[i]);
  }
  Borrowed<Dict> keywords;
  if ((code->co_flags & code_flags::varkeywords) && !failed) {
    Object*& place = locals[call.parameters() + ((code->co_flags & code_flags::varargs) != 0)];
    place = as_object(new_dict(cx).release());
    keywords = Borrowed<Dict>(reinterpret_cast<Dict*>(place));
    failed = !place;
  }
  if (kwnames) {
    auto names = Borrowed<Tuple>(reinterpret_cast<Tuple*>(kwnames));
    if (failed) {
      for (Index i = 0; i < names->size(); ++i) decref(args[nargs + i]);
    } else {
      failed = bind_keywords(call, args + nargs, names, keywords).failed();
    }
  }
  if (failed) return Failed{};
  if (nargs > argcount && !(code->co_flags & code_flags::varargs)) return raise_too_many(call, nargs);
  if (nargs < argcount || code->co_kwonlyargcount) return fill_defaults(call, nargs);
  return {};
}

}  // namespace krait
