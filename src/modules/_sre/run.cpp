// A pattern over a text.
#include <new>

#include "modules/_sre/pattern.h"
#include "types/bytes/bytes.h"
#include "object/new.h"

namespace krait::sre {

Result<void> Run::begin(Context& cx, Borrowed<Pattern> pattern, Borrowed<> string, Index pos, Index endpos) {
  KR_TRY(subject_.open(cx, string));
  if (subject_.is_bytes() && pattern->is_bytes == 0)
    return raise(cx, exc::TypeError, "cannot use a string pattern on a bytes-like object");
  if (!subject_.is_bytes() && pattern->is_bytes > 0)
    return raise(cx, exc::TypeError, "cannot use a bytes pattern on a string-like object");
  pattern_ = hold(pattern);
  Index size = subject_.size();
  pos_ = pos < 0 ? 0 : pos > size ? size : pos;
  endpos_ = endpos < 0 ? 0 : endpos > size ? size : endpos;
  state_ = new (storage_) State(subject_.data(), subject_.width(), pos_, endpos_, static_cast<std::uint32_t>(pattern->groups));
  if (!state_->ready()) return raise_memory_error(cx);
  return {};
}

Result<Ref<>> Run::group(Context& cx, Index group, bool empty_when_absent) {
  Index from = state_->group_start(group), to = state_->group_end(group);
  if (from < 0 || to < from) {
    if (!empty_when_absent) return new_none();
    from = to = 0;
  }
  return subject_.slice(cx, from, to);
}

Result<Ref<>> Run::new_match(Context& cx) {
  Index groups = pattern_->groups + 1;
  auto match = KR_TRY(new_container<Match>(cx, re_match_type, offsetof(Match, mark) + 2 * sizeof(Index) * static_cast<std::size_t>(groups)));
  match->head.size = 2 * groups;
  match->string.init(hold(subject_.object()));
  match->regs.init({});
  match->pattern.init(pattern_.copy());
  match->pos = pos_;
  match->endpos = endpos_;
  match->last_index = state_->last_index;
  match->groups = groups;
  for (Index g = 0; g < groups; ++g) {
    Index from = state_->group_start(g), to = state_->group_end(g);
    bool matched = from >= 0 && to >= from;
    match->mark[2 * g] = matched ? from : -1;
    match->mark[2 * g + 1] = matched ? to : -1;
  }
  memory::track(match.object());
  return match;
}

}  // namespace krait::sre
