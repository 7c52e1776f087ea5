#include "types/format/template.h"

#include "base/unicode/unicode.h"
#include "object/protocol.h"

namespace krait {
namespace {

// The whole range as a number: -1 when it is none, -2 with an exception pending when it is too large.
Index whole_number(Context& cx, Borrowed<Str> text, Index from, Index to) {
  Index number = 0;
  if (from >= to) return -1;
  for (Index i = from; i < to; i++) {
    int digit = unicode::to_decimal(text->at(i));
    if (digit < 0) return -1;
    if (number > (index_max - digit) / 10) return (void)raise(cx, exc::ValueError, "Too many decimal digits in format string"), -2;
    number = number * 10 + digit;
  }
  return number;
}

}  // namespace

Result<bool> TemplateParser::next(Context& cx, Markup& out) {
  out = {};
  if (at_ >= end_) return false;
  out.literal_start = at_;
  CodePoint c = 0;
  while (at_ < end_) {
    c = text_->at(at_++);
    if (c == '{' || c == '}') break;
  }
  out.literal_end = at_;
  if (c != '{' && c != '}') return true;
  bool at_end = at_ >= end_;
  if (c == '}' && (at_end || text_->at(at_) != '}')) return raise(cx, exc::ValueError, "Single '}}' encountered in format string");
  if (at_end) return raise(cx, exc::ValueError, "Single '{{' encountered in format string");
  if (text_->at(at_) == c) {  // doubled: one of them is text
    at_++;
    return true;
  }
  out.literal_end--;
  out.field = true;
  KR_TRY(parse_field(cx, out));
  return true;
}

Result<void> TemplateParser::parse_field(Context& cx, Markup& out) {
  out.name_start = at_;
  CodePoint c = 0;
  bool ended = false;
  while (at_ < end_ && !ended) {
    c = text_->at(at_++);
    if (c == '{') return raise(cx, exc::ValueError, "unexpected '{{' in field name");
    if (c == '[') {
      while (at_ < end_ && text_->at(at_) != ']') at_++;
    }
    ended = c == '}' || c == ':' || c == '!';
  }
  out.name_end = ended ? at_ - 1 : at_;
  if (c != ':' && c != '!') {
    if (c != '}') return raise(cx, exc::ValueError, "expected '}}' before end of string");
    return {};
  }
  if (c == '!') {
    if (at_ >= end_) return raise(cx, exc::ValueError, "end of string while looking for conversion specifier");
    out.conversion = text_->at(at_++);
    if (at_ < end_) {
      c = text_->at(at_++);
      if (c == '}') return {};
      if (c != ':') return raise(cx, exc::ValueError, "expected ':' after conversion specifier");
    }
  }
  out.spec_start = at_;
  for (Index depth = 1; at_ < end_;) {
    c = text_->at(at_++);
    if (c == '{') {
      out.spec_nested = true;
      depth++;
    } else if (c == '}' && --depth == 0) {
      out.spec_end = at_ - 1;
      return {};
    }
  }
  return raise(cx, exc::ValueError, "unmatched '{{' in format spec");
}

Result<void> FieldName::first(Context& cx, NamePart& out) {
  out = {false, at_, at_, -1};
  while (at_ < end_ && text_->at(at_) != '.' && text_->at(at_) != '[') at_++;
  out.end = at_;
  out.index = whole_number(cx, text_, out.start, out.end);
  if (out.index == -2) return Failed{};
  return {};
}

Result<bool> FieldName::next(Context& cx, NamePart& out) {
  if (at_ >= end_) return false;
  CodePoint c = text_->at(at_++);
  out = {c == '.', at_, at_, -1};
  if (c == '.') {
    while (at_ < end_ && text_->at(at_) != '.' && text_->at(at_) != '[') at_++;
    out.end = at_;
  } else if (c == '[') {
    while (at_ < end_ && text_->at(at_) != ']') at_++;
    if (at_ >= end_) return raise(cx, exc::ValueError, "Missing ']' in format string");
    out.end = at_++;
    out.index = whole_number(cx, text_, out.start, out.end);
    if (out.index == -2) return Failed{};
  } else {
    return raise(cx, exc::ValueError, "Only '.' or '[' may follow ']' in format field specifier");
  }
  if (out.end == out.start) return raise(cx, exc::ValueError, "Empty attribute in format string");
  return true;
}

}  // namespace krait
