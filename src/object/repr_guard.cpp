// The objects whose repr() is under way: chains of guards on the C stack, one chain for each thread, and a list for those of C code.
#include "object/repr_guard.h"

#include "memory/memory.h"

namespace krait {
namespace {
thread_local constinit ReprGuard* innermost = nullptr;

struct OpenEntry {
  OpenEntry* next;
  Object* object;
};
thread_local constinit OpenEntry* open_entries = nullptr;

bool is_open(Object* object) {
  for (OpenEntry* entry = open_entries; entry; entry = entry->next)
    if (entry->object == object) return true;
  return false;
}
}  // namespace

ReprGuard::ReprGuard(Context& cx, Borrowed<> object)
    : object_(object.object()), outer_(innermost), entered_before_(is_open(object_)) {
  for (ReprGuard* guard = innermost; guard && !entered_before_; guard = guard->outer_) entered_before_ = guard->object_ == object_;
  innermost = this;
}

ReprGuard::~ReprGuard() { innermost = outer_; }

int ReprGuard::enter(Context&, Object* object) {
  if (is_open(object)) return 1;
  for (ReprGuard* guard = innermost; guard; guard = guard->outer_)
    if (guard->object_ == object) return 1;
  auto* entry = static_cast<OpenEntry*>(memory::raw_allocate(sizeof(OpenEntry)));
  if (!entry) return -1;
  *entry = {open_entries, object};
  open_entries = entry;
  return 0;
}

void ReprGuard::leave(Context&, Object* object) {
  for (OpenEntry** at = &open_entries; *at; at = &(*at)->next) {
    if ((*at)->object != object) continue;
    OpenEntry* gone = *at;
    *at = gone->next;
    memory::raw_release(gone);
    return;
  }
}

}  // namespace krait
