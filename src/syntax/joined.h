// Private to the string files: the pieces of a string being joined.
#pragma once
#include "syntax/strings.h"

namespace krait::syntax {

struct StringReader::Joined {
  ByteBuffer text;      // literal text since the last field
  NodeList pieces;      // what came before it
  bool format = false;  // an f-string took part
};

}  // namespace krait::syntax
