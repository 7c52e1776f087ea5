// ByteBuffer: text that grows.
#pragma once
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace krait::syntax {

class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(const ByteBuffer&) = delete;
  ByteBuffer& operator=(const ByteBuffer&) = delete;
  ~ByteBuffer() { std::free(data_); }

  void append(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(reserve(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void append(char c) {
    *reserve(1) = c;
    ++size_;
  }
  // Room for `more` bytes; `commit` says how many were written.
  char* reserve(size_t more) {
    if (size_ + more > room_) {
      room_ = (size_ + more) * 2 + 32;
      data_ = static_cast<char*>(std::realloc(data_, room_));
      if (!data_) std::abort();
    }
    return data_ + size_;
  }
  void commit(size_t count) { size_ += count; }
  void clear() { size_ = 0; }
  bool empty() const { return size_ == 0; }
  std::string_view view() const { return {data_, size_}; }

 private:
  char* data_ = nullptr;
  size_t size_ = 0, room_ = 0;
};

}  // namespace krait::syntax
