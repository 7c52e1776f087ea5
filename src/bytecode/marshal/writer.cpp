// Writing values. An error is noted and the writing goes on to its end, as the format's definition in CPython has it; what was written
// is then thrown away.
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

// Object -> position in the list of references, by identity. Holds the objects, so that no address is used twice.
class ReferenceTable {
 public:
  ReferenceTable() = default;
  ReferenceTable(const ReferenceTable&) = delete;
  ~ReferenceTable() {
    for (std::size_t i = 0; i < room_; ++i) xdecref(entries_[i].object);
    memory::raw_release(entries_);
  }
  // The position of an object seen before, -1 for a new one (it gets the next position), -2 when memory is out.
  int find_or_add(Object* object) {
    if (count_ * 2 >= room_ && !grow()) return -2;
    Entry& entry = find(object);
    if (entry.object) return entry.position;
    incref(object);
    entry = {object, static_cast<int>(count_++)};
    return -1;
  }

 private:
  struct Entry {
    Object* object;
    int position;
  };
  Entry& find(Object* object) {
    std::size_t at = (reinterpret_cast<std::uintptr_t>(object) >> 4) * 0x9E3779B97F4A7C15u >> 20;
    while (true) {
      Entry& entry = entries_[at++ & (room_ - 1)];
      if (!entry.object || entry.object == object) return entry;
    }
  }
  bool grow() {
    Entry* old = entries_;
    std::size_t old_room = room_, room = room_ ? room_ * 2 : 256;
    auto* fresh = static_cast<Entry*>(memory::raw_allocate_zeroed(room, sizeof(Entry)));
    if (!fresh) return false;
    entries_ = fresh;
    room_ = room;
    for (std::size_t i = 0; i < old_room; ++i)
      if (old[i].object) find(old[i].object) = old[i];
    memory::raw_release(old);
    return true;
  }
  Entry* entries_ = nullptr;
  std::size_t count_ = 0, room_ = 0;
};

class Writer {
 public:
  Writer(Context& cx, int format_version) : cx_(cx), version_(format_version) {}
  Writer(const Writer&) = delete;
  ~Writer() { memory::raw_release(data_); }

  Result<Ref<Bytes>> finish(Borrowed<> value) {
    write(value);
    switch (error_) {
      case Error::none: return bytes_from(cx_, {data_, size_});
      case Error::raised: return Failed{};
      case Error::memory: return raise_memory_error(cx_);
      case Error::nested: return raise(cx_, exc::ValueError, "object too deeply nested to marshal");
      case Error::unmarshallable: break;
    }
    return raise(cx_, exc::ValueError, "unmarshallable object");
  }

 private:
  enum class Error { none, raised, memory, nested, unmarshallable };

  void bytes(const void* source, std::size_t count) {
    if (size_ + count > room_) {
      std::size_t room = (room_ ? room_ * 2 : 512) + count;
      auto* grown = static_cast<char*>(memory::raw_resize(data_, room));
      if (!grown) return fail(Error::memory);
      data_ = grown;
      room_ = room;
    }
    std::memcpy(data_ + size_, source, count);
    size_ += count;
  }
  void byte(int value) {
    char c = static_cast<char>(value);
    bytes(&c, 1);
  }
  void number16(int value) { bytes(&value, 2); }
  void number32(std::int32_t value) { bytes(&value, 4); }
  bool size(Index value) {
    if (value > INT32_MAX) return fail(Error::unmarshallable), false;
    number32(static_cast<std::int32_t>(value));
    return true;
  }
  void sized(std::string_view text) {
    if (size(static_cast<Index>(text.size()))) bytes(text.data(), text.size());
  }
  void short_sized(std::string_view text) {
    byte(static_cast<int>(text.size()));
    bytes(text.data(), text.size());
  }
  void kind(int type, int flag) { byte(type | flag); }
  void fail(Error error) {
    if (error_ == Error::none) error_ = error;
  }

  void write(Borrowed<> value);
  bool write_reference(Borrowed<> value, int& flag);
  void write_shared(Borrowed<> value, int flag);
  void write_int(Borrowed<Int> value, int flag);
  void write_float_text(double value);
  void write_str(Borrowed<Str> value, int flag);
  void write_tuple(Borrowed<Tuple> value, int flag);
  void write_dict(Borrowed<Dict> value, int flag);
  void write_set(Borrowed<> value, int flag);
  Result<void> write_sorted(Borrowed<> value);
  void write_code(Borrowed<Code> value, int flag);
  void write_buffer(Borrowed<> value, int flag);

  Context& cx_;
  int version_;
  char* data_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
  int depth_ = 0;
  Error error_ = Error::none;
  ReferenceTable references_;
};

void Writer::write(Borrowed<> value) {
  if (++depth_ > max_depth) {
    fail(Error::nested);
  } else if (value.is_null()) {
    byte(Kind::null);
  } else if (is_none(value)) {
    byte(Kind::none);
  } else if (value.object() == reinterpret_cast<Object*>(&exc::StopIteration)) {
    byte(Kind::stop_iteration);
  } else if (value.is(krait::ellipsis())) {
    byte(Kind::ellipsis);
  } else if (value.is(boolean(false))) {
    byte(Kind::false_);
  } else if (value.is(boolean(true))) {
    byte(Kind::true_);
  } else {
    int flag = 0;
    if (error_ == Error::none && !write_reference(value, flag)) write_shared(value, flag);
  }
  --depth_;
}

// Krait interns all strings of one Latin-1 character, CPython only those that names are made of, and the * of imports: the format is CPython's.
bool counts_as_interned(Borrowed<Str> text) {
  if (!text->state.interned) return false;
  if (text->size != 1) return true;
  CodePoint c = text->at(0);
  return c > 0xff || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '*';
}

// A value with a single reference cannot come again.
bool Writer::write_reference(Borrowed<> value, int& flag) {
  // An interned string is always entered: another reference to it may come later, from anywhere.
  bool interned = value.type() == &str_type && counts_as_interned(value.as<Str>());
  if (version_ < 3 || (value.object()->refcount == 1 && !interned)) return false;
  int position = references_.find_or_add(value.object());
  if (position >= 0) {
    byte(Kind::reference);
    number32(position);
    return true;
  }
  if (position == -2) fail(Error::memory);
  flag = reference_flag;
  return false;
}

void Writer::write_shared(Borrowed<> value, int flag) {
  Type* type = value.type();
  if (type == &int_type) return write_int(value.as<Int>(), flag);
  if (type == &str_type) return write_str(value.as<Str>(), flag);
  if (type == &tuple_type) return write_tuple(value.as<Tuple>(), flag);
  if (type == &bytes_type) {
    kind(Kind::string, flag);
    return sized(value.as<Bytes>()->text());
  }
  if (type == &float_type) {
    double number = value.as<Float>()->value;
    kind(version_ > 1 ? Kind::binary_float : Kind::text_float, flag);
    return version_ > 1 ? bytes(&number, 8) : write_float_text(number);
  }
  if (type == &complex_type) {
    auto number = value.as<Complex>();
    kind(version_ > 1 ? Kind::binary_complex : Kind::text_complex, flag);
    if (version_ > 1) return bytes(&number->real, 8), bytes(&number->imag, 8);
    write_float_text(number->real);
    return write_float_text(number->imag);
  }
  if (type == &list_type) {
    kind(Kind::list, flag);
    auto items = value.as<List>();
    if (!size(items->size())) return;
    for (Index i = 0; i < items->size(); ++i) write(hold(items->item(i)));
    return;
  }
  if (type == &dict_type) return write_dict(value.as<Dict>(), flag);
  if (type == &set_type || type == &frozenset_type) return write_set(value, flag);
  if (type == &code_type) return write_code(value.as<Code>(), flag);
  if (has_buffer(value)) return write_buffer(value, flag);
  kind(Kind::unknown, flag);
  fail(Error::unmarshallable);
}

// 32 bits as they are; larger ones as 15-bit digits.
void Writer::write_int(Borrowed<Int> value, int flag) {
  int overflow = 0;
  long long number = int_to_long_long(value, &overflow);
  if (!overflow && number == static_cast<std::int32_t>(number)) {
    kind(Kind::int32, flag);
    return number32(static_cast<std::int32_t>(number));
  }
  kind(Kind::long_int, flag);
  Index digits = value->digit_count();
  Index halves = digits * 2 - (value->digits[digits - 1] < 1u << 15);
  if (halves > INT32_MAX) return fail(Error::unmarshallable);
  number32(static_cast<std::int32_t>(value->is_negative() ? -halves : halves));
  for (Index i = 0; i < halves; ++i) number16(static_cast<int>(value->digits[i / 2] >> (i % 2 ? 15 : 0) & 0x7fff));
}

void Writer::write_float_text(double value) {
  auto text = double_to_str(cx_, value, 'g', 17, 0);
  if (text.failed()) return fail(Error::raised);
  short_sized(std::move(text).value()->ascii_text());
}

void Writer::write_str(Borrowed<Str> value, int flag) {
  bool is_interned = counts_as_interned(value);
  if (version_ >= 4 && value->is_ascii()) {
    bool is_short = value->size < 256;
    kind(is_short ? is_interned ? Kind::short_ascii_interned : Kind::short_ascii
                  : is_interned ? Kind::ascii_interned : Kind::ascii, flag);
    return is_short ? short_sized(value->ascii_text()) : sized(value->ascii_text());
  }
  auto encoded = encode(cx_, value, "utf-8", "surrogatepass");
  if (encoded.failed()) return fail(Error::raised);
  kind(version_ >= 3 && is_interned ? Kind::interned : Kind::unicode, flag);
  sized(std::move(encoded).value()->text());
}

void Writer::write_tuple(Borrowed<Tuple> value, int flag) {
  Index count = value->size();
  if (version_ >= 4 && count < 256) {
    kind(Kind::small_tuple, flag);
    byte(static_cast<int>(count));
  } else {
    kind(Kind::tuple, flag);
    if (!size(count)) return;
  }
  for (Index i = 0; i < count; ++i) write(value->item(i));
}

void Writer::write_dict(Borrowed<Dict> value, int flag) {
  kind(Kind::dict, flag);
  Index position = 0;
  for (Borrowed<> key, item; dict_next(value, &position, &key, &item);) {
    write(key);
    write(item);
  }
  write(Borrowed<>());
}

void Writer::write_set(Borrowed<> value, int flag) {
  kind(value.type() == &frozenset_type ? Kind::frozenset : Kind::set, flag);
  if (!size(value.as<Set>()->size())) return;
  if (write_sorted(value).failed()) {
    if (error_ == Error::none) error_ = Error::raised;
  }
}

// A set's order depends on addresses: its items go out in the order of their own marshalled forms.
Result<void> Writer::write_sorted(Borrowed<> value) {
  Ref<List> pairs = KR_TRY(new_list(cx_));
  Index position = 0;
  for (Borrowed<> item; set_next(value.as<Set>(), &position, &item);) {
    Ref<Bytes> written = KR_TRY(dumps(cx_, item, version_));
    KR_TRY(list_append(cx_, pairs, KR_TRY(tuple_of(cx_, written, item)).as<Object>()));
  }
  KR_TRY(list_sort(cx_, pairs));
  for (Index i = 0; i < pairs->size(); ++i) write(pairs->item(i).as<Tuple>()->item(1));
  return {};
}

void Writer::write_code(Borrowed<Code> value, int flag) {
  auto instructions = code_bytes(cx_, value);
  if (instructions.failed()) return fail(Error::raised);
  Ref<Bytes> held = std::move(instructions).value();
  kind(Kind::code, flag);
  for (int number : {value->co_argcount, value->co_posonlyargcount, value->co_kwonlyargcount, value->co_stacksize, value->co_flags})
    number32(number);
  for (Object* part : {held.object(), as_object(value->co_consts), as_object(value->co_names), as_object(value->co_localsplusnames),
                       as_object(value->co_localspluskinds), as_object(value->co_filename), as_object(value->co_name),
                       as_object(value->co_qualname)})
    write(Borrowed<>(part));
  number32(value->co_firstlineno);
  write(Borrowed<>(as_object(value->co_linetable)));
  write(Borrowed<>(as_object(value->co_exceptiontable)));
}

void Writer::write_buffer(Borrowed<> value, int flag) {
  ScopedBuffer buffer;
  if (buffer.get(cx_, value).failed()) {
    clear_error(cx_);
    kind(Kind::unknown, flag);
    return fail(Error::unmarshallable);
  }
  kind(Kind::string, flag);
  sized({buffer.data(), static_cast<std::size_t>(buffer.size())});
}

}  // namespace

Result<Ref<Bytes>> dumps(Context& cx, Borrowed<> value, int format_version) { return Writer(cx, format_version).finish(value); }

}  // namespace krait::marshal
