// A unit: one code object in the making.
#pragma once
#include "compile/flowgraph/block.h"
#include "compile/symtable/symtable.h"

namespace krait::compile {

// Constants equal in type and value are one object throughout a compilation; the pool finds it (assemble/constant_pool.cpp).
class ConstantPool {
 public:
  explicit ConstantPool(Job& job) : job_(job) {}
  ConstantPool(const ConstantPool&) = delete;
  // The canonical object for this value, kept by the arena. Items of tuples and frozensets are made canonical too.
  Result<Object*> canonical(Borrowed<> value);
  // The same for tables of a code object, whose items stay as they are.
  Result<Object*> canonical_table(Borrowed<Tuple> table);

 private:
  struct Entry {
    Object* value;
    std::uint64_t hash;
  };
  Result<Object*> enter(Borrowed<> value, std::uint64_t hash, bool share);
  Done share_items(Object*& value);
  void grow();

  Job& job_;
  Entry* entries_ = nullptr;
  std::uint32_t count_ = 0, mask_ = 0;
};

// A static str that is not interned, as CPython's names in angle brackets are: marshal shows the difference.
template <FixedText Text>
struct UnitName {
  static consteval auto make() {
    auto made = detail::make_static_ascii<Text>();
    made.head.state &= ~3u;
    return made;
  }
  static constinit inline auto object = make();
};
template <FixedText Text>
Str* unit_name() { return reinterpret_cast<Str*>(&UnitName<Text>::object); }

enum class UnitKind : std::uint8_t { module, class_, function, async_function, lambda, comprehension };

// What a break, continue or return has to undo on its way out.
enum class FrameKind : std::uint8_t {
  while_loop,
  for_loop,
  try_except,
  finally_try,
  finally_end,
  with,
  async_with,
  handler_cleanup,
  pop_value,
  exception_handler,
  exception_group_handler,
  async_comprehension,
};

struct FrameBlock {
  FrameKind kind;
  Block* start = nullptr;  // where `continue` goes
  Block* exit = nullptr;   // where `break` goes
  Str* name = nullptr;     // handler_cleanup: what `except ... as name` bound
  ast::Stmt* statement = nullptr;            // with
  ast::Seq<ast::Stmt*> final_body;           // finally_try
};
inline constexpr int most_frame_blocks = 20;

struct Unit {
  Unit* parent = nullptr;
  ScopeBlock* scope = nullptr;
  UnitKind kind = UnitKind::module;
  Str* name = nullptr;
  Str* qualname = nullptr;
  Str* private_name = nullptr;  // the class whose name mangles
  int argcount = 0, posonlyargcount = 0, kwonlyargcount = 0;
  int firstlineno = 0;
  Location at;  // of the instructions emitted next
  NameIndex names, varnames, cellvars, freevars;
  NameIndex const_positions;  // keys are canonical constants, not names
  Array<Object*> consts;
  Array<FrameBlock> frames;
  // What LOAD_DEREF and its like count: the cells, then the free variables. Assembly turns it into a fast local.
  int cell_position(const Str* name, bool is_cell) const {
    return is_cell ? cellvars.get(name) : cellvars.size() + freevars.get(name);
  }
  Block* first = nullptr;
  Block* current = nullptr;
  Block* newest = nullptr;
};

// From blocks to the code object: the flow graph passes, then assembly (assemble/assemble.cpp).
Result<Ref<Code>> assemble(Job& job, ConstantPool& pool, Unit& unit);

}  // namespace krait::compile
