// Source text made ready for the tokenizer: UTF-8 with '\n' as the only line end, a line end at the end of a module, NUL behind.
#pragma once
#include <cstddef>
#include <string_view>

namespace krait::syntax {

class NormalText {
 public:
  NormalText(std::string_view text, bool close_last_line);
  ~NormalText();
  NormalText(const NormalText&) = delete;
  NormalText& operator=(const NormalText&) = delete;
  std::string_view view() const { return {data_, size_}; }

 private:
  char* data_;
  size_t size_;
};

// True if only blank lines and comments follow; null is blank.
bool is_blank(const char* text);

}  // namespace krait::syntax
