// The matcher. One function walks the code (run); back() goes to the last choice left; the rest are the steps that both share.
#include "modules/_sre/engine.h"

#include "base/text/search.h"
#include "modules/_sre/classes.h"

namespace krait::sre {

template <class Char>
class State::Matcher {
 public:
  explicit Matcher(State& state) : s(state), text(static_cast<const Char*>(state.text_)) {}

  Answer match(const Code* code) {
    s.reset();
    pc = skip_info(code);
    at = s.start;
    round = barrier = 0;
    return run();
  }

  Answer search(const Code* code);

 private:
  static const Code* skip_info(const Code* code) { return code[0] == INFO ? code + 1 + code[1] : code; }

  Answer run();
  bool step();         // one instruction; false: this way fails
  bool back();         // to the last choice left; false: none
  bool success();      // SUCCESS of a barrier's body
  bool repeat_one();
  bool min_repeat_one();
  bool until_max();
  bool until_min();
  bool branch();
  bool look_around(bool wanted);
  bool group_again();
  bool possessive_round(Choice& choice);
  bool push(ChoiceKind kind, const Code* code, Index count = 0) {
    return enough(s.choices_.push({code, at, count, round, s.rounds_.size(), s.trail_.size(), barrier, kind}));
  }
  bool new_round(const Code* repeat, Code count, Index last, std::uint32_t outer) {
    if (!enough(s.rounds_.push({repeat, count, last, outer}))) return false;
    round = s.rounds_.size() - 1;
    return true;
  }
  bool set_mark(Code mark);
  void undo(std::uint32_t height);
  bool enough(bool pushed) { return pushed || (out_of_memory = true, false); }
  bool at_position(Code where) const;
  bool single(const Code* item, Char c) const;
  Index count_singles(const Code* item, Index most) const;
  template <class Holds>
  Index run_length(Index limit, Holds&& holds) const {
    Index i = at;
    while (i < limit && holds(static_cast<Code>(text[i]))) ++i;
    return i - at;
  }
  template <class Word>
  bool boundary(Word&& word) const {
    bool before = at > 0 && word(text[at - 1]), after = at < s.end && word(text[at]);
    return before != after;
  }
  bool first_may_be(const Code* code, Code c) const;

  State& s;
  const Char* text;
  const Code* pc = nullptr;
  Index at = 0;
  std::uint32_t round = 0, barrier = 0;
  bool out_of_memory = false, finished = false;
};

template <class Char>
bool State::Matcher<Char>::at_position(Code where) const {
  switch (where) {
    case AT_BEGINNING: case AT_BEGINNING_STRING: return at == 0;
    case AT_BEGINNING_LINE: return at == 0 || text[at - 1] == '\n';
    case AT_END: return at == s.end || (at + 1 == s.end && text[at] == '\n');
    case AT_END_LINE: return at == s.end || text[at] == '\n';
    case AT_END_STRING: return at == s.end;
    case AT_BOUNDARY: return s.end > 0 && boundary(ascii_word);
    case AT_NON_BOUNDARY: return s.end > 0 && !boundary(ascii_word);
    case AT_LOC_BOUNDARY: return s.end > 0 && boundary(locale_word);
    case AT_LOC_NON_BOUNDARY: return s.end > 0 && !boundary(locale_word);
    case AT_UNI_BOUNDARY: return s.end > 0 && boundary(unicode_word);
    case AT_UNI_NON_BOUNDARY: return s.end > 0 && !boundary(unicode_word);
    default: return false;
  }
}

// Does the item, which takes exactly one character, take this one?
template <class Char>
KR_INLINE bool State::Matcher<Char>::single(const Code* item, Char character) const {
  Code c = character;
  switch (item[0]) {
    case LITERAL: return c == item[1];
    case NOT_LITERAL: return c != item[1];
    case ANY: return c != '\n';
    case ANY_ALL: return true;
    case IN: return in_set(item + 2, c);
    case IN_IGNORE: return in_set(item + 2, lower<Case::ascii>(c));
    case IN_UNI_IGNORE: return in_set(item + 2, lower<Case::unicode>(c));
    case IN_LOC_IGNORE: return in_set_locale_ignore(item + 2, c);
    case LITERAL_IGNORE: return lower<Case::ascii>(c) == item[1];
    case NOT_LITERAL_IGNORE: return lower<Case::ascii>(c) != item[1];
    case LITERAL_UNI_IGNORE: return lower<Case::unicode>(c) == item[1];
    case NOT_LITERAL_UNI_IGNORE: return lower<Case::unicode>(c) != item[1];
    case LITERAL_LOC_IGNORE: return lower<Case::locale>(c) == item[1] || locale_upper(c) == item[1] || c == item[1];
    case NOT_LITERAL_LOC_IGNORE: return lower<Case::locale>(c) != item[1] && locale_upper(c) != item[1] && c != item[1];
    default: return false;
  }
}

// How many characters from here on the item takes, at most `most`.
template <class Char>
Index State::Matcher<Char>::count_singles(const Code* item, Index most) const {
  Index limit = most < s.end - at ? at + most : s.end;
  switch (item[0]) {  // the common ones with their test outside the loop
    case ANY_ALL: return limit - at;
    case ANY: return run_length(limit, [](Code c) { return c != '\n'; });
    case LITERAL: return run_length(limit, [c0 = item[1]](Code c) { return c == c0; });
    case NOT_LITERAL: return run_length(limit, [c0 = item[1]](Code c) { return c != c0; });
    case IN:
      if (item[2] == CHARSET && item[11] == FAILURE && sizeof(Char) == 1)
        return run_length(limit, [bits = item + 3](Code c) { return bits[c / 32] >> (c & 31) & 1; });
      if (item[2] == CATEGORY && item[4] == FAILURE)
        return run_length(limit, [category = item[3]](Code c) { return in_category(category, c); });
      return run_length(limit, [set = item + 2](Code c) { return in_set(set, c); });
    default: return run_length(limit, [this, item](Code c) { return single(item, static_cast<Char>(c)); });
  }
}

template <class Char>
bool State::Matcher<Char>::set_mark(Code mark) {
  if (!enough(s.trail_.push({mark, s.last_index, s.marks_[mark]}))) return false;
  s.marks_[mark] = at;
  if (mark & 1) s.last_index = static_cast<int>(mark / 2 + 1);
  return true;
}

template <class Char>
void State::Matcher<Char>::undo(std::uint32_t height) {
  while (s.trail_.size() > height) {
    const Undo& last = s.trail_.top();
    s.marks_[last.mark] = last.position;
    s.last_index = last.last_index;
    s.trail_.cut(s.trail_.size() - 1);
  }
}

// REPEAT_ONE skip min max item SUCCESS tail: take all, then give back one after the other.
template <class Char>
bool State::Matcher<Char>::repeat_one() {
  const Code* tail = pc + 1 + pc[1];
  auto least = static_cast<Index>(pc[2]);
  if (s.end - at < least) return false;
  Index count = count_singles(pc + 4, pc[3] == kMaxRepeat ? index_max : static_cast<Index>(pc[3]));
  if (count < least) return false;
  if (pc[0] == REPEAT_ONE && count > least && !push(ChoiceKind::shorter, pc, count)) return false;
  at += count;
  pc = tail;
  if (tail[0] == LITERAL && (at >= s.end || text[at] != tail[1])) return false;  // the choice looks for the literal itself
  return true;
}

// MIN_REPEAT_ONE skip min max item SUCCESS tail: take as few as possible.
template <class Char>
bool State::Matcher<Char>::min_repeat_one() {
  auto least = static_cast<Index>(pc[2]);
  if (s.end - at < least || count_singles(pc + 4, least) < least) return false;
  at += least;
  const Code* repeat = pc;
  pc += 1 + pc[1];
  return push(ChoiceKind::longer, repeat, least);
}

template <class Char>
bool State::Matcher<Char>::branch() {
  const Code* way = pc + 1;
  for (; *way; way += *way) {  // ways that cannot begin here are not even tried
    if (way[1] == LITERAL && (at >= s.end || text[at] != way[2])) continue;
    if (way[1] == IN && (at >= s.end || !in_set(way + 3, text[at]))) continue;
    const Code* next = way + *way;
    if (*next && !push(ChoiceKind::way, next)) return false;
    pc = way + 1;
    return true;
  }
  return false;
}

template <class Char>
bool State::Matcher<Char>::until_max() {
  Round current = s.rounds_[round];
  const Code* repeat = current.repeat;
  Code least = repeat[2], most = repeat[3];
  const Code* tail = pc + 1;
  if (current.count < least) {
    pc = repeat + 4;
    return new_round(repeat, current.count + 1, current.last, current.outer);
  }
  if ((current.count < most || most == kMaxRepeat) && at != current.last) {
    std::uint32_t inner = round;
    round = current.outer;
    bool pushed = push(ChoiceKind::tail, tail);
    round = inner;
    pc = repeat + 4;
    return pushed && new_round(repeat, current.count + 1, at, current.outer);
  }
  round = current.outer;
  pc = tail;
  return true;
}

template <class Char>
bool State::Matcher<Char>::until_min() {
  Round current = s.rounds_[round];
  if (current.count < current.repeat[2]) {
    pc = current.repeat + 4;
    return new_round(current.repeat, current.count + 1, current.last, current.outer);
  }
  if (!push(ChoiceKind::body, pc)) return false;
  round = current.outer;
  pc += 1;
  return true;
}

// ASSERT skip back body SUCCESS tail
template <class Char>
bool State::Matcher<Char>::look_around(bool wanted) {
  auto behind = static_cast<Index>(pc[2]);
  const Code* tail = pc + 1 + pc[1];
  if (at < behind) {
    pc = tail;
    return !wanted;
  }
  if (!push(wanted ? ChoiceKind::assertion : ChoiceKind::negation, tail)) return false;
  barrier = s.choices_.size() - 1;
  at -= behind;
  pc += 3;
  return true;
}

template <class Char>
bool State::Matcher<Char>::group_again() {
  Index from = s.marks_[2 * pc[1]], to = s.marks_[2 * pc[1] + 1];
  if (from < 0 || to < from || s.end - at < to - from) return false;
  for (Index i = from; i < to; ++i, ++at) {
    Code a = text[i], b = text[at];
    bool same = pc[0] == GROUPREF              ? a == b
                : pc[0] == GROUPREF_IGNORE     ? lower<Case::ascii>(a) == lower<Case::ascii>(b)
                : pc[0] == GROUPREF_UNI_IGNORE ? lower<Case::unicode>(a) == lower<Case::unicode>(b)
                                               : lower<Case::locale>(a) == lower<Case::locale>(b);
    if (!same) return false;
  }
  pc += 2;
  return true;
}

// The body of a barrier has matched: what was left to try inside it is dropped.
template <class Char>
bool State::Matcher<Char>::success() {
  Choice& choice = s.choices_[barrier];
  std::uint32_t mine = barrier;
  if (choice.kind == ChoiceKind::possessive) return possessive_round(choice);
  pc = choice.code;
  round = choice.round;
  barrier = choice.barrier;
  if (choice.kind == ChoiceKind::negation) {
    undo(choice.trail);
    s.choices_.cut(mine);
    return false;
  }
  if (choice.kind == ChoiceKind::assertion) at = choice.at;
  s.choices_.cut(mine);
  return true;
}

// One more round of POSSESSIVE_REPEAT skip min max body SUCCESS tail has matched; choice.code is the repeat.
template <class Char>
bool State::Matcher<Char>::possessive_round(Choice& choice) {
  const Code* repeat = choice.code;
  s.choices_.cut(barrier + 1);
  bool empty = at == choice.at && choice.count >= static_cast<Index>(repeat[2]);
  choice.count += 1;
  choice.at = at;
  choice.trail = s.trail_.size();
  round = choice.round;
  if ((choice.count < static_cast<Index>(repeat[3]) || repeat[3] == kMaxRepeat) && !empty) {
    pc = repeat + 4;
    return true;
  }
  std::uint32_t mine = barrier;
  barrier = choice.barrier;
  s.choices_.cut(mine);
  pc = repeat + 2 + repeat[1];
  return true;
}

template <class Char>
bool State::Matcher<Char>::step() {
  switch (pc[0]) {
    case FAILURE: return false;
    case SUCCESS:
      if (barrier) return success();
      if ((s.match_all && at != s.end) || (s.must_advance && at == s.start)) return false;
      return finished = true;
    case ANY: case ANY_ALL:
      if (at >= s.end || !single(pc, text[at])) return false;
      ++at, ++pc;
      return true;
    case LITERAL:
      if (at >= s.end || text[at] != pc[1]) return false;
      ++at, pc += 2;
      return true;
    case NOT_LITERAL: case LITERAL_IGNORE: case NOT_LITERAL_IGNORE: case LITERAL_UNI_IGNORE: case NOT_LITERAL_UNI_IGNORE:
    case LITERAL_LOC_IGNORE: case NOT_LITERAL_LOC_IGNORE:
      if (at >= s.end || !single(pc, text[at])) return false;
      ++at, pc += 2;
      return true;
    case IN: case IN_IGNORE: case IN_UNI_IGNORE: case IN_LOC_IGNORE:
      if (at >= s.end || !single(pc, text[at])) return false;
      ++at, pc += 1 + pc[1];
      return true;
    case CATEGORY:
      if (at >= s.end || !in_category(pc[1], text[at])) return false;
      ++at, pc += 2;
      return true;
    case AT:
      if (!at_position(pc[1])) return false;
      pc += 2;
      return true;
    case MARK:
      if (!set_mark(pc[1])) return false;
      pc += 2;
      return true;
    case JUMP: case INFO: pc += 1 + pc[1]; return true;
    case BRANCH: return branch();
    case REPEAT_ONE: case POSSESSIVE_REPEAT_ONE: return repeat_one();
    case MIN_REPEAT_ONE: return min_repeat_one();
    case REPEAT: {
      const Code* repeat = pc;
      pc += 1 + pc[1];
      return new_round(repeat, 0, -1, round);
    }
    case MAX_UNTIL: return until_max();
    case MIN_UNTIL: return until_min();
    case ASSERT: return look_around(true);
    case ASSERT_NOT: return look_around(false);
    case ATOMIC_GROUP:
      if (!push(ChoiceKind::atomic, pc + 1 + pc[1])) return false;
      barrier = s.choices_.size() - 1;
      pc += 2;
      return true;
    case POSSESSIVE_REPEAT:
      if (pc[3] == 0) return pc += 2 + pc[1], true;
      if (!push(ChoiceKind::possessive, pc)) return false;
      barrier = s.choices_.size() - 1;
      pc += 4;
      return true;
    case GROUPREF: case GROUPREF_IGNORE: case GROUPREF_UNI_IGNORE: case GROUPREF_LOC_IGNORE: return group_again();
    case GROUPREF_EXISTS: {
      Index from = s.marks_[2 * pc[1]], to = s.marks_[2 * pc[1] + 1];
      pc += from >= 0 && to >= from ? 3 : 1 + static_cast<Index>(pc[2]);
      return true;
    }
    default: return false;
  }
}

template <class Char>
bool State::Matcher<Char>::back() {
  while (s.choices_.size() > 1) {
    Choice& choice = s.choices_.top();
    undo(choice.trail);
    s.rounds_.cut(choice.rounds);
    round = choice.round;
    barrier = choice.barrier;
    at = choice.at;
    pc = choice.code;
    switch (choice.kind) {
      case ChoiceKind::way: {
        s.choices_.cut(s.choices_.size() - 1);
        const Code* way = pc;
        if (way[*way] && !push(ChoiceKind::way, way + *way)) return false;
        pc = way + 1;
        return true;
      }
      case ChoiceKind::tail: s.choices_.cut(s.choices_.size() - 1); return true;
      case ChoiceKind::shorter: {
        const Code* tail = pc + 1 + pc[1];
        auto least = static_cast<Index>(pc[2]);
        Index count = choice.count - 1;
        if (tail[0] == LITERAL)
          while (count >= least && (at + count >= s.end || text[at + count] != tail[1])) --count;
        if (count < least) {
          s.choices_.cut(s.choices_.size() - 1);
          continue;
        }
        choice.count = count;
        if (count == least) s.choices_.cut(s.choices_.size() - 1);
        at += count;
        pc = tail;
        return true;
      }
      case ChoiceKind::longer: {
        if (at >= s.end || (pc[3] != kMaxRepeat && choice.count >= static_cast<Index>(pc[3])) || !single(pc + 4, text[at])) {
          s.choices_.cut(s.choices_.size() - 1);
          continue;
        }
        choice.count += 1;
        choice.at = ++at;
        pc += 1 + pc[1];
        return true;
      }
      case ChoiceKind::body: {
        s.choices_.cut(s.choices_.size() - 1);
        Round current = s.rounds_[round];
        Code most = current.repeat[3];
        if ((current.count >= most && most != kMaxRepeat) || at == current.last) continue;
        pc = current.repeat + 4;
        return new_round(current.repeat, current.count + 1, at, current.outer);
      }
      case ChoiceKind::assertion: case ChoiceKind::atomic: s.choices_.cut(s.choices_.size() - 1); continue;
      case ChoiceKind::negation: s.choices_.cut(s.choices_.size() - 1); return true;
      case ChoiceKind::possessive: {
        bool enough_rounds = choice.count >= static_cast<Index>(pc[2]);
        s.choices_.cut(s.choices_.size() - 1);
        if (!enough_rounds) continue;
        pc += 2 + pc[1];
        return true;
      }
    }
  }
  return false;
}

template <class Char>
Answer State::Matcher<Char>::run() {
  finished = false;
  for (;;) {
    while (step())
      if (finished) {
        s.position = at;
        return Answer::yes;
      }
    if (out_of_memory) return Answer::out_of_memory;
    if (!back()) return out_of_memory ? Answer::out_of_memory : Answer::no;
  }
}

template <class Char>
Answer State::Matcher<Char>::search(const Code* code) {
  const Code* prefix = nullptr;
  const Code* charset = nullptr;
  Index prefix_size = 0, least = 0;
  if (code[0] == INFO) {  // skip flags min max, then the prefix (length skip text… overlap…) or the set of first characters
    least = static_cast<Index>(code[3]);
    if (code[2] & kInfoPrefix) prefix_size = code[5], prefix = code + 7;
    else if (code[2] & kInfoCharset) charset = code + 5;
  }
  Index last = s.end - least;
  for (; s.start <= last; ++s.start, s.must_advance = false) {
    if (prefix) {
      if (static_cast<Code>(static_cast<Char>(prefix[0])) != prefix[0]) return Answer::no;
      Index found = text::find_char(text + s.start, s.end - s.start, static_cast<Char>(prefix[0]));
      if (found < 0) return Answer::no;
      if (found) s.start += found, s.must_advance = false;
      if (s.start > last) return Answer::no;
      Index i = 1;
      while (i < prefix_size && s.start + i < s.end && text[s.start + i] == prefix[i]) ++i;
      if (i < prefix_size) continue;
    } else if (charset) {
      Index before = s.start;
      while (s.start < s.end && !in_set(charset, text[s.start])) ++s.start;
      if (s.start > last || s.start >= s.end) return Answer::no;
      if (s.start > before) s.must_advance = false;
    }
    Answer answer = match(code);
    if (answer != Answer::no) return answer;
  }
  return Answer::no;
}

State::State(const void* text, int width, Index from, Index to, std::uint32_t groups)
    : start(from), end(to), position(from), text_(text), width_(width), mark_count_(groups * 2),
      marks_(static_cast<Index*>(std::malloc(sizeof(Index) * (groups * 2 + 1)))) {}

void State::reset() {
  std::memset(marks_, 0xFF, sizeof(Index) * mark_count_);  // -1: not set
  last_index = -1;
  choices_.cut(0);
  choices_.push({});  // number 0 means none
  rounds_.cut(0);
  rounds_.push({});
  trail_.cut(0);
}

Answer State::match(const Code* code) {
  if (width_ == 1) return Matcher<std::uint8_t>(*this).match(code);
  return width_ == 2 ? Matcher<std::uint16_t>(*this).match(code) : Matcher<std::uint32_t>(*this).match(code);
}

Answer State::search(const Code* code) {
  if (width_ == 1) return Matcher<std::uint8_t>(*this).search(code);
  return width_ == 2 ? Matcher<std::uint16_t>(*this).search(code) : Matcher<std::uint32_t>(*this).search(code);
}

}  // namespace krait::sre
