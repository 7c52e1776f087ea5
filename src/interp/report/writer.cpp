#include "interp/report/writer.h"

namespace krait::report {

void Writer::write(Borrowed<Str> text) {
  if (failed_) return;
  auto answer = call_method(cx_, file_, KR_ID(write), text);
  if (answer.failed()) {
    clear_error(cx_);
    failed_ = true;
  }
}

void Writer::flush() {
  if (pending_.empty()) return;
  std::string text = std::move(pending_);
  pending_.clear();
  if (failed_) return;
  auto made = str_from_utf8(cx_, text, "surrogatepass");
  if (made.failed()) {
    clear_error(cx_);
    failed_ = true;
    return;
  }
  write(std::move(made).value());
}

void Writer::text(std::string_view text) {
  pending_ += text;
  if (!text.empty() && text.back() == '\n') flush();
}

void Writer::object(Borrowed<Str> text) {
  auto bytes = encode(cx_, text, "utf-8", "surrogatepass");
  if (bytes.failed()) return clear_error(cx_);
  this->text(std::move(bytes).value()->text());
}

void Writer::number(long long value) {
  char digits[24];
  int size = __builtin_snprintf(digits, sizeof digits, "%lld", value);
  text({digits, static_cast<std::size_t>(size)});
}

}  // namespace krait::report
