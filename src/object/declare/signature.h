// Reading a signature text at compile time: "index($self, value, start=0, stop=sys.maxsize, /)".
//
// The text is the one that inspect.signature() shows. A first parameter that begins with $ ($self, $module, $type), or a bare `self`,
// is the receiver and is not bound. Behind it stand positional-only parameters (before /), positional-or-keyword ones,
// keyword-only ones (after *), *args and **kwargs; `name=default` makes one optional.
#pragma once

#include <array>
#include <string_view>

#include "base/base.h"
#include "object/names.h"

namespace krait::declare {

enum class ParamKind : std::uint8_t { positional_only, positional, keyword_only, var_positional, var_keyword };

struct Param {
  std::string_view name;
  std::string_view default_text;  // empty: required
  ParamKind kind = ParamKind::positional;
};

inline constexpr int max_params = 24;

struct Signature {
  std::string_view name;
  std::array<Param, max_params> params{};
  int count = 0;
  bool has_receiver = false;
};

void the_signature_text_is_malformed();  // never defined: being called stops the compilation

namespace detail {
consteval std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

// The end of one parameter's text: the next comma outside quotes and brackets.
consteval std::size_t param_end(std::string_view text) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (quote) {
      if (c == '\\') ++i;
      else if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      return i;
    }
  }
  return text.size();
}

consteval Param read_param(std::string_view text, ParamKind kind) {
  Param param;
  param.kind = kind;
  std::size_t equals = text.find('=');
  param.name = trim(text.substr(0, equals));
  if (equals != std::string_view::npos) param.default_text = trim(text.substr(equals + 1));
  return param;
}
}  // namespace detail

consteval Signature read_signature(std::string_view text) {
  Signature sig;
  std::size_t open = text.find('(');
  if (open == std::string_view::npos || text.back() != ')') the_signature_text_is_malformed();
  sig.name = text.substr(0, open);
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  ParamKind kind = ParamKind::positional;
  bool first = true;
  while (!detail::trim(rest).empty()) {
    std::size_t end = detail::param_end(rest);
    std::string_view piece = detail::trim(rest.substr(0, end));
    rest = end < rest.size() ? rest.substr(end + 1) : std::string_view();
    if (first && (piece[0] == '$' || piece == "self")) {
      sig.has_receiver = true;
    } else if (piece == "/") {
      for (int i = 0; i < sig.count; ++i) sig.params[i].kind = ParamKind::positional_only;
    } else if (piece == "*") {
      kind = ParamKind::keyword_only;
    } else if (piece.starts_with("**")) {
      sig.params[sig.count++] = {piece.substr(2), "{}", ParamKind::var_keyword};
    } else if (piece.starts_with("*")) {
      sig.params[sig.count++] = {piece.substr(1), "()", ParamKind::var_positional};
      kind = ParamKind::keyword_only;
    } else {
      if (sig.count == max_params) the_signature_text_is_malformed();
      sig.params[sig.count++] = detail::read_param(piece, kind);
    }
    first = false;
  }
  return sig;
}

// What binding at run time needs to know of a signature; one static constant per declared function.
struct Binding {
  const char* name;               // of the function, for error texts
  const std::string_view* names;  // of the parameters, without *args and **kwargs
  std::uint8_t positional_only;
  std::uint8_t positional;  // all that may be given by position
  std::uint8_t required_positional;
  std::uint8_t count;  // all, keyword-only ones included
  std::uint32_t required;  // bit i: parameter i has no default
  bool var_positional;
  bool var_keyword;
};

}  // namespace krait::declare
