// import and from ... import.
#include "compile/codegen/generator.h"
#include "object/singletons.h"

namespace krait::compile {

namespace {

Result<Str*> part(Job& job, Str* dotted, Index from, Index to) {
  return job.keep(intern(job.cx, KR_TRY(substring(job.cx, Borrowed<Str>(dotted), from, to))));
}

Index find_dot(Str* name, Index from) { return str_find_char(Borrowed<Str>(name), '.', from, name->size, 1); }

}  // namespace

Done Generator::import(ast::Import* statement) {
  for (ast::Alias* alias : statement->names) {
    KR_TRY(load_int(0));
    load_none();
    KR_TRY(emit_name(op::IMPORT_NAME, alias->name));
    if (alias->asname) {
      KR_TRY(import_as(alias->name, alias->asname));
      continue;
    }
    Index dot = find_dot(alias->name, 0);
    Str* top = dot < 0 ? alias->name : KR_TRY(part(job_, alias->name, 0, dot));
    KR_TRY(name(top, ast::ExprContext::Store));
  }
  return {};
}

// IMPORT_NAME leaves the top package; `import a.b.c as m` walks down from it.
Done Generator::import_as(Str* dotted, Str* target) {
  Index dot = find_dot(dotted, 0);
  if (dot < 0) return name(target, ast::ExprContext::Store);
  while (dot >= 0) {
    Index from = dot + 1;
    dot = find_dot(dotted, from);
    Str* attribute = KR_TRY(part(job_, dotted, from, dot < 0 ? dotted->size : dot));
    emit(op::IMPORT_FROM, unit_->names.enter(job_.arena, attribute));
    if (dot < 0) break;
    emit(op::SWAP, 2);
    emit(op::POP_TOP);
  }
  KR_TRY(name(target, ast::ExprContext::Store));
  emit(op::POP_TOP);
  return {};
}

Done Generator::import_from(ast::ImportFrom* statement) {
  KR_TRY(load_int(statement->level));
  if (statement->lineno > job_.future_line && statement->module && same_name(statement->module, KR_ID(__future__)))
    return error("from __future__ imports must occur at the beginning of the file");
  Ref<Tuple> names = KR_TRY(new_tuple(job_.cx, statement->names.size()));
  for (int i = 0; i < statement->names.size(); ++i) names->init_item(i, hold(as_object(statement->names[i]->name)));
  KR_TRY(load_constant(names));
  KR_TRY(emit_name(op::IMPORT_NAME, statement->module ? statement->module : KR_STR("").raw()));
  for (ast::Alias* alias : statement->names) {
    if (alias == statement->names[0] && alias->name->size > 0 && alias->name->at(0) == '*') {
      emit(op::IMPORT_STAR);
      return {};
    }
    KR_TRY(emit_name(op::IMPORT_FROM, alias->name));
    KR_TRY(name(alias->asname ? alias->asname : alias->name, ast::ExprContext::Store));
  }
  emit(op::POP_TOP);
  return {};
}

}  // namespace krait::compile
