#include "object/errors.h"
#include "object/singletons.h"
#include "syntax/constants.h"
#include "syntax/problem.h"
#include "types/int/int.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::syntax {

static Result<void> raise_error(Context& cx, Object* filename, const Problem& problem) {
  Type& type = problem.kind == Problem::indentation ? exc::IndentationError
               : problem.kind == Problem::tab       ? exc::TabError
                                                    : exc::SyntaxError;
  auto message = KR_TRY(str_from_utf8(cx, problem.message, "replace"));
  if (problem.place == Problem::nowhere) return raise_object(cx, Borrowed<Type>(&type), message);
  Borrowed<> name = filename ? Borrowed<>(filename) : none();
  if (problem.place == Problem::file_only) {
    auto zero = KR_TRY(int_from(cx, 0));
    auto minus = KR_TRY(int_from(cx, -1));
    auto place = KR_TRY(tuple_of(cx, name, zero, minus, none()));
    auto args = KR_TRY(tuple_of(cx, message, place));
    return raise_object(cx, Borrowed<Type>(&type), args);
  }
  auto text = KR_TRY(str_from_utf8(cx, problem.text, "replace"));
  auto lineno = KR_TRY(int_from(cx, problem.lineno));
  auto offset = KR_TRY(int_from(cx, problem.offset));
  auto end_lineno = KR_TRY(int_from(cx, problem.end_lineno));
  auto end_offset = KR_TRY(int_from(cx, problem.end_offset));
  auto place = KR_TRY(tuple_of(cx, name, lineno, offset, text, end_lineno, end_offset));
  auto args = KR_TRY(tuple_of(cx, message, place));
  return raise_object(cx, Borrowed<Type>(&type), args);
}

void raise_problem(Context& cx, Object* filename, const Problem& problem) {
  if (problem.kind == Problem::memory) {
    (void)raise_memory_error(cx);
  } else {
    (void)raise_error(cx, filename, problem);
  }
}

}  // namespace krait::syntax
