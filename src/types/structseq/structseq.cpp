// Making struct sequence types, and what their instances do beyond being tuples.
#include "types/structseq/structseq.h"

#include "memory/memory.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/str/builder.h"
#include "types/type/heap_type.h"
#include "types/type/type.h"

namespace krait {

constinit const char* const structseq_unnamed_field = "unnamed field";

namespace structseq {
namespace {

Index number_in(Type& type, Borrowed<Str> name) {
  Borrowed<> found = lookup_in_type(type, name);
  return found ? found.as<Int>()->head.size ? found.as<Int>()->compact_value() : 0 : 0;
}
Index field_count(Type& type) { return number_in(type, KR_ID(n_fields)); }
Index visible_count(Type& type) { return number_in(type, KR_ID(n_sequence_fields)); }
Index unnamed_count(Type& type) { return number_in(type, KR_ID(n_unnamed_fields)); }

int traverse(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<Tuple*>(object);
  if (has_flag(object->type, type_flags::heap)) {
    if (int answer = visit(as_object(object->type), arg)) return answer;
  }
  for (Index i = 0, n = field_count(*object->type); i < n; ++i) {
    if (!self->items[i]) continue;
    if (int answer = visit(self->items[i], arg)) return answer;
  }
  return 0;
}

void dealloc(Object* object) {
  auto* self = reinterpret_cast<Tuple*>(object);
  Type* type = object->type;
  memory::untrack(object);
  for (Index i = 0, n = field_count(*type); i < n; ++i) xdecref(self->items[i]);
  type->tp_free(object);
  if (has_flag(type, type_flags::heap)) decref(as_object(type));
}

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<> sequence, Borrowed<> names) {
  Ref<> held = KR_TRY(sequence_fast(cx, sequence, "constructor requires a sequence"));
  auto items = sequence_fast_items(held);
  if (names && !is<Dict>(names)) return raise(cx, exc::TypeError, "{:.500}() takes a dict as second arg, if any", type->tp_name);
  auto given = static_cast<Index>(items.size());
  Index least = visible_count(*type.raw()), most = field_count(*type.raw()), unnamed = unnamed_count(*type.raw());
  if (least != most) {
    if (given < least)
      return raise(cx, exc::TypeError, "{:.500}() takes an at least {}-sequence ({}-sequence given)", type->tp_name, least, given);
    if (given > most)
      return raise(cx, exc::TypeError, "{:.500}() takes an at most {}-sequence ({}-sequence given)", type->tp_name, most, given);
  } else if (given != least) {
    return raise(cx, exc::TypeError, "{:.500}() takes a {}-sequence ({}-sequence given)", type->tp_name, least, given);
  }
  Ref<Tuple> made = KR_TRY(new_structseq(cx, *type.raw()));
  for (Index i = 0; i < given; ++i) made->init_item(i, hold(items[static_cast<std::size_t>(i)]));
  for (Index i = given; i < most; ++i) {
    Ref<> value = new_none();
    if (names) {
      Ref<Str> name = KR_TRY(str_from_utf8(cx, type->tp_members[i - unnamed].name));
      auto found = dict_get(cx, names.as<Dict>(), name);
      if (found.failed()) return Failed{};
      if (found.value()) value = hold(found.value());
    }
    made->init_item(i, std::move(value));
  }
  return made;
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Tuple> self) {
  Type& type = *self.type();
  StrBuilder out(cx);
  out.put_utf8(type.tp_name);
  out.put_char('(');
  for (Index i = 0, n = visible_count(type); i < n; ++i) {
    if (i) out.put(", ");
    if (type.tp_members[i].name) {
      out.put_utf8(type.tp_members[i].name);
      out.put_char('=');
    }
    out.put(KR_TRY(krait::repr(cx, self->item(i))));
  }
  out.put_char(')');
  return out.finish();
}

Result<Ref<>> reduce(Context& cx, Borrowed<Tuple> self) {
  Type& type = *self.type();
  Index visible = visible_count(type), all = field_count(type), unnamed = unnamed_count(type);
  Ref<Tuple> items = KR_TRY(tuple_from_items(cx, {self->items, static_cast<std::size_t>(visible)}));
  Ref<Dict> hidden = KR_TRY(new_dict(cx));
  for (Index i = visible; i < all; ++i) {
    Ref<Str> name = KR_TRY(str_from_utf8(cx, type.tp_members[i - unnamed].name));
    KR_TRY(dict_set(cx, hidden, name, self->item(i)));
  }
  return KR_TRY(tuple_of(cx, type_object(type), KR_TRY(tuple_of(cx, items, hidden))));
}

constinit MethodDef methods[] = {KR_QUIET("__reduce__(self)", reduce, nullptr), KR_END};
using MakeThunk = declare::Thunk<"structseq(sequence, dict=NULL)", &make>;
constexpr Destructor dealloc_slot = dealloc;
UnaryFunction repr_slot() { return slot<&repr>; }

// Member descriptions of the named fields. They live as long as the type, that is, as the process in most cases.
MemberDef* make_members(const StructSeqDesc& desc, Index* all, Index* unnamed) {
  *all = *unnamed = 0;
  for (; desc.fields[*all].name; ++*all) *unnamed += desc.fields[*all].name == structseq_unnamed_field;
  auto* members = static_cast<MemberDef*>(memory::raw_allocate_zeroed(static_cast<std::size_t>(*all - *unnamed + 1), sizeof(MemberDef)));
  if (!members) return nullptr;
  Index n = 0;
  for (Index i = 0; i < *all; ++i) {
    const StructSeqField& field = desc.fields[i];
    if (field.name == structseq_unnamed_field) continue;
    members[n++] = {field.name, member_kind::object, static_cast<Index>(offsetof(Tuple, items) + static_cast<std::size_t>(i) * sizeof(Object*)), 1,
                    field.doc};
  }
  return members;
}

Result<void> fill_dict(Context& cx, Type& type, const StructSeqDesc& desc, const MemberDef* members, Index all, Index unnamed) {
  Borrowed<Dict> dict(reinterpret_cast<Dict*>(type.tp_dict));
  KR_TRY(dict_set(cx, dict, KR_ID(n_sequence_fields), KR_TRY(int_from(cx, desc.n_in_sequence))));
  KR_TRY(dict_set(cx, dict, KR_ID(n_fields), KR_TRY(int_from(cx, all))));
  KR_TRY(dict_set(cx, dict, KR_ID(n_unnamed_fields), KR_TRY(int_from(cx, unnamed))));
  // The names of the visible fields, up to the first without one, are what a class pattern matches by position.
  Ref<Tuple> names = KR_TRY(new_tuple(cx, desc.n_in_sequence));
  Index n = 0;
  for (int i = 0; i < desc.n_in_sequence; ++i) {
    if (desc.fields[i].name == structseq_unnamed_field) continue;
    names->init_item(n++, KR_TRY(intern_utf8(cx, desc.fields[i].name)));
  }
  Ref<Tuple> match_args = n == desc.n_in_sequence ? std::move(names) : KR_TRY(tuple_slice(cx, names, 0, n));
  KR_TRY(dict_set(cx, dict, KR_ID(__match_args__), match_args));
  type_modified(type);
  return {};
}
}  // namespace
}  // namespace structseq

Result<Ref<Type>> new_structseq_type(Context& cx, const StructSeqDesc& desc, unsigned int flags) {
  Index all, unnamed;
  MemberDef* members = structseq::make_members(desc, &all, &unnamed);
  if (!members) return raise_memory_error(cx);
  TypeSlot slots[] = {{52, reinterpret_cast<void*>(structseq::dealloc_slot)}, {66, reinterpret_cast<void*>(structseq::repr_slot())},
                      {56, const_cast<char*>(desc.doc)},                      {64, structseq::methods},
                      {65, reinterpret_cast<void*>(&structseq::MakeThunk::make)}, {72, members},
                      {71, reinterpret_cast<void*>(&structseq::traverse)},    {0, nullptr}};
  TypeSpec spec = {desc.name, static_cast<int>(offsetof(Tuple, items)), sizeof(Object*),
                   static_cast<unsigned int>(type_flags::gc | flags), slots};
  Ref<Type> type = KR_TRY(type_from_spec(cx, {}, spec, Borrowed<>(reinterpret_cast<Object*>(&tuple_type))));
  // Names of fields are looked for in tp_members, by position.
  type->tp_members = members;
  KR_TRY(structseq::fill_dict(cx, *type.raw(), desc, members, all, unnamed));
  return type;
}

Result<void> init_structseq_type(Context& cx, Type& type, const StructSeqDesc& desc) {
  Index all, unnamed;
  MemberDef* members = structseq::make_members(desc, &all, &unnamed);
  if (!members) return raise_memory_error(cx);
  type.tp_name = desc.name;
  type.tp_basicsize = offsetof(Tuple, items);
  type.tp_itemsize = sizeof(Object*);
  type.tp_dealloc = structseq::dealloc;
  type.tp_repr = slot<&structseq::repr>;
  type.tp_doc = desc.doc;
  type.tp_base = &tuple_type;
  type.tp_methods = structseq::methods;
  type.tp_new = &structseq::MakeThunk::make;
  type.tp_members = members;
  type.tp_flags = type_flags::gc | type_flags::immutable;
  type.tp_traverse = structseq::traverse;
  type.tp_free = free_container;
  KR_TRY(ready(cx, type));
  return structseq::fill_dict(cx, type, desc, members, all, unnamed);
}

Result<Ref<Tuple>> new_structseq(Context& cx, Type& type) {
  Index all = structseq::field_count(type), visible = structseq::visible_count(type);
  Ref<Tuple> made = KR_TRY(new_container<Tuple>(cx, type, offsetof(Tuple, items) + static_cast<std::size_t>(all) * sizeof(Object*)));
  made->head.size = visible;
  for (Index i = 0; i < all; ++i) made->items[i] = nullptr;
  memory::track(made.object());
  return made;
}

}  // namespace krait
