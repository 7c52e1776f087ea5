// Reading values. Bad data of any kind ends in an exception: every size is checked against what is there before memory is taken for it.
#include <cstring>

#include "bytecode/code.h"
#include "bytecode/marshal/marshal.h"
#include "memory/memory.h"
#include "types/dict/dict.h"
#include "types/float/float.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/set/set.h"

namespace krait::marshal {

namespace {

// The values that later ones may refer to; null where one is still being read.
class References {
 public:
  References() = default;
  References(const References&) = delete;
  ~References() {
    for (Index i = 0; i < count_; ++i) xdecref(items_[i]);
    memory::raw_release(items_);
  }
  Result<void> add(Context& cx, Object* object) {
    if (count_ == room_) {
      Index room = room_ ? room_ * 2 : 64;
      auto* grown = static_cast<Object**>(memory::raw_resize(items_, static_cast<std::size_t>(room) * sizeof(Object*)));
      if (!grown) return raise_memory_error(cx);
      items_ = grown;
      room_ = room;
    }
    xincref(object);
    items_[count_++] = object;
    return {};
  }
  void set(Index position, Object* object) {
    incref(object);
    items_[position] = object;
  }
  Object* get(Index position) const { return position >= 0 && position < count_ ? items_[position] : nullptr; }
  Index count() const { return count_; }

 private:
  Object** items_ = nullptr;
  Index count_ = 0, room_ = 0;
};

// Null without an exception: the null value, which ends dicts.
using Value = Lookup<>;

class Reader {
 public:
  Reader(Context& cx, std::string_view data) : cx_(cx), at_(data.data()), end_(data.data() + data.size()) {}
  Reader(Context& cx, Borrowed<> file) : cx_(cx), at_(nullptr), end_(nullptr), file_(file) {}
  Reader(const Reader&) = delete;

  Result<Ref<>> whole() {
    Ref<> value = KR_TRY(read());
    if (!value) return raise(cx_, exc::TypeError, "NULL object in marshal data for object");
    return value;
  }
  const char* position() const { return at_; }

 private:
  Result<const char*> bytes(Index count);
  Result<const char*> file_bytes(Index count);
  Result<Index> byte();
  struct Number {
    std::int64_t value = 0;
  };
  Result<Number> number(int size);
  Result<Index> size(const char* what);

  Value read();
  Value read_kind(int type, bool shared);
  // Enters what has been read in the list of references if its type byte asked for that.
  Value entered(Ref<> value, bool shared) {
    if (shared) KR_TRY(references_.add(cx_, value.object()));
    return value;
  }
  template <class T>
  Value entered(Result<Ref<T>> result, bool shared) {
    return entered(Ref<>(KR_TRY(std::move(result))), shared);
  }
  Value read_long(bool shared);
  Result<Ref<Float>> read_float_text();
  Value read_complex(int type, bool shared);
  Value read_ascii(Index size, bool is_interned, bool shared);
  Value read_text(bool is_interned, bool shared);
  Value read_tuple(Index count, bool shared);
  Value read_list(bool shared);
  Value read_dict(bool shared);
  Value read_set(bool frozen, bool shared);
  Value read_code(bool shared);
  Value read_reference();
  Result<Ref<>> item(const char* container);
  template <class T>
  Result<Ref<T>> part();
  Value special(Borrowed<> value) { return hold(value); }

  Context& cx_;
  const char* at_;
  const char* end_;
  Borrowed<> file_;
  Ref<Bytes> chunk_;  // what was last read from the file
  References references_;
  int depth_ = 0;
};

Failed bad_data(Context& cx, const char* what) { return raise(cx, exc::ValueError, "bad marshal data ({})", what); }

Result<const char*> Reader::bytes(Index count) {
  if (file_) return file_bytes(count);
  if (end_ - at_ < count) return raise(cx_, exc::EOFError, "marshal data too short");
  const char* start = at_;
  at_ += count;
  return start;
}

Result<const char*> Reader::file_bytes(Index count) {
  Ref<ByteArray> room = KR_TRY(bytearray_from(cx_, {}));
  KR_TRY(resize_bytearray(cx_, room, count));
  Ref<> answer = KR_TRY(call_method(cx_, file_, KR_ID(readinto), room));
  Index got = KR_TRY(as_index(cx_, answer, &exc::ValueError));
  if (got > count)
    return raise(cx_, exc::ValueError, "read() returned too much data: {} bytes requested, {} returned", count, got);
  if (got < count) return raise(cx_, exc::EOFError, "EOF read where not expected");
  chunk_ = KR_TRY(bytes_from(cx_, {room->start, static_cast<std::size_t>(count)}));
  return chunk_->data;
}

Result<Index> Reader::byte() {
  if (file_) return static_cast<Index>(static_cast<unsigned char>(*KR_TRY(bytes(1))));
  if (at_ == end_) return raise(cx_, exc::EOFError, "EOF read where not expected");
  return static_cast<Index>(static_cast<unsigned char>(*at_++));
}

// A signed little-endian number of 2, 4 or 8 bytes.
Result<Reader::Number> Reader::number(int size) {
  const char* start = KR_TRY(bytes(size));
  std::uint64_t value = 0;
  std::memcpy(&value, start, static_cast<std::size_t>(size));
  int unused = 64 - size * 8;
  return Number{static_cast<std::int64_t>(value << unused) >> unused};
}

Result<Index> Reader::size(const char* what) {
  Index count = KR_TRY(number(4)).value;
  if (count < 0) return bad_data(cx_, what);
  return count;
}

Value Reader::read() {
  auto first = byte();
  if (first.failed()) {
    if (clear_error_if(cx_, exc::EOFError)) return raise(cx_, exc::EOFError, "EOF read where object expected");
    return Failed{};
  }
  int code = static_cast<int>(first.value());
  if (depth_ >= max_depth) return raise(cx_, exc::ValueError, "recursion limit exceeded");
  ++depth_;
  Value value = read_kind(code & ~reference_flag, (code & reference_flag) != 0);
  --depth_;
  return value;
}

Value Reader::read_kind(int type, bool shared) {
  switch (type) {
    case Kind::null: return Ref<>();
    case Kind::none: return special(krait::none());
    case Kind::stop_iteration: return special(Borrowed<>(reinterpret_cast<Object*>(&exc::StopIteration)));
    case Kind::ellipsis: return special(krait::ellipsis());
    case Kind::false_: return special(boolean(false));
    case Kind::true_: return special(boolean(true));
    case Kind::int32: return entered(int_from(cx_, KR_TRY(number(4)).value), shared);
    case Kind::int64: return entered(int_from(cx_, KR_TRY(number(8)).value), shared);
    case Kind::long_int: return read_long(shared);
    case Kind::text_float: return entered(read_float_text(), shared);
    case Kind::binary_float: {
      double value;
      std::memcpy(&value, KR_TRY(bytes(8)), 8);
      return entered(float_from(cx_, value), shared);
    }
    case Kind::text_complex:
    case Kind::binary_complex: return read_complex(type, shared);
    case Kind::string: {
      Index count = KR_TRY(size("bytes object size out of range"));
      const char* text = KR_TRY(bytes(count));
      return entered(bytes_from(cx_, {text, static_cast<std::size_t>(count)}), shared);
    }
    case Kind::ascii:
    case Kind::ascii_interned: return read_ascii(KR_TRY(size("string size out of range")), type == Kind::ascii_interned, shared);
    case Kind::short_ascii:
    case Kind::short_ascii_interned: return read_ascii(KR_TRY(byte()), type == Kind::short_ascii_interned, shared);
    case Kind::unicode:
    case Kind::interned: return read_text(type == Kind::interned, shared);
    case Kind::small_tuple: return read_tuple(KR_TRY(byte()), shared);
    case Kind::tuple: return read_tuple(KR_TRY(size("tuple size out of range")), shared);
    case Kind::list: return read_list(shared);
    case Kind::dict: return read_dict(shared);
    case Kind::set:
    case Kind::frozenset: return read_set(type == Kind::frozenset, shared);
    case Kind::code: return read_code(shared);
    case Kind::reference: return read_reference();
    default: return bad_data(cx_, "unknown type code");
  }
}

Value Reader::read_long(bool shared) {
  std::int64_t count = KR_TRY(number(4)).value;
  if (count == 0) return entered(int_from(cx_, 0), shared);
  if (count < -INT32_MAX) return bad_data(cx_, "long size out of range");
  Index halves = count < 0 ? -count : count;
  // The data must be there before memory is taken for it.
  if (!file_ && (end_ - at_) / 2 < halves) {
    at_ = end_;
    return raise(cx_, exc::EOFError, "marshal data too short");
  }
  Ref<Int> value = KR_TRY(new_int(cx_, (halves + 1) / 2));
  for (Index i = 0; i < halves; ++i) {
    std::int64_t half = KR_TRY(number(2)).value;
    if (half < 0) return bad_data(cx_, "digit out of range in long");
    if (half == 0 && i == halves - 1) return bad_data(cx_, "unnormalized long data");
    if (i % 2) value->digits[i / 2] |= static_cast<Digit>(half) << 15;
    else value->digits[i / 2] = static_cast<Digit>(half);
  }
  value->head.size = count < 0 ? -((halves + 1) / 2) : (halves + 1) / 2;
  // Small numbers are shared objects.
  if (value->is_compact()) return entered(int_from(cx_, value->compact_value()), shared);
  return entered(Ref<>(std::move(value)), shared);
}

Result<Ref<Float>> Reader::read_float_text() {
  Index count = KR_TRY(byte());
  const char* text = KR_TRY(bytes(count));
  Ref<Str> str = KR_TRY(str_from_latin1(cx_, {reinterpret_cast<const std::uint8_t*>(text), static_cast<std::size_t>(count)}));
  return KR_TRY(float_from_str(cx_, str)).as<Float>();
}

Value Reader::read_complex(int type, bool shared) {
  double parts[2];
  for (double& part : parts) {
    if (type == Kind::binary_complex) std::memcpy(&part, KR_TRY(bytes(8)), 8);
    else part = KR_TRY(read_float_text())->value;
  }
  return entered(complex_from(cx_, parts[0], parts[1]), shared);
}

Value Reader::read_ascii(Index size, bool is_interned, bool shared) {
  auto* text = reinterpret_cast<const std::uint8_t*>(KR_TRY(bytes(size)));
  Ref<Str> value = KR_TRY(str_from_latin1(cx_, {text, static_cast<std::size_t>(size)}));
  if (is_interned) value = intern(cx_, std::move(value));
  return entered(Ref<>(std::move(value)), shared);
}

Value Reader::read_text(bool is_interned, bool shared) {
  Index count = KR_TRY(size("string size out of range"));
  const char* text = KR_TRY(bytes(count));
  Ref<Str> value = KR_TRY(str_from_utf8(cx_, {text, static_cast<std::size_t>(count)}, "surrogatepass"));
  if (is_interned) value = intern(cx_, std::move(value));
  return entered(Ref<>(std::move(value)), shared);
}

Result<Ref<>> Reader::item(const char* container) {
  Ref<> value = KR_TRY(read());
  if (!value) return raise(cx_, exc::TypeError, "NULL object in marshal data for {}", container);
  return value;
}

// A container that is in the list of references already may be seen inside itself, unfinished; so it is valid from the start.
Value Reader::read_tuple(Index count, bool shared) {
  if (!file_ && end_ - at_ < count) {  // each item takes a byte: fail as the reading would
    for (Index i = 0; i <= count; ++i) KR_TRY(item("tuple"));
  }
  Ref<Tuple> value = KR_TRY(new_tuple(cx_, count));
  for (Index i = 0; i < count; ++i) value->init_item(i, new_none());
  if (shared) KR_TRY(references_.add(cx_, value.object()));
  for (Index i = 0; i < count; ++i) {
    value->items[i] = KR_TRY(item("tuple")).release();
    decref(&none_object);
  }
  return Ref<>(std::move(value));
}

Value Reader::read_list(bool shared) {
  Index count = KR_TRY(size("list size out of range"));
  Ref<List> value = KR_TRY(new_list(cx_));
  if (shared) KR_TRY(references_.add(cx_, value.object()));
  for (Index i = 0; i < count; ++i) KR_TRY(list_append(cx_, value, KR_TRY(item("list"))));
  return Ref<>(std::move(value));
}

Value Reader::read_dict(bool shared) {
  Ref<Dict> value = KR_TRY(new_dict(cx_));
  if (shared) KR_TRY(references_.add(cx_, value.object()));
  while (true) {
    Ref<> key = KR_TRY(read());
    if (!key) break;
    Ref<> mapped = KR_TRY(read());
    if (!mapped) break;
    KR_TRY(dict_set(cx_, value, key, mapped));
  }
  return Ref<>(std::move(value));
}

Value Reader::read_set(bool frozen, bool shared) {
  Index count = KR_TRY(size("set size out of range"));
  if (frozen && count == 0) return entered(new_frozenset(cx_), shared);
  if (frozen) {  // not to be seen before it is whole, since its hash would change
    Index position = references_.count();
    if (shared) KR_TRY(references_.add(cx_, nullptr));
    Ref<List> items = KR_TRY(new_list(cx_));
    for (Index i = 0; i < count; ++i) KR_TRY(list_append(cx_, items, KR_TRY(item("set"))));
    Ref<Set> value = KR_TRY(new_frozenset(cx_, items));
    if (shared) references_.set(position, value.object());
    return Ref<>(std::move(value));
  }
  Ref<Set> value = KR_TRY(new_set(cx_));
  if (shared) KR_TRY(references_.add(cx_, value.object()));
  for (Index i = 0; i < count; ++i) KR_TRY(set_add(cx_, value, KR_TRY(item("set"))));
  return Ref<>(std::move(value));
}

// A part of a code object; of another type than it must be, it is an internal error, as CPython has it.
template <class T>
Result<Ref<T>> Reader::part() {
  Ref<> value = KR_TRY(read());
  if (!value && !cx_.has_error()) return raise(cx_, exc::TypeError, "NULL object in marshal data for code object");
  if (!is<T>(value)) return raise(cx_, exc::SystemError, "Objects/codeobject.c:250: bad argument to internal function");
  return std::move(value).as<T>();
}

Value Reader::read_code(bool shared) {
  Index position = references_.count();
  if (shared) KR_TRY(references_.add(cx_, nullptr));
  CodeSpec spec;
  for (int* field : {&spec.argcount, &spec.posonlyargcount, &spec.kwonlyargcount, &spec.stacksize, &spec.flags})
    *field = static_cast<int>(KR_TRY(number(4)).value);
  Ref<Bytes> instructions = KR_TRY(part<Bytes>());
  Ref<Tuple> consts = KR_TRY(part<Tuple>());
  Ref<Tuple> names = KR_TRY(part<Tuple>());
  Ref<Tuple> localsplusnames = KR_TRY(part<Tuple>());
  Ref<Bytes> localspluskinds = KR_TRY(part<Bytes>());
  Ref<Str> filename = KR_TRY(part<Str>());
  Ref<Str> name = KR_TRY(part<Str>());
  Ref<Str> qualname = KR_TRY(part<Str>());
  spec.firstlineno = static_cast<int>(KR_TRY(number(4)).value);
  Ref<Bytes> linetable = KR_TRY(part<Bytes>());
  Ref<Bytes> exceptiontable = KR_TRY(part<Bytes>());
  if (instructions->size() % static_cast<Index>(sizeof(CodeUnit)) != 0)
    return raise(cx_, exc::ValueError, "code: co_code is malformed");
  if (localsplusnames->size() != localspluskinds->size())
    return raise(cx_, exc::SystemError, "Objects/codeobject.c:250: bad argument to internal function");
  spec.code = {reinterpret_cast<const CodeUnit*>(instructions->data), static_cast<std::size_t>(instructions->size()) / sizeof(CodeUnit)};
  spec.consts = consts;
  spec.names = names;
  spec.localsplusnames = localsplusnames;
  spec.localspluskinds = localspluskinds;
  spec.filename = filename;
  spec.name = name;
  spec.qualname = qualname;
  spec.linetable = linetable;
  spec.exceptiontable = exceptiontable;
  Ref<Code> value = KR_TRY(new_code(cx_, spec));
  if (shared) references_.set(position, value.object());
  return Ref<>(std::move(value));
}

Value Reader::read_reference() {
  Object* found = references_.get(KR_TRY(number(4)).value);
  if (!found) return bad_data(cx_, "invalid reference");
  return hold(found);
}

}  // namespace

Result<Ref<>> loads(Context& cx, std::string_view data, Index* used) {
  Reader reader(cx, data);
  auto value = reader.whole();
  if (used) *used = reader.position() - data.data();
  return value;
}

Result<Ref<>> load(Context& cx, Borrowed<> file) { return Reader(cx, file).whole(); }

}  // namespace krait::marshal
