// Binding arguments to the parameters of a declared function, with CPython's error texts.
#include "object/declare/method.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::declare {

namespace {

const char* plural(Index n) { return n == 1 ? "" : "s"; }

struct Given {
  Object* const* args;
  Index nargs;
  Index nkwargs;
};

int required_count(const Binding& binding) { return __builtin_popcount(binding.required); }

KR_COLD bool refuse_count(Context& cx, const Binding& b, const Given& given) {
  Index total = given.nargs + given.nkwargs;
  const char* amount = required_count(b) < b.count ? "at most" : "exactly";
  if (b.count == 0) amount = "at most";
  (void)raise(cx, exc::TypeError, "{:.200}() takes {} {} {}argument{} ({} given)", b.name, amount, Index{b.count},
              given.nargs == 0 ? "keyword " : "", plural(b.count), total);
  return false;
}

// Too many or too few positional arguments for what a signature with keywords allows.
bool check_count(Context& cx, const Binding& b, const Given& given) {
  if (!b.var_positional && !b.var_keyword && given.nargs + given.nkwargs > b.count) return refuse_count(cx, b, given);
  if (!b.var_positional && given.nargs > b.positional) {
    if (b.positional == 0) (void)raise(cx, exc::TypeError, "{:.200}() takes no positional arguments", b.name);
    else
      (void)raise(cx, exc::TypeError, "{:.200}() takes {} {} positional argument{} ({} given)", b.name,
                  b.required_positional < b.positional ? "at most" : "exactly", Index{b.positional}, plural(b.positional), given.nargs);
    return false;
  }
  Index required_only = b.required_positional < b.positional_only ? b.required_positional : b.positional_only;
  if (given.nargs < required_only) {
    const char* amount = b.var_positional || required_only < b.positional ? "at least" : "exactly";
    (void)raise(cx, exc::TypeError, "{:.200}() takes {} {} positional argument{} ({} given)", b.name, amount, required_only,
                plural(required_only), given.nargs);
    return false;
  }
  return true;
}

bool same_name(Object* key, std::string_view name) {
  Borrowed<> text(key);
  return is<Str>(text) && str_equal(text.as<Str>(), name);
}

// The parameter's index, or -1.
int parameter_named(const Binding& b, Object* key) {
  for (int i = 0; i < b.count; ++i)
    if (same_name(key, b.names[i])) return i;
  return -1;
}

bool refuse_missing(Context& cx, const Binding& b, int i) {
  (void)raise(cx, exc::TypeError, "{:.200}() missing required argument '{}' (pos {})", b.name, b.names[i], i + 1);
  return false;
}

// After the keywords are placed: all there that must be?
bool check_required(Context& cx, const Binding& b, Object** out) {
  for (int i = 0; i < b.count; ++i)
    if ((b.required >> i & 1) && !out[i]) return refuse_missing(cx, b, i);
  return true;
}

KR_COLD bool refuse_keyword(Context& cx, const Binding& b, Object* key, Index nargs) {
  if (!is<Str>(Borrowed<>(key))) return (void)raise(cx, exc::TypeError, "keywords must be strings"), false;
  int i = parameter_named(b, key);
  if (i >= b.positional_only && i < nargs)
    (void)raise(cx, exc::TypeError, "argument for {:.200}() given by name ('{}') and position ({})", b.name, b.names[i], i + 1);
  else
    (void)raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for {:.200}()", Borrowed<>(key), b.name);
  return false;
}

bool place_positional(const Binding& b, Object* const* args, Index nargs, Object** out) {
  Index fixed = nargs < b.positional ? nargs : b.positional;
  for (Index i = 0; i < fixed; ++i) out[i] = args[i];
  return true;
}

// True when the keyword found its place.
bool place_keyword(const Binding& b, Object* key, Object* value, Index nargs, Object** out) {
  int i = parameter_named(b, key);
  bool by_position = i >= 0 && i < nargs && i < b.positional;
  if (i < b.positional_only || by_position) return false;
  out[i] = value;
  return true;
}

}  // namespace

bool check_positional(Context& cx, const Binding& b, Index nargs) {
  Index least = b.required_positional, most = b.var_positional ? index_max : b.positional;
  if (nargs < least) {
    (void)raise(cx, exc::TypeError, "{:.200} expected {}{} argument{}, got {}", b.name, least == most ? "" : "at least ", least,
                plural(least), nargs);
    return false;
  }
  if (nargs > most) {
    (void)raise(cx, exc::TypeError, "{:.200} expected {}{} argument{}, got {}", b.name, least == most ? "" : "at most ", most,
                plural(most), nargs);
    return false;
  }
  return true;
}

bool bind_vector(Context& cx, const Binding& b, Object* const* args, Index nargs, Tuple* kwnames, Object** out) {
  Index nkwargs = kwnames ? kwnames->size() : 0;
  if (!check_count(cx, b, {args, nargs, nkwargs})) return false;
  place_positional(b, args, nargs, out);
  Object* refused = nullptr;
  for (Index i = 0; i < nkwargs; ++i) {
    Object* key = kwnames->items[i];
    if (!place_keyword(b, key, args[nargs + i], nargs, out) && !refused) refused = key;
  }
  if (!check_required(cx, b, out)) return false;
  if (refused && !b.var_keyword) return refuse_keyword(cx, b, refused, nargs);
  return true;
}

namespace {

bool only_positional(const Binding& b) { return b.positional_only == b.count && !b.var_keyword; }

}  // namespace

bool bind_tuple(Context& cx, const Binding& b, Object* args, Object* kwargs, Object** out) {
  auto* items = reinterpret_cast<Tuple*>(args);
  Borrowed<Dict> keywords(reinterpret_cast<Dict*>(kwargs));
  Index nargs = items->size(), nkwargs = keywords ? keywords->size() : 0;
  if (only_positional(b)) {
    if (nkwargs) return (void)raise(cx, exc::TypeError, "{:.200}() takes no keyword arguments", b.name), false;
    return check_positional(cx, b, nargs) && place_positional(b, items->items, nargs, out);
  }
  if (!check_count(cx, b, {items->items, nargs, nkwargs})) return false;
  place_positional(b, items->items, nargs, out);
  Object* refused = nullptr;
  Index position = 0;
  Borrowed<> key, value;
  while (nkwargs && dict_next(keywords, &position, &key, &value))
    if (!place_keyword(b, key.object(), value.object(), nargs, out) && !refused) refused = key.object();
  if (!check_required(cx, b, out)) return false;
  if (refused && !b.var_keyword) return refuse_keyword(cx, b, refused, nargs);
  return true;
}

}  // namespace krait::declare
