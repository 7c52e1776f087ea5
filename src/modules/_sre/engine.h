// The matcher's state: the text, the marks of groups, and the stacks of what was left to try. See README.md for the idea.
#pragma once

#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/base.h"
#include "modules/_sre/codes.h"

namespace krait::sre {

// A growing array of plain values; a failed growth is remembered and reported once the matcher stops.
template <class T>
class Stack {
 public:
  Stack() = default;
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;
  ~Stack() { std::free(items_); }
  KR_INLINE bool push(const T& item) {
    if (size_ == capacity_ && !grow()) [[unlikely]] return false;
    items_[size_++] = item;
    return true;
  }
  KR_INLINE T& top() { return items_[size_ - 1]; }
  KR_INLINE T& operator[](std::uint32_t i) { return items_[i]; }
  KR_INLINE std::uint32_t size() const { return size_; }
  KR_INLINE void cut(std::uint32_t size) { size_ = size; }

 private:
  KR_COLD bool grow() {
    std::uint32_t wanted = capacity_ ? capacity_ * 2 : 64;
    if (wanted > 0x7FFFFFFF / sizeof(T) * 2) return false;
    auto* bigger = static_cast<T*>(std::realloc(items_, wanted * sizeof(T)));
    if (!bigger) return false;
    items_ = bigger;
    capacity_ = wanted;
    return true;
  }
  T* items_ = nullptr;
  std::uint32_t size_ = 0, capacity_ = 0;
};

// A repetition in progress: the REPEAT it belongs to, finished rounds, where the last round began, the repetition around it.
struct Round {
  const Code* repeat;
  Code count;
  Index last;
  std::uint32_t outer;
};

enum class ChoiceKind : std::uint8_t { way, tail, shorter, longer, body, assertion, negation, atomic, possessive };

struct Choice {
  const Code* code;
  Index at;
  Index count;             // shorter, longer: characters taken; possessive: rounds
  std::uint32_t round;     // the repetition that was current
  std::uint32_t rounds;    // heights of the other stacks
  std::uint32_t trail;
  std::uint32_t barrier;   // the innermost barrier that was open
  ChoiceKind kind;
};

struct Undo {  // a mark before it was set
  std::uint32_t mark;
  int last_index;
  Index position;
};

enum class Answer { no, yes, out_of_memory };

// One text under one pattern; used again for every match that is searched in it.
class State {
 public:
  State(const void* text, int width, Index start, Index end, std::uint32_t groups);
  ~State() { std::free(marks_); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  bool ready() const { return marks_ != nullptr; }
  // Match at `start` exactly; or search from there on. On yes, start and position are the borders of the match.
  Answer match(const Code* code);
  Answer search(const Code* code);

  Index group_start(Index group) const { return group ? marks_[2 * group - 2] : start; }
  Index group_end(Index group) const { return group ? marks_[2 * group - 1] : position; }

  Index start, end, position;
  bool must_advance = false;  // an empty match at start does not count
  bool match_all = false;     // fullmatch
  int last_index = -1;

 private:
  template <class Char>
  class Matcher;
  void reset();

  const void* text_;
  int width_;
  std::uint32_t mark_count_;
  Index* marks_;
  Stack<Choice> choices_;
  Stack<Round> rounds_;
  Stack<Undo> trail_;
};

}  // namespace krait::sre
