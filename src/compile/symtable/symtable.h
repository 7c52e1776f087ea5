// The symbol table: which names each block of a program has, and where each of them lives.
//
// Two passes. `build` walks the tree once and notes in every block (module, class, function, lambda, comprehension) how each name is
// used there: bound, read, declared, a parameter. `analyze` then gives every name its scope. A name that a function binds is local; one
// that it only reads belongs to the nearest enclosing function that binds it, and makes it a cell there and a free variable in every
// block between; otherwise it is global. Classes are looked through, but for their own `__class__`.
//
// CPython passes sets of names down and up the blocks. Here each unbound name walks up the chain of blocks, which finds the same owner
// without copying a set per block.
#pragma once
#include "compile/common.h"

namespace krait::compile {

// What a block does with a name; bits and scope numbers are those that the module `_symtable` shows.
namespace symbol {
inline constexpr int global = 1, local = 2, param = 4, nonlocal = 8, use = 16, free = 32, free_class = 64, import = 128, annotated = 256,
                     comprehension_iteration = 512;
inline constexpr int bound = local | param | import;
}  // namespace symbol

enum class Scope : std::uint8_t { none, local, global_explicit, global_implicit, free, cell };
enum class BlockType : std::uint8_t { function, class_, module, annotation };
enum class ComprehensionKind : std::uint8_t { none, list, dict, set, generator };

struct Symbol {
  int flags = 0;
  Scope scope = Scope::none;
};

// A `global` or `nonlocal` statement, for errors found only when all is known.
struct Directive {
  Str* name;
  Location at;
};

struct ScopeBlock {
  BlockType type;
  ComprehensionKind comprehension = ComprehensionKind::none;
  bool nested = false;
  bool is_generator = false, is_coroutine = false;
  bool has_varargs = false, has_varkeywords = false;
  bool needs_class_closure = false;  // a method reads __class__
  bool in_iteration_target = false;  // the target of a comprehension's `for` is being visited
  int iterable_depth = 0;            // how many comprehension iterables around the place being visited
  Location at;
  Str* name;
  ScopeBlock* parent;
  PointerMap<Str, Symbol> symbols;
  Array<Str*> parameters;
  Array<ScopeBlock*> children;
  Array<Directive> directives;

  Symbol* find(const Str* name) const {
    auto* entry = symbols.find(name);
    return entry ? &entry->value : nullptr;
  }
  int flags_of(const Str* name) const {
    Symbol* found = find(name);
    return found ? found->flags : 0;
  }
  Scope scope_of(const Str* name) const {
    Symbol* found = find(name);
    return found ? found->scope : Scope::none;
  }
};

struct SymbolTable {
  ScopeBlock* top = nullptr;
  PointerMap<const void, ScopeBlock*> blocks;  // by the node that opens the block

  ScopeBlock* block_of(const void* node) const { return blocks.find(node)->value; }
};

// Both passes. The table lives in the job's arena.
Result<SymbolTable*> build_symbol_table(Job& job, ast::Mod& tree);
Done analyze(Job& job, SymbolTable& table);

}  // namespace krait::compile
