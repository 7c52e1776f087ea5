// Blocks, names and statements of the symbol table's first pass.
#include "compile/symtable/builder.h"

namespace krait::compile {

void SymbolBuilder::open(Str* name, BlockType type, const void* node, const Location& at) {
  auto* block = new (job_.arena.allocate(sizeof(ScopeBlock))) ScopeBlock();
  block->type = type;
  block->name = name;
  block->at = at;
  block->parent = block_;
  if (block_) {
    block->nested = block_->nested || block_->type == BlockType::function;
    block->iterable_depth = block_->iterable_depth;
  }
  // An annotation that is not evaluated leaves no trace in the table.
  if (type != BlockType::annotation) {
    table_.blocks.add(job_.arena, node, block);
    if (block_) block_->children.push(job_.arena, block);
    else table_.top = block;
  }
  block_ = block;
}

void SymbolBuilder::close() { block_ = block_->parent; }

Done SymbolBuilder::add_to(ScopeBlock* block, Str* name, int flag, const Location& at) {
  Str* mangled = KR_TRY(mangle(job_, private_, name));
  auto* entry = block->symbols.find(mangled);
  if (!entry) entry = &block->symbols.add(job_.arena, mangled, {});
  int& flags = entry->value.flags;
  if ((flag & symbol::param) && (flags & symbol::param))
    return syntax_error(job_, at, "duplicate argument '{}' in function definition", Borrowed<Str>(name));
  flags |= flag;
  if (block->in_iteration_target) {
    if (flags & (symbol::global | symbol::nonlocal))
      return syntax_error(job_, at, "comprehension inner loop cannot rebind assignment expression target '{}'", Borrowed<Str>(name));
    flags |= symbol::comprehension_iteration;
  }
  if (flag & symbol::param) {
    block->parameters.push(job_.arena, mangled);
  } else if ((flag & symbol::global) && block != table_.top) {
    auto* outer = table_.top->symbols.find(mangled);
    if (!outer) outer = &table_.top->symbols.add(job_.arena, mangled, {});
    outer->value.flags |= flag;
  }
  return {};
}

Result<int> SymbolBuilder::flags_here(Str* name) {
  Str* mangled = KR_TRY(mangle(job_, private_, name));
  return block_->flags_of(mangled);
}

Done SymbolBuilder::build(ast::Mod& tree) {
  open(KR_ID(top).raw(), BlockType::module, &tree, {0, 0, 0, 0});
  switch (tree.kind) {
    case ast::ModKind::Module: return visit_all(tree.as<ast::Module>()->body);
    case ast::ModKind::Interactive: return visit_all(tree.as<ast::Interactive>()->body);
    case ast::ModKind::Expression: return visit(tree.as<ast::Expression>()->body);
    case ast::ModKind::FunctionType: break;
  }
  return raise(job_.cx, exc::RuntimeError, "this compiler does not handle FunctionTypes");
}

Done SymbolBuilder::visit_all(ast::Seq<ast::Stmt*> statements) {
  for (ast::Stmt* statement : statements) KR_TRY(visit(statement));
  return {};
}

Done SymbolBuilder::visit(ast::Stmt* statement) {
  KR_LEVEL(job_);
  using enum ast::StmtKind;
  switch (statement->kind) {
    case Return: return visit_if(statement->as<ast::Return>()->value);
    case Delete: return visit_all(statement->as<ast::Delete>()->targets);
    case Assign:
      KR_TRY(visit_all(statement->as<ast::Assign>()->targets));
      return visit(statement->as<ast::Assign>()->value);
    case AugAssign:
      KR_TRY(visit(statement->as<ast::AugAssign>()->target));
      return visit(statement->as<ast::AugAssign>()->value);
    case AnnAssign: return visit_annotated_assignment(statement->as<ast::AnnAssign>());
    case Raise:
      KR_TRY(visit_if(statement->as<ast::Raise>()->exc));
      return visit_if(statement->as<ast::Raise>()->cause);
    case Assert:
      KR_TRY(visit(statement->as<ast::Assert>()->test));
      return visit_if(statement->as<ast::Assert>()->msg);
    case Import:
      for (ast::Alias* alias : statement->as<ast::Import>()->names) KR_TRY(visit_alias(alias));
      return {};
    case ImportFrom:
      for (ast::Alias* alias : statement->as<ast::ImportFrom>()->names) KR_TRY(visit_alias(alias));
      return {};
    case Global: return visit_declaration(statement, statement->as<ast::Global>()->names, true);
    case Nonlocal: return visit_declaration(statement, statement->as<ast::Nonlocal>()->names, false);
    case ExprStmt: return visit(statement->as<ast::ExprStmt>()->value);
    case Pass:
    case Break:
    case Continue: return {};
    default: return visit_compound(statement);
  }
}

template <class T>
Done SymbolBuilder::visit_try(T* statement) {
  KR_TRY(visit_all(statement->body));
  KR_TRY(visit_all(statement->orelse));
  for (ast::ExceptHandler* handler : statement->handlers) {
    KR_TRY(visit_if(handler->type));
    if (handler->name) KR_TRY(add(handler->name, symbol::local, location_of(*handler)));
    KR_TRY(visit_all(handler->body));
  }
  return visit_all(statement->finalbody);
}

Done SymbolBuilder::visit_compound(ast::Stmt* statement) {
  using enum ast::StmtKind;
  auto loop = [&](auto* node) -> Done {
    KR_TRY(visit(node->target));
    KR_TRY(visit(node->iter));
    KR_TRY(visit_all(node->body));
    return visit_all(node->orelse);
  };
  auto choice = [&](auto* node) -> Done {
    KR_TRY(visit(node->test));
    KR_TRY(visit_all(node->body));
    return visit_all(node->orelse);
  };
  auto with = [&](auto* node) -> Done {
    for (ast::WithItem* item : node->items) {
      KR_TRY(visit(item->context_expr));
      KR_TRY(visit_if(item->optional_vars));
    }
    return visit_all(node->body);
  };
  auto await_at_top = [&] {
    if ((job_.flags & 0x2000) && block_->type == BlockType::module) block_->is_coroutine = true;
  };
  switch (statement->kind) {
    case FunctionDef: return visit_function(statement->as<ast::FunctionDef>(), false);
    case AsyncFunctionDef: return visit_function(statement->as<ast::AsyncFunctionDef>(), true);
    case ClassDef: return visit_class(statement->as<ast::ClassDef>());
    case For: return loop(statement->as<ast::For>());
    case AsyncFor: await_at_top(); return loop(statement->as<ast::AsyncFor>());
    case While: return choice(statement->as<ast::While>());
    case If: return choice(statement->as<ast::If>());
    case With: return with(statement->as<ast::With>());
    case AsyncWith: await_at_top(); return with(statement->as<ast::AsyncWith>());
    case Try: return visit_try(statement->as<ast::Try>());
    case TryStar: return visit_try(statement->as<ast::TryStar>());
    case Match: {
      auto* match = statement->as<ast::Match>();
      KR_TRY(visit(match->subject));
      for (ast::MatchCase* item : match->cases) {
        KR_TRY(visit(item->pattern));
        KR_TRY(visit_if(item->guard));
        KR_TRY(visit_all(item->body));
      }
      return {};
    }
    default: return {};
  }
}

Done SymbolBuilder::visit_declaration(ast::Stmt* statement, ast::Seq<Str*> names, bool global) {
  const char* kind = global ? "global" : "nonlocal";
  for (Str* name : names) {
    int flags = KR_TRY(flags_here(name));
    Borrowed<Str> text(name);
    Location at = location_of(*statement);
    if (flags & symbol::param) return syntax_error(job_, at, "name '{}' is parameter and {}", text, kind);
    if (flags & symbol::use) return syntax_error(job_, at, "name '{}' is used prior to {} declaration", text, kind);
    if (flags & symbol::annotated) return syntax_error(job_, at, "annotated name '{}' can't be {}", text, kind);
    if (flags & symbol::local) return syntax_error(job_, at, "name '{}' is assigned to before {} declaration", text, kind);
    KR_TRY(add(name, global ? symbol::global : symbol::nonlocal, at));
    KR_TRY(declare(name, at));
  }
  return {};
}

Done SymbolBuilder::visit_annotated_assignment(ast::AnnAssign* statement) {
  if (auto* name = statement->target->if_a<ast::Name>()) {
    int flags = KR_TRY(flags_here(name->id));
    if ((flags & (symbol::global | symbol::nonlocal)) && block_ != table_.top && statement->simple)
      return syntax_error(job_, location_of(*statement), "annotated name '{}' can't be {}", Borrowed<Str>(name->id),
                          (flags & symbol::global) ? "global" : "nonlocal");
    if (statement->simple) KR_TRY(add(name->id, symbol::annotated | symbol::local, location_of(*name)));
    else if (statement->value) KR_TRY(add(name->id, symbol::local, location_of(*name)));
  } else {
    KR_TRY(visit(statement->target));
  }
  KR_TRY(visit_annotation(statement->annotation));
  return visit_if(statement->value);
}

Done SymbolBuilder::visit_alias(ast::Alias* alias) {
  Str* name = alias->asname ? alias->asname : alias->name;
  if (!alias->asname) {
    Index dot = str_find_char(Borrowed<Str>(name), '.', 0, name->size, 1);
    if (dot >= 0) name = job_.keep(intern(job_.cx, KR_TRY(substring(job_.cx, Borrowed<Str>(name), 0, dot))));
  }
  if (!str_equal(Borrowed<Str>(alias->name), "*") || alias->asname) return add(name, symbol::import, location_of(*alias));
  if (block_->type != BlockType::module) return syntax_error(job_, location_of(*alias), "import * only allowed at module level");
  return {};
}

Result<SymbolTable*> build_symbol_table(Job& job, ast::Mod& tree) {
  auto* table = new (job.arena.allocate(sizeof(SymbolTable))) SymbolTable();
  KR_TRY(SymbolBuilder(job, *table).build(tree));
  KR_TRY(analyze(job, *table));
  return table;
}

}  // namespace krait::compile
