// Private to this room: what it asks of frames and of the module sys.
#pragma once

#include "object/isolate.h"
#include "types/frame/frame.h"
#include "types/traceback/traceback.h"
