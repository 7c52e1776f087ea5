#include "modules/_ast/classes.h"
#include "modules/_ast/convert.h"
#include "modules/_ast/walk.h"
#include "object/protocol.h"
#include "types/bytes/bytes.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait::ast_module {
namespace {

class Reader {
 public:
  Reader(Context& cx, Classes& c, ast::Arena& arena) : cx_(cx), classes_(c), arena_(arena) {}
  Result<void> node(ast::TypeNumber type, Borrowed<> object, void** out);

 private:
  Result<void> attributes(const ast::TypeInfo& info, Borrowed<> object, int* out);
  Result<void> fields(int number, Borrowed<> object, char* out);
  Result<void> field(const ast::NodeInfo& owner, int index, Borrowed<> object, char* out);
  Result<void> value(const ast::NodeInfo& owner, const ast::FieldInfo& info, Borrowed<> object, char* out);
  Result<void> sequence(const ast::NodeInfo& owner, const ast::FieldInfo& info, Borrowed<> object, char* out);
  Result<void> leaf(ast::TypeNumber type, Borrowed<> object, char* out);
  Result<void> enumerator(const ast::TypeInfo& info, Borrowed<> object, uint8_t* out);
  Result<int> find_node(const ast::TypeInfo& info, Borrowed<> object);
  Failed missing(const char* name, const char* owner) {
    return raise(cx_, exc::TypeError, "required field \"{}\" missing from {}", name, owner);
  }

  Context& cx_;
  Classes& classes_;
  ast::Arena& arena_;
};

Result<void> Reader::leaf(ast::TypeNumber type, Borrowed<> object, char* out) {
  if (type == ast::INT_TYPE) {
    if (!is<Int>(object)) return raise(cx_, exc::ValueError, "invalid integer value: {!r}", object);
    int number = as_int(cx_, object);
    if (number == -1 && cx_.has_error()) return Failed{};
    *reinterpret_cast<int*>(out) = number;
    return {};
  }
  auto& slot = *reinterpret_cast<Object**>(out);
  if (type != ast::CONSTANT_TYPE) {
    if (is_none(object)) return slot = nullptr, Result<void>();
    if (type == ast::IDENTIFIER_TYPE && !is_exact<Str>(object))
      return raise(cx_, exc::TypeError, "AST identifier must be of type str");
    if (type == ast::STRING_TYPE && !is_exact<Str>(object) && !is_exact<Bytes>(object))
      return raise(cx_, exc::TypeError, "AST string must be of type str");
  }
  slot = arena_.own(hold(object).release());
  return {};
}

// Which constructor of the sum the object is an instance of.
Result<int> Reader::find_node(const ast::TypeInfo& info, Borrowed<> object) {
  for (int n = info.first_node; n < info.first_node + info.node_count; ++n)
    if (KR_TRY(is_instance(cx_, object, Borrowed<>(classes_.nodes[n])))) return n;
  return raise(cx_, exc::TypeError, "expected some sort of {}, but got {!r}", info.name, object);
}

Result<void> Reader::enumerator(const ast::TypeInfo& info, Borrowed<> object, uint8_t* out) {
  *out = uint8_t(KR_TRY(find_node(info, object)) - info.first_node);
  return {};
}

Result<void> Reader::sequence(const ast::NodeInfo& owner, const ast::FieldInfo& info, Borrowed<> object, char* out) {
  if (!is<List>(object))
    return raise(cx_, exc::TypeError, "{} field \"{}\" must be a list, not a {}", owner.name, info.name, short_name(*object.type()));
  Borrowed<List> list = object.as<List>();
  Index count = list->size();
  bool is_enum = info.type >= ast::leaf_types && ast::type_info(info.type).shape == ast::Shape::ENUM;
  ast::FieldInfo item = info;
  item.many = false;
  size_t step = is_enum ? 1 : sizeof(void*);
  auto& seq = *reinterpret_cast<ast::Seq<char>*>(out);
  seq.items = static_cast<char*>(arena_.allocate(size_t(count) * step));
  seq.count = int(count);
  std::memset(seq.items, 0, size_t(count) * step);
  for (Index i = 0; i < count; ++i) {
    Ref<> held = hold(list->item(i));
    KR_TRY(value(owner, item, held, seq.items + size_t(i) * step));
    if (count != list->size())
      return raise(cx_, exc::RuntimeError, "{} field \"{}\" changed size during iteration", owner.name, info.name);
  }
  return {};
}

Result<void> Reader::value(const ast::NodeInfo& owner, const ast::FieldInfo& info, Borrowed<> object, char* out) {
  if (info.many) return sequence(owner, info, object, out);
  if (info.type < ast::leaf_types) return leaf(info.type, object, out);
  const ast::TypeInfo& type = ast::type_info(info.type);
  if (type.shape == ast::Shape::ENUM) return enumerator(type, object, reinterpret_cast<uint8_t*>(out));
  return node(info.type, object, reinterpret_cast<void**>(out));
}

Result<void> Reader::field(const ast::NodeInfo& owner, int index, Borrowed<> object, char* out) {
  const ast::FieldInfo& info = ast::fields[index];
  auto found = lookup_attr(cx_, object, Borrowed<Str>(classes_.field_names[index]));
  if (found.failed()) return Failed{};
  Ref<> given = std::move(found).value();
  char* at = out + info.offset;
  bool pointer = !info.many && info.type != ast::INT_TYPE;
  if (!given && !info.optional) return missing(info.name, owner.name);
  bool absent = info.optional && (!given || is_none(given));
  if (!absent) {
    KR_RECURSION_GUARD(cx_, " while traversing a node");
    KR_TRY(value(owner, info, given, at));
  }
  bool is_enum = info.type >= ast::leaf_types && ast::type_info(info.type).shape == ast::Shape::ENUM;
  if (pointer && !is_enum && !info.optional && !*reinterpret_cast<void**>(at))
    return raise(cx_, exc::ValueError, "field '{}' is required for {}", info.name, owner.name);
  return {};
}

Result<void> Reader::fields(int number, Borrowed<> object, char* out) {
  const ast::NodeInfo& info = ast::nodes[number];
  for (int i = info.first_field; i < info.first_field + info.field_count; ++i) KR_TRY(field(info, i, object, out));
  return {};
}

// A missing end is the beginning.
Result<void> Reader::attributes(const ast::TypeInfo& info, Borrowed<> object, int* out) {
  for (int i = 0; i < info.attributes; ++i) {
    auto found = lookup_attr(cx_, object, Borrowed<Str>(classes_.attribute_names[i]));
    if (found.failed()) return Failed{};
    Ref<> given = std::move(found).value();
    bool optional = i >= info.attributes - info.optional_attributes;
    if (!given && !optional) return missing(ast::attribute_names[i], info.name);
    if (optional && (!given || is_none(given))) {
      out[i] = out[i - 2];
    } else {
      KR_TRY(leaf(ast::INT_TYPE, given, reinterpret_cast<char*>(out + i)));
    }
  }
  return {};
}

Result<void> Reader::node(ast::TypeNumber type, Borrowed<> object, void** out) {
  *out = nullptr;
  const ast::TypeInfo& info = ast::type_info(type);
  bool product = info.shape == ast::Shape::PRODUCT;
  if (is_none(object) && !product) return {};
  ast::Position position{};
  auto* place = reinterpret_cast<int*>(&position);
  if (!product && info.attributes) KR_TRY(attributes(info, object, place));
  int number = product ? info.first_node : KR_TRY(find_node(info, object));
  size_t size = ast::nodes[number].size;
  auto* made = static_cast<char*>(std::memset(arena_.allocate(size), 0, size));
  KR_TRY(fields(number, object, made));
  if (product && info.attributes) KR_TRY(attributes(info, object, place));
  if (info.attributes) std::memcpy(made, &position, sizeof position);
  if (info.shape == ast::Shape::SUM) made[info.attributes ? sizeof(ast::Position) : 0] = char(number - info.first_node);
  *out = made;
  return {};
}

}  // namespace

Result<ast::Mod*> from_object(Context& cx, ast::Arena& arena, Borrowed<> object, syntax::Mode mode) {
  Classes* c = KR_TRY(classes(cx));
  ast::ModKind wanted = mode == syntax::Mode::exec   ? ast::ModKind::Module
                        : mode == syntax::Mode::eval ? ast::ModKind::Expression
                                                     : ast::ModKind::Interactive;
  int number = ast::type_info(ast::MOD_TYPE).first_node + int(wanted);
  if (!KR_TRY(is_instance(cx, object, Borrowed<>(c->nodes[number]))))
    return raise(cx, exc::TypeError, "expected {} node, got {}", ast::nodes[number].name, short_name(*object.type()));
  void* made = nullptr;
  KR_TRY(Reader(cx, *c, arena).node(ast::MOD_TYPE, object, &made));
  return static_cast<ast::Mod*>(made);
}

}  // namespace krait::ast_module
