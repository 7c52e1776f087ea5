// The folder's walk over the tree: children first, then the node itself.
#include "compile/fold/fold.h"
#include "object/singletons.h"

namespace krait::compile {

Done fold_tree(Job& job, ast::Mod& tree) { return Folder(job).fold(tree); }

Done Folder::fold(ast::Mod& tree) {
  if (auto* module = tree.if_a<ast::Module>()) return body(module->body);
  if (auto* input = tree.if_a<ast::Interactive>()) return statements(input->body);
  if (auto* eval = tree.if_a<ast::Expression>()) return expression(eval->body);
  return {};
}

void Folder::replace(ast::Expr*& slot, Ref<> value) {
  auto* made = job_.arena.make<ast::Constant>();
  static_cast<ast::Position&>(*made) = *slot;
  made->value = job_.keep(std::move(value));
  slot = made;
}

Done Folder::replace_if(ast::Expr*& slot, Result<Ref<>> value) {
  if (!value.failed()) {
    replace(slot, std::move(value).value());
    return {};
  }
  if (error_matches(job_.cx, exc::KeyboardInterrupt)) return Failed{};
  clear_error(job_.cx);
  return {};
}

// A body whose first statement only became a string by folding gets no docstring: the string is hidden in a joined string.
Done Folder::body(ast::Seq<ast::Stmt*> items) {
  bool documented = docstring_of(items);
  KR_TRY(statements(items));
  ast::Constant* text = documented ? nullptr : docstring_of(items);
  if (!text) return {};
  auto* joined = job_.arena.make<ast::JoinedStr>();
  static_cast<ast::Position&>(*joined) = *text;
  ast::Expr* value = text;
  joined->values = job_.arena.copy_seq(&value, 1);
  items[0]->as<ast::ExprStmt>()->value = joined;
  return {};
}

Done Folder::statements(ast::Seq<ast::Stmt*> items) {
  for (ast::Stmt* item : items) KR_TRY(statement(item));
  return {};
}

Done Folder::annotations(ast::Seq<ast::Arg*> items) {
  if (job_.future_annotations()) return {};
  for (ast::Arg* arg : items)
    if (arg) KR_TRY(expression(arg->annotation));
  return {};
}

Done Folder::arguments(ast::Arguments* node) {
  KR_TRY(annotations(node->posonlyargs));
  KR_TRY(annotations(node->args));
  KR_TRY(annotations({&node->vararg, 1}));
  KR_TRY(annotations(node->kwonlyargs));
  KR_TRY(expressions(node->kw_defaults));
  KR_TRY(annotations({&node->kwarg, 1}));
  return expressions(node->defaults);
}

Done Folder::keywords(ast::Seq<ast::Keyword*> items) {
  for (ast::Keyword* keyword : items) KR_TRY(expression(keyword->value));
  return {};
}

template <class T>
Done Folder::definition(T* function) {
  KR_TRY(arguments(function->args));
  KR_TRY(body(function->body));
  KR_TRY(expressions(function->decorator_list));
  return job_.future_annotations() ? Done() : expression(function->returns);
}

template <class T>
Done Folder::try_statement(T* node) {
  KR_TRY(statements(node->body));
  for (ast::ExceptHandler* handler : node->handlers) {
    KR_TRY(expression(handler->type));
    KR_TRY(statements(handler->body));
  }
  KR_TRY(statements(node->orelse));
  return statements(node->finalbody);
}

Done Folder::statement(ast::Stmt* node) {
  KR_LEVEL(job_);
  using enum ast::StmtKind;
  auto loop = [&](auto* n) -> Done {
    KR_TRY(expression(n->target));
    KR_TRY(expression(n->iter));
    KR_TRY(statements(n->body));
    KR_TRY(statements(n->orelse));
    return iterable(n->iter);
  };
  auto choice = [&](auto* n) -> Done {
    KR_TRY(expression(n->test));
    KR_TRY(statements(n->body));
    return statements(n->orelse);
  };
  auto with = [&](auto* n) -> Done {
    for (ast::WithItem* item : n->items) {
      KR_TRY(expression(item->context_expr));
      KR_TRY(expression(item->optional_vars));
    }
    return statements(n->body);
  };
  auto pair = [&](ast::Expr*& first, ast::Expr*& second) -> Done {
    KR_TRY(expression(first));
    return expression(second);
  };
  switch (node->kind) {
    case FunctionDef: return definition(node->as<ast::FunctionDef>());
    case AsyncFunctionDef: return definition(node->as<ast::AsyncFunctionDef>());
    case ClassDef: {
      auto* n = node->as<ast::ClassDef>();
      KR_TRY(expressions(n->bases));
      KR_TRY(keywords(n->keywords));
      KR_TRY(body(n->body));
      return expressions(n->decorator_list);
    }
    case Return: return expression(node->as<ast::Return>()->value);
    case Delete: return expressions(node->as<ast::Delete>()->targets);
    case Assign:
      KR_TRY(expressions(node->as<ast::Assign>()->targets));
      return expression(node->as<ast::Assign>()->value);
    case AugAssign: return pair(node->as<ast::AugAssign>()->target, node->as<ast::AugAssign>()->value);
    case AnnAssign: {
      auto* n = node->as<ast::AnnAssign>();
      KR_TRY(expression(n->target));
      if (!job_.future_annotations()) KR_TRY(expression(n->annotation));
      return expression(n->value);
    }
    case For: return loop(node->as<ast::For>());
    case AsyncFor: return loop(node->as<ast::AsyncFor>());
    case While: return choice(node->as<ast::While>());
    case If: return choice(node->as<ast::If>());
    case With: return with(node->as<ast::With>());
    case AsyncWith: return with(node->as<ast::AsyncWith>());
    case Match: return match(node->as<ast::Match>());
    case Raise: return pair(node->as<ast::Raise>()->exc, node->as<ast::Raise>()->cause);
    case Try: return try_statement(node->as<ast::Try>());
    case TryStar: return try_statement(node->as<ast::TryStar>());
    case Assert: return pair(node->as<ast::Assert>()->test, node->as<ast::Assert>()->msg);
    case ExprStmt: return expression(node->as<ast::ExprStmt>()->value);
    default: return {};
  }
}

Done Folder::match(ast::Match* node) {
  KR_TRY(expression(node->subject));
  for (ast::MatchCase* item : node->cases) {
    KR_TRY(pattern(item->pattern));
    KR_TRY(expression(item->guard));
    KR_TRY(statements(item->body));
  }
  return {};
}

Done Folder::patterns(ast::Seq<ast::Pattern*> items) {
  for (ast::Pattern* item : items) KR_TRY(pattern(item));
  return {};
}

Done Folder::pattern(ast::Pattern* node) {
  KR_LEVEL(job_);
  using enum ast::PatternKind;
  switch (node->kind) {
    case MatchValue: return expression(node->as<ast::MatchValue>()->value);
    case MatchSequence: return patterns(node->as<ast::MatchSequence>()->patterns);
    case MatchMapping:
      KR_TRY(expressions(node->as<ast::MatchMapping>()->keys));
      return patterns(node->as<ast::MatchMapping>()->patterns);
    case MatchClass:
      KR_TRY(expression(node->as<ast::MatchClass>()->cls));
      KR_TRY(patterns(node->as<ast::MatchClass>()->patterns));
      return patterns(node->as<ast::MatchClass>()->kwd_patterns);
    case MatchAs: return node->as<ast::MatchAs>()->pattern ? pattern(node->as<ast::MatchAs>()->pattern) : Done();
    case MatchOr: return patterns(node->as<ast::MatchOr>()->patterns);
    default: return {};
  }
}

Done Folder::comprehensions(ast::Seq<ast::Comprehension*> generators) {
  for (ast::Comprehension* generator : generators) {
    KR_TRY(expression(generator->target));
    KR_TRY(expression(generator->iter));
    KR_TRY(expressions(generator->ifs));
    KR_TRY(iterable(generator->iter));
  }
  return {};
}

Done Folder::expressions(ast::Seq<ast::Expr*>& items) {
  for (ast::Expr*& item : items) KR_TRY(expression(item));
  return {};
}

Done Folder::expression(ast::Expr*& slot) {
  if (!slot) return {};
  KR_LEVEL(job_);
  using enum ast::ExprKind;
  ast::Expr* node = slot;
  switch (node->kind) {
    case Constant: return {};
    case Name:
      if (node->as<ast::Name>()->ctx == ast::ExprContext::Load && same_name(node->as<ast::Name>()->id, KR_ID(__debug__)))
        replace(slot, new_bool(job_.optimize == 0));
      return {};
    case Attribute: return expression(node->as<ast::Attribute>()->value);
    case Call:
      KR_TRY(expression(node->as<ast::Call>()->func));
      KR_TRY(expressions(node->as<ast::Call>()->args));
      return keywords(node->as<ast::Call>()->keywords);
    case BinOp:
      KR_TRY(expression(node->as<ast::BinOp>()->left));
      KR_TRY(expression(node->as<ast::BinOp>()->right));
      return binary(slot);
    case UnaryOp:
      KR_TRY(expression(node->as<ast::UnaryOp>()->operand));
      return unary(slot);
    case Compare:
      KR_TRY(expression(node->as<ast::Compare>()->left));
      KR_TRY(expressions(node->as<ast::Compare>()->comparators));
      return compare(node->as<ast::Compare>());
    case Subscript:
      KR_TRY(expression(node->as<ast::Subscript>()->value));
      KR_TRY(expression(node->as<ast::Subscript>()->slice));
      return subscript(slot);
    case Tuple:
      KR_TRY(expressions(node->as<ast::Tuple>()->elts));
      return tuple(slot);
    default: return compound_expression(slot);
  }
}

Done Folder::compound_expression(ast::Expr*& slot) {
  using enum ast::ExprKind;
  ast::Expr* node = slot;
  switch (node->kind) {
    case BoolOp: return expressions(node->as<ast::BoolOp>()->values);
    case NamedExpr: return expression(node->as<ast::NamedExpr>()->value);
    case Lambda:
      KR_TRY(arguments(node->as<ast::Lambda>()->args));
      return expression(node->as<ast::Lambda>()->body);
    case IfExp:
      KR_TRY(expression(node->as<ast::IfExp>()->test));
      KR_TRY(expression(node->as<ast::IfExp>()->body));
      return expression(node->as<ast::IfExp>()->orelse);
    case Dict:
      KR_TRY(expressions(node->as<ast::Dict>()->keys));
      return expressions(node->as<ast::Dict>()->values);
    case Set: return expressions(node->as<ast::Set>()->elts);
    case List: return expressions(node->as<ast::List>()->elts);
    case ListComp:
      KR_TRY(expression(node->as<ast::ListComp>()->elt));
      return comprehensions(node->as<ast::ListComp>()->generators);
    case SetComp:
      KR_TRY(expression(node->as<ast::SetComp>()->elt));
      return comprehensions(node->as<ast::SetComp>()->generators);
    case GeneratorExp:
      KR_TRY(expression(node->as<ast::GeneratorExp>()->elt));
      return comprehensions(node->as<ast::GeneratorExp>()->generators);
    case DictComp:
      KR_TRY(expression(node->as<ast::DictComp>()->key));
      KR_TRY(expression(node->as<ast::DictComp>()->value));
      return comprehensions(node->as<ast::DictComp>()->generators);
    case Await: return expression(node->as<ast::Await>()->value);
    case Yield: return expression(node->as<ast::Yield>()->value);
    case YieldFrom: return expression(node->as<ast::YieldFrom>()->value);
    case FormattedValue:
      KR_TRY(expression(node->as<ast::FormattedValue>()->value));
      return expression(node->as<ast::FormattedValue>()->format_spec);
    case JoinedStr: return expressions(node->as<ast::JoinedStr>()->values);
    case Starred: return expression(node->as<ast::Starred>()->value);
    case Slice:
      KR_TRY(expression(node->as<ast::Slice>()->lower));
      KR_TRY(expression(node->as<ast::Slice>()->upper));
      return expression(node->as<ast::Slice>()->step);
    default: return {};
  }
}

}  // namespace krait::compile
