// builtins.__build_class__: what a class statement calls.
#include "bytecode/code.h"
#include "interp/interp.h"
#include "types/cell/cell.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

namespace {

// Bases that are not classes may say what to put in their place (PEP 560). The same tuple when none does.
Result<Ref<Tuple>> update_bases(Context& cx, Borrowed<Tuple> bases) {
  Ref<List> changed;
  for (Index i = 0; i < bases->size(); ++i) {
    Borrowed<> base = bases->item(i);
    Ref<> replacement;
    if (!is_type(base)) {
      auto found = lookup_attr(cx, base, KR_ID(__mro_entries__));
      if (found.failed()) return Failed{};
      if (Ref<> method = std::move(found).value()) {
        replacement = KR_TRY(call(cx, method, bases));
        if (!is<Tuple>(replacement)) return raise(cx, exc::TypeError, "__mro_entries__ must return a tuple");
      }
    }
    if (!replacement) {
      if (changed) KR_TRY(list_append(cx, changed, base));
      continue;
    }
    if (!changed) changed = KR_TRY(list_from_items(cx, bases->span().first(i)));
    KR_TRY(list_extend(cx, changed, replacement));
  }
  if (!changed) return hold(bases);
  return list_as_tuple(cx, changed);
}

// The class body's namespace: metaclass.__prepare__(name, bases, **kwds), or a plain dict.
Result<Ref<>> prepare_namespace(Context& cx, Borrowed<> metaclass, Borrowed<> name, Borrowed<Tuple> bases, Borrowed<Dict> kwds) {
  auto found = lookup_attr(cx, metaclass, KR_ID(__prepare__));
  if (found.failed()) return Failed{};
  if (found.missing()) return Ref<>(KR_TRY(new_dict(cx)));
  Ref<> prepare = std::move(found).value();
  Ref<Tuple> args = KR_TRY(tuple_of(cx, name, bases));
  Ref<> made = KR_TRY(call(cx, prepare, args.borrow(), kwds));
  if (!is_mapping(made)) {
    const char* who = is_type(metaclass) ? reinterpret_cast<Type*>(metaclass.object())->tp_name : "<metaclass>";
    return raise(cx, exc::TypeError, "{:.200}.__prepare__() must return a mapping, not {!t:.200}", who, made);
  }
  return made;
}

// The body's cell for __class__ must hold the class that was made.
Result<void> check_class_cell(Context& cx, Borrowed<> cell, Borrowed<> made, Borrowed<> name) {
  if (is_none(cell) || cell.type() != &cell_type) return {};
  Borrowed<> contents = cell.as<Cell>()->contents;
  if (contents.is(made)) return {};
  if (!contents) return raise(cx, exc::RuntimeError, "__class__ not set defining {!r:.200} as {!r:.200}. Was __classcell__ propagated to type.__new__?", name, made);
  return raise(cx, exc::TypeError, "__class__ set to {!r:.200} defining {!r:.200} as {!r:.200}", contents, name, made);
}

}  // namespace

Result<Ref<>> build_class(Context& cx, Borrowed<Function> body, Borrowed<> name, std::span<Object* const> base_items,
                          Object* const* keyword_values, Borrowed<Tuple> keyword_names) {
  Ref<Tuple> original = KR_TRY(tuple_from_items(cx, base_items));
  Ref<Tuple> bases = KR_TRY(update_bases(cx, original));
  Ref<Dict> kwds = KR_TRY(new_dict(cx));
  Ref<> metaclass;
  bool is_class = true;
  for (Index i = 0; keyword_names && i < keyword_names->size(); ++i)
    KR_TRY(dict_set(cx, kwds, keyword_names->item(i), Borrowed<>(keyword_values[i])));
  auto given = dict_pop(cx, kwds, KR_ID(metaclass));
  if (given.failed()) return Failed{};
  if (!given.missing()) {
    metaclass = std::move(given).value();
    is_class = is_type(metaclass);
  } else {
    Borrowed<> first = bases->size() ? Borrowed<>(reinterpret_cast<Object*>(bases->item(0).type())) : type_object(type_type);
    metaclass = hold(first);
  }
  if (is_class) {
    auto winner = KR_TRY(calculate_metaclass(cx, metaclass.borrow().as<Type>(), bases));
    metaclass = hold(Borrowed<>(winner));
  }
  Ref<> locals = KR_TRY(prepare_namespace(cx, metaclass, name, bases, kwds));
  Ref<> cell = KR_TRY(call_function(cx, body, locals, nullptr, 0, {}));
  if (!original.is(bases)) KR_TRY(set_item(cx, locals, KR_ID(__orig_bases__), original));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, name, bases, locals));
  Ref<> made = KR_TRY(call(cx, metaclass, args.borrow(), kwds.borrow()));
  if (is_type(made)) KR_TRY(check_class_cell(cx, cell, made, name));
  return made;
}

}  // namespace krait
