// The wrapper behind functools.lru_cache.
//
// Three ways of calling, chosen once by maxsize: 0 only counts, None is a plain dict, a number keeps a dict whose values are links of a
// ring; the ring's root is in the wrapper, its next is the oldest result. Whatever user code does meanwhile (the function itself may
// call the wrapper, keys have __eq__), each step finds dict and ring consistent.
#include "modules/_functools/_functools.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/method/method.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait::functools {
namespace {

struct Link {
  Object base;
  Link* previous;
  Link* next;
  Hash hash;
  Object* key;
  Object* result;
};

struct LruCache;
using CallWrapper = Result<Ref<>> (*)(Context&, LruCache*, Borrowed<Tuple>, Borrowed<Dict>);

struct LruCache {
  Link root;
  CallWrapper wrapper;
  int typed;
  Dict* cache;
  Index hits;
  Object* function;
  Index maxsize;  // -1: no limit
  Index misses;
  Object* info_type;
  Object* dict;
  Object* weakrefs;
};

// Marks the start of keyword arguments in a key: nobody else can have it.
constinit Object keyword_mark = {immortal_refcount, &object_type};

Index size_of(Borrowed<Dict> dict) { return dict ? dict->used : 0; }

Result<Ref<>> make_key(Context& cx, Borrowed<Tuple> args, Borrowed<Dict> kwargs, bool typed) {
  Index named = size_of(kwargs);
  if (!typed && !named) {
    if (args->size() == 1 && (is_exact<Str>(args->item(0)) || is_exact<Int>(args->item(0)))) return hold(args->item(0));
    return hold(args).as<Object>();
  }
  Index size = args->size() + (named ? named * 2 + 1 : 0) + (typed ? args->size() + named : 0);
  Ref<Tuple> key = KR_TRY(new_tuple(cx, size));
  Index at = 0;
  for (Object* item : args->span()) key->init_item(at++, hold(item));
  Borrowed<> name, value;
  if (named) {
    key->init_item(at++, hold(&keyword_mark));
    for (Index position = 0; dict_next(kwargs, &position, &name, &value);) {
      key->init_item(at++, hold(name));
      key->init_item(at++, hold(value));
    }
  }
  if (typed) {
    for (Object* item : args->span()) key->init_item(at++, hold(as_object(item->type)));
    for (Index position = 0; named && dict_next(kwargs, &position, &name, &value);) key->init_item(at++, hold(as_object(value.type())));
  }
  return key;
}

Result<Ref<>> call_uncached(Context& cx, LruCache* self, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  ++self->misses;
  return call(cx, Borrowed<>(self->function), args, kwargs);
}

Result<Ref<>> call_unbounded(Context& cx, LruCache* self, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  Ref<> key = KR_TRY(make_key(cx, args, kwargs, self->typed));
  Hash hash = KR_TRY(krait::hash(cx, key));
  auto found = dict_get(cx, Borrowed<Dict>(self->cache), key, hash);
  if (found.failed()) return Failed{};
  if (found.value()) {
    ++self->hits;
    return hold(found.value());
  }
  ++self->misses;
  Ref<> result = KR_TRY(call(cx, Borrowed<>(self->function), args, kwargs));
  KR_TRY(dict_set(cx, Borrowed<Dict>(self->cache), key, result, hash));
  return result;
}

void take_out(Link* link) {
  link->previous->next = link->next;
  link->next->previous = link->previous;
}
// In front of the root: the newest place.
void put_last(LruCache* self, Link* link) {
  Link* root = &self->root;
  link->previous = root->previous;
  link->next = root;
  root->previous->next = link;
  root->previous = link;
}

// One count of each link belongs to the ring, one to the dict.
Result<void> add_link(Context& cx, LruCache* self, Borrowed<> key, Hash hash, Borrowed<> result) {
  Ref<Link> link = KR_TRY(new_plain<Link>(cx, lru_link_type));
  link->hash = hash;
  link->key = hold(key).release();
  link->result = hold(result).release();
  KR_TRY(dict_set(cx, Borrowed<Dict>(self->cache), key, link, hash));
  put_last(self, link.release());
  return {};
}

// The cache is full: the oldest link gets the new key and result.
Result<void> reuse_oldest(Context& cx, LruCache* self, Borrowed<> key, Hash hash, Borrowed<> result) {
  Link* link = self->root.next;
  take_out(link);
  Ref<Link> owned = Ref<Link>::steal(link);  // the ring's count
  auto popped = dict_pop(cx, Borrowed<Dict>(self->cache), Borrowed<>(link->key), link->hash);
  if (popped.failed()) {
    put_last(self, owned.release());
    return Failed{};
  }
  if (popped.missing()) return {};  // somebody else has dropped it already
  Ref<> from_dict = std::move(popped).value();
  Ref<> old_key = Ref<>::steal(std::exchange(link->key, hold(key).release()));
  Ref<> old_result = Ref<>::steal(std::exchange(link->result, hold(result).release()));
  link->hash = hash;
  KR_TRY(dict_set(cx, Borrowed<Dict>(self->cache), key, owned, hash));
  put_last(self, owned.release());
  return {};
}

Result<Ref<>> call_bounded(Context& cx, LruCache* self, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  Ref<> key = KR_TRY(make_key(cx, args, kwargs, self->typed));
  Hash hash = KR_TRY(krait::hash(cx, key));
  auto found = dict_get(cx, Borrowed<Dict>(self->cache), key, hash);
  if (found.failed()) return Failed{};
  if (found.value()) {
    Link* link = found.value().as<Link>().raw();
    take_out(link);
    put_last(self, link);
    ++self->hits;
    return hold(link->result);
  }
  ++self->misses;
  Ref<> result = KR_TRY(call(cx, Borrowed<>(self->function), args, kwargs));
  auto again = dict_get(cx, Borrowed<Dict>(self->cache), key, hash);
  if (again.failed()) return Failed{};
  if (again.value()) return result;  // the call itself has put it there
  if (self->cache->used < self->maxsize || self->root.next == &self->root) KR_TRY(add_link(cx, self, key, hash, result));
  else KR_TRY(reuse_oldest(cx, self, key, hash, result));
  return result;
}

// Empties the ring; the links die one after the other when it is whole again.
void clear_ring(LruCache* self) {
  Link* root = &self->root;
  Link* link = root->next;
  if (!link || link == root) return;
  root->previous->next = nullptr;
  root->next = root->previous = root;
  while (link) {
    Link* next = link->next;
    decref(&link->base);
    link = next;
  }
}

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<> function, Borrowed<> maxsize, Borrowed<> typed, Borrowed<> info_type) {
  if (!is_callable(function)) return raise(cx, exc::TypeError, "the first argument must be callable");
  CallWrapper wrapper = call_unbounded;
  Index limit = -1;
  if (!is_none(maxsize)) {
    if (!is_index(maxsize)) return raise(cx, exc::TypeError, "maxsize should be integer or None");
    limit = as_ssize(cx, maxsize);
    if (limit == -1 && cx.has_error()) return Failed{};
    if (limit < 0) limit = 0;
    wrapper = limit == 0 ? call_uncached : call_bounded;
  }
  bool by_type = KR_TRY(is_true(cx, typed));
  Ref<Dict> cache = KR_TRY(new_dict(cx));
  Ref<> made = KR_TRY(Result<Ref<>>::from_raw(type->tp_alloc(type.raw(), 0)));
  auto* self = reinterpret_cast<LruCache*>(made.raw());
  self->root.previous = self->root.next = &self->root;
  self->wrapper = wrapper;
  self->typed = by_type;
  self->cache = cache.release();
  self->function = hold(function).release();
  self->maxsize = limit;
  self->info_type = hold(info_type).release();
  return made;
}

Object* call_slot(Object* object, Object* args, Object* kwargs) {
  auto* self = reinterpret_cast<LruCache*>(object);
  return self->wrapper(Context::current(), self, Borrowed<Tuple>(reinterpret_cast<Tuple*>(args)), Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs)))
      .release();
}

Object* get_slot(Object* self, Object* instance, Object*) {
  if (!instance || instance == none().object()) return hold(self).release();
  return new_method(Context::current(), Borrowed<>(self), Borrowed<>(instance)).release();
}

Result<Ref<>> cache_info(Context& cx, Borrowed<LruCache> self) {
  Ref<> hits = KR_TRY(int_from(cx, self->hits)), misses = KR_TRY(int_from(cx, self->misses));
  Ref<> maxsize = self->maxsize < 0 ? new_none() : Ref<>(KR_TRY(int_from(cx, self->maxsize)));
  Ref<> size = KR_TRY(int_from(cx, self->cache->used));
  return call(cx, Borrowed<>(self->info_type), hits, misses, maxsize, size);
}
Result<void> cache_clear(Context&, Borrowed<LruCache> self) {
  self->hits = self->misses = 0;
  if (self->wrapper == call_bounded) clear_ring(self.raw());
  dict_clear(Borrowed<Dict>(self->cache));
  return {};
}
Result<Ref<>> reduce(Context& cx, Borrowed<> self) { return get_attr(cx, self, KR_ID(__qualname__)); }
Result<Ref<>> copy(Context&, Borrowed<> self) { return hold(self); }
Result<Ref<>> deep_copy(Context&, Borrowed<> self, Borrowed<>) { return hold(self); }

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<LruCache*>(object);
  Link* root = &self->root;
  for (Link* link = root->next; link && link != root; link = link->next) {
    if (int answer = visit(link->key, arg)) return answer;
    if (int answer = visit(link->result, arg)) return answer;
  }
  Object* fields[] = {as_object(self->cache), self->function, self->info_type, self->dict};
  for (Object* field : fields) {
    if (!field) continue;
    if (int answer = visit(field, arg)) return answer;
  }
  return 0;
}
int clear(Object* object) {
  auto* self = reinterpret_cast<LruCache*>(object);
  clear_ring(self);
  Ref<Dict> cache = Ref<Dict>::steal(std::exchange(self->cache, nullptr));
  Ref<> function = Ref<>::steal(std::exchange(self->function, nullptr)), info = Ref<>::steal(std::exchange(self->info_type, nullptr)),
        dict = Ref<>::steal(std::exchange(self->dict, nullptr));
  return 0;
}
void dealloc(Object* object) {
  memory::untrack(object);
  if (reinterpret_cast<LruCache*>(object)->weakrefs) memory::clear_weak_references(object);
  clear(object);
  object->type->tp_free(object);
}

void link_dealloc(Object* object) {
  auto* link = reinterpret_cast<Link*>(object);
  xdecref(link->key);
  xdecref(link->result);
  free_object(object);
}

constinit MethodDef methods[] = {KR_QUIET("cache_info(self)", cache_info, nullptr), KR_QUIET("cache_clear(self)", cache_clear, nullptr),
                                 KR_QUIET("__reduce__(self)", reduce, nullptr), KR_QUIET("__copy__(self)", copy, nullptr),
                                 KR_QUIET("__deepcopy__(self, memo, /)", deep_copy, nullptr), KR_END};
constinit GetSetDef getset[] = {{"__dict__", generic_get_dict, generic_set_dict, nullptr, nullptr}, KR_END};
}  // namespace

constinit Type lru_link_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "functools._lru_list_elem", .tp_basicsize = sizeof(Link), .tp_dealloc = link_dealloc,
    .tp_getattro = slot<&generic_get_attr>, .tp_flags = type_flags::immutable | type_flags::disallow_instantiation, .tp_free = free_object};
KR_READY(lru_link_type);

constinit Type lru_cache_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "functools._lru_cache_wrapper", .tp_basicsize = sizeof(LruCache), .tp_dealloc = dealloc,
    .tp_call = call_slot, .tp_getattro = slot<&generic_get_attr>, .tp_setattro = slot<&generic_set_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base | type_flags::method_descriptor,
    .tp_doc = "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\n"
              "maxsize:  0         for no caching\n          None      for unlimited cache size\n"
              "          n         for a bounded cache\n\n"
              "typed:    False     cache f(3) and f(3.0) as identical calls\n"
              "          True      cache f(3) and f(3.0) as distinct calls\n\n"
              "cache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    .tp_traverse = traverse, .tp_clear = clear, .tp_weaklistoffset = offsetof(LruCache, weakrefs), .tp_methods = methods,
    .tp_getset = getset, .tp_descr_get = get_slot, .tp_dictoffset = offsetof(LruCache, dict),
    .tp_new = KR_NEW("lru_cache(user_function, maxsize, typed, cache_info_type)", make), .tp_free = free_container};
KR_READY(lru_cache_type);

}  // namespace krait::functools
