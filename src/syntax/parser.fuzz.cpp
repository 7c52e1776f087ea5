// The tokenizer and the error pass over any bytes: they end, stay inside the text, and what they say has a place in it.
// Literals need a running interpreter, so texts with quotes only go through the tokenizer.
#include <cstdlib>
#include <cstring>

#include "object/context.h"
#include "syntax/diagnose/diagnose.h"
#include "syntax/encoding.h"
#include "syntax/source.h"
#include "syntax/token_source.h"

using namespace krait;
using namespace krait::syntax;

namespace {

void demand(bool condition) {
  if (!condition) std::abort();
}

void check_tokens(Session& session, Mode mode, std::string_view text) {
  const char *begin = text.data(), *end = begin + text.size();
  TokenSource source(session, mode, begin, end);
  const char* before = begin;
  Token token;
  do {
    source.next(token);
    if (!token.start) continue;
    demand(token.start >= before && token.end >= token.start && token.end <= end);
    demand(token.lineno >= 1 && token.end_lineno >= token.lineno && token.level >= 0);
    before = token.end;
  } while (token.kind != Tok::Error && token.kind != Tok::EndMarker);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2 || std::memchr(data, 0, size)) return 0;
  ThreadState thread{};
  ast::Arena arena;
  Mode mode = Mode(data[0] % 3);
  Session session(thread, arena, data[1] % 2 ? ALLOW_INCOMPLETE_INPUT : 0, 11, nullptr);
  session.diagnosing = true;
  std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  char why[100];
  session.malformed = describe_malformed(text, why, sizeof why);
  NormalText source(text, mode == Mode::exec);
  check_tokens(session, mode, source.view());
  if (session.malformed || text.find_first_of("'\"") != text.npos) return 0;
  const char* begin = source.view().data();
  bool right = diagnose(session, mode, begin, begin + source.view().size(), 1, 0);
  const Problem& problem = session.problem;
  demand(right || problem.kind != Problem::none);
  if (!right && problem.kind != Problem::memory) demand(problem.message[0] && problem.lineno >= 0);
  return 0;
}
