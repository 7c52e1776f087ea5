// _string: the parser of str.format() templates, for string.Formatter.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/format/template.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace string_module {
namespace {

// Both iterators keep the text and a position, and parse on from there.
struct Iterator {
  Object base;
  Slot<Str> text;
  Index position;
};

void dealloc(Object* raw) {
  auto* self = reinterpret_cast<Iterator*>(raw);
  { Ref<Str> old = self->text.take(); }
  free_object(raw);
}

Result<Ref<>> self_iter(Borrowed<> self) { return hold(self); }

Result<Ref<>> piece(Context& cx, Borrowed<Str> text, Index from, Index to) { return substring(cx, text, from, to); }

Result<Ref<>> next_markup(Context& cx, Borrowed<Iterator> self) {
  Borrowed<Str> text = self->text;
  TemplateParser parser(text, self->position, text->size);
  Markup markup;
  if (!KR_TRY(parser.next(cx, markup))) return Failed{};
  self->position = parser.position();
  Ref<> literal = KR_TRY(piece(cx, text, markup.literal_start, markup.literal_end));
  if (!markup.field) return tuple_of(cx, literal, none(), none(), none());
  Ref<> name = KR_TRY(piece(cx, text, markup.name_start, markup.name_end));
  Ref<> spec = KR_TRY(piece(cx, text, markup.spec_start, markup.spec_end));
  Ref<> conversion = new_none();
  if (markup.conversion) conversion = KR_TRY(str_from_code_point(cx, markup.conversion));
  return tuple_of(cx, literal, name, spec, conversion);
}

Result<Ref<>> key_of(Context& cx, Borrowed<Str> text, const NamePart& part) {
  if (part.index >= 0) return int_from(cx, part.index);
  return piece(cx, text, part.start, part.end);
}

Result<Ref<>> next_part(Context& cx, Borrowed<Iterator> self) {
  Borrowed<Str> text = self->text;
  FieldName name(text, self->position, text->size);
  NamePart part;
  if (!KR_TRY(name.next(cx, part))) return Failed{};
  self->position = name.position();
  Ref<> key = KR_TRY(key_of(cx, text, part));
  return tuple_of(cx, boolean(part.attribute), key);
}

consteval Type make_type(const char* name, UnaryFunction next) {
  return Type{.head = {{1, &type_type}, 0},
              .tp_name = name,
              .tp_basicsize = sizeof(Iterator),
              .tp_dealloc = dealloc,
              .tp_getattro = slot<&generic_get_attr>,
              .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
              .tp_iter = slot<&self_iter>,
              .tp_iternext = next,
              .tp_free = free_object};
}

constinit Type formatter_iterator_type = make_type("formatteriterator", slot<&next_markup>);
constinit Type field_name_iterator_type = make_type("fieldnameiterator", slot<&next_part>);
KR_READY(formatter_iterator_type);
KR_READY(field_name_iterator_type);

Result<Ref<>> make_iterator(Context& cx, Type& type, Borrowed<Str> text, Index position) {
  Ref<Iterator> made = KR_TRY(new_plain<Iterator>(cx, type));
  made->text.init(hold(text));
  made->position = position;
  return made;
}

Result<Ref<>> formatter_parser(Context& cx, Borrowed<> text) {
  if (!is<Str>(text)) return raise(cx, exc::TypeError, "expected str, got {!t}", text);
  return make_iterator(cx, formatter_iterator_type, text.as<Str>(), 0);
}

Result<Ref<>> formatter_field_name_split(Context& cx, Borrowed<> raw) {
  if (!is<Str>(raw)) return raise(cx, exc::TypeError, "expected str, got {!t}", raw);
  Borrowed<Str> text = raw.as<Str>();
  FieldName name(text, 0, text->size);
  NamePart part;
  KR_TRY(name.first(cx, part));
  Ref<> first = KR_TRY(key_of(cx, text, part));
  Ref<> rest = KR_TRY(make_iterator(cx, field_name_iterator_type, text, name.position()));
  return tuple_of(cx, first, rest);
}

constinit MethodDef functions[] = {
    KR_QUIET("formatter_field_name_split(field_name, /)", formatter_field_name_split, "split the argument as a field name"),
    KR_QUIET("formatter_parser(format_string, /)", formatter_parser, "parse the argument as a format string"),
    KR_END};

constinit ModuleSlot slots[] = {{}};
constinit ModuleDef string_module_def = {.base = module_def_head,
                                         .m_name = "_string",
                                         .m_doc = "string helper module",
                                         .m_size = 0,
                                         .m_methods = functions,
                                         .m_slots = slots};
KR_BUILTIN_MODULE(string_module_def);

}  // namespace
}  // namespace string_module
}  // namespace krait
