// Declaring methods, functions, getters and constructors: one line each, from which everything else follows.
//
//     KR_METHOD("index($self, value, start=0, stop=sys.maxsize, /)", index, "Return first index of value.")
//
// gives a PyMethodDef whose name, flags (the cheapest calling convention that fits), thunk and __doc__ with text signature come from
// that line. The C++ function is  Result<...> index(Context& cx, Borrowed<List> self, Borrowed<> value, SliceIndex start, SliceIndex
// stop):  its parameter types choose the converters. The receiver may be left out where it is not needed (module functions).
//
// KR_QUIET takes the docstring verbatim, for the methods that have no text signature in 3.11. Flags for class and static methods:
// KR_CLASS_METHOD, KR_STATIC_METHOD. A table ends with KR_END.
#pragma once

#include <tuple>

#include "object/declare/convert.h"
#include "object/declare/signature.h"
#include "object/declare/slot.h"

namespace krait::declare {

// Sorts positional and keyword arguments into out[0..count), null where absent. Raises CPython's TypeErrors.
bool bind_vector(Context& cx, const Binding& binding, Object* const* args, Index nargs, Tuple* kwnames, Object** out);
// The same from a tuple and a dict (may be null), as tp_new and tp_init get them. `extra` receives *args when wanted.
bool bind_tuple(Context& cx, const Binding& binding, Object* args, Object* kwargs, Object** out);
// "f expected at most 2 arguments, got 3" for positional-only signatures.
bool check_positional(Context& cx, const Binding& binding, Index nargs);

template <class F>
struct FunctionShape;
template <class R, class... P>
struct FunctionShape<R (*)(Context&, P...)> {
  static constexpr int count = sizeof...(P);
  static constexpr bool wants_context = true;
  template <int I>
  using param = __type_pack_element<I, P...>;
};
template <class R, class... P>
struct FunctionShape<R (*)(P...)> {
  static constexpr int count = sizeof...(P);
  static constexpr bool wants_context = false;
  template <int I>
  using param = __type_pack_element<I, P...>;
};

template <FixedText Text>
struct Described {
  static constexpr Signature sig = read_signature(std::string_view(Text.text, sizeof(Text.text) - 1));

  static consteval int count_if(auto&& predicate) {
    int n = 0;
    for (int i = 0; i < sig.count; ++i) n += predicate(sig.params[i]);
    return n;
  }
  static constexpr bool var_positional = count_if([](const Param& p) { return p.kind == ParamKind::var_positional; }) > 0;
  static constexpr bool var_keyword = count_if([](const Param& p) { return p.kind == ParamKind::var_keyword; }) > 0;
  static constexpr int positional_only = count_if([](const Param& p) { return p.kind == ParamKind::positional_only; });
  static constexpr int positional =
      count_if([](const Param& p) { return p.kind == ParamKind::positional || p.kind == ParamKind::positional_only; });
  static constexpr int keyword_only = count_if([](const Param& p) { return p.kind == ParamKind::keyword_only; });
  static constexpr int named = positional + keyword_only;
  static constexpr int required_positional = count_if([](const Param& p) {
    return (p.kind == ParamKind::positional || p.kind == ParamKind::positional_only) && p.default_text.empty();
  });

  // Index into sig.params of the i-th named parameter (skips *args).
  static consteval int named_index(int i) {
    for (int j = 0; j < sig.count; ++j) {
      if (sig.params[j].kind == ParamKind::var_positional || sig.params[j].kind == ParamKind::var_keyword) continue;
      if (i-- == 0) return j;
    }
    return -1;
  }
  static consteval auto make_names() {
    std::array<std::string_view, named + 1> made{};
    for (int i = 0; i < named; ++i) made[i] = sig.params[named_index(i)].name;
    return made;
  }
  static consteval auto make_name() {
    std::array<char, max_params * 4> made{};
    for (std::size_t i = 0; i < sig.name.size(); ++i) made[i] = sig.name[i];
    return made;
  }
  static consteval std::uint32_t make_required() {
    std::uint32_t bits = 0;
    for (int i = 0; i < named; ++i)
      if (sig.params[named_index(i)].default_text.empty()) bits |= 1u << i;
    return bits;
  }
  static constexpr auto names = make_names();
  static constexpr auto name = make_name();
  static constexpr Binding binding{name.data(),         names.data(),   positional_only, positional, required_positional,
                                   named,               make_required(), var_positional, var_keyword};

  template <int I>
  static consteval auto default_text() {
    constexpr std::string_view text = sig.params[I].default_text;
    char copy[text.size() + 1] = {};
    for (std::size_t i = 0; i < text.size(); ++i) copy[i] = text[i];
    return FixedText<text.size() + 1>(copy);
  }
};

// Everything a call needs, sorted: the named arguments (null: absent), the rest.
struct BoundArguments {
  Object* const* named;
  Args rest;
  KwArgs keywords;
};

template <FixedText Text, auto Fn>
struct Thunk {
  using D = Described<Text>;
  using Shape = FunctionShape<decltype(Fn)>;
  static constexpr int receiver = Shape::count - D::sig.count;  // 1 when the function takes its receiver, 0 when not
  static_assert(receiver == 0 || receiver == 1, "the signature text and the C++ function have different numbers of parameters");
  static constexpr bool only_positional =
      D::positional == D::positional_only && D::keyword_only == 0 && !D::var_keyword && !D::var_positional;

  template <int I>
  using P = typename Shape::template param<I + receiver>;

  // How many named parameters stand before parameter I.
  template <int I>
  static consteval int named_before() {
    int n = 0;
    for (int j = 0; j < I; ++j)
      n += D::sig.params[j].kind != ParamKind::var_positional && D::sig.params[j].kind != ParamKind::var_keyword;
    return n;
  }

  template <int I>
  KR_INLINE static bool convert(Context& cx, const BoundArguments& bound, P<I>& out) {
    constexpr Param param = D::sig.params[I];
    if constexpr (param.kind == ParamKind::var_positional) {
      out = bound.rest;
    } else if constexpr (param.kind == ParamKind::var_keyword) {
      out = bound.keywords;
    } else {
      constexpr int at = named_before<I>();
      Object* given = bound.named[at];
      if constexpr (!param.default_text.empty()) {
        if (!given) {
          out = Default<P<I>>::template get<D::template default_text<I>()>();
          return true;
        }
      }
      constexpr bool only = only_positional && D::named == 1 && D::required_positional == 1;
      constexpr std::string_view shown = param.kind == ParamKind::positional_only ? std::string_view() : param.name;
      return Convert<P<I>>::from(cx, Borrowed<>(given), out, ArgSite{D::name.data(), only ? 0 : at + 1, shown});
    }
    return true;
  }

  template <class Self, int... I>
  KR_INLINE static auto invoke(Context& cx, Self self, P<I>&... values) {
    if constexpr (Shape::wants_context) {
      if constexpr (receiver) return Fn(cx, lift<typename Shape::template param<0>>(self), values...);
      else return Fn(cx, values...);
    } else {
      if constexpr (receiver) return Fn(lift<typename Shape::template param<0>>(self), values...);
      else return Fn(values...);
    }
  }

  template <class Self, int... I>
  KR_INLINE static Object* call_each(Context& cx, Self self, const BoundArguments& bound, std::integer_sequence<int, I...>) {
    [[maybe_unused]] std::tuple<P<I>...> values{};
    if (!(convert<I>(cx, bound, std::get<I>(values)) && ...)) [[unlikely]] return nullptr;
    return to_object(invoke<Self, I...>(cx, self, std::get<I>(values)...));
  }
  template <class Self>
  KR_INLINE static Object* call(Context& cx, Self self, const BoundArguments& bound) {
    return call_each(cx, self, bound, std::make_integer_sequence<int, D::sig.count>());
  }

  static Object* noargs(Object* self, Object*) { return call(Context::current(), self, {}); }
  static Object* one(Object* self, Object* argument) { return call(Context::current(), self, {&argument, {}, {}}); }
  static Object* fast(Object* self, Object* const* args, Index nargs) {
    Context& cx = Context::current();
    if constexpr (D::var_positional) {  // "f(a, b=1, /, *args)" without keywords
      if (nargs < D::required_positional && !check_positional(cx, D::binding, nargs)) return nullptr;
      Object* named[D::named + 1] = {};
      Index fixed = nargs < D::named ? nargs : D::named;
      for (Index i = 0; i < fixed; ++i) named[i] = args[i];
      return call(cx, self, {named, Args(args + fixed, nargs - fixed), {}});
    } else {
      if (nargs < D::required_positional || nargs > D::positional) [[unlikely]]
        return check_positional(cx, D::binding, nargs), nullptr;
      if (nargs == D::positional) return call(cx, self, {args, {}, {}});
      Object* named[D::named + 1] = {};
      for (Index i = 0; i < nargs; ++i) named[i] = args[i];
      return call(cx, self, {named, {}, {}});
    }
  }
  static Object* fast_keywords(Object* self, Object* const* args, Index nargs, Object* kwnames) {
    Context& cx = Context::current();
    Object* named[D::named + 1] = {};
    if constexpr (!D::var_keyword && !D::var_positional) {
      if (!kwnames && nargs == D::positional && D::keyword_only == 0) return call(cx, self, {args, {}, {}});
    }
    auto* names = reinterpret_cast<Tuple*>(kwnames);
    if (!bind_vector(cx, D::binding, args, nargs, names, named)) return nullptr;
    Index fixed = nargs < D::positional ? nargs : D::positional;
    return call(cx, self, {named, Args(args + fixed, nargs - fixed), KwArgs{args + nargs, names, keyword_count(kwnames)}});
  }
  static Index keyword_count(Object* kwnames) { return kwnames ? reinterpret_cast<VarObject*>(kwnames)->size : 0; }

  // For tp_new and tp_init: a tuple and a dict.
  template <class Self>
  static Object* from_tuple(Self self, Object* args, Object* kwargs) {
    Context& cx = Context::current();
    Object* named[D::named + 1] = {};
    if (!bind_tuple(cx, D::binding, args, kwargs, named)) return nullptr;
    auto* items = reinterpret_cast<Object* const*>(reinterpret_cast<VarObject*>(args) + 1);
    Index nargs = reinterpret_cast<VarObject*>(args)->size;
    Index fixed = nargs < D::positional ? nargs : D::positional;
    return call(cx, self, {named, Args(items + fixed, nargs - fixed), {}});
  }
  static Object* make(Type* type, Object* args, Object* kwargs) { return from_tuple(type, args, kwargs); }
  static int init(Object* self, Object* args, Object* kwargs) {
    Object* answer = from_tuple(self, args, kwargs);
    if (!answer) return -1;
    decref(answer);
    return 0;
  }

  // The cheapest calling convention that fits.
  static consteval MethodDef def(int flags, const char* doc) {
    if constexpr (D::sig.count == 0) {
      return {D::name.data(), {.plain = &noargs}, method_flags::noargs | flags, doc};
    } else if constexpr (only_positional && D::named == 1 && D::required_positional == 1) {
      return {D::name.data(), {.plain = &one}, method_flags::one | flags, doc};
    } else if constexpr (only_positional || (D::var_positional && !D::var_keyword && D::keyword_only == 0 &&
                                             D::positional == D::positional_only)) {
      return {D::name.data(), {.fast = &fast}, method_flags::fastcall | flags, doc};
    } else {
      return {D::name.data(), {.fast_keywords = &fast_keywords},
              method_flags::fastcall | method_flags::keywords | flags, doc};
    }
  }
};

// Getters and setters ignore the closure: their typed functions do not take it.
template <auto Fn>
Object* get_thunk(Object* self, void*) {
  if constexpr (FunctionShape<decltype(Fn)>::wants_context)
    return to_object(Fn(Context::current(), lift<typename FunctionShape<decltype(Fn)>::template param<0>>(self)));
  else
    return to_object(Fn(lift<typename FunctionShape<decltype(Fn)>::template param<0>>(self)));
}
template <auto Fn>
int set_thunk(Object* self, Object* value, void*) {
  return Fn(Context::current(), lift<typename FunctionShape<decltype(Fn)>::template param<0>>(self), Borrowed<>(value)).release();
}

}  // namespace krait::declare

#define KR_METHOD_(flags, signature, function, doc) ::krait::declare::Thunk<signature, &function>::def(flags, doc)
#define KR_METHOD(signature, function, doc) KR_METHOD_(0, signature, function, signature "\n--\n\n" doc)
#define KR_CLASS_METHOD(signature, function, doc) \
  KR_METHOD_(::krait::method_flags::class_, signature, function, signature "\n--\n\n" doc)
#define KR_STATIC_METHOD(signature, function, doc) \
  KR_METHOD_(::krait::method_flags::static_, signature, function, signature "\n--\n\n" doc)
#define KR_FUNCTION(signature, function, doc) KR_METHOD(signature, function, doc)
#define KR_QUIET(signature, function, doc) KR_METHOD_(0, signature, function, doc)
#define KR_QUIET_CLASS(signature, function, doc) KR_METHOD_(::krait::method_flags::class_, signature, function, doc)
#define KR_QUIET_STATIC(signature, function, doc) KR_METHOD_(::krait::method_flags::static_, signature, function, doc)
#define KR_NEW(signature, function) (&::krait::declare::Thunk<signature, &function>::make)
#define KR_INIT(signature, function) (&::krait::declare::Thunk<signature, &function>::init)
#define KR_GETTER(name, get, doc) {name, &::krait::declare::get_thunk<&get>, nullptr, doc, nullptr}
#define KR_GETSET(name, get, set, doc) \
  {name, &::krait::declare::get_thunk<&get>, &::krait::declare::set_thunk<&set>, doc, nullptr}
#define KR_MEMBER(text, kind, type, field, flags, doc) {text, ::krait::member_kind::kind, offsetof(type, field), flags, doc}
#define KR_END {}
