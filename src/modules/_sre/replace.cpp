// Replacing and splitting. Templates with backslashes are taken apart by Python code in re (re._subx).
#include "modules/_sre/replace.h"

#include "types/int/int.h"
#include "types/list/list.h"

namespace krait::sre {
namespace {

// What takes a match's place: a text, or a function that is called with the match.
struct Replacement {
  Ref<> object;
  bool callable;
};

// True when the template is a text without a backslash: it stands for itself.
bool is_plain(Context& cx, Borrowed<> repl) {
  Subject text;
  if (text.open(cx, repl).failed()) {
    clear_error(cx);
    return false;
  }
  for (Index i = 0; i < text.size(); ++i) {
    Code c = text.width() == 1   ? static_cast<const std::uint8_t*>(text.data())[i]
             : text.width() == 2 ? static_cast<const std::uint16_t*>(text.data())[i]
                                 : static_cast<const std::uint32_t*>(text.data())[i];
    if (c == '\\') return false;
  }
  return true;
}

Result<Replacement> replacement_of(Context& cx, Borrowed<Pattern> pattern, Borrowed<> repl) {
  if (is_callable(repl)) return Replacement{hold(repl), true};
  if (is_plain(cx, repl)) return Replacement{hold(repl), false};
  Ref<> made = KR_TRY(call_re(cx, KR_ID(_subx), pattern, repl, {}));
  bool callable = is_callable(made);
  return Replacement{std::move(made), callable};
}

Result<Ref<>> join(Context& cx, const Subject& subject, Borrowed<List> parts) {
  if (!subject.is_bytes()) return KR_TRY(str_join(cx, empty_str(), parts->span()));
  Ref<> empty = KR_TRY(subject.slice(cx, 0, 0));
  return call_method(cx, empty, KR_ID(join), parts);
}

Result<Ref<>> replace(Context& cx, Borrowed<Pattern> self, Borrowed<> repl, Borrowed<> string, Index limit, Index& done) {
  auto replacement = KR_TRY(replacement_of(cx, self, repl));
  Run run;
  KR_TRY(run.begin(cx, self, string));
  auto parts = KR_TRY(new_list(cx));
  State& state = run.state();
  Index copied = 0;
  for (done = 0; (limit <= 0 || done < limit) && KR_TRY(run.search(cx)); ++done) {
    Index from = state.start, to = state.position;
    if (copied < from) KR_TRY(list_append(cx, parts, KR_TRY(run.subject().slice(cx, copied, from))));
    Ref<> item;
    if (replacement.callable) {
      Ref<> match = KR_TRY(run.new_match(cx));
      item = KR_TRY(call(cx, replacement.object, match));
    } else {
      item = replacement.object.copy();
    }
    if (!is_none(item)) KR_TRY(list_append(cx, parts, std::move(item)));
    copied = to;
    run.advance();
  }
  if (copied < state.end) KR_TRY(list_append(cx, parts, KR_TRY(run.subject().slice(cx, copied, state.end))));
  return join(cx, run.subject(), parts);
}

}  // namespace

Result<Ref<>> sub(Context& cx, Borrowed<Pattern> self, Borrowed<> repl, Borrowed<> string, Index count) {
  Index done;
  return replace(cx, self, repl, string, count, done);
}

Result<Ref<>> subn(Context& cx, Borrowed<Pattern> self, Borrowed<> repl, Borrowed<> string, Index count) {
  Index done = 0;
  Ref<> text = KR_TRY(replace(cx, self, repl, string, count, done));
  Ref<Int> number = KR_TRY(int_from(cx, done));
  return KR_TRY(tuple_of(cx, text, number));
}

Result<Ref<>> split(Context& cx, Borrowed<Pattern> self, Borrowed<> string, Index maxsplit) {
  Run run;
  KR_TRY(run.begin(cx, self, string));
  auto list = KR_TRY(new_list(cx));
  State& state = run.state();
  Index last = 0;
  for (Index n = 0; (maxsplit <= 0 || n < maxsplit) && KR_TRY(run.search(cx)); ++n) {
    KR_TRY(list_append(cx, list, KR_TRY(run.subject().slice(cx, last, state.start))));
    for (Index g = 1; g <= self->groups; ++g) KR_TRY(list_append(cx, list, KR_TRY(run.group(cx, g, false))));
    last = state.position;
    run.advance();
  }
  KR_TRY(list_append(cx, list, KR_TRY(run.subject().slice(cx, last, state.end))));
  return list;
}

}  // namespace krait::sre
