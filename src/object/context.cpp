#include "object/context.h"

namespace krait {

thread_local constinit ThreadState* current_thread_state = nullptr;

}  // namespace krait
