// For the parser's own files: bind what a function read, or give up.
#pragma once

#define KR_NEED(name, read)  \
  auto* name = (read);       \
  if (!name) return nullptr
#define KR_EXPECT(kind) \
  if (!accept(kind)) return nullptr
