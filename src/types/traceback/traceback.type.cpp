// The traceback type.
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/frame/frame.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/traceback/traceback.h"

namespace krait {

Result<Ref<Traceback>> new_traceback(Context& cx, Borrowed<Traceback> next, Borrowed<FrameObject> frame, int lasti, int lineno) {
  auto made = KR_TRY(new_container<Traceback>(cx, traceback_type));
  made->next.init(Ref<Traceback>::share(next.raw()));
  made->frame.init(Ref<FrameObject>::share(frame.raw()));
  made->lasti = lasti;
  made->lineno = lineno;
  memory::track(made.object());
  return made;
}

void add_traceback(Context& cx, Borrowed<FrameObject> frame) {
  Ref<> next = Ref<>::share(cx.curexc_traceback);
  auto made = [&]() -> Result<Ref<Traceback>> {
    SavedError saved(cx);
    auto made = new_traceback(cx, next.borrow().as<Traceback>(), frame, frame_lasti(frame), frame_line(frame));
    if (made.failed()) clear_error(cx);
    return made;
  }();
  if (made.failed()) return;  // out of memory: the exception goes on without this entry
  auto old = Ref<>::steal(cx.curexc_traceback);
  cx.curexc_traceback = as_object(made.release());
}

namespace traceback {

static Result<Ref<>> make(Context& cx, Borrowed<> next, Borrowed<> frame, int lasti, int lineno) {
  if (frame.type() != &frame_type)
    return raise(cx, exc::TypeError, "TracebackType() argument 'tb_frame' must be frame, not {}",
                 is_none(frame) ? "None" : frame.type()->tp_name);
  if (!is_none(next) && !is<Traceback>(next)) return raise(cx, exc::TypeError, "expected traceback object or None, got '{!t}'", next);
  return new_traceback(cx, is_none(next) ? Borrowed<Traceback>() : next.as<Traceback>(), frame.as<FrameObject>(), lasti, lineno);
}

static Result<Ref<>> get_next(Context&, Borrowed<Traceback> self) {
  return self->next ? Ref<>(hold(self->next.get())) : new_none();
}

static Result<void> set_next(Context& cx, Borrowed<Traceback> self, Borrowed<> value) {
  if (!value) return raise(cx, exc::TypeError, "can't delete tb_next attribute");
  if (!is_none(value) && !is<Traceback>(value)) return raise(cx, exc::TypeError, "expected traceback object, got '{!t}'", value);
  Borrowed<Traceback> next = is_none(value) ? Borrowed<Traceback>() : value.as<Traceback>();
  for (Borrowed<Traceback> at = next; at; at = at->next)
    if (at.is(self)) return raise(cx, exc::ValueError, "traceback loop detected");
  auto old = self->next.replace(Ref<Traceback>::share(next.raw()));
  return {};
}

static Result<Ref<List>> dir(Context& cx, Borrowed<Traceback>) {
  auto names = KR_TRY(new_list(cx));
  for (Borrowed<Str> name : {KR_ID(tb_frame), KR_ID(tb_next), KR_ID(tb_lasti), KR_ID(tb_lineno)}) KR_TRY(list_append(cx, names, Borrowed<>(name)));
  return names;
}

static constinit MethodDef methods[] = {KR_QUIET("__dir__($self)", dir, nullptr), KR_END};
static constinit MemberDef members[] = {KR_MEMBER("tb_frame", object, Traceback, frame, 1, nullptr),
                                        KR_MEMBER("tb_lasti", int_, Traceback, lasti, 1, nullptr),
                                        KR_MEMBER("tb_lineno", int_, Traceback, lineno, 1, nullptr), KR_END};
static constinit GetSetDef getset[] = {KR_GETSET("tb_next", get_next, set_next, nullptr), KR_END};
using Fields = Owns<Traceback, &Traceback::next, &Traceback::frame>;

}  // namespace traceback

constinit Type traceback_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "traceback",
    .tp_basicsize = sizeof(Traceback),
    .tp_dealloc = traceback::Fields::dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc,
    .tp_doc = "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.",
    .tp_traverse = traceback::Fields::traverse,
    .tp_clear = traceback::Fields::clear,
    .tp_methods = traceback::methods,
    .tp_members = traceback::members,
    .tp_getset = traceback::getset,
    .tp_new = KR_NEW("TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)", traceback::make),
    .tp_free = free_container,
};
KR_READY(traceback_type);

}  // namespace krait
