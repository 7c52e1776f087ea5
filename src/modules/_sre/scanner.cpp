// SRE_Scanner: match after match over one text; under finditer() and Pattern.scanner().
#include <new>

#include "modules/_sre/pattern.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"

namespace krait::sre {
namespace {

struct Scanner {
  Object head;
  Slot<Pattern> pattern;
  bool running;  // a signal handler or another thread may come back to the same scanner
  bool finished;
  bool begun;
  alignas(Run) char run[sizeof(Run)];
  Run& state() { return *std::launder(reinterpret_cast<Run*>(run)); }
};
using Fields = Owns<Scanner, &Scanner::pattern>;

Result<Ref<>> next_match(Context& cx, Borrowed<Scanner> self, bool searching) {
  if (self->running) return raise(cx, exc::ValueError, "regular expression scanner already executing");
  if (self->finished) return new_none();
  self->running = true;
  Run& run = self->state();
  auto found = searching ? run.search(cx) : run.match(cx);
  self->running = false;
  if (!KR_TRY(std::move(found))) {
    self->finished = true;
    return new_none();
  }
  Ref<> match = KR_TRY(run.new_match(cx));
  run.advance();
  return match;
}

Result<Ref<>> match(Context& cx, Borrowed<Scanner> self) { return next_match(cx, self, false); }
Result<Ref<>> search(Context& cx, Borrowed<Scanner> self) { return next_match(cx, self, true); }

void dealloc(Object* object) {
  memory::untrack(object);
  auto* self = reinterpret_cast<Scanner*>(object);
  if (self->begun) self->state().~Run();
  Fields::clear(object);
  free_container(object);
}

constinit MethodDef methods[] = {KR_METHOD("match($self, /)", match, ""), KR_METHOD("search($self, /)", search, ""), KR_END};
constinit MemberDef members[] = {KR_MEMBER("pattern", object, Scanner, pattern, 1, nullptr), KR_END};

}  // namespace

Result<Ref<>> new_scanner(Context& cx, Borrowed<Pattern> pattern, Borrowed<> string, Index pos, Index endpos) {
  auto made = KR_TRY(new_container<Scanner>(cx, re_scanner_type));
  made->pattern.init(hold(pattern));
  made->running = made->finished = false;
  made->begun = true;
  new (made->run) Run();
  KR_TRY(made->state().begin(cx, pattern, string, pos, endpos));
  memory::track(made.object());
  return made;
}

Result<Ref<>> scanner_callable(Context& cx, Borrowed<> scanner) { return get_attr(cx, scanner, KR_ID(search)); }

}  // namespace krait::sre

namespace krait {
constinit Type re_scanner_type = {.head = {{1, &type_type}, 0},
                                  .tp_name = "_sre.SRE_Scanner",
                                  .tp_basicsize = sizeof(sre::Scanner),
                                  .tp_dealloc = sre::dealloc,
                                  .tp_getattro = slot<&generic_get_attr>,
                                  .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation,
                                  .tp_traverse = sre::Fields::traverse,
                                  .tp_methods = sre::methods,
                                  .tp_members = sre::members,
                                  .tp_free = free_container};
KR_READY(re_scanner_type);
}  // namespace krait
