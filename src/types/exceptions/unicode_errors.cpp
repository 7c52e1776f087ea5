// UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError: what could not be turned into what, where and why.
#include "types/bytes/bytes.h"
#include "types/exceptions/declare.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace exceptions {

using Self = Borrowed<UnicodeErrorObject>;

static Failed wrong_type(Context& cx, int position, Borrowed<> given) {
  return raise(cx, exc::TypeError, "argument {} must be str, not {!t}", position, given);
}

static Result<void> fill(Context& cx, Self self, Borrowed<> encoding, Ref<> object, Borrowed<> start, Borrowed<> end, Borrowed<> reason,
                         int reason_position) {
  Index first = static_cast<Index>(KR_TRY(as_index(cx, start, &exc::OverflowError)));
  Index last = static_cast<Index>(KR_TRY(as_index(cx, end, &exc::OverflowError)));
  if (!is<Str>(reason)) return wrong_type(cx, reason_position, reason);
  auto old_encoding = self->encoding.replace(encoding ? hold(encoding) : Ref<>());
  auto old_object = self->object.replace(std::move(object));
  auto old_reason = self->reason.replace(hold(reason));
  self->start = first;
  self->end = last;
  return {};
}

static Result<void> check_count(Context& cx, Borrowed<Tuple> args, int wanted) {
  if (args->size() == wanted) return {};
  return raise(cx, exc::TypeError, "function takes exactly {} arguments ({} given)", wanted, args->size());
}

static Result<void> read_encode(Context& cx, Self self, Borrowed<Tuple> args) {
  KR_TRY(check_count(cx, args, 5));
  for (int i : {0, 1})
    if (!is<Str>(args->item(i))) return wrong_type(cx, i + 1, args->item(i));
  return fill(cx, self, args->item(0), hold(args->item(1)), args->item(2), args->item(3), args->item(4), 5);
}

static Result<void> read_decode(Context& cx, Self self, Borrowed<Tuple> args) {
  KR_TRY(check_count(cx, args, 5));
  if (!is<Str>(args->item(0))) return wrong_type(cx, 1, args->item(0));
  Ref<> object = hold(args->item(1));
  KR_TRY(fill(cx, self, args->item(0), object.copy(), args->item(2), args->item(3), args->item(4), 5));
  if (is<Bytes>(object)) return {};
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, object));
  auto bytes = KR_TRY(bytes_from(cx, {buffer.bytes().data(), buffer.bytes().size()}));
  auto old = self->object.replace(std::move(bytes));
  return {};
}

static Result<void> read_translate(Context& cx, Self self, Borrowed<Tuple> args) {
  KR_TRY(check_count(cx, args, 4));
  if (!is<Str>(args->item(0))) return wrong_type(cx, 1, args->item(0));
  return fill(cx, self, {}, hold(args->item(0)), args->item(1), args->item(2), args->item(3), 4);
}

template <Result<void> (*Read)(Context&, Self, Borrowed<Tuple>)>
static int init(Object* object, Object* args, Object* kwargs) {
  if (base_init(object, args, kwargs) < 0) return -1;
  return Read(Context::current(), Borrowed<>(object).as<UnicodeErrorObject>(), Borrowed<>(args).as<Tuple>()).release();
}

// "character '\x61'" with as many digits as the character needs.
static Result<Ref<Str>> name_character(Context& cx, CodePoint c) {
  char text[16];
  __builtin_snprintf(text, sizeof text, c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x", c);
  return str_from_ascii(cx, text);
}

static bool covers_one(Self self, Index length) { return self->start >= 0 && self->start < length && self->end == self->start + 1; }

static Result<Ref<Str>> encode_str(Context& cx, Self self) {
  if (!self->object) return empty_str();
  auto reason = KR_TRY(str(cx, self->reason));
  auto encoding = KR_TRY(str(cx, self->encoding));
  auto object = self->object.get().as<Str>();
  if (!covers_one(self, object->size))
    return format_str(cx, "'{}' codec can't encode characters in position {}-{}: {}", encoding, self->start, self->end - 1, reason);
  auto character = KR_TRY(name_character(cx, object->at(self->start)));
  return format_str(cx, "'{}' codec can't encode character '{}' in position {}: {}", encoding, character, self->start, reason);
}

static Result<Ref<Str>> decode_str(Context& cx, Self self) {
  if (!self->object) return empty_str();
  auto reason = KR_TRY(str(cx, self->reason));
  auto encoding = KR_TRY(str(cx, self->encoding));
  auto object = self->object.get().as<Bytes>();
  if (!covers_one(self, object->size()))
    return format_str(cx, "'{}' codec can't decode bytes in position {}-{}: {}", encoding, self->start, self->end - 1, reason);
  char byte[8];
  __builtin_snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(object->data[self->start]));
  return format_str(cx, "'{}' codec can't decode byte {} in position {}: {}", encoding, byte, self->start, reason);
}

static Result<Ref<Str>> translate_str(Context& cx, Self self) {
  if (!self->object) return empty_str();
  auto reason = KR_TRY(str(cx, self->reason));
  auto object = self->object.get().as<Str>();
  if (!covers_one(self, object->size))
    return format_str(cx, "can't translate characters in position {}-{}: {}", self->start, self->end - 1, reason);
  auto character = KR_TRY(name_character(cx, object->at(self->start)));
  return format_str(cx, "can't translate character '{}' in position {}: {}", character, self->start, reason);
}

static constinit MemberDef members[] = {
    KR_MEMBER("encoding", object, UnicodeErrorObject, encoding, 0, "exception encoding"),
    KR_MEMBER("object", object, UnicodeErrorObject, object, 0, "exception object"),
    KR_MEMBER("start", ssize, UnicodeErrorObject, start, 0, "exception start"),
    KR_MEMBER("end", ssize, UnicodeErrorObject, end, 0, "exception end"),
    KR_MEMBER("reason", object, UnicodeErrorObject, reason, 0, "exception reason"), KR_END};

using Fields = Also<UnicodeErrorObject, &UnicodeErrorObject::encoding, &UnicodeErrorObject::object, &UnicodeErrorObject::reason>;

consteval Type declare_kind(const char* name, const char* doc, InitFunction init, UnaryFunction str) {
  Type type = declare_extended<UnicodeErrorObject, Fields>(name, &exc::UnicodeError, doc, init, &base_new);
  type.tp_str = str;
  type.tp_members = members;
  return type;
}

}  // namespace exceptions

namespace x = exceptions;
constinit Type exc::UnicodeEncodeError =
    x::declare_kind("UnicodeEncodeError", "Unicode encoding error.", &x::init<&x::read_encode>, slot<&x::encode_str>);
KR_READY(exc::UnicodeEncodeError);
constinit Type exc::UnicodeDecodeError =
    x::declare_kind("UnicodeDecodeError", "Unicode decoding error.", &x::init<&x::read_decode>, slot<&x::decode_str>);
KR_READY(exc::UnicodeDecodeError);
constinit Type exc::UnicodeTranslateError =
    x::declare_kind("UnicodeTranslateError", "Unicode translation error.", &x::init<&x::read_translate>, slot<&x::translate_str>);
KR_READY(exc::UnicodeTranslateError);

namespace {

Failed raise_kind(Context& cx, Type& kind, const char* encoding, Borrowed<> object, Index start, Index end, const char* reason) {
  auto first = KR_TRY(int_from(cx, start));
  auto last = KR_TRY(int_from(cx, end));
  auto why = KR_TRY(str_from_utf8(cx, reason));
  Ref<Tuple> args;
  if (encoding) {
    auto name = KR_TRY(str_from_utf8(cx, encoding));
    args = KR_TRY(tuple_of(cx, name, object, first, last, why));
  } else {
    args = KR_TRY(tuple_of(cx, object, first, last, why));
  }
  auto made = KR_TRY(make_exception(cx, Borrowed<>(as_object(&kind)), args));
  return raise_instance(cx, std::move(made));
}

}  // namespace

Failed raise_unicode_encode_error(Context& cx, const char* encoding, Borrowed<Str> object, Index start, Index end, const char* reason) {
  return raise_kind(cx, exc::UnicodeEncodeError, encoding, object, start, end, reason);
}

Failed raise_unicode_decode_error(Context& cx, const char* encoding, std::span<const char> object, Index start, Index end,
                                  const char* reason) {
  auto bytes = KR_TRY(bytes_from(cx, {object.data(), object.size()}));
  return raise_kind(cx, exc::UnicodeDecodeError, encoding, bytes, start, end, reason);
}

Failed raise_unicode_translate_error(Context& cx, Borrowed<Str> object, Index start, Index end, const char* reason) {
  return raise_kind(cx, exc::UnicodeTranslateError, nullptr, object, start, end, reason);
}

}  // namespace krait
