// Sequence, mapping and class patterns.
#include <climits>

#include "compile/codegen/match.h"
#include "object/protocol.h"
#include "object/singletons.h"
#include "types/int/int.h"
#include "types/set/set.h"

namespace krait::compile {

Done Generator::sequence_pattern(ast::MatchSequence* node, Match& m) {
  int size = node->patterns.size(), star = -1;
  bool only_wildcards = true, star_is_wildcard = false;
  for (int i = 0; i < size; ++i) {
    ast::Pattern* item = node->patterns[i];
    if (item->is<ast::MatchStar>()) {
      if (star >= 0) return error("multiple starred names in sequence pattern");
      star = i;
      star_is_wildcard = is_wildcard_star(item);
      only_wildcards &= star_is_wildcard;
    } else {
      only_wildcards &= is_wildcard(item);
    }
  }
  ++m.on_top;
  emit(op::MATCH_SEQUENCE);
  jump_to_fail(m, op::POP_JUMP_IF_FALSE);
  if (star < 0 || size > 1) {
    emit(op::GET_LEN);
    KR_TRY(load_int(star < 0 ? size : size - 1));
    emit_compare(star < 0 ? ast::CmpOperator::Eq : ast::CmpOperator::GtE);
    jump_to_fail(m, op::POP_JUMP_IF_FALSE);
  }
  --m.on_top;
  if (only_wildcards) {
    emit(op::POP_TOP);
    return {};
  }
  return star_is_wildcard ? sequence_subscripts(node->patterns, star, m) : sequence_unpack(node->patterns, m);
}

Done Generator::sequence_unpack(ast::Seq<ast::Pattern*> patterns, Match& m) {
  int size = patterns.size(), star = -1;
  for (int i = 0; i < size; ++i) {
    if (!patterns[i]->is<ast::MatchStar>()) continue;
    if (i >= 1 << 8 || size - i - 1 >= INT_MAX >> 8) return error("too many expressions in star-unpacking sequence pattern");
    star = i;
    emit(op::UNPACK_EX, i + ((size - i - 1) << 8));
  }
  if (star < 0) emit(op::UNPACK_SEQUENCE, size);
  m.on_top += size;
  for (ast::Pattern* item : patterns) {
    --m.on_top;
    KR_TRY(subpattern(item, m));
  }
  return {};
}

// [first, *_, last] looks only at the items it names.
Done Generator::sequence_subscripts(ast::Seq<ast::Pattern*> patterns, int star, Match& m) {
  ++m.on_top;
  int size = patterns.size();
  for (int i = 0; i < size; ++i) {
    ast::Pattern* item = patterns[i];
    if (i == star || is_wildcard(item)) continue;
    emit(op::COPY, 1);
    if (i < star) {
      KR_TRY(load_int(i));
    } else {
      // Counted from the end, without relying on negative indices.
      emit(op::GET_LEN);
      KR_TRY(load_int(size - i));
      emit(op::BINARY_OP, static_cast<int>(BinaryOp::subtract));
    }
    emit(op::BINARY_SUBSCR);
    KR_TRY(subpattern(item, m));
  }
  --m.on_top;
  emit(op::POP_TOP);
  return {};
}

Done Generator::check_class_attributes(ast::MatchClass* node) {
  for (int i = 0; i < node->kwd_attrs.size(); ++i) {
    place(*node->kwd_patterns[i]);
    KR_TRY(forbid(node->kwd_attrs[i], ast::ExprContext::Store));
    for (int j = i + 1; j < node->kwd_attrs.size(); ++j) {
      if (node->kwd_attrs[j] != node->kwd_attrs[i]) continue;
      place(*node->kwd_patterns[j]);
      return error("attribute name repeated in class pattern: {}", Borrowed<Str>(node->kwd_attrs[i]));
    }
  }
  place(*node);
  return {};
}

Done Generator::class_pattern(ast::MatchClass* node, Match& m) {
  int positional = node->patterns.size(), named = node->kwd_attrs.size();
  if (named != node->kwd_patterns.size())
    return error("kwd_attrs ({}) / kwd_patterns ({}) length mismatch in class pattern", named, node->kwd_patterns.size());
  if (named) KR_TRY(check_class_attributes(node));
  KR_TRY(visit(node->cls));
  Ref<Tuple> names = KR_TRY(new_tuple(job_.cx, named));
  for (int i = 0; i < named; ++i) names->init_item(i, hold(as_object(node->kwd_attrs[i])));
  KR_TRY(load_constant(names));
  emit(op::MATCH_CLASS, positional);
  emit(op::COPY, 1);
  load_none();
  emit(op::IS_OP, 1);
  ++m.on_top;
  jump_to_fail(m, op::POP_JUMP_IF_FALSE);
  emit(op::UNPACK_SEQUENCE, positional + named);
  m.on_top += positional + named - 1;
  for (int i = 0; i < positional + named; ++i) {
    --m.on_top;
    ast::Pattern* item = i < positional ? node->patterns[i] : node->kwd_patterns[i - positional];
    if (is_wildcard(item)) emit(op::POP_TOP);
    else KR_TRY(subpattern(item, m));
  }
  return {};
}

Done Generator::mapping_keys(ast::MatchMapping* node) {
  Ref<Set> seen = KR_TRY(new_set(job_.cx));
  for (int i = 0; i < node->keys.size(); ++i) {
    ast::Expr* key = node->keys[i];
    if (!key) {
      place(*node->patterns[i]);
      return error("can't use NULL keys in MatchMapping (set 'rest' parameter instead)");
    }
    if (auto* constant = key->if_a<ast::Constant>()) {
      if (!KR_TRY(set_add(job_.cx, seen, Borrowed<>(constant->value))))
        return error("mapping pattern checks duplicate key ({!r})", Borrowed<>(constant->value));
    } else if (!key->is<ast::Attribute>()) {
      return error("mapping pattern keys may only match literals and attribute lookups");
    }
    KR_TRY(visit(key));
  }
  return {};
}

Done Generator::mapping_pattern(ast::MatchMapping* node, Match& m) {
  int size = node->keys.size();
  if (size != node->patterns.size())
    return error("keys ({}) / patterns ({}) length mismatch in mapping pattern", size, node->patterns.size());
  ++m.on_top;
  emit(op::MATCH_MAPPING);
  jump_to_fail(m, op::POP_JUMP_IF_FALSE);
  if (!size && !node->rest) {
    --m.on_top;
    emit(op::POP_TOP);
    return {};
  }
  if (size) {
    emit(op::GET_LEN);
    KR_TRY(load_int(size));
    emit_compare(ast::CmpOperator::GtE);
    jump_to_fail(m, op::POP_JUMP_IF_FALSE);
  }
  KR_TRY(mapping_keys(node));
  emit(op::BUILD_TUPLE, size);
  emit(op::MATCH_KEYS);
  m.on_top += 2;  // the keys, and their values or None
  emit(op::COPY, 1);
  load_none();
  emit(op::IS_OP, 1);
  jump_to_fail(m, op::POP_JUMP_IF_FALSE);
  emit(op::UNPACK_SEQUENCE, size);
  m.on_top += size - 1;
  for (ast::Pattern* item : node->patterns) {
    --m.on_top;
    KR_TRY(subpattern(item, m));
  }
  m.on_top -= 2;
  if (node->rest) return mapping_rest(node->rest, size, m);
  emit(op::POP_TOP);
  emit(op::POP_TOP);
  return {};
}

// **rest: a copy of the subject without the keys. On the stack: subject, keys.
Done Generator::mapping_rest(Str* rest, int size, Match& m) {
  emit(op::BUILD_MAP, 0);
  emit(op::SWAP, 3);
  emit(op::DICT_UPDATE, 2);
  emit(op::UNPACK_SEQUENCE, size);
  for (; size; --size) {
    emit(op::COPY, 1 + size);
    emit(op::SWAP, 2);
    emit(op::DELETE_SUBSCR);
  }
  return store_capture(rest, m);
}

}  // namespace krait::compile
