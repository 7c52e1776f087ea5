// co_lines() and co_positions(), and the old co_lnotab: the line table as Python reads it.
#include <cstring>

#include "bytecode/code.type.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/int/int.h"

namespace krait::code {

namespace {

struct LineIterator {
  Object base;
  Code* code;
  LineWalk walk;
};

struct PositionsIterator {
  Object base;
  Code* code;
  LocationWalk walk;
  int offset;
};

template <class T>
void dealloc(Object* self) {
  decref(as_object(reinterpret_cast<T*>(self)->code));
  self->type->tp_free(self);
}

Result<Ref<>> number_or_none(Context& cx, int value) {
  if (value < 0) return new_none();
  return KR_TRY(int_from(cx, value)).template as<Object>();
}

Lookup<> next_line(Context& cx, Borrowed<LineIterator> self) {
  LineWalk& walk = self->walk;
  if (walk.end >= self->code->head.size * static_cast<Index>(sizeof(CodeUnit)) || !walk.next()) return Ref<>();
  Ref<Int> start = KR_TRY(int_from(cx, walk.start));
  Ref<Int> end = KR_TRY(int_from(cx, walk.end));
  Ref<> line = KR_TRY(number_or_none(cx, walk.line));
  return KR_TRY(tuple_of(cx, start, end, line)).as<Object>();
}

Lookup<> next_position(Context& cx, Borrowed<PositionsIterator> self) {
  if (self->offset >= self->walk.end && !self->walk.next()) return Ref<>();
  self->offset += sizeof(CodeUnit);
  const Location& at = self->walk.location;
  Ref<> line = KR_TRY(number_or_none(cx, at.line));
  Ref<> end_line = KR_TRY(number_or_none(cx, at.end_line));
  Ref<> column = KR_TRY(number_or_none(cx, at.column));
  Ref<> end_column = KR_TRY(number_or_none(cx, at.end_column));
  return KR_TRY(tuple_of(cx, line, end_line, column, end_column)).as<Object>();
}

Object* line_next_slot(Object* self) {
  auto found = next_line(Context::current(), Borrowed<LineIterator>(reinterpret_cast<LineIterator*>(self)));
  return found.failed() ? nullptr : std::move(found).value().release();
}
Object* position_next_slot(Object* self) {
  auto found = next_position(Context::current(), Borrowed<PositionsIterator>(reinterpret_cast<PositionsIterator*>(self)));
  return found.failed() ? nullptr : std::move(found).value().release();
}
Object* self_slot(Object* self) {
  incref(self);
  return self;
}

}  // namespace

Result<Ref<>> line_iterator(Context& cx, Borrowed<Code> code) {
  Ref<LineIterator> made = KR_TRY(new_plain<LineIterator>(cx, line_iterator_type));
  made->code = hold(code).release();
  made->walk = LineWalk(code);
  return std::move(made).as<Object>();
}

Result<Ref<>> positions_iterator(Context& cx, Borrowed<Code> code) {
  Ref<PositionsIterator> made = KR_TRY(new_plain<PositionsIterator>(cx, positions_iterator_type));
  made->code = hold(code).release();
  made->walk = LocationWalk(code);
  made->offset = 0;
  return std::move(made).as<Object>();
}

namespace {

// Pairs of bytes: how far to go in the code, and then in the lines. Long ways take several pairs.
struct LnotabWriter {
  Context& cx;
  Ref<Bytes> bytes;
  Index used = 0;

  Result<void> pair(int code, int lines) {
    if (used + 2 > bytes->size()) bytes = KR_TRY(resize_bytes(cx, std::move(bytes), bytes->size() * 2));
    bytes->data[used++] = static_cast<char>(code);
    bytes->data[used++] = static_cast<char>(lines);
    return {};
  }
  Result<void> step(int code, int lines) {
    for (; code > 255; code -= 255) KR_TRY(pair(255, 0));
    int limit = lines > 0 ? 127 : -128;
    for (; lines > 127 || lines < -128; lines -= limit, code = 0) KR_TRY(pair(code, limit));
    return pair(code, lines);
  }
};

}  // namespace

Result<Ref<Bytes>> lnotab(Context& cx, Borrowed<Code> code) {
  LnotabWriter out{cx, KR_TRY(new_bytes(cx, 64))};
  int at = 0, line = code->co_firstlineno;
  for (LineWalk walk(code); walk.next();) {
    if (walk.computed_line == line) continue;
    KR_TRY(out.step(walk.start - at, walk.computed_line - line));
    at = walk.start;
    line = walk.computed_line;
  }
  return resize_bytes(cx, std::move(out.bytes), out.used);
}

}  // namespace krait::code

namespace krait {

constinit Type line_iterator_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "line_iterator",
    .tp_basicsize = sizeof(code::LineIterator),
    .tp_dealloc = code::dealloc<code::LineIterator>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
    .tp_iter = code::self_slot,
    .tp_iternext = code::line_next_slot,
    .tp_free = free_object,
};
KR_READY(line_iterator_type);

constinit Type positions_iterator_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "positions_iterator",
    .tp_basicsize = sizeof(code::PositionsIterator),
    .tp_dealloc = code::dealloc<code::PositionsIterator>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
    .tp_iter = code::self_slot,
    .tp_iternext = code::position_next_slot,
    .tp_free = free_object,
};
KR_READY(positions_iterator_type);

}  // namespace krait
