// The text a pattern runs on: a str, or anything with a buffer; held for as long as the matching lasts.
#pragma once

#include "object/protocol.h"
#include "types/str/str.h"

namespace krait::sre {

class Subject {
 public:
  Subject() = default;
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject() { release(); }

  // TypeError "expected string or bytes-like object, got 'int'" when it is neither.
  Result<void> open(Context& cx, Borrowed<> object);
  void release();

  Borrowed<> object() const { return object_; }
  bool is_bytes() const { return bytes_; }
  const void* data() const { return data_; }
  int width() const { return width_; }
  Index size() const { return size_; }
  // text[from:to] as str or bytes; the text itself when that is all of it and of the exact type.
  Result<Ref<>> slice(Context& cx, Index from, Index to) const;

 private:
  Ref<> object_;
  const void* data_ = nullptr;
  Index size_ = 0;
  int width_ = 1;
  bool bytes_ = false;
  Buffer view_{};
};

}  // namespace krait::sre
