// Look-up along the MRO, with a cache.
//
// A type gets a version tag when it is first asked for; anything that could change what a look-up finds (a write to its __dict__ or
// to that of a base, new bases) takes the tag away, from subclasses too. A cached answer holds for one tag and one interned name.
#include <cstdlib>
#include <cstring>

#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/mro.h"

namespace krait {

namespace {

struct CacheEntry {
  std::uint32_t version;
  Str* name;  // interned; kept alive by the entry
  Object* value;  // borrowed: the tag vouches for it
};

constexpr std::size_t cache_size = 4096;

struct TypeCache {
  CacheEntry entries[cache_size];
  std::uint32_t last_version;
};
KR_ISOLATE_LOCAL(TypeCache, type_cache);

KR_INLINE std::size_t cache_index(std::uint32_t version, const Str* name) {
  return (version * 3 ^ reinterpret_cast<Word>(name) >> 4) & (cache_size - 1);
}

bool assign_version(TypeCache& cache, Type& type) {
  if (has_flag(&type, type_flags::valid_version_tag)) return true;
  if (!has_flag(&type, type_flags::ready) || cache.last_version == ~0u) return false;
  if (Borrowed<Tuple> bases = bases_of(type))
    for (Object* base : bases->span())
      if (!assign_version(cache, *reinterpret_cast<Type*>(base))) return false;
  type.tp_version_tag = ++cache.last_version;
  type.tp_flags |= type_flags::valid_version_tag;
  return true;
}

}  // namespace

Borrowed<> lookup_uncached(const Type& type, Borrowed<Str> name) {
  Borrowed<Tuple> mro = mro_of(type);
  if (!mro) return {};
  for (Object* base : mro->span()) {
    auto dict = dict_of(*reinterpret_cast<Type*>(base));
    if (!dict) continue;
    if (Borrowed<> found = dict_get_str(dict, name)) return found;
  }
  return {};
}

Borrowed<> lookup_in_type(Type& type, Borrowed<Str> name) {
  TypeCache& cache = type_cache(Context::current());
  if (has_flag(&type, type_flags::valid_version_tag)) [[likely]] {
    CacheEntry& entry = cache.entries[cache_index(type.tp_version_tag, name.raw())];
    if (entry.version == type.tp_version_tag && entry.name == name.raw()) [[likely]] return Borrowed<>(entry.value);
  }
  Borrowed<> found = lookup_uncached(type, name);
  if (name->state.interned && assign_version(cache, type)) {
    CacheEntry& entry = cache.entries[cache_index(type.tp_version_tag, name.raw())];
    Str* old = entry.name;
    incref(name.object());
    entry = {type.tp_version_tag, name.raw(), found.object()};
    if (old) decref(as_object(old));
  }
  return found;
}

std::uint32_t type_version(Context& cx, Type& type) { return assign_version(type_cache(cx), type) ? type.tp_version_tag : 0; }

void type_modified(Type& type) {
  if (!has_flag(&type, type_flags::valid_version_tag)) return;
  for (Type* subclass : subclasses_of(type)) type_modified(*subclass);
  type.tp_flags &= ~type_flags::valid_version_tag;
  type.tp_version_tag = 0;
}

// --- the list of subclasses

namespace {

struct SubclassList {
  std::size_t count, room;
  Type* items[1];
};

SubclassList* list_of(const Type& type) { return reinterpret_cast<SubclassList*>(type.tp_subclasses); }

}  // namespace

std::span<Type* const> subclasses_of(const Type& type) {
  SubclassList* list = list_of(type);
  if (!list) return {};
  return {list->items, list->count};
}

bool add_subclass(Type& base, Type& subclass) {
  SubclassList* list = list_of(base);
  if (!list || list->count == list->room) {
    std::size_t room = list ? list->room * 2 : 4;
    auto* grown = static_cast<SubclassList*>(std::realloc(list, sizeof(SubclassList) + room * sizeof(Type*)));
    if (!grown) return false;
    if (!list) grown->count = 0;
    grown->room = room;
    base.tp_subclasses = reinterpret_cast<Object*>(grown);
    list = grown;
  }
  list->items[list->count++] = &subclass;
  return true;
}

void remove_subclass(Type& base, Type& subclass) {
  SubclassList* list = list_of(base);
  if (!list) return;
  // The youngest die first as a rule.
  for (std::size_t i = list->count; i-- > 0;) {
    if (list->items[i] != &subclass) continue;
    --list->count;
    std::memmove(list->items + i, list->items + i + 1, (list->count - i) * sizeof(Type*));
    break;
  }
  if (list->count == 0) {
    base.tp_subclasses = nullptr;
    std::free(list);
  }
}

}  // namespace krait
