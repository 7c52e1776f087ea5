// What a fatal error reports beside its message. Set by the room that knows the running program.
#pragma once

namespace krait {

// Called once, after the first line, before the process ends. Must not allocate. Null: nothing more to say.
extern void (*report_on_fatal)();

}  // namespace krait
