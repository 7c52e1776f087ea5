// One collection, step by step as collector.h tells.
#include <cstdio>
#include <ctime>

#include "memory/arena.h"
#include "memory/collector.h"
#include "memory/generations.h"
#include "memory/references.h"

namespace krait::memory {

CollectorHooks collector_hooks;
Collector& collector() { return current_heap->books->collector; }

bool is_unreachable(const Object* object) {
  return address_kind(object) == Kind::container && (state_of(object) & state::unreachable);
}

namespace {

constexpr int oldest = 2;

std::uint8_t* candidate_state(Object* object) {
  if (address_kind(object) != Kind::container) return nullptr;
  std::uint8_t& bits = state_of(object);
  return bits & state::candidate ? &bits : nullptr;
}

// --- 1: copies of counts, less the references among the candidates

void copy_count(References& references, Object* object) {
  KR_ASSERT(object->refcount > 0);
  state_of(object) |= state::candidate;
  references.at(object) = object->refcount < Index{UINT32_MAX} ? static_cast<std::uint32_t>(object->refcount) : UINT32_MAX;
}

int subtract(Object* object, void* arg) {
  if (candidate_state(object)) {
    std::uint32_t& copy = static_cast<References*>(arg)->at(object);
    KR_ASSERT(copy > 0);
    --copy;
  }
  return 0;
}

void subtract_inner(References& references, Object* object) { object->type->tp_traverse(object, subtract, &references); }

// --- 2: marking from what is held from outside

int reach(Object* object, void* arg) {
  std::uint8_t* bits = candidate_state(object);
  if (bits && !(*bits & state::reachable)) {
    *bits |= state::reachable;
    static_cast<ObjectStack*>(arg)->push(object);
  }
  return 0;
}

void mark_from(ObjectStack& stack, References& references, Object* root) {
  if (references.at(root) == 0) return;
  reach(root, &stack);
  while (!stack.empty()) {
    Object* object = stack.pop();
    object->type->tp_traverse(object, reach, &stack);
  }
}

// One collection's data.
class Run {
 public:
  explicit Run(int generation) : generation_(generation) {}
  Index operator()();
  Index uncollectable = 0;

 private:
  template <class F>
  void for_each_candidate(F&& visit);
  void find_unreachable();
  void keep(Object* object);
  void set_legacy_apart();
  bool finalize();
  void set_resurrected_apart();
  void clear();
  void give_up_legacy();
  void print_sizes();
  void print_object(const char* what, Object* object);

  int generation_;
  References references_;
  ObjectStack stack_, unreachable_, legacy_;
};

template <class F>
void Run::for_each_candidate(F&& visit) {
  auto call = [](Object* object, void* arg) { (*static_cast<F*>(arg))(object); };
  constexpr int order[3][3] = {{0, -1, -1}, {1, 0, -1}, {2, 0, 1}};
  Heap& heap = *current_heap;
  for (int generation : order[generation_]) {
    if (generation < 0) break;
    auto bits = static_cast<std::uint8_t>(generation << 1);
    Log& log = generation == 0 ? heap.young : heap.middle;
    if (generation == oldest || log.overflowed) {
      walk_generation(bits, call, &visit);
    } else {
      for (std::size_t i = 0; i < log.size; ++i) visit(log.items[i]);
    }
  }
}

// A survivor grows older; tuples and dicts of atoms leave the collector's sight.
void Run::keep(Object* object) {
  std::uint8_t& bits = state_of(object);
  std::uint8_t generation = generation_ == 0 ? state::middle : state::old;
  bits = static_cast<std::uint8_t>((bits & ~(state::candidate | state::reachable | state::generation)) | generation);
  if (collector_hooks.maybe_untrack) collector_hooks.maybe_untrack(object, generation_ == oldest);
  if (!(bits & state::tracked)) return;
  if (generation_ == 0) log_add(current_heap->middle, object);
  else if (generation_ == 1) ++collector().long_lived_pending;
  else ++collector().long_lived_total;
}

void Run::find_unreachable() {
  Heap& heap = *current_heap;
  if (!heap.young.overflowed) compact(heap.young, 0);
  if (generation_ > 0 && !heap.middle.overflowed) compact(heap.middle, state::middle);
  for_each_candidate([&](Object* object) { copy_count(references_, object); });
  for_each_candidate([&](Object* object) { subtract_inner(references_, object); });
  for_each_candidate([&](Object* object) { mark_from(stack_, references_, object); });
  if (generation_ == oldest) collector().long_lived_pending = collector().long_lived_total = 0;
  // Walking sees each object before its state changes generation, and not again: a changed one is in another generation or behind.
  ObjectStack survivors;
  for_each_candidate([&](Object* object) {
    std::uint8_t& bits = state_of(object);
    if (!(bits & state::candidate)) return;
    if (bits & state::reachable) {
      if (generation_ == oldest) keep(object);
      else survivors.push(object);
      return;
    }
    unreachable_.push(object);
  });
  for (Object* object : survivors) keep(object);
  for (Object* object : unreachable_) {
    std::uint8_t& bits = state_of(object);
    bits = static_cast<std::uint8_t>((bits & ~(state::candidate | state::generation)) | state::unreachable | state::old);
  }
  empty_log(heap.young);
  if (generation_ > 0) empty_log(heap.middle);
  references_.reset();
}

// --- tp_del, which only old extension types have: such objects, and what they reach, cannot be collected

int reach_legacy(Object* object, void* arg) {
  if (address_kind(object) != Kind::container) return 0;
  std::uint8_t& bits = state_of(object);
  if ((bits & (state::unreachable | state::seen)) == state::unreachable) {
    bits |= state::seen;
    static_cast<ObjectStack*>(arg)->push(object);
  }
  return 0;
}

void Run::set_legacy_apart() {
  bool any = false;
  for (Object* object : unreachable_)
    if (object->type->tp_del) any = true, reach_legacy(object, &stack_);
  if (!any) return;
  while (!stack_.empty()) {
    Object* object = stack_.pop();
    object->type->tp_traverse(object, reach_legacy, &stack_);
  }
  std::size_t kept = 0;
  for (Object* object : unreachable_) {
    std::uint8_t& bits = state_of(object);
    if (bits & state::seen) {
      bits &= static_cast<std::uint8_t>(~(state::seen | state::unreachable));
      legacy_.push(object);
    } else {
      unreachable_[kept++] = object;
    }
  }
  unreachable_.shrink(kept);
}

void Run::give_up_legacy() {
  for (Object* object : legacy_) {
    if (collector().debug & gc_debug::uncollectable) print_object("uncollectable", object);
    if (!(collector().debug & gc_debug::save_all) && !object->type->tp_del) continue;
    if (collector_hooks.keep_garbage) collector_hooks.keep_garbage(object);
  }
  uncollectable = static_cast<Index>(legacy_.size());
}

// --- 3: finalisers. True when any ran.

bool Run::finalize() {
  bool ran = false;
  for (std::size_t i = 0; i < unreachable_.size(); ++i) {
    Object* object = unreachable_[i];
    // An object that has died since has lost its mark: its state was wiped, or its pool was cut anew, or is gone.
    if (!is_unreachable(object) || is_finalized(object) || !object->type->tp_finalize) continue;
    set_finalized(object);
    incref(object);
    object->type->tp_finalize(object);
    decref(object);
    ran = true;
  }
  return ran;
}

void Run::set_resurrected_apart() {
  std::size_t kept = 0;
  for (Object* object : unreachable_)
    if (is_unreachable(object)) unreachable_[kept++] = object;
  unreachable_.shrink(kept);
  for (Object* object : unreachable_) copy_count(references_, object);
  for (Object* object : unreachable_) subtract_inner(references_, object);
  for (Object* object : unreachable_) mark_from(stack_, references_, object);
  kept = 0;
  for (Object* object : unreachable_) {
    std::uint8_t& bits = state_of(object);
    bool alive = bits & state::reachable;
    bits &= static_cast<std::uint8_t>(~(state::candidate | state::reachable));
    if (alive) bits &= static_cast<std::uint8_t>(~state::unreachable);
    else unreachable_[kept++] = object;
  }
  unreachable_.shrink(kept);
  references_.reset();
}

// --- 4

void Run::clear() {
  Collector& gc = collector();
  for (std::size_t i = 0; i < unreachable_.size(); ++i) {
    Object* object = unreachable_[i];
    if (!is_unreachable(object)) continue;  // died with one that was cleared before
    if (gc.debug & gc_debug::save_all) {
      if (collector_hooks.keep_garbage) collector_hooks.keep_garbage(object);
    } else if (Inquiry clear = object->type->tp_clear) {
      incref(object);
      clear(object);
      if (collector_hooks.unraisable) collector_hooks.unraisable("in tp_clear of", reinterpret_cast<Object*>(object->type));
      decref(object);
    }
    if (is_unreachable(object)) state_of(object) &= static_cast<std::uint8_t>(~state::unreachable);  // still alive: old now
  }
}

// --- debugging output

void print(const char* text) {
  if (collector_hooks.print) collector_hooks.print(text);
  else std::fputs(text, stderr);
}

void Run::print_object(const char* what, Object* object) {
  char text[256];
  std::snprintf(text, sizeof text, "gc: %s <%s %p>\n", what, object->type->tp_name, static_cast<void*>(object));
  print(text);
}

void Run::print_sizes() {
  char text[256];
  std::snprintf(text, sizeof text, "gc: collecting generation %d...\ngc: objects in each generation: %zd %zd %zd\n", generation_,
                generation_size(0), generation_size(1), generation_size(2));
  print(text);
  std::snprintf(text, sizeof text, "gc: objects in permanent generation: %zd\n", generation_size(3));
  print(text);
}

double seconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Index Run::operator()() {
  Collector& gc = collector();
  double start = 0;
  if (gc.debug & gc_debug::stats) {
    print_sizes();
    start = seconds();
  }
  if (generation_ < oldest) ++gc.counts[generation_ + 1];
  for (int i = 1; i <= generation_; ++i) gc.counts[i] = 0;
  current_heap->count0 = 0;
  find_unreachable();
  set_legacy_apart();
  if (gc.debug & gc_debug::collectable)
    for (Object* object : unreachable_) print_object("collectable", object);
  Index collected = 0;
  bool code_ran = false;
  if (collector_hooks.weak_references && unreachable_.size()) {
    Index died = collector_hooks.weak_references(unreachable_.data(), static_cast<Index>(unreachable_.size()));
    code_ran = died != 0;
    collected += died > 0 ? died - 1 : 0;
  }
  code_ran |= finalize();
  if (code_ran) set_resurrected_apart();
  collected += static_cast<Index>(unreachable_.size());
  clear();
  give_up_legacy();
  if (generation_ == oldest && collector_hooks.clear_free_lists) collector_hooks.clear_free_lists();
  if (gc.debug & gc_debug::stats) {
    char text[160];
    std::snprintf(text, sizeof text, "gc: done, %zd unreachable, %zd uncollectable, %.4fs elapsed\n", collected + uncollectable,
                  uncollectable, seconds() - start);
    print(text);
  }
  if (collector_hooks.unraisable) collector_hooks.unraisable("in garbage collection", nullptr);
  gc.stats[generation_].collections++;
  gc.stats[generation_].collected += collected;
  gc.stats[generation_].uncollectable += uncollectable;
  return collected;
}

// Collects unless a collection is running already.
Index collect_with(int generation, bool callbacks) {
  Collector& gc = collector();
  if (gc.collecting) return 0;
  gc.collecting = true;
  update_limit();
  if (callbacks && collector_hooks.around) collector_hooks.around(true, generation, 0, 0);
  Run run(generation);
  Index collected = run();
  if (callbacks && collector_hooks.around) collector_hooks.around(false, generation, collected, run.uncollectable);
  gc.collecting = false;
  update_limit();
  return collected + run.uncollectable;
}

}  // namespace

Index collect(int generation) { return collect_with(generation, false); }
Index collect_with_callbacks(int generation) { return collect_with(generation, true); }

void update_limit() {
  const Collector& gc = collector();
  bool wanted = gc.enabled && !gc.collecting && gc.thresholds[0] > 0;
  current_heap->limit0 = wanted ? gc.thresholds[0] : INT32_MAX;
}

void consider_collection() {
  Collector& gc = collector();
  if (!gc.enabled || gc.collecting || gc.thresholds[0] == 0) return;
  if (collector_hooks.may_collect && !collector_hooks.may_collect()) return;
  for (int i = oldest; i >= 0; --i) {
    int count = i == 0 ? current_heap->count0 : gc.counts[i];
    if (count <= gc.thresholds[i]) continue;
    // Full collections cost as much as there is to look at: wait until a quarter has been added.
    if (i == oldest && gc.long_lived_pending < gc.long_lived_total / 4) continue;
    collect_with(i, true);
    return;
  }
}

}  // namespace krait::memory
