// _symtable: the compiler's symbol tables as objects, for the module symtable.
#include "compile/symtable/symtable.h"
#include "isolate/source.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "syntax/parse.h"
#include "types/dict/dict.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"

namespace krait {
namespace symtable {
namespace {

using compile::ScopeBlock;

struct Entry {
  Object base;
  Slot<> id, name, symbols, varnames, children;
  int nested, type, lineno;
};

void dealloc(Object* raw) {
  auto* self = reinterpret_cast<Entry*>(raw);
  for (Slot<>* slot : {&self->id, &self->name, &self->symbols, &self->varnames, &self->children}) Ref<> old = slot->take();
  free_object(raw);
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Entry> self) {
  return format_str(cx, "<symtable entry {}({}), line {}>", self->name, self->id, self->lineno);
}

constinit MemberDef members[] = {
    KR_MEMBER("id", object, Entry, id, 1, nullptr),
    KR_MEMBER("name", object, Entry, name, 1, nullptr),
    KR_MEMBER("symbols", object, Entry, symbols, 1, nullptr),
    KR_MEMBER("varnames", object, Entry, varnames, 1, nullptr),
    KR_MEMBER("children", object, Entry, children, 1, nullptr),
    KR_MEMBER("nested", int_, Entry, nested, 1, nullptr),
    KR_MEMBER("type", int_, Entry, type, 1, nullptr),
    KR_MEMBER("lineno", int_, Entry, lineno, 1, nullptr),
    {}};

constinit Type entry_type = {.head = {{1, &type_type}, 0},
                             .tp_name = "symtable entry",
                             .tp_basicsize = sizeof(Entry),
                             .tp_dealloc = dealloc,
                             .tp_repr = slot<&repr>,
                             .tp_getattro = slot<&generic_get_attr>,
                             .tp_flags = type_flags::immutable | type_flags::disallow_instantiation,
                             .tp_members = members,
                             .tp_free = free_object};
KR_READY(entry_type);

constexpr int scope_offset = 11;

Result<Ref<Dict>> symbols_of(Context& cx, ScopeBlock& block) {
  Ref<Dict> dict = KR_TRY(new_dict(cx, block.symbols.size()));
  for (auto& symbol : block.symbols) {
    Ref<Int> flags = KR_TRY(int_from(cx, symbol.value.flags | static_cast<int>(symbol.value.scope) << scope_offset));
    KR_TRY(dict_set(cx, dict, Borrowed<Str>(symbol.key), flags));
  }
  return dict;
}

Result<Ref<>> entry_of(Context& cx, ScopeBlock& block) {
  Ref<> id = KR_TRY(int_from_unsigned(cx, reinterpret_cast<std::uintptr_t>(&block)));
  Ref<Dict> symbols = KR_TRY(symbols_of(cx, block));
  Ref<List> varnames = KR_TRY(new_list(cx));
  for (Str* name : block.parameters) KR_TRY(list_append(cx, varnames, Borrowed<>(as_object(name))));
  Ref<List> children = KR_TRY(new_list(cx));
  for (ScopeBlock* child : block.children) {
    Ref<> made = KR_TRY(entry_of(cx, *child));
    KR_TRY(list_append(cx, children, made.borrow()));
  }
  Ref<Entry> entry = KR_TRY(new_plain<Entry>(cx, entry_type));
  entry->id.init(std::move(id));
  entry->name.init(hold(as_object(block.name)));
  entry->symbols.init(std::move(symbols));
  entry->varnames.init(std::move(varnames));
  entry->children.init(std::move(children));
  entry->nested = block.nested;
  entry->type = static_cast<int>(block.type);
  entry->lineno = block.at.line;
  return entry;
}

Result<Ref<Str>> filename_of(Context& cx, Borrowed<> filename) {
  if (is<Str>(filename)) return hold(filename.as<Str>());
  if (is<Bytes>(filename)) return decode_fs(cx, filename.as<Bytes>()->text());
  auto method = lookup_special(cx, filename, KR_ID(__fspath__));
  if (method.failed()) return Failed{};
  if (method.missing()) return raise(cx, exc::TypeError, "expected str, bytes or os.PathLike object, not {!t}", filename);
  Ref<> made = KR_TRY(call(cx, std::move(method).value()));
  if (is<Str>(made)) return std::move(made).as<Str>();
  if (is<Bytes>(made)) return decode_fs(cx, made.borrow().as<Bytes>()->text());
  return raise(cx, exc::TypeError, "expected {!t}.__fspath__() to return str or bytes, not {!t}", filename, made);
}

Result<Ref<>> make_table(Context& cx, Borrowed<> source, Borrowed<> file, Borrowed<Str> start) {
  Ref<Str> filename = KR_TRY(filename_of(cx, file));
  SourceText text = KR_TRY(source_text(cx, source, "symtable", "string or bytes"));
  syntax::ParseOptions options{.filename = filename.object()};
  if (str_equal(start, "eval")) options.mode = syntax::Mode::eval;
  else if (str_equal(start, "single")) options.mode = syntax::Mode::single;
  else if (!str_equal(start, "exec")) return raise(cx, exc::ValueError, "symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  ast::Arena arena;
  ast::Mod* tree = text.was_str ? syntax::parse(cx, arena, text.text, options) : syntax::parse_bytes(cx, arena, text.text, options, false);
  if (!tree) return Failed{};
  compile::Job job{.cx = cx, .arena = arena, .filename = filename, .flags = 0, .optimize = 0};
  compile::limit_depth(job);
  KR_TRY(compile::read_futures(job, *tree));
  compile::SymbolTable* table = KR_TRY(compile::build_symbol_table(job, *tree));
  return entry_of(cx, *table->top);
}

constinit MethodDef functions[] = {
    KR_FUNCTION("symtable($module, source, filename, startstr, /)", make_table,
                "Return symbol and scope dictionaries used internally by compiler."),
    KR_END};

struct Number {
  const char* name;
  int value;
};
constexpr Number numbers[] = {{"USE", 16}, {"DEF_GLOBAL", 1}, {"DEF_NONLOCAL", 8}, {"DEF_LOCAL", 2}, {"DEF_PARAM", 4},
                              {"DEF_FREE", 32}, {"DEF_FREE_CLASS", 64}, {"DEF_IMPORT", 128}, {"DEF_BOUND", 134},
                              {"DEF_ANNOT", 256}, {"TYPE_FUNCTION", 0}, {"TYPE_CLASS", 1}, {"TYPE_MODULE", 2}, {"LOCAL", 1},
                              {"GLOBAL_EXPLICIT", 2}, {"GLOBAL_IMPLICIT", 3}, {"FREE", 4}, {"CELL", 5},
                              {"SCOPE_OFF", scope_offset}, {"SCOPE_MASK", 15}};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  for (const Number& number : numbers) {
    Ref<Str> name = KR_TRY(intern_utf8(cx, number.name));
    Ref<Int> value = KR_TRY(int_from(cx, number.value));
    KR_TRY(module_add(cx, module, name, value));
  }
  return {};
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head, .m_name = "_symtable", .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace symtable
}  // namespace krait
