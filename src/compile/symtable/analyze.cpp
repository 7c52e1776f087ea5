// The second pass of the symbol table: every name gets its scope.
#include "compile/symtable/symtable.h"

namespace krait::compile {

namespace {

class Analyzer {
 public:
  explicit Analyzer(Job& job) : job_(job), class_name_(KR_ID(__class__).raw()) {}

  Done run(ScopeBlock* block) {
    // Blocks between a reader and its owner gain symbols while this runs: only those that were there at first are looked at.
    for (int i = 0, count = block->symbols.size(); i < count; ++i) KR_TRY(resolve(block, i));
    for (ScopeBlock* child : block->children) KR_TRY(run(child));
    return {};
  }

 private:
  Done resolve(ScopeBlock* block, int at) {
    Str* name = block->symbols.at(at).key;
    int flags = block->symbols.at(at).value.flags;
    Symbol& symbol = block->symbols.at(at).value;
    if (flags & symbol::global) {
      if (flags & symbol::nonlocal) return directive_error(block, name, "name '{}' is nonlocal and global");
      symbol.scope = Scope::global_explicit;
      return {};
    }
    if (flags & symbol::nonlocal) {
      if (block->type == BlockType::module) return directive_error(block, name);
      ScopeBlock* owner = owner_of(block, name);
      if (!owner) return directive_error(block, name, "no binding for nonlocal '{}' found");
      symbol.scope = Scope::free;
      join(block, owner, name);
      return {};
    }
    if (flags & symbol::bound) {
      // A cell only once an inner block, which is looked at later, turns out to read it.
      symbol.scope = Scope::local;
      return {};
    }
    if (symbol.scope == Scope::free) return {};
    ScopeBlock* owner = owner_of(block, name);
    symbol.scope = owner ? Scope::free : Scope::global_implicit;
    if (owner) join(block, owner, name);
    return {};
  }

  // The enclosing block whose variable an unbound name is; null for a global.
  ScopeBlock* owner_of(ScopeBlock* block, Str* name) {
    for (ScopeBlock* outer = block->parent; outer; outer = outer->parent) {
      if (outer->type == BlockType::class_ && name == class_name_) return outer;
      if (outer->type != BlockType::function) continue;
      int flags = outer->flags_of(name);
      if (flags & symbol::global) return nullptr;
      if ((flags & symbol::bound) && !(flags & symbol::nonlocal)) return outer;
    }
    return nullptr;
  }

  // The owner's variable becomes a cell, and a free variable of each block on the way.
  void join(ScopeBlock* block, ScopeBlock* owner, Str* name) {
    for (ScopeBlock* between = block->parent; between != owner; between = between->parent) {
      if (auto* entry = between->symbols.find(name)) {
        if (between->type == BlockType::class_ && (entry->value.flags & (symbol::bound | symbol::global)))
          entry->value.flags |= symbol::free_class;
        continue;
      }
      between->symbols.add(job_.arena, name, {symbol::free, Scope::free});
    }
    if (owner->type == BlockType::class_) {
      owner->needs_class_closure = true;
      return;
    }
    owner->find(name)->scope = Scope::cell;
  }

  Failed directive_error(ScopeBlock* block, Str* name, FormatText<1> format) {
    return syntax_error(job_, place_of(block, name), format, Borrowed<Str>(name));
  }
  Failed directive_error(ScopeBlock* block, Str* name) {
    return syntax_error(job_, place_of(block, name), "nonlocal declaration not allowed at module level");
  }
  Location place_of(ScopeBlock* block, Str* name) {
    for (const Directive& directive : block->directives)
      if (directive.name == name) return directive.at;
    return block->at;
  }

  Job& job_;
  Str* class_name_;
};

}  // namespace

Done analyze(Job& job, SymbolTable& table) { return Analyzer(job).run(table.top); }

}  // namespace krait::compile
