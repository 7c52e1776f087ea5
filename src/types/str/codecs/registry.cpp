#include "types/str/codecs/registry.h"

#include <cstring>

#include "base/text/scan.h"
#include "memory/memory.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/function/function.h"
#include "types/list/list.h"
#include "types/method/method.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::codecs {
namespace {

struct Registry {
  List* searches;  // null until the first use
  Dict* found;     // normalised name -> 4-tuple
  Dict* handlers;
};
KR_ISOLATE_LOCAL(Registry, registry);

Result<Ref<>> import_encodings(Context& cx) {
  Ref<Dict> no_globals = KR_TRY(new_dict(cx));
  Ref<> import = KR_TRY(get_item(cx, KR_TRY(builtins_of_globals(cx, no_globals)), KR_ID(__import__)));
  return call(cx, import, KR_ID(encodings));
}

Result<void> add_standard_handlers(Context& cx, Borrowed<Dict> handlers) {
  static constexpr const char* names[] = {"strict",           "ignore",      "replace",         "xmlcharrefreplace",
                                          "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"};
  for (int i = 0; i < 8; i++) {
    Ref<> function = KR_TRY(new_builtin_function(cx, &handler_methods[i], {}));
    Ref<Str> name = KR_TRY(intern_utf8(cx, names[i]));
    KR_TRY(dict_set(cx, handlers, name, function));
  }
  return {};
}

// The isolate's registry; its first use imports the package that registers the standard codecs' search function.
Result<Registry*> ready_registry(Context& cx) {
  Registry& r = registry(cx);
  if (r.searches) return &r;
  Ref<List> searches = KR_TRY(new_list(cx));
  Ref<Dict> found = KR_TRY(new_dict(cx)), handlers = KR_TRY(new_dict(cx));
  KR_TRY(add_standard_handlers(cx, handlers));
  r = {searches.release(), found.release(), handlers.release()};
  KR_TRY(import_encodings(cx));
  return &r;
}

// Lower case, every run of other characters than letters, digits and dots one underscore; none at the ends.
Result<Ref<Str>> normalised(Context& cx, const char* encoding) {
  char small[64];
  std::size_t size = strlen(encoding);
  char* name = size < sizeof small ? small : static_cast<char*>(memory::allocate(size + 1));
  if (!name) return raise_memory_error(cx);
  std::size_t n = 0;
  bool gap = false;
  for (const char* p = encoding; *p; p++) {
    auto c = static_cast<unsigned char>(*p);
    if (!text::ascii_alnum(c) && c != '.') {
      gap = true;
      continue;
    }
    if (gap && n > 0) name[n++] = '_';
    gap = false;
    name[n++] = static_cast<char>(text::ascii_lower(c));
  }
  auto made = intern_utf8(cx, {name, n});
  if (name != small) memory::release(name);
  return made;
}

}  // namespace

Result<void> register_search(Context& cx, Borrowed<> function) {
  Registry* r = KR_TRY(ready_registry(cx));
  if (!is_callable(function)) return raise(cx, exc::TypeError, "argument must be callable");
  return list_append(cx, Borrowed<List>(r->searches), function);
}

Result<void> unregister_search(Context& cx, Borrowed<> function) {
  Registry& r = registry(cx);
  if (!r.searches) return {};
  Borrowed<List> searches(r.searches);
  for (Index i = 0; i < searches->size(); i++) {
    if (!searches->item(i).is(function)) continue;
    dict_clear(Borrowed<Dict>(r.found));
    return list_set_slice(cx, searches, i, i + 1, {});
  }
  return {};
}

Result<Ref<Tuple>> lookup(Context& cx, const char* encoding) {
  Registry* r = KR_TRY(ready_registry(cx));
  Ref<Str> name = KR_TRY(normalised(cx, encoding));
  Borrowed<> known = KR_TRY(dict_get(cx, Borrowed<Dict>(r->found), name));
  if (known) return hold(known.as<Tuple>());
  Borrowed<List> searches(r->searches);
  if (searches->size() == 0)
    return raise(cx, exc::LookupError, "no codec search functions registered: can't find encoding");
  for (Index i = 0; i < searches->size(); i++) {  // a search function may register others: size read anew
    Ref<> function = hold(searches->item(i));
    Ref<> answer = KR_TRY(call(cx, function, name));
    if (is_none(answer)) continue;
    if (!is<Tuple>(answer) || answer.borrow().as<Tuple>()->size() != 4)
      return raise(cx, exc::TypeError, "codec search functions must return 4-tuples");
    KR_TRY(dict_set(cx, Borrowed<Dict>(r->found), name, answer));
    return std::move(answer).as<Tuple>();
  }
  return raise(cx, exc::LookupError, "unknown encoding: {}", encoding);
}

Result<Ref<Tuple>> lookup_text(Context& cx, const char* encoding, const char* alternative) {
  Ref<Tuple> codec = KR_TRY(lookup(cx, encoding));
  if (is_exact<Tuple>(codec)) return codec;
  auto flag = lookup_attr(cx, codec, KR_ID(_is_text_encoding));
  if (flag.failed()) return Failed{};
  if (!flag.missing()) {
    Ref<> value = std::move(flag).value();
    if (!KR_TRY(is_true(cx, value)))
      return raise(cx, exc::LookupError, "'{:.400}' is not a text encoding; use {} to handle arbitrary codecs", encoding, alternative);
  }
  return codec;
}

Result<void> register_error(Context& cx, const char* name, Borrowed<> handler) {
  Registry* r = KR_TRY(ready_registry(cx));
  if (!is_callable(handler)) return raise(cx, exc::TypeError, "handler must be callable");
  Ref<Str> key = KR_TRY(str_from_utf8(cx, name));
  return dict_set(cx, Borrowed<Dict>(r->handlers), key, handler);
}

Result<Ref<>> lookup_error(Context& cx, const char* name) {
  Registry* r = KR_TRY(ready_registry(cx));
  Ref<Str> key = KR_TRY(str_from_utf8(cx, name ? name : "strict"));
  Borrowed<> handler = KR_TRY(dict_get(cx, Borrowed<Dict>(r->handlers), key));
  if (handler.is_null()) return raise(cx, exc::LookupError, "unknown error handler name '{:.400}'", name);
  return hold(handler);
}

namespace {

// An exception that a class with its own construction or more than one plain argument would not survive.
bool can_wrap(Borrowed<BaseException> error) {
  Type* type = error.type();
  if (type->tp_new != exc::Exception.tp_new && type->tp_new != exc::BaseException.tp_new) return false;
  if (type->tp_init != exc::BaseException.tp_init || type->tp_basicsize > exc::Exception.tp_basicsize + 16) return false;
  Borrowed<Tuple> args = error->args;
  return args->size() == 0 || (args->size() == 1 && is_exact<Str>(args->item(0)));
}

// Says which codec failed, as an exception of the same type with the first one as its cause.
Failed wrap_error(Context& cx, const char* doing, const char* encoding) {
  Ref<BaseException> error = take_error(cx);
  if (!can_wrap(error)) {
    restore_error(cx, std::move(error));
    return {};
  }
  Type* type = error.type();
  Ref<Str> why = KR_TRY(str(cx, error));
  Ref<Str> message = KR_TRY(format_str(cx, "{} with '{}' codec failed ({}: {})", doing, encoding, short_name(*type), why));
  (void)raise_object(cx, Borrowed<Type>(type), message);
  Ref<BaseException> outer = take_error(cx);
  set_exception_cause(outer, error.copy());
  set_exception_context(outer, std::move(error));
  restore_error(cx, std::move(outer));
  return {};
}

Result<Ref<>> run(Context& cx, Borrowed<> object, const char* encoding, const char* errors, bool encode_it) {
  Ref<Tuple> codec = KR_TRY(lookup(cx, encoding));
  Borrowed<> function = codec->item(encode_it ? 0 : 1);
  Ref<Str> handler;
  if (errors) handler = KR_TRY(str_from_utf8(cx, errors));
  auto answer = errors ? call(cx, function, object, handler) : call(cx, function, object);
  if (answer.failed()) return wrap_error(cx, encode_it ? "encoding" : "decoding", encoding);
  Ref<> pair = std::move(answer).value();
  if (!is<Tuple>(pair) || pair.borrow().as<Tuple>()->size() != 2)
    return raise(cx, exc::TypeError, "{}", encode_it ? "encoder must return a tuple (object, integer)"
                                                     : "decoder must return a tuple (object,integer)");
  return hold(pair.borrow().as<Tuple>()->item(0));
}

}  // namespace

Result<Ref<>> encode_any(Context& cx, Borrowed<> object, const char* encoding, const char* errors) {
  return run(cx, object, encoding, errors, true);
}
Result<Ref<>> decode_any(Context& cx, Borrowed<> object, const char* encoding, const char* errors) {
  return run(cx, object, encoding, errors, false);
}

}  // namespace krait::codecs
