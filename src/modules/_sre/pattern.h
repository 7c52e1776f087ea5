// re.Pattern and re.Match: layouts, and what their files share.
#pragma once

#include "modules/_sre/engine.h"
#include "modules/_sre/subject.h"
#include "object/protocol.h"
#include "types/dict/dict.h"
#include "types/tuple/tuple.h"

namespace krait {
extern Type re_pattern_type, re_match_type, re_scanner_type;
}

namespace krait::sre {

struct Pattern {
  VarObject head;  // size: code words
  Index groups;
  Slot<Dict> groupindex;
  Slot<Tuple> indexgroup;
  Slot<> pattern;  // str, bytes-like, or None
  int flags;
  int is_bytes;  // -1: made without a pattern, matches both
  Object* weakrefs;
  Code code[1];
  static constexpr Type* static_type = &re_pattern_type;
};

struct Match {
  VarObject head;  // size: 2 * (groups + 1)
  Slot<> string;   // None once emptied by the collector
  Slot<> regs;
  Slot<Pattern> pattern;
  Index pos, endpos;
  Index last_index;
  Index groups;     // with the whole match
  Index mark[1];    // start and end of each, -1 when not matched
  static constexpr Type* static_type = &re_match_type;
};

// One run of a pattern over a text: checks that they go together, clamps pos and endpos.
class Run {
 public:
  Result<void> begin(Context& cx, Borrowed<Pattern> pattern, Borrowed<> string, Index pos = 0, Index endpos = index_max);
  ~Run() {
    if (state_) state_->~State();
  }
  Run() = default;
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  State& state() { return *state_; }
  const Subject& subject() const { return subject_; }
  Result<bool> match(Context& cx) { return told(cx, state_->match(pattern_->code)); }
  Result<bool> search(Context& cx) { return told(cx, state_->search(pattern_->code)); }
  // Behind the last match; an empty one may not be found again at the same place.
  void advance() {
    state_->must_advance = state_->position == state_->start;
    state_->start = state_->position;
  }
  Result<Ref<>> group(Context& cx, Index group, bool empty_when_absent);
  Result<Ref<>> new_match(Context& cx);
  Borrowed<Pattern> pattern() const { return pattern_; }
  void forget_text() { subject_.release(); }

 private:
  static Result<bool> told(Context& cx, Answer answer) {
    if (answer == Answer::out_of_memory) return raise_memory_error(cx);
    return answer == Answer::yes;
  }
  Ref<Pattern> pattern_;
  Subject subject_;
  Index pos_ = 0, endpos_ = 0;
  State* state_ = nullptr;
  alignas(State) char storage_[sizeof(State)];
};

Result<Ref<>> new_scanner(Context& cx, Borrowed<Pattern> pattern, Borrowed<> string, Index pos, Index endpos);
Result<Ref<>> scanner_callable(Context& cx, Borrowed<> scanner);  // its search method
Result<Ref<>> call_re(Context& cx, Borrowed<Str> function, Borrowed<> a, Borrowed<> b, Borrowed<> c);
// _sre.compile()
Result<Ref<>> compile(Context& cx, Borrowed<> pattern, int flags, Borrowed<List> code, Index groups, Borrowed<Dict> groupindex,
                      Borrowed<Tuple> indexgroup);

}  // namespace krait::sre
