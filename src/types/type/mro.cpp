// C3 linearisation: the order of a class merges the orders of its bases and the list of bases itself, keeping every one of these
// orders. The next class is the head of a list that stands in no other list's tail.
#include "types/type/mro.h"

#include <vector>

#include "types/list/list.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/internal.h"
#include "types/type/slots.h"

namespace krait {

namespace {

struct Line {
  std::span<Object* const> items;
  std::size_t next = 0;
  bool done() const { return next == items.size(); }
  Object* head() const { return items[next]; }
  bool tail_has(Object* cls) const {
    for (std::size_t i = next + 1; i < items.size(); ++i)
      if (items[i] == cls) return true;
    return false;
  }
};

Failed raise_inconsistent(Context& cx, std::span<Line> lines) {
  // The heads that block each other, each named once.
  std::vector<Object*> heads;
  for (const Line& line : lines) {
    if (line.done()) continue;
    bool seen = false;
    for (Object* head : heads) seen |= head == line.head();
    if (!seen) heads.push_back(line.head());
  }
  auto text = KR_TRY(str_from_ascii(cx, ""));
  for (std::size_t i = 0; i < heads.size(); ++i) {
    auto name = KR_TRY(type_name(cx, as_type(Borrowed<>(heads[i]))));
    text = KR_TRY(format_str(cx, "{}{}{}", text, i ? ", " : "", name));
  }
  return raise(cx, exc::TypeError, "Cannot create a consistent method resolution\norder (MRO) for bases {}", text);
}

Result<void> merge(Context& cx, Borrowed<List> result, std::span<Line> lines) {
  for (;;) {
    bool all_done = true;
    Object* chosen = nullptr;
    for (const Line& line : lines) {
      if (line.done()) continue;
      all_done = false;
      bool blocked = false;
      for (const Line& other : lines) blocked |= other.tail_has(line.head());
      if (blocked) continue;
      chosen = line.head();
      break;
    }
    if (all_done) return {};
    if (!chosen) return raise_inconsistent(cx, lines);
    KR_TRY(list_append(cx, result, Borrowed<>(chosen)));
    for (Line& line : lines)
      if (!line.done() && line.head() == chosen) ++line.next;
  }
}

Result<void> check_duplicates(Context& cx, Borrowed<Tuple> bases) {
  for (Index i = 0; i < bases->size(); ++i)
    for (Index j = i + 1; j < bases->size(); ++j)
      if (bases->item(i).is(bases->item(j))) {
        auto name = KR_TRY(type_name(cx, as_type(bases->item(i))));
        return raise(cx, exc::TypeError, "duplicate base class {}", name);
      }
  return {};
}

}  // namespace

Result<Ref<List>> compute_mro(Context& cx, Type& type) {
  auto bases = hold(bases_of(type));
  for (Object* base : bases->span())
    if (!as_type(Borrowed<>(base)).tp_mro)
      return raise(cx, exc::TypeError, "Cannot extend an incomplete type '{:.100}'", as_type(Borrowed<>(base)).tp_name);
  auto result = KR_TRY(new_list(cx));
  KR_TRY(list_append(cx, result, type_object(type)));
  if (bases->size() == 1) {
    for (Object* cls : mro_of(as_type(bases->item(0)))->span()) KR_TRY(list_append(cx, result, Borrowed<>(cls)));
    return result;
  }
  KR_TRY(check_duplicates(cx, bases));
  std::vector<Line> lines;
  for (Object* base : bases->span()) lines.push_back({mro_of(as_type(Borrowed<>(base)))->span()});
  lines.push_back({bases->span()});
  KR_TRY(merge(cx, result, lines));
  return result;
}

namespace {

// A custom mro() may answer nearly anything; what it lists must be classes whose layout fits.
Result<void> check_custom(Context& cx, Type& type, Borrowed<Tuple> mro) {
  Type* solid = solid_base(&type);
  for (Object* item : mro->span()) {
    Borrowed<> cls(item);
    if (!is_type(cls)) return raise(cx, exc::TypeError, "mro() returned a non-class ('{!t:.500}')", cls);
    if (!is_subtype(solid, solid_base(&as_type(cls))))
      return raise(cx, exc::TypeError, "mro() returned base with unsuitable layout ('{:.500}')", as_type(cls).tp_name);
  }
  return {};
}

Result<Ref<Tuple>> make_mro(Context& cx, Type& type) {
  Type* metatype = type.head.base.type;
  if (metatype == &type_type) return list_as_tuple(cx, KR_TRY(compute_mro(cx, type)));
  bool unbound;
  Object* list[] = {as_object(&type)};
  auto method = KR_TRY(slots::find_method(cx, type_object(type), KR_ID(mro), &unbound));
  if (!method) return raise_object(cx, Borrowed<Type>(&exc::AttributeError), KR_ID(mro));
  auto answer = KR_TRY(unbound ? vectorcall(cx, method, list, 1, {}) : vectorcall(cx, method, nullptr, 0, {}));
  auto mro = KR_TRY(tuple_from(cx, answer));
  KR_TRY(check_custom(cx, type, mro));
  return mro;
}

}  // namespace

Result<Ref<Tuple>> compute_mro_checked(Context& cx, Type& type) { return make_mro(cx, type); }

Result<void> set_mro(Context& cx, Type& type, Ref<>* old) {
  Object* before = type.tp_mro;
  auto made = KR_TRY(make_mro(cx, type));
  if (type.tp_mro != before) {
    // A custom mro() changed __bases__ meanwhile, which set the order already: that one stays.
    if (old) *old = Ref<>();
    return {};
  }
  type_modified(type);
  Ref<> former = Ref<>::steal(std::exchange(type.tp_mro, as_object(made.release())));
  if (old) *old = std::move(former);
  return {};
}

}  // namespace krait
