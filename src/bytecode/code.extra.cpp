// Data that debuggers hang on code objects (PEP 523): an index is asked for once, then each code object has room under it.
#include "bytecode/code.type.h"
#include "memory/memory.h"
#include "object/context.h"

namespace krait {

namespace {

constexpr Index max_users = 255;

struct CodeExtra {
  Index size;
  void* items[1];
};

struct ExtraUsers {
  Index count;
  void (*free[max_users])(void*);
};
KR_ISOLATE_LOCAL(ExtraUsers, users);

}  // namespace

Index request_code_extra_index(Context& cx, void (*free)(void*)) {
  ExtraUsers& all = users(cx);
  if (all.count == max_users) return -1;
  all.free[all.count] = free;
  return all.count++;
}

Result<void> code_get_extra(Context& cx, Borrowed<> code, Index index, void** extra) {
  if (!is<Code>(code)) return raise_bad_internal_call(cx);
  auto* held = static_cast<CodeExtra*>(code.as<Code>()->co_extra);
  *extra = held && index >= 0 && index < held->size ? held->items[index] : nullptr;
  return {};
}

Result<void> code_set_extra(Context& cx, Borrowed<> code, Index index, void* extra) {
  ExtraUsers& all = users(cx);
  if (!is<Code>(code) || index < 0 || index >= all.count) return raise_bad_internal_call(cx);
  auto* held = static_cast<CodeExtra*>(code.as<Code>()->co_extra);
  if (!held || held->size <= index) {
    Index old = held ? held->size : 0;
    auto* grown = static_cast<CodeExtra*>(memory::resize(held, sizeof(CodeExtra) + static_cast<std::size_t>(all.count - 1) * sizeof(void*)));
    if (!grown) return raise_memory_error(cx);
    for (Index i = old; i < all.count; ++i) grown->items[i] = nullptr;
    grown->size = all.count;
    code.as<Code>()->co_extra = held = grown;
  }
  if (held->items[index] && all.free[index]) all.free[index](held->items[index]);
  held->items[index] = extra;
  return {};
}

namespace code {

void free_extra(void* extra) {
  auto* held = static_cast<CodeExtra*>(extra);
  ExtraUsers& all = users(Context::current());
  for (Index i = 0; i < held->size; ++i)
    if (all.free[i] && held->items[i]) all.free[i](held->items[i]);
  memory::release(held);
}

Index extra_size(void* extra) {
  if (!extra) return 0;
  return static_cast<Index>(sizeof(CodeExtra)) + (static_cast<CodeExtra*>(extra)->size - 1) * static_cast<Index>(sizeof(void*));
}

}  // namespace code
}  // namespace krait
