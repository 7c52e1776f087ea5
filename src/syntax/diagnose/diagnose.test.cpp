// Each wrong program is one row: text, message, line and column. The reference gave them.
#include "base/test.h"
#include "object/context.h"
#include "syntax/diagnose/diagnose.h"
#include "syntax/source.h"

using namespace krait;
using namespace krait::syntax;

namespace {

struct Row {
  const char *text, *message;
  int lineno, offset;
};

constexpr Row rows[] = {
    {"x = = y", "invalid syntax", 1, 5},
    {"a b", "invalid syntax", 1, 3},
    {"(a b)", "invalid syntax. Perhaps you forgot a comma?", 1, 2},
    {"f(x for x in y, z)", "Generator expression must be parenthesized", 1, 3},
    {"f(a=b, c)", "positional argument follows keyword argument", 1, 9},
    {"f(**a, b)", "positional argument follows keyword argument unpacking", 1, 9},
    {"f() = x", "cannot assign to function call here. Maybe you meant '==' instead of '='?", 1, 1},
    {"(a, f()) = x", "cannot assign to function call", 1, 5},
    {"del f()", "cannot delete function call", 1, 5},
    {"if a = b: pass", "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", 1, 4},
    {"print a", "Missing parentheses in call to 'print'. Did you mean print(...)?", 1, 1},
    {"class C\n", "expected ':'", 1, 8},
    {"def f x", "expected '('", 1, 7},
    {"if x:\npass", "expected an indented block after 'if' statement on line 1", 2, 1},
    {"  x", "unexpected indent", 1, 2},
    {"try:\n x\ny", "expected 'except' or 'finally' block", 3, 1},
    {"def f(a=b, c): pass", "non-default argument follows default argument", 1, 12},
    {"lambda *: a", "named arguments must follow bare *", 1, 9},
    {"[a, b for a in c]", "did you forget parentheses around the comprehension target?", 1, 2},
    {"x = (\ny", "'(' was never closed", 1, 5},
    {"match a:\n case b as _: pass", "cannot use '_' as a target", 2, 12},
    {"from a import b,\n", "trailing comma not allowed without surrounding parentheses", 1, 17},
};

}  // namespace

KR_TEST("wrong programs are explained as CPython does") {
  for (const Row& row : rows) {
    ThreadState thread{};
    ast::Arena arena;
    Session session(thread, arena, 0, 11, nullptr);
    session.diagnosing = true;
    NormalText text(row.text, true);
    EXPECT_FALSE(diagnose(session, Mode::exec, text.view().data(), text.view().data() + text.view().size(), 1, 0)) << row.text;
    EXPECT_STREQ(session.problem.message, row.message) << row.text;
    EXPECT_EQ(session.problem.lineno, row.lineno) << row.text;
    EXPECT_EQ(session.problem.offset, row.offset) << row.text;
  }
}
