// cell: one variable shared by nested functions.
#pragma once

#include "object/protocol.h"

namespace krait {

struct Cell {  // PyCellObject
  Object base;
  Slot<> contents;  // null: empty

  static constexpr Type* static_type = &cell_type;
};
static_assert(sizeof(Cell) == 24);

Result<Ref<Cell>> new_cell(Context& cx, Borrowed<> contents = {});

}  // namespace krait
