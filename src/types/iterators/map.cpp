// map() and filter().
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/iterators/iterators.h"
#include "types/type/type.h"

namespace krait::iterators {
namespace {

struct Map {
  Object base;
  Object* iterators;  // a tuple
  Object* function;
};
static_assert(sizeof(Map) == 32);
using MapFields = Owns<Map, &Map::iterators, &Map::function>;

Result<Ref<>> make_map(Context& cx, Type* type, Object* const* args, Index count) {
  if (count < 2) return raise(cx, exc::TypeError, "map() must have at least two arguments.");
  Ref<Tuple> iterators = KR_TRY(new_tuple(cx, count - 1));
  for (Index i = 1; i < count; ++i) iterators->init_item(i - 1, KR_TRY(iter(cx, Borrowed<>(args[i]))));
  Ref<Map> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)).as<Map>());
  made->iterators = as_object(iterators.release());
  made->function = hold(args[0]).release();
  return made;
}

bool refuse_keywords(Context& cx, const char* name, Index count) {
  if (count) (void)raise(cx, exc::TypeError, "{}() takes no keyword arguments", name);
  return count != 0;
}
Index keyword_count(Object* kwargs) { return kwargs ? reinterpret_cast<Dict*>(kwargs)->used : 0; }
Index name_count(Object* kwnames) { return kwnames ? reinterpret_cast<Tuple*>(kwnames)->size() : 0; }

Object* map_new(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if ((type == &map_type || type->tp_init == map_type.tp_init) && refuse_keywords(cx, "map", keyword_count(kwargs))) return nullptr;
  auto* tuple = reinterpret_cast<Tuple*>(args);
  return make_map(cx, type, tuple->items, tuple->size()).release();
}
Object* map_vector(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  if (refuse_keywords(cx, "map", name_count(kwnames))) return nullptr;
  return make_map(cx, reinterpret_cast<Type*>(type), args, vectorcall_count(nargsf)).release();
}

Object* map_next(Object* object) {
  auto* self = reinterpret_cast<Map*>(object);
  auto* iterators = reinterpret_cast<Tuple*>(self->iterators);
  Index count = iterators->size();
  Object* few[6];  // [0] is scratch for the callee
  Object** args = count <= 5 ? few : static_cast<Object**>(memory::allocate(static_cast<std::size_t>(count + 1) * sizeof(Object*)));
  Context& cx = Context::current();
  if (!args) return raise_memory_error(cx);
  Index n = 0;
  Object* answer = nullptr;
  for (; n < count; ++n) {
    Object* iterator = iterators->items[n];
    if (!(args[n + 1] = iterator->type->tp_iternext(iterator))) break;
  }
  if (n == count)
    answer = vectorcall(cx, Borrowed<>(self->function), args + 1, static_cast<std::size_t>(n) | vectorcall_arguments_offset, {}).release();
  while (n > 0) decref(args[n--]);
  if (args != few) memory::release(args);
  return answer;
}

Result<Ref<>> map_reduce(Context& cx, Borrowed<Map> self) {
  auto* iterators = reinterpret_cast<Tuple*>(self->iterators);
  Ref<Tuple> args = KR_TRY(new_tuple(cx, iterators->size() + 1));
  args->init_item(0, hold(self->function));
  for (Index i = 0; i < iterators->size(); ++i) args->init_item(i + 1, hold(iterators->item(i)));
  return KR_TRY(tuple_of(cx, type_object(*self.type()), args));
}
constinit MethodDef map_methods[] = {KR_QUIET("__reduce__(self)", map_reduce, "Return state information for pickling."), KR_END};

// --- filter
struct Filter {
  Object base;
  Object* function;
  Object* iterator;
};
static_assert(sizeof(Filter) == 32);
using FilterFields = Owns<Filter, &Filter::function, &Filter::iterator>;

Result<Ref<>> make_filter(Context& cx, Type* type, Object* const* args, Index count) {
  if (count != 2) return raise(cx, exc::TypeError, "filter expected 2 arguments, got {}", count);
  Ref<> iterator = KR_TRY(iter(cx, Borrowed<>(args[1])));
  Ref<Filter> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type, 0)).as<Filter>());
  made->function = hold(args[0]).release();
  made->iterator = iterator.release();
  return made;
}
Object* filter_new(Type* type, Object* args, Object* kwargs) {
  Context& cx = Context::current();
  if ((type == &filter_type || type->tp_init == filter_type.tp_init) && refuse_keywords(cx, "filter", keyword_count(kwargs))) return nullptr;
  auto* tuple = reinterpret_cast<Tuple*>(args);
  return make_filter(cx, type, tuple->items, tuple->size()).release();
}
Object* filter_vector(Object* type, Object* const* args, std::size_t nargsf, Object* kwnames) {
  Context& cx = Context::current();
  if (refuse_keywords(cx, "filter", name_count(kwnames))) return nullptr;
  return make_filter(cx, reinterpret_cast<Type*>(type), args, vectorcall_count(nargsf)).release();
}

Object* filter_next(Object* object) {
  auto* self = reinterpret_cast<Filter*>(object);
  Context& cx = Context::current();
  Object* iterator = self->iterator;
  auto step = iterator->type->tp_iternext;
  bool by_truth = self->function == none().object() || self->function == as_object(&bool_type);
  for (;;) {
    Ref<> item = Ref<>::steal(step(iterator));
    if (!item) return nullptr;
    bool good;
    if (by_truth) {
      good = KR_TRY(is_true(cx, item));
    } else {
      Ref<> verdict = KR_TRY(call(cx, Borrowed<>(self->function), item));
      good = KR_TRY(is_true(cx, verdict));
    }
    if (good) return item.release();
  }
}
Result<Ref<>> filter_reduce(Context& cx, Borrowed<Filter> self) {
  return KR_TRY(tuple_of(cx, type_object(*self.type()), KR_TRY(tuple_of(cx, Borrowed<>(self->function), Borrowed<>(self->iterator)))));
}
constinit MethodDef filter_methods[] = {KR_QUIET("__reduce__(self)", filter_reduce, "Return state information for pickling."), KR_END};
}  // namespace
}  // namespace krait::iterators

namespace krait {
constinit Type map_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "map", .tp_basicsize = sizeof(iterators::Map), .tp_dealloc = iterators::MapFields::dealloc,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base,
    .tp_doc = "map(func, *iterables) --> map object\n\n"
              "Make an iterator that computes the function using arguments from\n"
              "each of the iterables.  Stops when the shortest iterable is exhausted.",
    .tp_traverse = iterators::MapFields::traverse, .tp_iter = self_iter, .tp_iternext = iterators::map_next,
    .tp_methods = iterators::map_methods, .tp_new = iterators::map_new, .tp_free = free_container, .tp_vectorcall = iterators::map_vector};
KR_READY(map_type);

constinit Type filter_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "filter", .tp_basicsize = sizeof(iterators::Filter),
    .tp_dealloc = iterators::FilterFields::dealloc, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base,
    .tp_doc = "filter(function or None, iterable) --> filter object\n\n"
              "Return an iterator yielding those items of iterable for which function(item)\n"
              "is true. If function is None, return the items that are true.",
    .tp_traverse = iterators::FilterFields::traverse, .tp_iter = self_iter, .tp_iternext = iterators::filter_next,
    .tp_methods = iterators::filter_methods, .tp_new = iterators::filter_new, .tp_free = free_container,
    .tp_vectorcall = iterators::filter_vector};
KR_READY(filter_type);
}  // namespace krait
