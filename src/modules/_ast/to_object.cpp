#include "modules/_ast/classes.h"
#include "modules/_ast/convert.h"
#include "modules/_ast/walk.h"
#include "object/new.h"
#include "object/protocol.h"
#include "types/int/int.h"
#include "types/list/list.h"

namespace krait::ast_module {
namespace {

class Writer {
 public:
  Writer(Context& cx, Classes& c) : cx_(cx), classes_(c), room_(nesting_room(cx)) {}
  Result<Ref<>> node(ast::TypeNumber type, const void* node);

 private:
  Result<Ref<>> value(const ast::FieldInfo& field, const char* at);
  Result<Ref<>> sequence(const ast::FieldInfo& field, const char* at);
  Result<Ref<>> leaf(ast::TypeNumber type, const char* at);
  Result<Ref<>> singleton(ast::TypeNumber type, uint8_t value) {
    return hold(Borrowed<>(classes_.singletons[ast::type_info(type).first_node + value]));
  }

  Context& cx_;
  Classes& classes_;
  int room_;
};

Result<Ref<>> Writer::leaf(ast::TypeNumber type, const char* at) {
  if (type == ast::INT_TYPE) return int_from(cx_, *reinterpret_cast<const int*>(at));
  Object* object = *reinterpret_cast<Object* const*>(at);
  return object ? hold(Borrowed<>(object)) : new_none();
}

Result<Ref<>> Writer::sequence(const ast::FieldInfo& field, const char* at) {
  bool is_enum = field.type >= ast::leaf_types && ast::type_info(field.type).shape == ast::Shape::ENUM;
  auto& seq = *reinterpret_cast<const ast::Seq<char>*>(at);
  Ref<List> list = KR_TRY(new_list(cx_, 0));
  for (int i = 0; i < seq.size(); ++i) {
    Ref<> item;
    if (is_enum) {
      item = KR_TRY(singleton(field.type, uint8_t(seq.items[i])));
    } else if (field.type < ast::leaf_types) {
      item = KR_TRY(leaf(field.type, seq.items + size_t(i) * sizeof(void*)));
    } else {
      item = KR_TRY(node(field.type, reinterpret_cast<void**>(seq.items)[i]));
    }
    KR_TRY(list_append(cx_, list, std::move(item)));
  }
  return list;
}

Result<Ref<>> Writer::value(const ast::FieldInfo& field, const char* at) {
  if (field.many) return sequence(field, at);
  if (field.type < ast::leaf_types) return leaf(field.type, at);
  if (ast::type_info(field.type).shape == ast::Shape::ENUM) return singleton(field.type, uint8_t(*at));
  return node(field.type, *reinterpret_cast<void* const*>(at));
}

Result<Ref<>> Writer::node(ast::TypeNumber type, const void* node) {
  if (!node) return new_none();
  if (--room_ < 0) return raise(cx_, exc::RecursionError, "maximum recursion depth exceeded during ast construction");
  int number = node_number(type, node);
  const ast::NodeInfo& info = ast::nodes[number];
  Ref<> made = KR_TRY(generic_alloc(cx_, *reinterpret_cast<Type*>(classes_.nodes[number]), 0));
  auto* bytes = static_cast<const char*>(node);
  for (int i = info.first_field; i < info.first_field + info.field_count; ++i) {
    Ref<> field = KR_TRY(value(ast::fields[i], bytes + ast::fields[i].offset));
    KR_TRY(set_attr(cx_, made, Borrowed<Str>(classes_.field_names[i]), field));
  }
  if (ast::type_info(type).attributes) {
    auto* position = static_cast<const int*>(node);
    for (int i = 0; i < 4; ++i) {
      Ref<Int> number = KR_TRY(int_from(cx_, position[i]));
      KR_TRY(set_attr(cx_, made, Borrowed<Str>(classes_.attribute_names[i]), number));
    }
  }
  ++room_;
  return made;
}

}  // namespace

Result<Ref<>> to_object(Context& cx, const ast::Mod* mod) {
  Classes* c = KR_TRY(classes(cx));
  return Writer(cx, *c).node(ast::MOD_TYPE, mod);
}

Result<bool> is_node(Context& cx, Borrowed<> object) {
  if (!classes_made(cx)) return false;
  Classes* c = KR_TRY(classes(cx));
  return is_instance(cx, object, Borrowed<>(c->base));
}

}  // namespace krait::ast_module
