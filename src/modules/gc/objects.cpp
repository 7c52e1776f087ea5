// Looking into the heap: who is tracked, who refers to whom.
#include <vector>

#include "memory/collector.h"
#include "modules/gc/state.h"
#include "types/int/int.h"
#include "types/list/list.h"

namespace krait::gc {
namespace {

using Found = std::vector<Object*>;

// Finding first and making the list afterwards: making it may collect.
void gather(int generation, Found& found) {
  memory::for_each_in_generation(generation, [](Object* object, void* arg) { static_cast<Found*>(arg)->push_back(object); }, &found);
}

Result<Ref<List>> list_of(Context& cx, const Found& found) {
  for (Object* object : found) incref(object);
  auto list = list_from_items(cx, found);
  for (Object* object : found) decref(object);
  return list;
}

struct Search {
  Args wanted;
  bool hit;
};
int look(Object* object, void* arg) {
  auto& search = *static_cast<Search*>(arg);
  for (Object* each : search.wanted)
    if (each == object) return search.hit = true, 1;
  return 0;
}

}  // namespace

Result<Ref<List>> get_objects(Context& cx, Borrowed<> generation) {
  Found found;
  if (generation && !is_none(generation)) {
    if (!is_index(generation)) return raise(cx, exc::TypeError, "argument should be integer or None, not '{!t}'", generation);
    Index number = as_ssize(cx, generation);
    if (number == -1 && cx.has_error()) return Failed{};
    if (number >= 3)
      return raise(cx, exc::ValueError, "generation parameter must be less than the number of available generations (3)");
    if (number < 0) return raise(cx, exc::ValueError, "generation parameter cannot be negative");
    gather(static_cast<int>(number), found);
  } else {
    for (int i = 0; i < 3; ++i) gather(i, found);
  }
  return list_of(cx, found);
}

Result<Ref<List>> get_referrers(Context& cx, Args objects) {
  Found all, found;
  for (int i = 0; i < 3; ++i) gather(i, all);
  Search search{objects, false};
  for (Object* object : all) {
    search.hit = false;
    object->type->tp_traverse(object, look, &search);
    if (search.hit) found.push_back(object);
  }
  return list_of(cx, found);
}

Result<Ref<List>> get_referents(Context& cx, Args objects) {
  Found found;
  for (Object* object : objects) {
    if (!memory::is_container(object) || !object->type->tp_traverse) continue;
    object->type->tp_traverse(
        object, [](Object* referent, void* arg) { return static_cast<Found*>(arg)->push_back(referent), 0; }, &found);
  }
  return list_of(cx, found);
}

}  // namespace krait::gc
