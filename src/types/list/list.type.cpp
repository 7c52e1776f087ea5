// The type object of list and its slots.
#include <cstring>

#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "object/repr_guard.h"
#include "types/list/internal.h"
#include "types/slice/slice.h"
#include "types/str/builder.h"
#include "types/tuple/tuple.h"

namespace krait {
bool keep_list_block(Context& cx, Object* object);
}

namespace krait::list {

Result<Ref<>> get_item(Context& cx, Borrowed<List> self, Borrowed<> key) {
  if (is_index(key)) {
    Index i = KR_TRY(as_index(cx, key, &exc::IndexError));
    if (i < 0) i += self->size();
    if (static_cast<std::size_t>(i) >= static_cast<std::size_t>(self->size()))
      return raise(cx, exc::IndexError, "list index out of range");
    return hold(self->item(i));
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "list indices must be integers or slices, not {!t}", key);
  SliceSpan span = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  if (span.step == 1) return KR_TRY(list_slice(cx, self, span.start, span.start + span.count));
  Ref<List> made = KR_TRY(new_list(cx, span.count));
  for (Index i = 0, at = span.start; i < span.count; ++i, at += span.step) made->init_item(i, hold(self->item(at)));
  return made;
}

Result<Ref<>> repeat(Context& cx, Borrowed<List> self, Index count) {
  Index size = self->size();
  if (count <= 0 || size == 0) return KR_TRY(new_list(cx));
  if (count > index_max / size / static_cast<Index>(sizeof(Object*))) return raise_memory_error(cx);
  Ref<List> made = KR_TRY(new_list(cx, size * count));
  for (Index i = 0; i < size; ++i) self->items[i]->refcount += count;
  if (size == 1) {
    Object* item = self->items[0];
    for (Index n = 0; n < count; ++n) made->items[n] = item;
  } else {
    for (Index n = 0; n < count; ++n) std::memcpy(made->items + n * size, self->items, static_cast<std::size_t>(size) * sizeof(Object*));
  }
  return made;
}

Result<Ref<>> repeat_in_place(Context& cx, Borrowed<List> self, Index count) {
  Index size = self->size();
  if (size && count < 1) KR_TRY(clear(self));
  else if (size && count > 1) {
    if (size > index_max / count) return raise_memory_error(cx);
    KR_TRY(resize(cx, self, size * count));
    for (Index i = 0; i < size; ++i) self->items[i]->refcount += count - 1;
    for (Index n = 1; n < count; ++n) std::memcpy(self->items + n * size, self->items, static_cast<std::size_t>(size) * sizeof(Object*));
  }
  return hold(self).as<Object>();
}

Result<bool> contains(Context& cx, Borrowed<List> self, Borrowed<> value) {
  for (Index i = 0; i < self->size(); ++i) {
    Ref<> item = hold(self->item(i));
    if (KR_TRY(same_or_equal(cx, item, value))) return true;
  }
  return false;
}

namespace {
// del list[start:stop:step] for a step other than 1.
Result<void> delete_steps(Context& cx, Borrowed<List> self, SliceSpan span) {
  if (span.count <= 0) return {};
  if (span.step < 0) {
    span.start += span.step * (span.count - 1);
    span.step = -span.step;
  }
  Ref<Tuple> dying = KR_TRY(new_tuple(cx, span.count));
  Index size = self->size(), to = span.start, taken = 0;
  for (Index at = span.start; at < size; ++at) {
    if (taken < span.count && at == span.start + taken * span.step) dying->items[taken++] = self->items[at];
    else self->items[to++] = self->items[at];
  }
  return resize(cx, self, to);
}

Result<void> assign_steps(Context& cx, Borrowed<List> self, SliceSpan span, Borrowed<> values) {
  Ref<> sequence = self.is(values) ? Ref<>(KR_TRY(list_slice(cx, self, 0, self->size())))
                                   : KR_TRY(sequence_fast(cx, values, "must assign iterable to extended slice"));
  auto items = sequence_fast_items(sequence);
  if (static_cast<Index>(items.size()) != span.count)
    return raise(cx, exc::ValueError, "attempt to assign sequence of size {} to extended slice of size {}", items.size(), span.count);
  if (!span.count) return {};
  Ref<Tuple> dying = KR_TRY(new_tuple(cx, span.count));
  for (Index i = 0, at = span.start; i < span.count; ++i, at += span.step) {
    dying->items[i] = self->items[at];
    incref(items[i]);
    self->items[at] = items[i];
  }
  return {};
}
}  // namespace

Result<void> assign_at(Context& cx, Borrowed<List> self, Index i, Borrowed<> value) {
  if (static_cast<std::size_t>(i) >= static_cast<std::size_t>(self->size()))
    return raise(cx, exc::IndexError, "list assignment index out of range");
  if (!value) return list_set_slice(cx, self, i, i + 1, {});
  Ref<> old = Ref<>::steal(std::exchange(self->items[i], hold(value).release()));
  return {};
}

Result<void> assign_item(Context& cx, Borrowed<List> self, Borrowed<> key, Borrowed<> value) {
  if (is_index(key)) {
    Index i = KR_TRY(as_index(cx, key, &exc::IndexError));
    return assign_at(cx, self, i < 0 ? i + self->size() : i, value);
  }
  if (!is_exact<Slice>(key)) return raise(cx, exc::TypeError, "list indices must be integers or slices, not {!t}", key);
  SliceSpan span = KR_TRY(slice_indices(cx, key.as<Slice>(), self->size()));
  if (span.step == 1) return list_set_slice(cx, self, span.start, span.start + span.count, value);
  return value ? assign_steps(cx, self, span, value) : delete_steps(cx, self, span);
}

namespace {
Result<Ref<Str>> repr(Context& cx, Borrowed<List> self) {
  if (self->size() == 0) return hold(KR_STR("[]"));
  ReprGuard guard(cx, self);
  if (guard.entered_before()) return hold(KR_STR("[...]"));
  StrBuilder out(cx);
  out.put_char('[');
  for (Index i = 0; i < self->size(); ++i) {
    if (i) out.put(", ");
    Ref<> item = hold(self->item(i));
    out.put(KR_TRY(krait::repr(cx, item)));
  }
  out.put_char(']');
  return out.finish();
}

bool compare_sizes(Index x, Index y, Compare op) {
  switch (op) {
    case Compare::lt: return x < y;
    case Compare::le: return x <= y;
    case Compare::eq: return x == y;
    case Compare::ne: return x != y;
    case Compare::gt: return x > y;
    case Compare::ge: return x >= y;
  }
  return false;
}

Result<Ref<>> compare(Context& cx, Borrowed<> left, Borrowed<> right, Compare op) {
  if (!is<List>(left) || !is<List>(right)) return new_not_implemented();
  List* a = left.as<List>().raw();
  List* b = right.as<List>().raw();
  if (a->size() != b->size() && (op == Compare::eq || op == Compare::ne)) return new_bool(op == Compare::ne);
  for (Index i = 0; i < a->size() && i < b->size(); ++i) {
    if (a->items[i] == b->items[i]) continue;
    Ref<> x = hold(a->item(i)), y = hold(b->item(i));
    if (KR_TRY(compare_bool(cx, x, y, Compare::eq))) continue;
    if (op == Compare::eq) return new_bool(false);
    if (op == Compare::ne) return new_bool(true);
    if (i >= a->size() || i >= b->size()) break;
    return krait::compare(cx, x, y, op);
  }
  return new_bool(compare_sizes(a->size(), b->size(), op));
}

Index size(Borrowed<List> self) { return self->size(); }

Result<Ref<>> item_at(Context& cx, Borrowed<List> self, Index i) {
  if (static_cast<std::size_t>(i) >= static_cast<std::size_t>(self->size())) return raise(cx, exc::IndexError, "list index out of range");
  return hold(self->item(i));
}

Result<Ref<>> concat(Context& cx, Borrowed<List> self, Borrowed<> other) {
  if (!is<List>(other)) return raise(cx, exc::TypeError, "can only concatenate list (not \"{!t}\") to list", other);
  Borrowed<List> more = other.as<List>();
  if (self->size() > index_max - more->size()) return raise_memory_error(cx);
  Ref<List> made = KR_TRY(new_list(cx, self->size() + more->size()));
  Index at = 0;
  for (Object* item : self->span()) made->init_item(at++, hold(item));
  for (Object* item : more->span()) made->init_item(at++, hold(item));
  return made;
}

Result<Ref<>> concat_in_place(Context& cx, Borrowed<List> self, Borrowed<> other) {
  KR_TRY(list_extend(cx, self, other));
  return hold(self).as<Object>();
}

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<List*>(object);
  for (Index i = self->head.size; --i >= 0;) {
    if (Object* item = self->items[i]) {
      if (int answer = visit(item, arg)) return answer;
    }
  }
  return 0;
}

int clear_slot(Object* object) { return clear(Borrowed<List>(reinterpret_cast<List*>(object))).release(); }

void dealloc(Object* object) {
  auto* self = reinterpret_cast<List*>(object);
  memory::untrack(object);
  if (self->items) {
    for (Index i = self->head.size; --i >= 0;) xdecref(self->items[i]);
    memory::release(self->items);
  }
  if (!keep_list_block(Context::current(), object)) object->type->tp_free(object);
}

Result<void> init(Context& cx, Borrowed<List> self, Borrowed<> iterable) {
  if (self->items) KR_TRY(clear(self));
  if (iterable) KR_TRY(list_extend(cx, self, iterable));
  return {};
}

Object* vector_make(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  Index count = vectorcall_count(nargsf);
  if (kwnames && reinterpret_cast<Tuple*>(kwnames)->size()) return raise(cx, exc::TypeError, "list() takes no keyword arguments");
  if (count > 1) return raise(cx, exc::TypeError, "list expected at most 1 argument, got {}", count);
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(generic_alloc(cx, *reinterpret_cast<Type*>(type), 0).release()));
  if (count) KR_TRY(list_extend(cx, made.borrow().as<List>(), Borrowed<>(args[0])));
  return made.release();
}

constinit SequenceSlots sequence = {
    .sq_length = slot<&size>, .sq_concat = slot<&concat>, .sq_repeat = slot<&repeat>, .sq_item = slot<&item_at>,
    .sq_ass_item = slot<&assign_at>, .sq_contains = slot<&contains>, .sq_inplace_concat = slot<&concat_in_place>,
    .sq_inplace_repeat = slot<&repeat_in_place>};
constinit MappingSlots mapping = {.mp_length = slot<&size>, .mp_subscript = slot<&get_item>, .mp_ass_subscript = slot<&assign_item>};
}  // namespace
}  // namespace krait::list

namespace krait {

constinit Type list_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "list", .tp_basicsize = sizeof(List), .tp_dealloc = list::dealloc,
    .tp_repr = slot<&list::repr>, .tp_as_sequence = &list::sequence, .tp_as_mapping = &list::mapping, .tp_hash = hash_not_implemented,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::list_subclass | type_flags::match_self |
                type_flags::sequence,
    .tp_doc = "list(iterable=(), /)\n--\n\nBuilt-in mutable sequence.\n\n"
              "If no argument is given, the constructor creates a new empty list.\n"
              "The argument must be an iterable if specified.",
    .tp_traverse = list::traverse, .tp_clear = list::clear_slot, .tp_richcompare = slot<&list::compare>,
    .tp_iter = slot<&list::iterate>, .tp_methods = list::methods, .tp_init = KR_INIT("list(iterable=(), /)", list::init),
    .tp_new = type_generic_new, .tp_free = free_container, .tp_vectorcall = list::vector_make};
KR_READY(list_type);

}  // namespace krait
