#include "types/str/iterator.h"

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/function/function.h"
#include "types/int/int.h"
#include "types/str/slots.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace str_iterator {
namespace {

using Fields = Owns<StrIterator, &StrIterator::text>;

Result<Ref<>> self_iter(Borrowed<StrIterator> self) { return hold(self); }

Result<Ref<>> next_char(Context& cx, Borrowed<StrIterator> self) {
  Borrowed<Str> text = self->text;
  if (text.is_null()) return Failed{};
  if (self->position < text->size) return str_from_code_point(cx, text->at(self->position++));
  Ref<Str> old = self->text.take();
  return Failed{};  // null without an exception: the end
}

Index length_hint(Borrowed<StrIterator> self) { return self->text ? self->text->size - self->position : 0; }

Result<Ref<>> builtin_iter(Context& cx) {
  Ref<Dict> no_globals = KR_TRY(new_dict(cx));
  return get_item(cx, KR_TRY(builtins_of_globals(cx, no_globals)), KR_ID(iter));
}

Result<Ref<>> reduce(Context& cx, Borrowed<StrIterator> self) {
  Ref<> iter = KR_TRY(builtin_iter(cx));
  Borrowed<Str> text = self->text;
  if (text.is_null()) return tuple_of(cx, iter, KR_TRY(tuple_of(cx, empty_str())));
  return tuple_of(cx, iter, KR_TRY(tuple_of(cx, text)), KR_TRY(int_from(cx, self->position)));
}

Result<void> set_state(Context& cx, Borrowed<StrIterator> self, Index position) {
  if (!self->text) return {};
  self->position = position < 0 ? 0 : position > self->text->size ? self->text->size : position;
  return {};
}

constinit MethodDef methods[] = {
    KR_QUIET("__length_hint__($self)", length_hint, "Private method returning an estimate of len(list(it))."),
    KR_QUIET("__reduce__($self)", reduce, "Return state information for pickling."),
    KR_QUIET("__setstate__($self, state, /)", set_state, "Set state information for unpickling."),
    KR_END};

consteval Type make_type(const char* name) {
  return Type{.head = {{1, &type_type}, 0},
              .tp_name = name,
              .tp_basicsize = sizeof(StrIterator),
              .tp_dealloc = Fields::dealloc,
              .tp_getattro = slot<&generic_get_attr>,
              .tp_flags = type_flags::immutable | type_flags::disallow_instantiation | type_flags::gc,
              .tp_traverse = Fields::traverse,
              .tp_iter = slot<&self_iter>,
              .tp_iternext = slot<&next_char>,
              .tp_methods = methods,
              .tp_free = free_container};
}

}  // namespace
}  // namespace str_iterator

constinit Type str_iterator_type = str_iterator::make_type("str_iterator");
constinit Type str_ascii_iterator_type = str_iterator::make_type("str_ascii_iterator");
KR_READY(str_iterator_type);
KR_READY(str_ascii_iterator_type);

Result<Ref<>> strings::iter(Context& cx, Borrowed<Str> self) {
  Type& type = self->is_ascii() ? str_ascii_iterator_type : str_iterator_type;
  Ref<StrIterator> made = KR_TRY(new_container<StrIterator>(cx, type));
  made->position = 0;
  made->text.init(hold(self));
  memory::track(made.object());
  return made;
}

}  // namespace krait
