// What except* does beside the groups' own methods: matching a clause, and putting together what is raised at the end.
#include "types/exceptions/group.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {

Result<void> match_exception_group(Context& cx, Borrowed<> exception, Borrowed<> type, Ref<>* match, Ref<>* rest) {
  *match = {};
  *rest = {};
  if (is_none(exception)) return {};
  if (exception_matches(cx, exception, type)) {
    if (is_exception_group(exception)) {
      *match = hold(exception);
      return {};
    }
    auto members = KR_TRY(tuple_of(cx, exception));
    *match = KR_TRY(make_exception_group(cx, empty_str(), members));
    return {};
  }
  if (!is_exception_group(exception)) {
    *rest = hold(exception);
    return {};
  }
  auto pair = KR_TRY(call_method(cx, exception, KR_ID(split), type));
  if (!is<Tuple>(pair)) return raise(cx, exc::TypeError, "{:.200}.split must return a tuple, not {:.200}", *exception.type(), *pair.type());
  auto tuple = pair.borrow().as<Tuple>();
  if (tuple->size() < 2)
    return raise(cx, exc::TypeError, "{:.200}.split must return a 2-tuple, got tuple of size {}", *exception.type(), tuple->size());
  if (!is_none(tuple->item(0))) *match = hold(tuple->item(0));
  if (!is_none(tuple->item(1))) *rest = hold(tuple->item(1));
  return {};
}

namespace {

// True when two groups stem from the same raise: an except* clause has let (part of) the original through.
bool same_links(Borrowed<> left, Borrowed<> right) {
  auto a = left.as<BaseException>(), b = right.as<BaseException>();
  return a->notes.raw() == b->notes.raw() && a->traceback.raw() == b->traceback.raw() && a->cause.raw() == b->cause.raw() &&
         a->context.raw() == b->context.raw();
}

Result<void> add_leaves(Context& cx, Borrowed<> exception, Borrowed<List> leaves) {
  if (!is_exception_group(exception)) return list_append(cx, leaves, exception);
  KR_RECURSION_GUARD(cx, " in collect_exception_group_leaves");
  auto members = hold(exception.as<ExceptionGroup>()->exceptions.get());
  for (Object* member : members->span()) KR_TRY(add_leaves(cx, Borrowed<>(member), leaves));
  return {};
}

}  // namespace

Result<Ref<>> prepare_reraise_star(Context& cx, Borrowed<> original, Borrowed<> list) {
  auto all = list.as<List>();
  if (all->size() == 0) return new_none();
  if (!is_exception_group(original)) return hold(all->item(0));  // a naked exception: at most one clause has run
  auto raised = KR_TRY(new_list(cx));
  auto leaves = KR_TRY(new_list(cx));
  bool some_reraised = false;
  for (Object* each : all->span()) {
    Borrowed<> exception(each);
    if (is_none(exception)) continue;
    if (is_exception(exception) && same_links(exception, original)) {
      some_reraised = true;
      KR_TRY(add_leaves(cx, exception, leaves));
    } else {
      KR_TRY(list_append(cx, raised, exception));
    }
  }
  Ref<> again = some_reraised ? KR_TRY(exceptions::select_leaves(cx, original, leaves)) : new_none();
  if (raised->size() == 0) return again;
  if (!is_none(again)) KR_TRY(list_append(cx, raised, again.borrow()));
  if (raised->size() == 1) return hold(raised->item(0));
  return make_exception_group(cx, empty_str(), raised);
}

}  // namespace krait
