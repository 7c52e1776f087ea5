// Names: text of identifiers to interned str objects, one look-up per distinct name of a parse.
#pragma once
#include <cstdint>
#include <string_view>

#include "syntax/arena.h"

namespace krait {
struct ThreadState;
using Context = ThreadState;
struct Str;
}  // namespace krait

namespace krait::syntax {

class Names {
 public:
  explicit Names(ast::Arena& arena) : arena_(arena) {}
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;
  ~Names();

  // Null with an exception pending if the object cannot be made. The arena owns the reference.
  Str* get(Context& cx, std::string_view text);

 private:
  struct Entry {
    const char* text;
    uint32_t length, hash;
    Str* object;
  };
  void grow();

  ast::Arena& arena_;
  Entry* entries_ = nullptr;
  uint32_t count_ = 0, mask_ = 0;
};

}  // namespace krait::syntax
