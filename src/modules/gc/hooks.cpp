// What the collector asks of the rooms above it: callbacks, reports, untracking.
#include "memory/collector.h"
#include "modules/gc/state.h"
#include "object/isolate.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait::gc {
namespace {

KR_ISOLATE_LOCAL(Lists, lists_part);

bool may_collect() {
  return current_thread_state && !Context::current().has_error();
}

void maybe_untrack(Object* object, bool dicts_too) {
  if (object->type == &tuple_type) tuple_maybe_untrack(object);
  else if (dicts_too && object->type == &dict_type) dict_maybe_untrack(object);
}

Result<Ref<Dict>> make_info(Context& cx, int generation, Index collected, Index uncollectable) {
  auto info = KR_TRY(new_dict(cx));
  auto first = KR_TRY(int_from(cx, generation));
  auto second = KR_TRY(int_from(cx, collected));
  auto third = KR_TRY(int_from(cx, uncollectable));
  KR_TRY(dict_set(cx, info, KR_ID(generation), first));
  KR_TRY(dict_set(cx, info, KR_ID(collected), second));
  KR_TRY(dict_set(cx, info, KR_ID(uncollectable), third));
  return info;
}

void call_callbacks(bool start, int generation, Index collected, Index uncollectable) {
  if (!current_thread_state) return;
  Context& cx = Context::current();
  auto* callbacks = reinterpret_cast<List*>(lists_part(cx).callbacks);
  if (!callbacks || callbacks->size() == 0) return;
  SavedError saved(cx);
  auto made = make_info(cx, generation, collected, uncollectable);
  if (made.failed()) return write_unraisable(cx, {});
  auto info = std::move(made).value();
  for (Index i = 0; i < callbacks->size(); ++i) {
    auto callback = hold(callbacks->item(i));
    auto answer = call(cx, callback, start ? KR_ID(start) : KR_ID(stop), info);
    if (answer.failed()) write_unraisable(cx, callback);
  }
}

void report_error(const char*, Object* object) {
  if (!current_thread_state) return;
  Context& cx = Context::current();
  if (cx.has_error()) write_unraisable(cx, Borrowed<>(object));
}

void keep_garbage(Object* object) {
  Context& cx = Context::current();
  auto lists = state_lists(cx);
  if (lists.failed() || list_append(cx, Borrowed<>(lists.value()->garbage).as<List>(), Borrowed<>(object)).failed()) clear_error(cx);
}

void print(const char* text) {
  Context& cx = Context::current();
  Borrowed<> file = sys_get(cx, KR_ID(stderr));
  auto line = str_from_utf8(cx, text, "replace");
  if (!file || is_none(file) || line.failed()) return clear_error(cx);
  auto answer = call_method(cx, hold(file), KR_ID(write), std::move(line).value());
  if (answer.failed()) clear_error(cx);
}

struct Enter {
  Enter() {
    auto& hooks = memory::collector_hooks;
    hooks.may_collect = &may_collect;
    hooks.maybe_untrack = &maybe_untrack;
    hooks.around = &call_callbacks;
    hooks.unraisable = &report_error;
    hooks.keep_garbage = &keep_garbage;
    hooks.print = &print;
  }
};
Enter enter;

}  // namespace

Result<Lists*> state_lists(Context& cx) {
  Lists& lists = lists_part(cx);
  if (!lists.garbage) lists.garbage = as_object(KR_TRY(new_list(cx)).release());
  if (!lists.callbacks) lists.callbacks = as_object(KR_TRY(new_list(cx)).release());
  return &lists;
}

}  // namespace krait::gc
