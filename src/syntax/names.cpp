#include "syntax/names.h"

#include <cstdlib>
#include <cstring>

#include "syntax/constants.h"

namespace krait::syntax {

static uint32_t hash_text(std::string_view text) {
  uint32_t h = 2166136261u;
  for (char c : text) h = (h ^ uint8_t(c)) * 16777619u;
  return h ^ h >> 15;
}

Names::~Names() { std::free(entries_); }

void Names::grow() {
  uint32_t size = entries_ ? (mask_ + 1) * 2 : 64;
  auto* bigger = static_cast<Entry*>(std::calloc(size, sizeof(Entry)));
  if (!bigger) std::abort();
  if (entries_)
    for (uint32_t i = 0; i <= mask_; ++i) {
      if (!entries_[i].object) continue;
      uint32_t at = entries_[i].hash & (size - 1);
      while (bigger[at].object) at = (at + 1) & (size - 1);
      bigger[at] = entries_[i];
    }
  std::free(entries_);
  entries_ = bigger;
  mask_ = size - 1;
}

Str* Names::get(Context& cx, std::string_view text) {
  if (count_ * 2 >= mask_) grow();
  uint32_t hash = hash_text(text);
  uint32_t at = hash & mask_;
  for (; entries_[at].object; at = (at + 1) & mask_) {
    const Entry& e = entries_[at];
    if (e.hash == hash && e.length == text.size() && std::memcmp(e.text, text.data(), text.size()) == 0) return e.object;
  }
  Str* object = arena_.own(make_identifier(cx, text));
  if (!object) return nullptr;
  entries_[at] = {text.data(), uint32_t(text.size()), hash, object};
  ++count_;
  return object;
}

}  // namespace krait::syntax
