#include "modules/_ast/classes.h"

#include "object/generic.h"
#include "object/names.h"
#include "object/new.h"
#include "types/dict/dict.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/heap_type.h"
#include "types/type/type.h"

namespace krait::ast_module {
namespace {

KR_ISOLATE_LOCAL(Classes, isolate_classes);

// ---- ast.AST: an object that is nothing but its __dict__

struct Node {
  Object base;
  Object* dict;
};

void dealloc(Object* object) {
  Type* type = object->type;
  memory::untrack(object);
  if (Object* dict = std::exchange(reinterpret_cast<Node*>(object)->dict, nullptr)) decref(dict);
  type->tp_free(object);
  decref(reinterpret_cast<Object*>(type));
}

int traverse(Object* object, Visit visit, void* arg) {
  if (int stop = visit(reinterpret_cast<Object*>(object->type), arg)) return stop;
  Object* dict = reinterpret_cast<Node*>(object)->dict;
  return dict ? visit(dict, arg) : 0;
}

int clear(Object* object) {
  if (Object* dict = std::exchange(reinterpret_cast<Node*>(object)->dict, nullptr)) decref(dict);
  return 0;
}

// Positional arguments are the fields in order; any keyword is set as an attribute.
Result<void> init_fields(Context& cx, Borrowed<> self, Borrowed<Tuple> args, Borrowed<Dict> kwargs) {
  auto found = lookup_attr(cx, Borrowed<>(as_object(self.type())), KR_ID(_fields));
  if (found.failed()) return Failed{};
  Ref<> fields = std::move(found).value();
  Index count = 0;
  if (fields) count = KR_TRY(length(cx, fields));
  if (count < args->size())
    return raise(cx, exc::TypeError, "{:.400} constructor takes at most {} positional argument{}",
                 short_name(*self.type()), count, count == 1 ? "" : "s");
  for (Index i = 0; i < args->size(); ++i) {
    Ref<> name = KR_TRY(sequence_item(cx, fields, i));
    KR_TRY(set_attr(cx, self, name.borrow().as<Str>(), args->item(i)));
  }
  if (kwargs.is_null()) return {};
  Index position = 0;
  Borrowed<> key, value;
  while (dict_next(kwargs, &position, &key, &value)) {
    if (fields && KR_TRY(contains(cx, fields, key))) {
      Ref<> at = KR_TRY(sequence_index(cx, fields, key));
      if (KR_TRY(as_index(cx, at, nullptr)) < args->size())
        return raise(cx, exc::TypeError, "{:.400} got multiple values for argument '{}'", short_name(*self.type()), key);
    }
    KR_TRY(set_attr(cx, self, key.as<Str>(), value));
  }
  return {};
}

int init(Object* self, Object* args, Object* kwargs) {
  return init_fields(Context::current(), Borrowed<>(self), Borrowed<Tuple>(reinterpret_cast<Tuple*>(args)),
                     Borrowed<Dict>(reinterpret_cast<Dict*>(kwargs)))
      .release();
}

Result<Ref<>> reduce_node(Context& cx, Borrowed<> self) {
  auto found = lookup_attr(cx, self, KR_ID(__dict__));
  if (found.failed()) return Failed{};
  Ref<> dict = std::move(found).value();
  Ref<Tuple> none_given = empty_tuple();
  Borrowed<> type(as_object(self.type()));
  if (dict) return tuple_of(cx, type, none_given, dict);
  return tuple_of(cx, type, none_given);
}
Object* reduce(Object* self, Object*) { return reduce_node(Context::current(), Borrowed<>(self)).release(); }

constinit MethodDef methods[] = {{"__reduce__", {.plain = reduce}, 4, nullptr}, {}};
constinit MemberDef members[] = {{"__dictoffset__", member_kind::ssize, offsetof(Node, dict), 1, nullptr}, {}};
constinit GetSetDef getset[] = {{"__dict__", generic_get_dict, generic_set_dict, nullptr, nullptr}, {}};

// Numbers of typeslots.h.
TypeSlot slots[] = {
    {52, reinterpret_cast<void*>(dealloc)},
    {58, reinterpret_cast<void*>(generic_getattro)},
    {69, reinterpret_cast<void*>(generic_setattro)},
    {71, reinterpret_cast<void*>(traverse)},
    {51, reinterpret_cast<void*>(clear)},
    {72, members},
    {64, methods},
    {73, getset},
    {60, reinterpret_cast<void*>(init)},
    {47, reinterpret_cast<void*>(type_generic_alloc)},
    {65, reinterpret_cast<void*>(type_generic_new)},
    {74, reinterpret_cast<void*>(free_container)},
    {0, nullptr},
};
constexpr unsigned default_flags = 1u << 18 | 1u << 10 | 1u << 14;  // have version tag, base type, collected
const TypeSpec base_spec = {"ast.AST", sizeof(Node), 0, default_flags, slots};

// ---- making the classes

Result<void> add_names(Context& cx, Borrowed<Type> type, Borrowed<Str> key, Str* const* names, Index count) {
  Ref<Tuple> tuple = KR_TRY(tuple_from_items(cx, {reinterpret_cast<Object* const*>(names), std::size_t(count)}));
  return set_attr(cx, type, key, tuple);
}

Result<Ref<>> make_class(Context& cx, const char* name, Borrowed<> base, Str* const* names, Index count, const char* doc) {
  Ref<Dict> dict = KR_TRY(new_dict(cx));
  Ref<Tuple> fields = KR_TRY(tuple_from_items(cx, {reinterpret_cast<Object* const*>(names), std::size_t(count)}));
  KR_TRY(dict_set(cx, dict, KR_ID(_fields), fields));
  KR_TRY(dict_set(cx, dict, KR_ID(__match_args__), fields));
  KR_TRY(dict_set(cx, dict, KR_ID(__module__), KR_ID(ast)));
  Ref<Str> text = KR_TRY(str_from_ascii(cx, doc));
  KR_TRY(dict_set(cx, dict, KR_ID(__doc__), text));
  Ref<Str> class_name = KR_TRY(intern_utf8(cx, name));
  Ref<Tuple> bases = KR_TRY(tuple_of(cx, base));
  return KR_TRY(new_type(cx, Borrowed<Type>(&type_type), class_name, bases, dict, {}));
}

// Optional fields and attributes that are not given read as None, from the class.
Result<void> set_none(Context& cx, Object* type, Str* name) {
  return set_attr(cx, Borrowed<>(type), Borrowed<Str>(name), none());
}

Result<void> make_type(Context& cx, Classes& c, int number) {
  const ast::TypeInfo& info = ast::types[number];
  bool product = info.shape == ast::Shape::PRODUCT;
  const ast::NodeInfo& first = ast::nodes[info.first_node];
  c.types[number] = KR_TRY(make_class(cx, info.name, Borrowed<>(c.base), c.field_names + first.first_field,
                                      product ? first.field_count : 0, info.doc))
                        .release();
  Borrowed<Type> type(reinterpret_cast<Type*>(c.types[number]));
  KR_TRY(add_names(cx, type, KR_ID(_attributes), c.attribute_names, info.attributes));
  for (int i = info.attributes - info.optional_attributes; i < info.attributes; ++i)
    KR_TRY(set_none(cx, c.types[number], c.attribute_names[i]));
  for (int n = info.first_node; n < info.first_node + info.node_count; ++n) {
    const ast::NodeInfo& node = ast::nodes[n];
    if (product) {
      incref(c.types[number]);
      c.nodes[n] = c.types[number];
    } else {
      c.nodes[n] = KR_TRY(make_class(cx, node.name, type, c.field_names + node.first_field, node.field_count, node.doc))
                       .release();
    }
    for (int f = node.first_field; f < node.first_field + node.field_count; ++f)
      if (ast::fields[f].optional) KR_TRY(set_none(cx, c.nodes[n], c.field_names[f]));
    if (info.shape == ast::Shape::ENUM)
      c.singletons[n] = KR_TRY(generic_alloc(cx, *reinterpret_cast<Type*>(c.nodes[n]), 0)).release();
  }
  return {};
}

Result<void> make_classes(Context& cx, Classes& c) {
  for (int i = 0; i < ast::field_count; ++i)
    c.field_names[i] = KR_TRY(intern_utf8(cx, ast::fields[i].name)).release();
  for (int i = 0; i < 4; ++i) c.attribute_names[i] = KR_TRY(intern_utf8(cx, ast::attribute_names[i])).release();
  Ref<Type> base = KR_TRY(type_from_spec(cx, {}, base_spec, {}));
  KR_TRY(add_names(cx, base, KR_ID(_fields), nullptr, 0));
  KR_TRY(add_names(cx, base, KR_ID(__match_args__), nullptr, 0));
  KR_TRY(add_names(cx, base, KR_ID(_attributes), nullptr, 0));
  c.base = reinterpret_cast<Object*>(base.release());
  for (int i = 0; i < ast::TYPE_COUNT - ast::leaf_types; ++i) KR_TRY(make_type(cx, c, i));
  c.made = true;
  return {};
}

}  // namespace

Result<Classes*> classes(Context& cx) {
  Classes& c = isolate_classes(cx);
  if (!c.made) KR_TRY(make_classes(cx, c));
  return &c;
}

bool classes_made(Context& cx) { return isolate_classes(cx).made; }

}  // namespace krait::ast_module
