// _tokenize: the tokenizer seen from Python, as the test suite uses it. TokenizerIter("text") yields
// (text, kind, first line, last line, first column, end column, line); columns count UTF-8 bytes.
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "syntax/encoding.h"
#include "syntax/source.h"
#include "syntax/token_source.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

#include <cstdio>

namespace krait {

extern Type tokenizer_iter_type;

namespace tokenize_module {
namespace {

struct Text {  // lives as long as the iterator: tokens point into it
  ast::Arena arena;
  syntax::NormalText text;
  syntax::Tokenizer tokenizer;

  Text(Context& cx, std::string_view source)
      : text(source, true), tokenizer(cx, text.view().data(), text.view().data() + text.view().size(), {}) {}
};

struct TokenizerIter {
  Object base;
  Text* text;
};

Result<Ref<>> make(Context& cx, Borrowed<Type> type, Borrowed<Str> source) {
  Index size = 0;
  const char* utf8 = KR_TRY(str_utf8(cx, source, &size));
  Ref<TokenizerIter> made = KR_TRY(generic_alloc(cx, *type.raw(), 0)).as<TokenizerIter>();
  made->text = new (std::nothrow) Text(cx, {utf8, std::size_t(size)});
  if (!made->text) return raise_memory_error(cx);
  return made;
}

void dealloc(Object* object) {
  delete reinterpret_cast<TokenizerIter*>(object)->text;
  object->type->tp_free(object);
}

Failed raise_message(Context& cx, const syntax::Tokenizer& t) {
  syntax::Problem problem;
  problem.kind = syntax::Problem::syntax;
  std::snprintf(problem.message, sizeof problem.message, "%s", t.message);
  problem.lineno = problem.end_lineno = t.error_lineno;
  problem.offset = t.error_col;
  problem.end_offset = t.error_end_col;
  problem.text = {t.error_line, std::strcspn(t.error_line, "\n")};
  syntax::raise_problem(cx, KR_STR("<string>").object(), problem);
  return Failed{};
}

Result<Ref<>> describe(Context& cx, const syntax::Tokenizer& t, const syntax::Token& token) {
  std::string_view text = token.start ? token.text() : std::string_view();
  Ref<Str> string = KR_TRY(str_from_utf8(cx, text));
  Ref<Str> line_text = KR_TRY(str_from_utf8(cx, {t.window, std::size_t(t.limit - t.window)}, "replace"));
  int numbers[] = {int(token.kind), token.lineno, token.end_lineno, token.col_offset, token.end_col_offset};
  if (syntax::is_keyword(token.kind)) numbers[0] = int(syntax::Tok::Name);
  Ref<Tuple> tuple = KR_TRY(new_tuple(cx, 7));
  tuple->init_item(0, std::move(string));
  tuple->init_item(6, std::move(line_text));
  for (int i = 0; i < 5; ++i) tuple->init_item(i + 1, KR_TRY(int_from(cx, numbers[i])));
  return tuple;
}

Object* next_token(Object* object) {
  Context& cx = Context::current();
  syntax::Tokenizer& t = reinterpret_cast<TokenizerIter*>(object)->text->tokenizer;
  syntax::Token token;
  syntax::Tok kind = t.next(token);
  if (kind == syntax::Tok::Error && t.done == syntax::TokDone::Message) return raise_message(cx, t);
  if (kind == syntax::Tok::Error || kind == syntax::Tok::EndMarker) return nullptr;
  return describe(cx, t, token).release();
}

Result<void> exec(Context& cx, Borrowed<Module> module) { return module_add_type(cx, module, tokenizer_iter_type); }

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {.base = module_def_head, .m_name = "_tokenize", .m_size = 0, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);

}  // namespace
}  // namespace tokenize_module

constinit Type tokenizer_iter_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "_tokenize.TokenizerIter",
    .tp_basicsize = sizeof(tokenize_module::TokenizerIter),
    .tp_dealloc = tokenize_module::dealloc,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable,
    .tp_iter = self_iter,
    .tp_iternext = tokenize_module::next_token,
    .tp_new = KR_NEW("TokenizerIter(source)", tokenize_module::make),
    .tp_free = free_object,
};
KR_READY(tokenizer_iter_type);

}  // namespace krait
