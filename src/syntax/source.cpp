#include "syntax/source.h"

#include <cstdlib>
#include <cstring>

namespace krait::syntax {

NormalText::NormalText(std::string_view text, bool close_last_line) {
  data_ = static_cast<char*>(std::malloc(text.size() + 2));
  if (!data_) std::abort();
  if (!text.empty() && !std::memchr(text.data(), '\r', text.size())) {
    std::memcpy(data_, text.data(), text.size());
    size_ = text.size();
  } else {
    char* out = data_;
    for (size_t i = 0; i < text.size(); ++i) {
      char c = text[i];
      if (c == '\r') {
        c = '\n';
        if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
      }
      *out++ = c;
    }
    size_ = size_t(out - data_);
  }
  // CPython counts one more line after a final CR LF, which messages about the end show.
  bool open_end = size_ == 0 || data_[size_ - 1] != '\n' || (text.size() > 1 && text.ends_with("\r\n"));
  if (close_last_line && open_end) data_[size_++] = '\n';
  data_[size_] = 0;
}

bool is_blank(const char* p) {
  while (p) {
    while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\f') ++p;
    if (!*p) break;
    if (*p != '#') return false;
    while (*p && *p != '\n') ++p;
  }
  return true;
}

NormalText::~NormalText() { std::free(data_); }

}  // namespace krait::syntax
