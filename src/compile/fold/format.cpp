// '%s is %r' % (a, b) as f'{a!s} is {b!r}': only %s, %r and %a, with width, precision and '-'.
#include <cstdio>

#include "compile/fold/fold.h"
#include "types/str/str.h"

namespace krait::compile {

namespace {

// One conversion, read from a format after its '%'.
struct Conversion {
  bool left = false;
  int width = -1, precision = -1;
  char kind = 0;
};

class FormatReader {
 public:
  explicit FormatReader(Borrowed<Str> text) : text_(text) {}
  Index at = 0;
  bool at_end() const { return at >= text_->size; }
  CodePoint peek() const { return at_end() ? 0 : text_->at(at); }

  // Up to the next conversion; true if "%%" was passed, which stands for one '%'.
  bool skip_literal() {
    bool doubled = false;
    while (!at_end()) {
      if (text_->at(at) != '%') {
        ++at;
      } else if (at + 1 < text_->size && text_->at(at + 1) == '%') {
        doubled = true;
        at += 2;
      } else {
        break;
      }
    }
    return doubled;
  }

  // False for whatever an f-string does not do in the same way.
  bool read(Conversion& out) {
    ++at;
    for (;; ++at) {
      if (at_end()) return false;
      CodePoint c = peek();
      if (c == '-') out.left = true;
      else if (c == '+' || c == ' ' || c == '#' || c == '0') return false;
      else break;
    }
    if (!number(out.width)) return false;
    if (peek() == '.') {
      ++at;
      out.precision = 0;
      if (!number(out.precision)) return false;
    }
    CodePoint kind = peek();
    ++at;
    out.kind = static_cast<char>(kind);
    return kind == 's' || kind == 'r' || kind == 'a';
  }

 private:
  bool number(int& out) {
    for (int digits = 0; peek() >= '0' && peek() <= '9'; ++at) {
      if (++digits > 2) return false;
      out = (digits == 1 ? 0 : out * 10) + static_cast<int>(peek() - '0');
    }
    return !at_end();
  }
  Borrowed<Str> text_;
};

Result<Ref<Str>> literal_text(Context& cx, Borrowed<Str> text, Index from, Index to, bool doubled) {
  Ref<Str> piece = KR_TRY(substring(cx, text, from, to));
  if (!doubled) return piece;
  return KR_TRY(call_method(cx, piece, KR_ID(replace), KR_STR("%%"), KR_STR("%"))).as<Str>();
}

ast::Constant* make_constant(Job& job, Ref<Str> text, const ast::Position& at) {
  auto* made = job.arena.make<ast::Constant>();
  static_cast<ast::Position&>(*made) = at;
  made->value = job.keep(Ref<>(std::move(text)));
  return made;
}

Result<ast::Expr*> formatted(Job& job, const Conversion& conversion, ast::Expr* value) {
  char spec[16];
  int size = 0;
  if (!conversion.left && conversion.width > 0) spec[size++] = '>';
  if (conversion.width >= 0) size += std::snprintf(spec + size, 6, "%d", conversion.width);
  if (conversion.precision >= 0) size += std::snprintf(spec + size, 6, ".%d", conversion.precision);
  auto* made = job.arena.make<ast::FormattedValue>();
  static_cast<ast::Position&>(*made) = *value;
  made->value = value;
  made->conversion = conversion.kind;
  if (size) made->format_spec = make_constant(job, KR_TRY(str_from_ascii(job.cx, {spec, std::size_t(size)})), *value);
  return made;
}

}  // namespace

Done Folder::format(ast::Expr*& slot, Borrowed<Str> text, ast::Tuple* values) {
  for (ast::Expr* value : values->elts)
    if (value->is<ast::Starred>()) return {};
  FormatReader reader(text);
  Array<ast::Expr*> pieces;
  int used = 0;
  for (;;) {
    Index start = reader.at;
    bool doubled = reader.skip_literal();
    if (reader.at > start)
      pieces.push(job_.arena, make_constant(job_, KR_TRY(literal_text(job_.cx, text, start, reader.at, doubled)), {-1, -1, -1, -1}));
    if (reader.at_end()) break;
    Conversion conversion;
    if (used >= values->elts.size() || !reader.read(conversion)) return {};
    pieces.push(job_.arena, KR_TRY(formatted(job_, conversion, values->elts[used++])));
  }
  if (used < values->elts.size()) return {};
  auto* joined = job_.arena.make<ast::JoinedStr>();
  static_cast<ast::Position&>(*joined) = *slot;
  joined->values = {pieces.begin(), pieces.size()};
  slot = joined;
  return {};
}

}  // namespace krait::compile
