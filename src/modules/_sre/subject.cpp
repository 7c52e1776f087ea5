#include "modules/_sre/subject.h"

#include "types/bytes/bytes.h"

namespace krait::sre {

Result<void> Subject::open(Context& cx, Borrowed<> object) {
  if (is<Str>(object)) {
    auto text = object.as<Str>();
    data_ = text->data(), size_ = text->size, width_ = text->kind();
  } else {
    if (!has_buffer(object)) return raise(cx, exc::TypeError, "expected string or bytes-like object, got '{!t}'", object);
    KR_TRY(get_buffer(cx, object, &view_, buffer_flags::simple));
    data_ = view_.buf, size_ = view_.len, width_ = 1, bytes_ = true;
  }
  object_ = hold(object);
  return {};
}

void Subject::release() {
  if (view_.obj) release_buffer(&view_);
  view_ = {};
}

Result<Ref<>> Subject::slice(Context& cx, Index from, Index to) const {
  if (!bytes_) {
    auto text = object_.borrow().as<Str>();
    if (from == 0 && to == text->size && is_exact<Str>(object_)) return object_.copy();
    return KR_TRY(substring(cx, text, from, to));
  }
  if (is_exact<Bytes>(object_) && from == 0 && to == size_) return object_.copy();
  return KR_TRY(bytes_from(cx, {static_cast<const char*>(data_) + from, static_cast<std::size_t>(to - from)}));
}

}  // namespace krait::sre
