// Pickling arrays in a form that other machines can read: a number says how the bytes are to be understood.
#include <cstring>

#include "modules/_struct/struct.h"
#include "modules/array/array.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/iterators/iterators.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::arrays {
namespace {

// Formats in order: 0, 1 bytes without and with sign; then pairs little- and big-endian. `letter` is struct's.
struct MachineFormat {
  char letter;
  std::uint8_t size;
};
constexpr MachineFormat formats[] = {{'B', 1}, {'b', 1}, {'H', 2}, {'H', 2}, {'h', 2}, {'h', 2}, {'I', 4}, {'I', 4},
                                     {'i', 4}, {'i', 4}, {'Q', 8}, {'Q', 8}, {'q', 8}, {'q', 8}, {'f', 4}, {'f', 4},
                                     {'d', 8}, {'d', 8}, {'u', 2}, {'u', 2}, {'u', 4}, {'u', 4}};
constexpr int format_count = sizeof formats / sizeof *formats;

int format_of(const Kind& kind) {
  if (kind.letter == 'u') return 20;
  if (kind.letter == 'f') return 14;
  if (kind.letter == 'd') return 16;
  switch (kind.size) {
    case 1: return kind.is_signed ? 1 : 0;
    case 2: return kind.is_signed ? 4 : 2;
    case 4: return kind.is_signed ? 8 : 6;
    default: return kind.is_signed ? 12 : 10;
  }
}
}  // namespace

Result<Ref<>> reduce(Context& cx, Self self, Borrowed<> protocol) {
  auto found = lookup_attr(cx, self, KR_ID(__dict__));
  if (found.failed()) return Failed{};
  Ref<> dict = found.missing() ? new_none() : std::move(found).value();
  if (!is<Int>(protocol)) return raise(cx, exc::TypeError, "__reduce_ex__ argument should be an integer");
  long long version = as_long_long(cx, protocol);
  if (version == -1 && cx.has_error()) return Failed{};
  Ref<Str> letter = KR_TRY(str_from_code_point(cx, static_cast<unsigned char>(self->kind->letter)));
  if (version < 3) {
    Ref<> list = KR_TRY(to_list(cx, self));
    return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, letter, list)), dict));
  }
  Ref<> maker = KR_TRY(imported(cx, KR_ID(array), KR_ID(_array_reconstructor)));
  Ref<Bytes> bytes = KR_TRY(bytes_from(cx, {self->items, static_cast<std::size_t>(self->size() * self->kind->size)}));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, type_object(*self.type()), letter, KR_TRY(int_from(cx, format_of(*self->kind))), bytes));
  return KR_TRY(tuple_of(cx, maker, args, dict));
}

Result<Ref<>> reconstruct(Context& cx, Borrowed<> type, Borrowed<> typecode, int format, Borrowed<> items) {
  if (!is_type(type)) return raise(cx, exc::TypeError, "first argument must be a type object, not {!t:.200}", type);
  if (!is_subtype(&as_type(type), &array_type)) return raise(cx, exc::TypeError, "{:.200} is not a subtype of array.array", as_type(type).tp_name);
  if (!is<Str>(typecode) || typecode.as<Str>()->size != 1)
    return raise(cx, exc::TypeError, "_array_reconstructor() argument 2 must be a unicode character, not {!t}", typecode);
  const Kind* kind = find_kind(typecode.as<Str>()->at(0));
  if (!kind) return raise(cx, exc::ValueError, "second argument must be a valid type code");
  if (format < 0 || format >= format_count) return raise(cx, exc::ValueError, "third argument must be a valid machine format code.");
  if (!is<Bytes>(items)) return raise(cx, exc::TypeError, "fourth argument should be bytes, not {!t:.200}", items);
  Borrowed<Bytes> bytes = items.as<Bytes>();
  MachineFormat machine = formats[format];
  if (format == format_of(*kind)) {
    Ref<Array> made = KR_TRY(new_array(cx, as_type(type), *kind, 0));
    KR_TRY(from_bytes(cx, made, items));
    return made;
  }
  if (bytes->size() % machine.size) return raise(cx, exc::ValueError, "string length not a multiple of item size");
  if (machine.letter == 'u') {
    const char* encoding = machine.size == 4 ? (format & 1 ? "utf-32-be" : "utf-32-le") : (format & 1 ? "utf-16-be" : "utf-16-le");
    Ref<Str> text = KR_TRY(decode(cx, {bytes->data, static_cast<std::size_t>(bytes->size())}, encoding, nullptr));
    return call(cx, type, typecode, text);
  }
  structs::Code code{machine.letter, false, format > 1 && (format & 1) != 0, 0, machine.size, 1};
  Ref<List> values = KR_TRY(new_list(cx));
  for (Index at = 0; at < bytes->size(); at += machine.size) {
    Ref<> value = KR_TRY(structs::unpack_value(cx, code, bytes->data + at));
    KR_TRY(list_append(cx, values, std::move(value)));
  }
  return call(cx, type, typecode, values);
}

}  // namespace krait::arrays
