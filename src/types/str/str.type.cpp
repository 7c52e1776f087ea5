// The type str: its slots, its constructor, and the strs that subclasses make.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/str/internal.h"
#include "types/str/methods.h"
#include "types/str/slots.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace strings {
namespace {

Result<const char*> c_text(Context& cx, Borrowed<Str> text) {
  Index size;
  const char* made = KR_TRY(str_utf8(cx, text, &size));
  if (static_cast<Index>(strlen(made)) != size) return raise(cx, exc::ValueError, "embedded null character");
  return made;
}

Result<Ref<Str>> make_exact(Context& cx, Borrowed<> object, Borrowed<Str> encoding, Borrowed<Str> errors) {
  if (object.is_null()) return empty_str();
  if (encoding.is_null() && errors.is_null()) return krait::str(cx, object);
  const char* codec = encoding ? KR_TRY(c_text(cx, encoding)) : nullptr;
  const char* handler = errors ? KR_TRY(c_text(cx, errors)) : nullptr;
  return krait::decode_object(cx, object, codec, handler);
}

// A subclass's instance keeps its characters in a block of their own, so that its fields may follow at fixed offsets.
Result<Ref<Str>> make_subclass(Context& cx, Type& type, Borrowed<Str> text) {
  Ref<Str> made = KR_TRY(generic_alloc(cx, type, 0).as<Str>());
  auto bytes = static_cast<std::size_t>((text->size + 1) * text->kind());
  void* block = memory::allocate(bytes);
  made->size = text->size;
  made->hash_value = text->hash_value;
  made->state = {.interned = 0, .kind = static_cast<unsigned>(text->kind()), .compact = 0, .ascii = text->is_ascii(), .ready = 1};
  made->wstr = nullptr;
  made->utf8_length = 0;
  made->utf8 = nullptr;
  made->wstr_length = 0;
  made->any = block;
  if (!block) return raise_memory_error(cx);
  memcpy(block, text->data(), bytes);
  if (text->is_ascii()) {  // C code reads the UTF-8 form of an ASCII str from here
    made->utf8 = static_cast<char*>(block);
    made->utf8_length = text->size;
  }
  return made;
}

Result<Ref<Str>> construct(Context& cx, Borrowed<Type> type, Borrowed<> object, Borrowed<Str> encoding, Borrowed<Str> errors) {
  Ref<Str> text = KR_TRY(make_exact(cx, object, encoding, errors));
  if (type.raw() == &str_type) return text;
  return make_subclass(cx, *type.raw(), text);
}

Result<Ref<Str>> str_slot(Context& cx, Borrowed<Str> self) { return exact_str(cx, self); }
Index length_slot(Borrowed<Str> self) { return self->size; }

constinit NumberSlots number = {.nb_remainder = slot<&remainder>};
constinit SequenceSlots sequence = {.sq_length = slot<&length_slot>,
                                    .sq_concat = slot<&add>,
                                    .sq_repeat = slot<&multiply>,
                                    .sq_item = slot<&item>,
                                    .sq_contains = contains};
constinit MappingSlots mapping = {.mp_length = slot<&length_slot>, .mp_subscript = slot<&subscript>};

}  // namespace

Index sizeof_method(Borrowed<Str> self) {
  Index head = self->state.compact ? (self->is_ascii() ? 48 : 72) : 80;
  Index size = self->state.compact ? head + (self->size + 1) * self->kind() : head + (self->any ? (self->size + 1) * self->kind() : 0);
  bool shared = self->state.interned == 2 && self->kind() == 1 && self->size == 1;  // these carry their UTF-8 from the start
  if (!self->is_ascii() && self->utf8 && !shared) size += self->utf8_length + 1;
  return size;
}

Result<Ref<>> getnewargs(Context& cx, Borrowed<Str> self) {
  Ref<Str> copy = KR_TRY(exact_str(cx, self));
  return tuple_of(cx, copy);
}

}  // namespace strings

constinit Type str_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "str",
    .tp_basicsize = sizeof(Str),
    .tp_dealloc = strings::dealloc,
    .tp_repr = slot<&strings::repr>,
    .tp_as_number = &strings::number,
    .tp_as_sequence = &strings::sequence,
    .tp_as_mapping = &strings::mapping,
    .tp_hash = strings::hash_slot,
    .tp_str = slot<&strings::str_slot>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::base | type_flags::match_self | type_flags::unicode_subclass,
    .tp_doc = "str(object='') -> str\n"
              "str(bytes_or_buffer[, encoding[, errors]]) -> str\n"
              "\n"
              "Create a new string object from the given object. If encoding or\n"
              "errors is specified, then the object must expose a data buffer\n"
              "that will be decoded using the given encoding and error handler.\n"
              "Otherwise, returns the result of object.__str__() (if defined)\n"
              "or repr(object).\n"
              "encoding defaults to sys.getdefaultencoding().\n"
              "errors defaults to 'strict'.",
    .tp_richcompare = strings::richcompare,
    .tp_iter = slot<&strings::iter>,
    .tp_methods = strings::methods,
    .tp_new = KR_NEW("str(object='', encoding='', errors='')", strings::construct),
    .tp_free = free_object,
};
KR_READY(str_type);

}  // namespace krait
