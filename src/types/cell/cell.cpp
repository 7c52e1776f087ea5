// cell: one variable shared by nested functions.
#include "types/cell/cell.h"

#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/str/str.h"

namespace krait {

namespace {

Result<Ref<Str>> cell_repr(Context& cx, Borrowed<Cell> self) {
  auto address = reinterpret_cast<Word>(self.raw());
  if (!self->contents) return format_str(cx, "<cell at 0x{:x}: empty>", address);
  return format_str(cx, "<cell at 0x{:x}: {!t:.80} object at 0x{:x}>", address, self->contents.get(),
                    reinterpret_cast<Word>(self->contents.raw()));
}

// Contents by value; an empty cell is less than a full one.
Result<Ref<>> cell_compare(Context& cx, Borrowed<> left, Borrowed<> right, int op) {
  if (!is_exact<Cell>(left) || !is_exact<Cell>(right)) return new_not_implemented();
  Borrowed<> a = left.as<Cell>()->contents, b = right.as<Cell>()->contents;
  if (a && b) {
    auto first = hold(a), second = hold(b);
    return compare(cx, first, second, static_cast<Compare>(op));
  }
  int order = static_cast<int>(!b) - static_cast<int>(!a);
  switch (static_cast<Compare>(op)) {
    case Compare::lt: return new_bool(order < 0);
    case Compare::le: return new_bool(order <= 0);
    case Compare::eq: return new_bool(order == 0);
    case Compare::ne: return new_bool(order != 0);
    case Compare::gt: return new_bool(order > 0);
    default: return new_bool(order >= 0);
  }
}

Result<Ref<>> get_contents(Context& cx, Borrowed<Cell> self) {
  if (!self->contents) return raise(cx, exc::ValueError, "Cell is empty");
  return hold(self->contents.get());
}
Result<void> set_contents(Context&, Borrowed<Cell> self, Borrowed<> value) {
  auto old = self->contents.replace(Ref<>::share(value));
  return {};
}

Result<Ref<Cell>> make(Context& cx, Borrowed<Type>, Borrowed<> contents) { return new_cell(cx, contents); }

constinit GetSetDef getset[] = {KR_GETSET("cell_contents", get_contents, set_contents, nullptr), KR_END};
using Fields = Owns<Cell, &Cell::contents>;

}  // namespace

Result<Ref<Cell>> new_cell(Context& cx, Borrowed<> contents) {
  auto made = KR_TRY(new_container<Cell>(cx, cell_type));
  made->contents.init(Ref<>::share(contents));
  memory::track(made.object());
  return made;
}

constinit Type cell_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "cell",
    .tp_basicsize = sizeof(Cell),
    .tp_dealloc = Fields::dealloc,
    .tp_repr = slot<&cell_repr>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::gc,
    .tp_doc = "cell([contents])\n--\n\nCreate a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the "
              "cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    .tp_traverse = Fields::traverse,
    .tp_clear = Fields::clear,
    .tp_richcompare = slot<&cell_compare>,
    .tp_getset = getset,
    .tp_new = KR_NEW("cell($type, contents=<empty>, /)", make),
    .tp_free = free_container};
KR_READY(cell_type);

}  // namespace krait
