#include "types/method/call_c.h"

#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {

Result<Ref<Str>> function_text(Context& cx, Borrowed<> callable) {
  auto name = KR_TRY(lookup_attr(cx, callable, KR_ID(__qualname__)));
  if (!name) return str(cx, callable);
  auto module = KR_TRY(lookup_attr(cx, callable, KR_ID(__module__)));
  bool shown = module && !is_none(module) && !(is<Str>(module) && str_equal(module.borrow().as<Str>(), "builtins"));
  if (shown) return format_str(cx, "{}.{}()", module, name);
  return format_str(cx, "{}()", name);
}

namespace {

KR_COLD Object* refuse_keywords(Context& cx, const CCall& target) {
  auto name = KR_TRY(function_text(cx, target.callable));
  return raise(cx, exc::TypeError, "{} takes no keyword arguments", name);
}
KR_COLD Object* refuse_count(Context& cx, const CCall& target, Index nargs) {
  auto name = KR_TRY(function_text(cx, target.callable));
  if (target.def->ml_flags & method_flags::noargs) return raise(cx, exc::TypeError, "{} takes no arguments ({} given)", name, nargs);
  return raise(cx, exc::TypeError, "{} takes exactly one argument ({} given)", name, nargs);
}

Object* call_with_tuple(Context& cx, const CCall& target, Object* const* args, Index nargs, Tuple* kwnames) {
  auto positional = KR_TRY(tuple_from_items(cx, {args, static_cast<std::size_t>(nargs)}));
  if (!(target.def->ml_flags & method_flags::keywords)) return target.def->ml_meth.plain(target.self, positional.object());
  Ref<Dict> keywords;
  if (kwnames && kwnames->size()) {
    keywords = KR_TRY(new_dict(cx, kwnames->size()));
    for (Index i = 0; i < kwnames->size(); ++i) KR_TRY(dict_set(cx, keywords, kwnames->item(i), Borrowed<>(args[nargs + i])));
  }
  return target.def->ml_meth.keywords(target.self, positional.object(), keywords.object());
}

}  // namespace

Object* call_c(Context& cx, const CCall& target, Object* const* args, Index nargs, Tuple* kwnames) {
  using namespace method_flags;
  MethodDef* def = target.def;
  int convention = def->ml_flags & (varargs | keywords | noargs | one | fastcall | method);
  bool has_keywords = kwnames && kwnames->size();
  if (has_keywords && !(convention & keywords)) [[unlikely]] return refuse_keywords(cx, target);
  KR_RECURSION_GUARD(cx, " while calling a Python object");
  switch (convention) {
    case noargs:
      if (nargs != 0) [[unlikely]] return refuse_count(cx, target, nargs);
      return def->ml_meth.plain(target.self, nullptr);
    case one:
      if (nargs != 1) [[unlikely]] return refuse_count(cx, target, nargs);
      return def->ml_meth.plain(target.self, args[0]);
    case fastcall: return def->ml_meth.fast(target.self, args, nargs);
    case fastcall | keywords: return def->ml_meth.fast_keywords(target.self, args, nargs, reinterpret_cast<Object*>(kwnames));
    case fastcall | keywords | method:
      return def->ml_meth.method(target.self, target.defining_class, args, static_cast<std::size_t>(nargs),
                                 reinterpret_cast<Object*>(kwnames));
    case varargs:
    case varargs | keywords: return call_with_tuple(cx, target, args, nargs, kwnames);
    default: return raise(cx, exc::SystemError, "{}() method: bad call flags", def->ml_name);
  }
}

}  // namespace krait
