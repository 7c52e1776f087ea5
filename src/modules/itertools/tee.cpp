// tee: several iterators over one. What the foremost has read lies in a chain of blocks of 57 items; each tee holds the block it is in,
// so blocks that all have left die by themselves.
#include "modules/itertools/support.h"

namespace krait::itertools {
namespace {

constexpr int block_items = 57;

struct Block {
  Object base;
  Object* iterator;
  int count;
  int running;  // an item is being read: the iterator must not come back here
  Object* next;
  Object* values[block_items];
};
static_assert(sizeof(Block) == 496);

struct Tee {
  Object base;
  Block* block;
  int index;
  Object* weakrefs;
};
static_assert(sizeof(Tee) == 40);

Result<Ref<Block>> new_block(Context& cx, Borrowed<> iterator) {
  Ref<Block> made = KR_TRY(new_container<Block>(cx, tee_data_type));
  made->iterator = hold(iterator).release();
  made->count = made->running = 0;
  made->next = nullptr;
  memory::track(made.object());
  return made;
}

int traverse_block(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Block*>(object);
  for (int i = -2; i < self->count; ++i) {
    Object* field = i == -2 ? self->iterator : i == -1 ? self->next : self->values[i];
    if (!field) continue;
    if (int answer = visit(field, arg)) return answer;
  }
  return 0;
}

int clear_block(Object* object) {
  auto* self = reinterpret_cast<Block*>(object);
  Ref<> iterator = Ref<>::steal(std::exchange(self->iterator, nullptr));
  for (int i = std::exchange(self->count, 0); --i >= 0;) decref(self->values[i]);
  // A long chain dies block by block, not by recursion.
  Object* next = std::exchange(self->next, nullptr);
  while (next && next->type == &tee_data_type && next->refcount == 1) {
    Object* after = std::exchange(reinterpret_cast<Block*>(next)->next, nullptr);
    decref(next);
    next = after;
  }
  xdecref(next);
  return 0;
}

void dealloc_block(Object* object) {
  memory::untrack(object);
  clear_block(object);
  free_container(object);
}

Result<Ref<>> item_of(Context& cx, Block* block, int i) {
  if (i < block->count) return hold(block->values[i]);
  if (block->running) return raise(cx, exc::RuntimeError, "cannot re-enter the tee iterator");
  block->running = 1;
  Ref<> item = Ref<>::steal(step(block->iterator));
  block->running = 0;
  if (!item) return at_end();
  block->values[block->count++] = item.copy().release();
  return item;
}

Result<Ref<>> next_item(Context& cx, Borrowed<Tee> self) {
  if (self->index >= block_items) {
    Block* block = self->block;
    if (!block->next) block->next = as_object(KR_TRY(new_block(cx, Borrowed<>(block->iterator))).release());
    Ref<Block> old = Ref<Block>::steal(std::exchange(self->block, hold(block->next).as<Block>().release()));
    self->index = 0;
  }
  Ref<Block> block = hold(Borrowed<Block>(self->block));
  auto item = item_of(cx, block.raw(), self->index);
  if (!item.failed()) ++self->index;
  return item;
}

Result<Ref<>> new_tee(Context& cx, Borrowed<Block> block, int index) {
  Ref<Tee> made = KR_TRY(new_container<Tee>(cx, tee_type));
  made->block = hold(block).release();
  made->index = index;
  made->weakrefs = nullptr;
  memory::track(made.object());
  return made;
}
Result<Ref<>> copy(Context& cx, Borrowed<Tee> self) { return new_tee(cx, Borrowed<Block>(self->block), self->index); }

Result<Ref<>> tee_over(Context& cx, Borrowed<> iterable) {
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  if (is_instance_of(iterator, tee_type)) return copy(cx, iterator.borrow().as<Tee>());
  Ref<Block> block = KR_TRY(new_block(cx, iterator));
  return new_tee(cx, block, 0);
}
Result<Ref<>> make_tee(Context& cx, Borrowed<Type>, Borrowed<> iterable) { return tee_over(cx, iterable); }

Result<Ref<>> reduce(Context& cx, Borrowed<Tee> self) {
  Ref<Tuple> state = KR_TRY(tuple_of(cx, Borrowed<Block>(self->block), KR_TRY(int_from(cx, self->index))));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, empty_tuple())), state));
}
Result<void> set_state(Context& cx, Borrowed<Tee> self, Borrowed<> state) {
  if (!is<Tuple>(state)) return raise(cx, exc::TypeError, "state is not a tuple");
  auto* parts = state.as<Tuple>().raw();
  if (parts->size() != 2) return raise(cx, exc::TypeError, "function takes exactly 2 arguments ({} given)", parts->size());
  if (parts->item(0).type() != &tee_data_type)
    return raise(cx, exc::TypeError, "argument 1 must be itertools._tee_dataobject, not {!t}", parts->item(0));
  int index = as_int(cx, parts->item(1));
  if (index == -1 && cx.has_error()) return Failed{};
  if (index < 0 || index > block_items) return raise(cx, exc::ValueError, "Index out of range");
  Ref<Block> old = Ref<Block>::steal(std::exchange(self->block, hold(parts->item(0)).as<Block>().release()));
  self->index = index;
  return {};
}

int traverse_tee(Object* object, Visit visit, void* arg) {
  Block* block = reinterpret_cast<Tee*>(object)->block;
  return block ? visit(&block->base, arg) : 0;
}
int clear_tee(Object* object) {
  auto* self = reinterpret_cast<Tee*>(object);
  if (self->weakrefs) memory::clear_weak_references(object);
  Ref<Block> block = Ref<Block>::steal(std::exchange(self->block, nullptr));
  return 0;
}
void dealloc_tee(Object* object) {
  memory::untrack(object);
  clear_tee(object);
  free_container(object);
}

// --- _tee_dataobject from Python: only unpickling does it
Result<Ref<>> make_block(Context& cx, Borrowed<Type>, Borrowed<> iterator, Borrowed<> values, Borrowed<> next) {
  if (!is<List>(values)) return raise(cx, exc::TypeError, "teedataobject() argument 2 must be list, not {!t}", values);
  Ref<Block> made = KR_TRY(new_block(cx, iterator));
  Index count = values.as<List>()->size();
  if (count > block_items) return raise(cx, exc::ValueError, "Invalid arguments");
  for (Index i = 0; i < count; ++i) made->values[made->count++] = hold(values.as<List>()->item(i)).release();
  if (count == block_items) {
    if (!is_none(next)) {
      if (next.type() != &tee_data_type) return raise(cx, exc::ValueError, "Invalid arguments");
      made->next = hold(next).release();
    }
  } else if (!is_none(next)) {
    return raise(cx, exc::ValueError, "Invalid arguments");
  }
  return made;
}
Result<Ref<>> reduce_block(Context& cx, Borrowed<Block> self) {
  Ref<List> values = KR_TRY(list_from_items(cx, {self->values, static_cast<std::size_t>(self->count)}));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, Borrowed<>(self->iterator), values, self->next ? Borrowed<>(self->next) : none()));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args));
}

constinit MethodDef tee_methods[] = {KR_QUIET("__copy__(self)", copy, "Returns an independent iterator."), KR_REDUCE(reduce),
                                     KR_SETSTATE(set_state), KR_END};
constinit MethodDef block_methods[] = {KR_REDUCE(reduce_block), KR_END};
}  // namespace

Result<Ref<>> tee(Context& cx, Borrowed<> iterable, Index n) {
  if (n < 0) return raise(cx, exc::ValueError, "n must be >= 0");
  Ref<Tuple> made = KR_TRY(new_tuple(cx, n));
  if (n == 0) return made;
  Ref<> iterator = KR_TRY(iter(cx, iterable));
  auto copier = lookup_attr(cx, iterator, KR_ID(__copy__));
  if (copier.failed()) return Failed{};
  Ref<> copy_function = std::move(copier).value();
  if (!copy_function) {
    iterator = KR_TRY(tee_over(cx, iterator));
    copy_function = KR_TRY(get_attr(cx, iterator, KR_ID(__copy__)));
  }
  made->init_item(0, std::move(iterator));
  for (Index i = 1; i < n; ++i) made->init_item(i, KR_TRY(call(cx, copy_function)));
  return made;
}

constinit Type tee_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "itertools._tee", .tp_basicsize = sizeof(Tee), .tp_dealloc = dealloc_tee,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc,
    .tp_doc = "_tee(iterable, /)\n--\n\nIterator wrapped to make it copyable.", .tp_traverse = traverse_tee, .tp_clear = clear_tee,
    .tp_weaklistoffset = offsetof(Tee, weakrefs), .tp_iter = self_iter, .tp_iternext = slot<&next_item>, .tp_methods = tee_methods,
    .tp_new = KR_NEW("_tee(iterable, /)", make_tee), .tp_free = free_container};
KR_READY(tee_type);

constinit Type tee_data_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "itertools._tee_dataobject", .tp_basicsize = sizeof(Block), .tp_dealloc = dealloc_block,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc,
    .tp_doc = "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
    .tp_traverse = traverse_block, .tp_clear = clear_block, .tp_methods = block_methods,
    .tp_new = KR_NEW("teedataobject(iterable, values, next, /)", make_block), .tp_free = free_container};
KR_READY(tee_data_type);

}  // namespace krait::itertools
