// "Did you mean": the known name nearest to a misspelt one.
//
// Nearness is an edit distance in which moving, adding or replacing a letter costs 2 and a change of case 1. A candidate may cost at
// most a third of the letters involved, and only the best one is offered, the first of equals.
#include <algorithm>

#include "bytecode/code.h"
#include "interp/report/frames.h"
#include "interp/report/report.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/traceback/traceback.h"

namespace krait {
namespace {

constexpr int move_cost = 2, case_cost = 1;
constexpr std::size_t max_text = 40;  // longer names are not compared
constexpr Index max_candidates = 750;

int replace_cost(char a, char b) {
  if (a == b) return 0;
  if ((a & 31) != (b & 31)) return move_cost;  // differ in more than case
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return lower(a) == lower(b) ? case_cost : move_cost;
}

// The distance, or something above `limit` when it is larger than that.
long edit_distance(std::string_view a, std::string_view b, long limit) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
  if (a.empty() || b.empty()) return static_cast<long>(a.size() + b.size()) * move_cost;
  if (a.size() > max_text || b.size() > max_text) return limit + 1;
  if (b.size() < a.size()) std::swap(a, b);
  if (static_cast<long>(b.size() - a.size()) * move_cost > limit) return limit + 1;
  long row[max_text];
  for (std::size_t i = 0; i < a.size(); ++i) row[i] = static_cast<long>(i + 1) * move_cost;
  long result = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    long diagonal = result = static_cast<long>(j) * move_cost;
    long best = index_max;
    for (std::size_t i = 0; i < a.size(); ++i) {
      long replace = diagonal + replace_cost(b[j], a[i]);
      diagonal = row[i];
      result = std::min(replace, std::min(result, diagonal) + move_cost);
      row[i] = result;
      best = std::min(best, result);
    }
    if (best > limit) return limit + 1;
  }
  return result;
}

std::string_view text_of(Context& cx, Borrowed<> object) {
  if (!is<Str>(object)) return {};
  Index size = 0;
  auto utf8 = str_utf8(cx, object.as<Str>(), &size);
  if (utf8.failed()) return clear_error(cx), std::string_view();
  return {utf8.value(), static_cast<std::size_t>(size)};
}

Ref<> nearest(Context& cx, Borrowed<List> candidates, Borrowed<> name) {
  if (candidates->size() >= max_candidates) return {};
  std::string_view wanted = text_of(cx, name);
  long best = index_max;
  Ref<> found;
  for (Object* each : candidates->span()) {
    std::string_view candidate = text_of(cx, Borrowed<>(each));
    if (!candidate.data()) return {};
    if (candidate == wanted) continue;
    long limit = static_cast<long>(wanted.size() + candidate.size() + 3) * move_cost / 6;
    limit = std::min(limit, best - 1);
    long distance = edit_distance(wanted, candidate, limit);
    if (distance > limit) continue;
    if (!found || distance < best) {
      found = hold(each);
      best = distance;
    }
  }
  return found;
}

Ref<> for_attribute(Context& cx, Borrowed<AttributeErrorObject> error) {
  if (!error->name || !error->object) return {};
  auto names = dir(cx, error->object);
  if (names.failed()) return {};
  auto list = std::move(names).value();
  return is<List>(list) ? nearest(cx, list.borrow().as<List>(), error->name) : Ref<>();
}

Ref<> near_keys(Context& cx, Borrowed<> iterable, Borrowed<> name) {
  if (!iterable) return {};
  auto names = list_from(cx, iterable);
  if (names.failed()) return clear_error(cx), Ref<>();
  auto list = std::move(names).value();
  return nearest(cx, list, name);
}

Ref<> for_name(Context& cx, Borrowed<NameErrorObject> error) {
  if (!error->name || !error->head.traceback || !is<Traceback>(error->head.traceback.get())) return {};
  Borrowed<Traceback> at = error->head.traceback.get().as<Traceback>();
  while (at->next) at = at->next;
  auto frame = hold(at->frame.get());
  auto locals = code_varnames(cx, frame_code(frame));
  if (locals.failed()) return {};
  auto names = std::move(locals).value();
  if (auto found = near_keys(cx, names, error->name)) return found;
  if (auto found = near_keys(cx, frame_globals(frame), error->name)) return found;
  return near_keys(cx, frame_builtins(frame), error->name);
}

}  // namespace

Ref<> suggestion_for(Context& cx, Borrowed<> exception) {
  SavedError saved(cx);
  Ref<> found;
  if (exception.type() == &exc::AttributeError) found = for_attribute(cx, exception.as<AttributeErrorObject>());
  else if (exception.type() == &exc::NameError) found = for_name(cx, exception.as<NameErrorObject>());
  if (cx.has_error()) clear_error(cx);
  return found;
}

}  // namespace krait
