// SyntaxError(message, (filename, lineno, offset, text[, end_lineno, end_offset])).
#include "types/exceptions/declare.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace exceptions {

static Result<void> read_details(Context& cx, Borrowed<SyntaxErrorObject> self, Borrowed<> details) {
  auto info = KR_TRY(tuple_from(cx, details));
  Index count = info->size();
  if (count < 4) return raise(cx, exc::TypeError, "function takes at least 4 arguments ({} given)", count);
  if (count > 6) return raise(cx, exc::TypeError, "function takes at most 6 arguments ({} given)", count);
  Slot<>* fields[] = {&self->filename, &self->lineno, &self->offset, &self->text, &self->end_lineno, &self->end_offset};
  for (Index i = 0; i < 6; ++i) {
    auto old = fields[i]->replace(i < count ? hold(info->item(i)) : Ref<>());
  }
  if (self->end_lineno && !self->end_offset)
    return raise(cx, exc::TypeError, "end_offset must be provided when end_lineno is provided");
  return {};
}

static int syntax_error_init(Object* object, Object* args, Object* kwargs) {
  if (base_init(object, args, kwargs) < 0) return -1;
  Borrowed<SyntaxErrorObject> self = Borrowed<>(object).as<SyntaxErrorObject>();
  auto* tuple = reinterpret_cast<Tuple*>(args);
  if (tuple->size() >= 1) auto old = self->msg.replace(hold(tuple->item(0)));
  if (tuple->size() == 2) return read_details(Context::current(), self, tuple->item(1)).release();
  return 0;
}

static Result<Ref<Str>> syntax_error_str(Context& cx, Borrowed<SyntaxErrorObject> self) {
  auto message = hold(self->msg ? self->msg.get() : none());
  Ref<Str> file;
  if (self->filename && is<Str>(self->filename.get())) {
    auto path = self->filename.get().as<Str>();
    Index slash = str_find_char(path, '/', 0, path->size, -1);
    file = KR_TRY(substring(cx, path, slash + 1, path->size));
  }
  bool has_line = self->lineno && is_exact<Int>(self->lineno.get());
  if (!file && !has_line) return krait::str(cx, message);
  if (file && !has_line) return format_str(cx, "{} ({})", message, file);
  int overflow = 0;
  long long line = int_to_long_long(self->lineno.get().as<Int>(), &overflow);
  if (overflow) line = -1;
  if (file) return format_str(cx, "{} ({}, line {})", message, file, line);
  return format_str(cx, "{} (line {})", message, line);
}

static constinit MemberDef members[] = {
    KR_MEMBER("msg", object, SyntaxErrorObject, msg, 0, "exception msg"),
    KR_MEMBER("filename", object, SyntaxErrorObject, filename, 0, "exception filename"),
    KR_MEMBER("lineno", object, SyntaxErrorObject, lineno, 0, "exception lineno"),
    KR_MEMBER("offset", object, SyntaxErrorObject, offset, 0, "exception offset"),
    KR_MEMBER("text", object, SyntaxErrorObject, text, 0, "exception text"),
    KR_MEMBER("end_lineno", object, SyntaxErrorObject, end_lineno, 0, "exception end lineno"),
    KR_MEMBER("end_offset", object, SyntaxErrorObject, end_offset, 0, "exception end offset"),
    KR_MEMBER("print_file_and_line", object, SyntaxErrorObject, print_file_and_line, 0, "exception print_file_and_line"),
    KR_END};

using S = SyntaxErrorObject;
using Fields = Also<S, &S::msg, &S::filename, &S::lineno, &S::offset, &S::end_lineno, &S::end_offset, &S::text, &S::print_file_and_line>;

consteval Type declare_syntax_error() {
  Type type = declare_extended<SyntaxErrorObject, Fields>("SyntaxError", &exc::Exception, "Invalid syntax.", &syntax_error_init);
  type.tp_str = slot<&syntax_error_str>;
  type.tp_members = members;
  return type;
}

}  // namespace exceptions

constinit Type exc::SyntaxError = exceptions::declare_syntax_error();
KR_READY(exc::SyntaxError);
constinit Type exc::IndentationError = exceptions::declare_extended<SyntaxErrorObject, exceptions::Fields>(
    "IndentationError", &exc::SyntaxError, "Improper indentation.", &exceptions::syntax_error_init);
KR_READY(exc::IndentationError);
constinit Type exc::TabError = exceptions::declare_extended<SyntaxErrorObject, exceptions::Fields>(
    "TabError", &exc::IndentationError, "Improper mixture of spaces and tabs.", &exceptions::syntax_error_init);
KR_READY(exc::TabError);

}  // namespace krait
