#include "base/test.h"
#include "object/context.h"
#include "syntax/encoding.h"
#include "syntax/source.h"
#include "syntax/tokenizer.h"

#include <cstring>
#include <string>

using namespace krait;
using namespace krait::syntax;

namespace {

// All tokens as "Kind:text" words; what cannot be read ends the list with its message.
std::string tokens(std::string_view source) {
  NormalText text(source, true);
  static ThreadState thread;
  Tokenizer tokenizer(thread, text.view().data(), text.view().data() + text.view().size(), {});
  std::string out;
  for (;;) {
    Token t;
    Tok kind = tokenizer.next(t);
    if (!out.empty()) out += ' ';
    switch (kind) {
      case Tok::EndMarker: return out + "end";
      case Tok::Error: return out + "error:" + (tokenizer.done == TokDone::Message ? tokenizer.message : std::to_string(int(tokenizer.done)));
      case Tok::Newline: out += "newline"; break;
      case Tok::Indent: out += "indent"; break;
      case Tok::Dedent: out += "dedent"; break;
      default: out += std::string(t.text());
    }
  }
}

}  // namespace

KR_TEST("tokens are cut where they end") {
  EXPECT_EQ(tokens("x=1"), "x = 1 newline end");
  EXPECT_EQ(tokens("a**=b//c...d<>e->f:=g"), "a **= b // c ... d <> e -> f := g newline end");
  EXPECT_EQ(tokens("rb'x' Rf\"y\" ur'z'"), "rb'x' Rf\"y\" ur 'z' newline end");
  EXPECT_EQ(tokens("0x_ff 1_0.5e-3j .5 1."), "0x_ff 1_0.5e-3j .5 1. newline end");
}

KR_TEST("indentation is counted, blank lines and brackets are not") {
  EXPECT_EQ(tokens("if x:\n  y\n\n # c\n  z\nw"), "if x : newline indent y newline z newline dedent w newline end");
  EXPECT_EQ(tokens("f(\n  a,\n b)\n"), "f ( a , b ) newline end");
  EXPECT_EQ(tokens("if x:\n\ty\n        z"), "if x : newline indent y newline error:" + std::to_string(int(TokDone::TabSpace)));
  EXPECT_EQ(tokens("if x:\n  y\n z"), "if x : newline indent y newline error:" + std::to_string(int(TokDone::Dedent)));
}

KR_TEST("each way to get a literal wrong has its message") {
  EXPECT_EQ(tokens("1__0"), "error:invalid decimal literal");
  EXPECT_EQ(tokens("0b12"), "error:invalid digit '2' in binary literal");
  EXPECT_EQ(tokens("0o"), "error:invalid octal literal");
  EXPECT_EQ(tokens("0xg"), "error:invalid hexadecimal literal");
  EXPECT_EQ(tokens("1jx"), "error:invalid imaginary literal");
  EXPECT_EQ(tokens("'a"), "error:unterminated string literal (detected at line 1)");
  EXPECT_EQ(tokens("'''a\n\n"), "error:unterminated triple-quoted string literal (detected at line 2)");
  EXPECT_EQ(tokens("a)"), "a error:unmatched ')'");
  EXPECT_EQ(tokens("(\n]"), "( error:closing parenthesis ']' does not match opening parenthesis '(' on line 1");
}

KR_TEST("declared encodings are found in the first two lines only") {
  auto known = [](std::string_view bytes) {
    static ThreadState thread;
    SourceBytes out;
    Problem problem;
    return decode_source(thread, bytes, false, nullptr, out, problem) && out.encoding_known;
  };
  EXPECT_TRUE(known("# -*- coding: utf-8 -*-\n"));
  EXPECT_TRUE(known("\n# vim: set fileencoding=utf-8 :\n"));
  EXPECT_TRUE(known("\xEF\xBB\xBFx"));
  EXPECT_FALSE(known("x\n# coding: utf-8\n"));
  EXPECT_FALSE(known("\n\n# coding: utf-8\n"));
  EXPECT_FALSE(known("\xEF\xBB\xBF# coding: latin-1\n"));
}
