// Functions, lambdas, classes, and the pieces they share.
#include "compile/codegen/generator.h"
#include "object/singletons.h"

namespace krait::compile {

using ast::ExprContext;

namespace {
constexpr int has_defaults = 1, has_kw_defaults = 2, has_annotations = 4, has_closure = 8;  // MAKE_FUNCTION's argument
}

Done Generator::decorators(ast::Seq<ast::Expr*> list) { return visit_all(list); }

void Generator::apply_decorators(ast::Seq<ast::Expr*> list) {
  Location at = unit_->at;
  for (int i = list.size() - 1; i >= 0; --i) {
    place(*list[i]);
    call(0);
  }
  unit_->at = at;
}

Done Generator::check_parameters(ast::Arguments* arguments) {
  auto check = [&](ast::Seq<ast::Arg*> list) -> Done {
    for (ast::Arg* arg : list)
      if (arg) KR_TRY(forbid(arg->arg, ExprContext::Store));
    return {};
  };
  KR_TRY(check(arguments->posonlyargs));
  KR_TRY(check(arguments->args));
  KR_TRY(check({&arguments->vararg, 1}));
  KR_TRY(check(arguments->kwonlyargs));
  return check({&arguments->kwarg, 1});
}

Result<int> Generator::defaults(ast::Arguments* arguments) {
  int flags = 0;
  if (!arguments->defaults.empty()) {
    KR_TRY(visit_all(arguments->defaults));
    emit(op::BUILD_TUPLE, arguments->defaults.size());
    flags |= has_defaults;
  }
  Array<Object*> keys;
  for (int i = 0; i < arguments->kwonlyargs.size(); ++i) {
    if (!arguments->kw_defaults[i]) continue;
    Str* mangled = KR_TRY(mangle(job_, unit_->private_name, arguments->kwonlyargs[i]->arg));
    keys.push(job_.arena, as_object(mangled));
    KR_TRY(visit(arguments->kw_defaults[i]));
  }
  if (!keys.empty()) {
    Ref<Tuple> names = KR_TRY(tuple_from_items(job_.cx, {keys.begin(), static_cast<std::size_t>(keys.size())}));
    KR_TRY(load_constant(names));
    emit(op::BUILD_CONST_KEY_MAP, keys.size());
    flags |= has_kw_defaults;
  }
  return flags;
}

Done Generator::annotation_text(ast::Expr* annotation) {
  Location at = unit_->at;
  place(*annotation);
  Ref<Str> text = KR_TRY(unparse(job_, annotation));
  unit_->at = at;
  return load_constant(text);
}

Done Generator::annotation(Str* id, ast::Expr* expr, int* count) {
  if (!expr) return {};
  Str* mangled = KR_TRY(mangle(job_, unit_->private_name, id));
  KR_TRY(load_constant(Borrowed<Str>(mangled)));
  if (job_.future_annotations()) {
    KR_TRY(annotation_text(expr));
  } else if (auto* starred = expr->if_a<ast::Starred>()) {
    // PEP 646: *args: *Ts is the one item of [*Ts].
    KR_TRY(visit(starred->value));
    emit(op::UNPACK_SEQUENCE, 1);
  } else {
    KR_TRY(visit(expr));
  }
  *count += 2;
  return {};
}

Result<bool> Generator::annotations(ast::Arguments* arguments, ast::Expr* returns) {
  int count = 0;
  auto each = [&](ast::Seq<ast::Arg*> list) -> Done {
    for (ast::Arg* arg : list)
      if (arg) KR_TRY(annotation(arg->arg, arg->annotation, &count));
    return {};
  };
  KR_TRY(each(arguments->args));
  KR_TRY(each(arguments->posonlyargs));
  KR_TRY(each({&arguments->vararg, 1}));
  KR_TRY(each(arguments->kwonlyargs));
  KR_TRY(each({&arguments->kwarg, 1}));
  KR_TRY(annotation(KR_STR("return").raw(), returns, &count));
  if (count) emit(op::BUILD_TUPLE, count);
  return count != 0;
}

void Generator::count_parameters(ast::Arguments* arguments) {
  unit_->argcount = arguments->posonlyargs.size() + arguments->args.size();
  unit_->posonlyargcount = arguments->posonlyargs.size();
  unit_->kwonlyargcount = arguments->kwonlyargs.size();
}

// The function object of a code object: the cells it closes over, then MAKE_FUNCTION.
Done Generator::closure(Borrowed<Code> code, int flags) {
  for (int i = code->co_nlocals + code->co_nplaincellvars; i < code->co_nlocalsplus; ++i) {
    Str* id = code->local_name(i).raw();
    // A class may have both a free variable and a name of its own called the same; only __class__ is a cell of the class itself.
    bool is_class_cell = unit_->kind == UnitKind::class_ && same_name(id, KR_ID(__class__));
    bool is_cell = is_class_cell || unit_->scope->scope_of(id) == Scope::cell;
    emit(op::LOAD_CLOSURE, unit_->cell_position(id, is_cell));
  }
  if (code->co_nfreevars) {
    emit(op::BUILD_TUPLE, code->co_nfreevars);
    flags |= has_closure;
  }
  KR_TRY(load_constant(code));
  emit(op::MAKE_FUNCTION, flags);
  return {};
}

template <class T>
Done Generator::function(T* statement, bool is_async) {
  KR_TRY(check_parameters(statement->args));
  KR_TRY(decorators(statement->decorator_list));
  int line = statement->decorator_list.empty() ? statement->lineno : statement->decorator_list[0]->lineno;
  int flags = KR_TRY(defaults(statement->args));
  if (KR_TRY(annotations(statement->args, statement->returns))) flags |= has_annotations;
  KR_TRY(open(is_async ? UnitKind::async_function : UnitKind::function, statement->name, statement, line));
  // The first constant is the docstring, or None.
  ast::Constant* text = job_.optimize < 2 ? docstring_of(statement->body) : nullptr;
  KR_TRY(constant_index(text ? Borrowed<>(text->value) : none()));
  count_parameters(statement->args);
  for (int i = text ? 1 : 0; i < statement->body.size(); ++i) KR_TRY(visit(statement->body[i]));
  Ref<Code> code = KR_TRY(close(true));
  KR_TRY(closure(code, flags));
  apply_decorators(statement->decorator_list);
  return name(statement->name, ExprContext::Store);
}
template Done Generator::function(ast::FunctionDef*, bool);
template Done Generator::function(ast::AsyncFunctionDef*, bool);

Done Generator::lambda(ast::Lambda* expr) {
  KR_TRY(check_parameters(expr->args));
  int flags = KR_TRY(defaults(expr->args));
  KR_TRY(open(UnitKind::lambda, unit_name<"<lambda>">(), expr, expr->lineno));
  KR_TRY(constant_index(none()));  // a lambda has no docstring
  count_parameters(expr->args);
  KR_TRY(visit(expr->body));
  bool is_generator = unit_->scope->is_generator;
  if (!is_generator) emit(op::RETURN_VALUE);
  Ref<Code> code = KR_TRY(close(!is_generator));
  return closure(code, flags);
}

Done Generator::class_definition(ast::ClassDef* statement) {
  KR_TRY(decorators(statement->decorator_list));
  int line = statement->decorator_list.empty() ? statement->lineno : statement->decorator_list[0]->lineno;
  KR_TRY(open(UnitKind::class_, statement->name, statement, line));
  unit_->private_name = statement->name;
  KR_TRY(name(KR_ID(__name__).raw(), ExprContext::Load));
  KR_TRY(name(KR_ID(__module__).raw(), ExprContext::Store));
  KR_TRY(load_constant(Borrowed<Str>(unit_->qualname)));
  KR_TRY(name(KR_ID(__qualname__).raw(), ExprContext::Store));
  KR_TRY(body(statement->body));
  unplace();
  if (unit_->scope->needs_class_closure) {
    // type.__new__ finds the cell as __classcell__ and fills it.
    emit(op::LOAD_CLOSURE, unit_->cellvars.get(KR_ID(__class__).raw()));
    emit(op::COPY, 1);
    KR_TRY(name(KR_ID(__classcell__).raw(), ExprContext::Store));
  } else {
    load_none();
  }
  emit(op::RETURN_VALUE);
  Ref<Code> code = KR_TRY(close(true));
  emit(op::PUSH_NULL);
  emit(op::LOAD_BUILD_CLASS);
  KR_TRY(closure(code, 0));
  KR_TRY(load_constant(Borrowed<Str>(statement->name)));
  KR_TRY(call_with(2, statement->bases, statement->keywords));
  apply_decorators(statement->decorator_list);
  return name(statement->name, ExprContext::Store);
}

}  // namespace krait::compile
