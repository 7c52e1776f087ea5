// The ints from -5 to 256 exist once. CPython keeps them in the middle of its runtime state, and eight modules of the standard library
// read them there, as they read the current thread state; so the exported symbol _PyRuntime has these two things in their places.
#include "object/context.h"
#include "object/names.h"
#include "types/int/int.h"

namespace krait {
namespace {

constexpr int small_int_count = small_int_max - small_int_min + 1;

struct SmallInt {
  VarObject head;
  Digit digit;
};
static_assert(sizeof(SmallInt) == 32);

struct RuntimeData {
  char before_current[576];
  ThreadState* current;  // gilstate.tstate_current
  char before_small_ints[680 - 576 - sizeof(void*)];
  SmallInt small_ints[small_int_count];
  char rest[166688 - 680 - sizeof(SmallInt) * small_int_count];
};
static_assert(sizeof(RuntimeData) == 166688 && offsetof(RuntimeData, small_ints) == 680);

consteval RuntimeData make_runtime_data() {
  RuntimeData data{};
  for (int i = 0; i < small_int_count; ++i) {
    int value = i + small_int_min;
    Digit digit = value < 0 ? -value : value;
    data.small_ints[i] = {{{immortal_refcount, &int_type}, value < 0 ? -1 : value > 0 ? 1 : 0}, digit};
  }
  return data;
}

}  // namespace

extern RuntimeData runtime_data KR_EXPORTED("_PyRuntime");
constinit RuntimeData runtime_data = make_runtime_data();

Borrowed<Int> small_int(int value) {
  return Borrowed<Int>(reinterpret_cast<Int*>(&runtime_data.small_ints[value - small_int_min]));
}

void publish_current_thread_state(ThreadState* state) { runtime_data.current = state; }

constinit IntHead true_object = {{{immortal_refcount, &bool_type}, 1}, 1};
constinit IntHead false_object = {{{immortal_refcount, &bool_type}, 0}, 0};

}  // namespace krait
