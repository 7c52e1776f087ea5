// Templates of str.format(): "text {name!r:spec} text", cut into pieces. Shared with _string, on which string.Formatter is built.
#pragma once

#include "types/str/str.h"

namespace krait {

// Literal text and the replacement field behind it, as ranges of the template.
struct Markup {
  Index literal_start, literal_end;
  bool field;  // false: only literal text
  Index name_start, name_end;
  Index spec_start, spec_end;
  bool spec_nested;      // the specification holds fields itself
  CodePoint conversion;  // 0: none
};

class TemplateParser {
 public:
  TemplateParser(Borrowed<Str> text, Index from, Index to) : text_(text), at_(from), end_(to) {}
  // False at the end.
  Result<bool> next(Context& cx, Markup& out);
  Index position() const { return at_; }

 private:
  Result<void> parse_field(Context& cx, Markup& out);
  Borrowed<Str> text_;
  Index at_, end_;
};

// One step behind the first part of a field name: .name or [key].
struct NamePart {
  bool attribute;
  Index start, end;
  Index index;  // of [123]; -1: the key is text
};

class FieldName {
 public:
  FieldName(Borrowed<Str> text, Index from, Index to) : text_(text), at_(from), end_(to) {}
  // The first part: a number (index) or a name, perhaps empty.
  Result<void> first(Context& cx, NamePart& out);
  Result<bool> next(Context& cx, NamePart& out);
  Index position() const { return at_; }

 private:
  Borrowed<Str> text_;
  Index at_, end_;
};

// "{}" or "{0}": which is in use is settled by the first field.
struct AutoNumber {
  enum { unknown, automatic, manual } state = unknown;
  Index next = 0;
};

Result<Ref<Str>> format_template(Context& cx, Borrowed<Str> text, std::span<Object* const> args, Borrowed<> kwargs, bool mapping_only);

}  // namespace krait
