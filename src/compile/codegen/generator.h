// The code generator: a walk over the tree that emits instructions into basic blocks, one unit per code object.
//
// Jumps go to blocks, not to offsets. Every instruction carries the place in the source it stands for, taken from the unit's `at`;
// instructions that stand for nothing in the source carry no line, and the flow graph gives them one if they need it.
// The names of the methods follow the grammar; each file holds one part of it.
#pragma once
#include "compile/codegen/unit.h"

namespace krait::compile {

enum class Comprehend : std::uint8_t { generator, list, set, dict };

class Generator {
 public:
  Generator(Job& job, SymbolTable& table) : job_(job), table_(table), pool_(job) {}
  Result<Ref<Code>> compile(ast::Mod& tree);

 private:
  // --- units (codegen/units.cpp)
  Done open(UnitKind kind, Str* name, const void* node, int firstlineno);
  Result<Ref<Code>> close(bool add_none);
  Done find_qualname();
  Done body(ast::Seq<ast::Stmt*> statements);

  // --- emission (codegen/emit.cpp)
  Block* new_block();
  void use(Block* block) {
    unit_->current->next = block;
    unit_->current = block;
  }
  void add(int opcode, int arg, Block* target, const Location& at);
  void emit(int opcode, int arg = 0) { add(opcode, arg, nullptr, unit_->at); }
  void emit_unplaced(int opcode, int arg = 0) { add(opcode, arg, nullptr, {}); }
  void jump(int opcode, Block* target) { add(opcode, 0, target, unit_->at); }
  void jump_unplaced(int opcode, Block* target) { add(opcode, 0, target, {}); }
  void place(const ast::Position& node) { unit_->at = location_of(node); }
  void unplace() { unit_->at = {}; }
  Result<int> constant_index(Borrowed<> value);
  Done load_constant(Borrowed<> value);
  void load_none();
  Done load_int(long long value);
  Done emit_name(int opcode, Str* name);  // into co_names, mangled
  Done name(Str* name, ast::ExprContext context);
  void call(int count) {
    emit(op::PRECALL, count);
    emit(op::CALL, count);
  }
  void yield_from(bool is_await);
  void emit_yield();
  void await(int kind);
  template <class... Args>
  KR_COLD Failed error(FormatText<sizeof...(Args)> format, const Args&... args) {
    return syntax_error(job_, unit_->at, format, args...);
  }
  Done push_frame(const FrameBlock& frame);
  void pop_frame() { unit_->frames.pop(); }
  Done forbid(Str* name, ast::ExprContext context);
  bool is_function() const { return unit_->scope->type == BlockType::function; }
  bool awaits_at_top() const { return (job_.flags & 0x2000) && unit_->scope->type == BlockType::module; }

  // --- statements (codegen/statements.cpp, control.cpp, imports.cpp, try.cpp, with.cpp)
  Done visit(ast::Stmt* statement);
  Done visit_all(ast::Seq<ast::Stmt*> statements);
  Done expression_statement(ast::Expr* value);
  Done assign(ast::Assign* statement);
  Done augmented_assign(ast::AugAssign* statement);
  Done annotated_assign(ast::AnnAssign* statement);
  Done evaluate_annotation(ast::Expr* annotation);
  Done evaluate_annotation_subscript(ast::Expr* slice);
  Done assert_statement(ast::Assert* statement);
  Done return_statement(ast::Return* statement);
  Done if_statement(ast::If* statement);
  Done while_statement(ast::While* statement);
  Done for_statement(ast::For* statement);
  Done async_for(ast::AsyncFor* statement);
  Done break_statement();
  Done continue_statement();
  Done unwind(const FrameBlock& frame, bool preserve_top);
  Done unwind_all(bool preserve_top, FrameBlock* loop, bool* found);
  Done import(ast::Import* statement);
  Done import_as(Str* dotted, Str* name);
  Done import_from(ast::ImportFrom* statement);
  template <class T>
  Done try_statement(T* statement);
  template <class T>
  Done try_finally(T* statement);
  Done try_handlers(ast::Try* statement);
  Done try_handlers(ast::TryStar* statement);
  Done handler(ast::ExceptHandler* handler, Block* end);
  Done star_handler(ast::ExceptHandler* handler);
  Done forget(Str* name);
  void reraise_after_pop();
  Done with(ast::Stmt* statement, ast::Seq<ast::WithItem*> items, ast::Seq<ast::Stmt*> body, int at, bool is_async);
  void exit_with_nones();
  void finish_with(Block* cleanup);

  // --- definitions (codegen/functions.cpp, classes.cpp, comprehensions.cpp)
  template <class T>
  Done function(T* statement, bool is_async);
  Done lambda(ast::Lambda* expr);
  Done class_definition(ast::ClassDef* statement);
  Done decorators(ast::Seq<ast::Expr*> list);
  void apply_decorators(ast::Seq<ast::Expr*> list);
  Done check_parameters(ast::Arguments* arguments);
  Result<int> defaults(ast::Arguments* arguments);
  Result<bool> annotations(ast::Arguments* arguments, ast::Expr* returns);
  Done annotation(Str* name, ast::Expr* annotation, int* count);
  Done annotation_text(ast::Expr* annotation);
  void count_parameters(ast::Arguments* arguments);
  Done closure(Borrowed<Code> code, int flags);
  Done comprehension(ast::Expr* expr, Comprehend kind, ast::Seq<ast::Comprehension*> generators, ast::Expr* element, ast::Expr* value);
  struct Comprehending {
    ast::Seq<ast::Comprehension*> generators;
    ast::Expr *element, *value;
    Comprehend kind;
  };
  Done loops(const Comprehending& c, int at, int depth);
  Done sync_loop(const Comprehending& c, int at, int depth);
  Done async_loop(const Comprehending& c, int at, int depth);
  Done collect(const Comprehending& c, int depth);

  // --- expressions (codegen/expressions.cpp, displays.cpp, calls.cpp, conditions.cpp)
  Done visit(ast::Expr* expr);
  Done visit_placed(ast::Expr* expr);
  Done visit_more(ast::Expr* expr);
  Done visit_all(ast::Seq<ast::Expr*> expressions);
  Done bool_op(ast::BoolOp* expr);
  Done if_expression(ast::IfExp* expr);
  Done compare(ast::Compare* expr);
  void emit_compare(ast::CmpOperator op);
  Done jump_if(ast::Expr* expr, Block* target, bool condition);
  Done jump_if_compare(ast::Compare* expr, Block* target, bool condition);
  Done jump_if_bool_op(ast::BoolOp* expr, Block* target, bool condition);
  Done attribute(ast::Attribute* expr);
  void place_at_attribute(ast::Attribute* expr);
  Done subscript(ast::Subscript* expr);
  Done slice(ast::Slice* expr);
  Done display(ast::Seq<ast::Expr*> items, int pushed, int build, int append, int extend, bool tuple);
  Done unpack(ast::Seq<ast::Expr*> targets);
  Done dict(ast::Dict* expr);
  Done dict_part(ast::Dict* expr, int from, int to);
  Result<Ref<Tuple>> constants_of(ast::Seq<ast::Expr*> items, int from, int to);
  Done joined_string(ast::JoinedStr* expr);
  Done formatted_value(ast::FormattedValue* expr);
  Done yield_expression(ast::Yield* expr);
  Done yield_from_expression(ast::YieldFrom* expr);
  Done await_expression(ast::Await* expr);
  Done call(ast::Call* expr);
  Result<bool> method_call(ast::Call* expr);
  Done call_with(int pushed, ast::Seq<ast::Expr*> args, ast::Seq<ast::Keyword*> keywords);
  Done call_unpacked(int pushed, ast::Seq<ast::Expr*> args, ast::Seq<ast::Keyword*> keywords);
  Done keyword_part(ast::Seq<ast::Keyword*> keywords, int from, int to);
  Done keyword_names(ast::Seq<ast::Keyword*> keywords);
  Done check_keywords(ast::Seq<ast::Keyword*> keywords);

  // --- what looks like a mistake (codegen/suspicions.cpp)
  Done warn_compare(ast::Compare* expr);
  Done warn_call(ast::Expr* function);
  Done warn_subscript(ast::Expr* value);
  Done warn_index(ast::Expr* value, ast::Expr* index);

  // --- match (codegen/match.cpp, patterns.cpp)
  struct Match;
  Done match(ast::Match* statement);
  Done match_case(ast::MatchCase* item, bool is_last, bool may_be_irrefutable, Block* end);
  Done pattern(ast::Pattern* pattern, Match& m);
  Done subpattern(ast::Pattern* pattern, Match& m);
  Done capture_pattern(ast::MatchAs* pattern, Match& m);
  Done value_pattern(ast::MatchValue* pattern, Match& m);
  Done class_pattern(ast::MatchClass* pattern, Match& m);
  Done check_class_attributes(ast::MatchClass* pattern);
  Done mapping_pattern(ast::MatchMapping* pattern, Match& m);
  Done mapping_keys(ast::MatchMapping* pattern);
  Done mapping_rest(Str* rest, int size, Match& m);
  Done or_pattern(ast::MatchOr* pattern, Match& m);
  Done reorder_captures(Match& m, const Array<Str*>& control);
  Done sequence_pattern(ast::MatchSequence* pattern, Match& m);
  Done sequence_unpack(ast::Seq<ast::Pattern*> patterns, Match& m);
  Done sequence_subscripts(ast::Seq<ast::Pattern*> patterns, int star, Match& m);
  Done store_capture(Str* name, Match& m);
  void rotate(int count);
  void need_fail_blocks(Match& m, int count);
  void jump_to_fail(Match& m, int opcode);
  void land_failures(Match& m);

  Job& job_;
  SymbolTable& table_;
  ConstantPool pool_;
  Unit* unit_ = nullptr;
  int nesting_ = 0;
};

// Calls and displays with more items than this are built piecewise, to keep the stack small.
inline constexpr int stack_guideline = 30;

}  // namespace krait::compile
