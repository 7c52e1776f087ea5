// The cycle collector: finds containers that are only kept alive by each other.
//
// 1. Candidates are the containers of the generations examined. For each a copy of its reference count is made, and every reference
//    that one candidate holds to another is subtracted from it: what remains are references from outside.
// 2. From those with something left, everything that can be reached is marked. The marking keeps its own stack: no depth of the data
//    is too deep. The rest is unreachable.
// 3. The unreachable ones lose their weak references (callbacks of references that live outside run), then their finalisers run,
//    once in a life (PEP 442). What a finaliser has brought back to life is found by doing 1 and 2 over again for them alone.
// 4. What is left is cleared: tp_clear breaks the cycles and the counts do the rest.
//
// Generations: a new container is young. The two younger generations are listed in logs, in the order of tracking; the old one
// is all the rest, found by walking the pools. An object's state byte tells its generation, so log entries may be stale.
// Counts and conditions are CPython 3.11's: thresholds 700, 10, 10; a full collection also waits until a quarter of the old
// generation's size has newly arrived there.
#pragma once

#include "memory/memory.h"

namespace krait::memory {

struct GenerationStats {
  Index collections, collected, uncollectable;
};

namespace gc_debug {
inline constexpr int stats = 1, collectable = 2, uncollectable = 4, save_all = 32, leak = 38;
}

struct Collector {
  bool enabled = true;
  bool collecting = false;
  int debug = 0;
  int thresholds[3] = {700, 10, 10};
  int counts[3] = {};  // [0] lives in the heap
  GenerationStats stats[3] = {};
  Index long_lived_total = 0, long_lived_pending = 0;
  Object* garbage = nullptr;  // the list gc.garbage, once it is needed
};
Collector& collector();

// What the collector asks of the rooms above. Null entries are not called.
struct CollectorHooks {
  bool (*may_collect)();                            // no exception is pending
  void (*around)(bool start, int generation, Index collected, Index uncollectable);  // gc.callbacks
  Index (*weak_references)(Object* const* unreachable, Index count);  // clears, calls back; 0: ran no code, else 1 + the references that died of it
  void (*maybe_untrack)(Object* object, bool dicts_too);
  void (*unraisable)(const char* where, Object* object);  // reports a pending exception, if any
  void (*keep_garbage)(Object* object);             // gc.garbage.append
  void (*clear_free_lists)();
  void (*print)(const char* text);                  // to sys.stderr
};
extern CollectorHooks collector_hooks;

// Collects a generation and all younger ones now; the number of unreachable objects found.
Index collect(int generation);
Index collect_with_callbacks(int generation);
void consider_collection();  // from allocate_container: the count of the youngest generation is above its threshold
void update_limit();         // after thresholds, `enabled` or `collecting` have changed

// Calls visit(object) for the tracked objects of a generation (0, 1, 2; 3: frozen), oldest tracked first where the order is known.
void for_each_in_generation(int generation, void (*visit)(Object*, void*), void* arg);
Index generation_size(int generation);
void freeze();
void unfreeze();
// While a collection runs its callbacks: is this object one of those about to be collected?
bool is_unreachable(const Object* object);

}  // namespace krait::memory
