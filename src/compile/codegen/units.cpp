// Opening and closing units; modules and the bodies of modules and classes.
#include <algorithm>
#include <new>

#include "compile/codegen/generator.h"
#include "types/str/str.h"

namespace krait::compile {

namespace {

// The names of a scope that live in cells, sorted as CPython sorts them.
void collect_sorted(Job& job, ScopeBlock& scope, Scope wanted, int flag, NameIndex& out) {
  Array<Str*> found;
  for (auto& entry : scope.symbols)
    if (entry.value.scope == wanted || (entry.value.flags & flag)) found.push(job.arena, entry.key);
  if (found.empty()) return;
  std::sort(found.begin(), found.end(), [](Str* a, Str* b) { return str_compare(Borrowed<Str>(a), Borrowed<Str>(b)) < 0; });
  for (Str* name : found) out.enter(job.arena, name);
}

}  // namespace

Done Generator::open(UnitKind kind, Str* name, const void* node, int firstlineno) {
  auto* unit = new (job_.arena.allocate(sizeof(Unit))) Unit();
  unit->kind = kind;
  unit->scope = table_.block_of(node);
  unit->name = name;
  unit->parent = unit_;
  unit->private_name = unit_ ? unit_->private_name : nullptr;
  unit->firstlineno = firstlineno;
  unit->at = {firstlineno, firstlineno, 0, 0};
  for (Str* parameter : unit->scope->parameters) unit->varnames.enter(job_.arena, parameter);
  collect_sorted(job_, *unit->scope, Scope::cell, 0, unit->cellvars);
  if (unit->scope->needs_class_closure) unit->cellvars.enter(job_.arena, KR_ID(__class__).raw());
  collect_sorted(job_, *unit->scope, Scope::free, symbol::free_class, unit->freevars);
  unit_ = unit;
  ++nesting_;
  unit->first = unit->current = new_block();
  if (kind == UnitKind::module) unit->at.line = 0;
  else KR_TRY(find_qualname());
  emit(op::RESUME, 0);
  if (kind == UnitKind::module) unit->at.line = -1;
  return {};
}

Result<Ref<Code>> Generator::close(bool add_none) {
  Block* block = unit_->current;
  if (block->code.empty() || block->code.back().opcode != op::RETURN_VALUE) {
    unplace();
    if (add_none) load_none();
    emit(op::RETURN_VALUE);
  }
  Result<Ref<Code>> code = assemble(job_, pool_, *unit_);
  unit_ = unit_->parent;
  --nesting_;
  return code;
}

Done Generator::find_qualname() {
  Unit* parent = unit_->parent;
  unit_->qualname = unit_->name;
  if (!parent || !parent->parent) return {};
  bool named = unit_->kind == UnitKind::function || unit_->kind == UnitKind::async_function || unit_->kind == UnitKind::class_;
  if (named) {
    Str* mangled = KR_TRY(mangle(job_, parent->private_name, unit_->name));
    if (parent->scope->scope_of(mangled) == Scope::global_explicit) return {};
  }
  bool local = parent->kind == UnitKind::function || parent->kind == UnitKind::async_function || parent->kind == UnitKind::lambda;
  Ref<Str> text = KR_TRY(format_str(job_.cx, "{}{}{}", Borrowed<Str>(parent->qualname), local ? ".<locals>." : ".",
                                    Borrowed<Str>(unit_->name)));
  unit_->qualname = job_.keep(std::move(text));
  return {};
}

namespace {

bool has_annotations(ast::Seq<ast::Stmt*> body);

template <class T>
bool handlers_have_annotations(T* node) {
  for (ast::ExceptHandler* handler : node->handlers)
    if (has_annotations(handler->body)) return true;
  return has_annotations(node->body) || has_annotations(node->finalbody) || has_annotations(node->orelse);
}

// Whether a statement of the block itself annotates a name.
bool has_annotations(ast::Seq<ast::Stmt*> body) {
  using enum ast::StmtKind;
  auto loop = [](auto* node) { return has_annotations(node->body) || has_annotations(node->orelse); };
  for (ast::Stmt* statement : body) {
    bool found = false;
    switch (statement->kind) {
      case AnnAssign: return true;
      case For: found = loop(statement->as<ast::For>()); break;
      case AsyncFor: found = loop(statement->as<ast::AsyncFor>()); break;
      case While: found = loop(statement->as<ast::While>()); break;
      case If: found = loop(statement->as<ast::If>()); break;
      case With: found = has_annotations(statement->as<ast::With>()->body); break;
      case AsyncWith: found = has_annotations(statement->as<ast::AsyncWith>()->body); break;
      case Try: found = handlers_have_annotations(statement->as<ast::Try>()); break;
      case TryStar: found = handlers_have_annotations(statement->as<ast::TryStar>()); break;
      case Match:
        for (ast::MatchCase* item : statement->as<ast::Match>()->cases) found |= has_annotations(item->body);
        break;
      default: break;
    }
    if (found) return true;
  }
  return false;
}

}  // namespace

Done Generator::body(ast::Seq<ast::Stmt*> statements) {
  if (unit_->kind == UnitKind::module && !statements.empty()) place(*statements[0]);
  if (has_annotations(statements)) emit(op::SETUP_ANNOTATIONS);
  int first = 0;
  if (ast::Constant* text = job_.optimize < 2 ? docstring_of(statements) : nullptr) {
    first = 1;
    KR_TRY(visit(static_cast<ast::Expr*>(text)));
    unplace();
    KR_TRY(name(KR_ID(__doc__).raw(), ast::ExprContext::Store));
  }
  for (int i = first; i < statements.size(); ++i) KR_TRY(visit(statements[i]));
  return {};
}

Result<Ref<Code>> Generator::compile(ast::Mod& tree) {
  KR_TRY(open(UnitKind::module, unit_name<"<module>">(), &tree, 1));
  unit_->qualname = unit_->name;
  if (auto* module = tree.if_a<ast::Module>()) {
    KR_TRY(body(module->body));
  } else if (auto* input = tree.if_a<ast::Interactive>()) {
    if (has_annotations(input->body)) emit(op::SETUP_ANNOTATIONS);
    job_.interactive = true;
    KR_TRY(visit_all(input->body));
  } else {
    KR_TRY(visit(tree.as<ast::Expression>()->body));
    return close(false);
  }
  return close(true);
}

}  // namespace krait::compile
