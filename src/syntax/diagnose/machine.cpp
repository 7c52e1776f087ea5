#include "syntax/diagnose/machine.h"

#include <cstdio>
#include <cstdlib>

namespace krait::syntax::diagnosis {

static Node absent{Kind::Absent, Tok::Op, 0, {}, nullptr, 0};

Machine::Machine(Session& session, Mode mode, const char* text, const char* end, int lineno, int col)
    : session_(session), mode_(mode), source_(session, mode, text, end, lineno, col), tok_(source_.tokenizer),
      strings_(session) {}

Machine::~Machine() {
  std::free(tokens_);
  std::free(memos_);
}

int Machine::start_rule() const {
  switch (mode_) {
    case Mode::exec: return START_EXEC;
    case Mode::single: return START_SINGLE;
    case Mode::eval: return START_EVAL;
    case Mode::func_type: return START_FUNC_TYPE;
    case Mode::fstring: return START_FSTRING;
  }
  return START_EXEC;
}

// ---- tokens

bool Machine::fill() {
  if (fill_ == room_) {
    room_ = room_ ? room_ * 2 : 64;
    tokens_ = static_cast<Token*>(std::realloc(tokens_, size_t(room_) * sizeof(Token)));
    memos_ = static_cast<Memo**>(std::realloc(memos_, size_t(room_) * sizeof(Memo*)));
    if (!tokens_ || !memos_) std::abort();
  }
  memos_[fill_] = nullptr;
  source_.next(tokens_[fill_++]);
  if (tokens_[fill_ - 1].kind != Tok::Error) return true;
  tokenizer_error();
  failed_ = true;
  return false;
}

Node* Machine::make(Kind kind, int start, Node* const* items, int count) {
  auto* node = static_cast<Node*>(session_.arena.allocate(sizeof(Node)));
  node->kind = kind;
  node->token = Tok::Op;
  node->first = start;
  node->count = count;
  node->items = static_cast<Node**>(session_.arena.allocate(size_t(count) * sizeof(Node*)));
  if (count) std::memcpy(node->items, items, size_t(count) * sizeof(Node*));
  int last = pos_ - 1;
  while (last > 0 && (tokens_[last].kind == Tok::EndMarker ||
                      (tokens_[last].kind >= Tok::Newline && tokens_[last].kind <= Tok::Dedent)))
    --last;
  const Token &a = tokens_[start < fill_ ? start : fill_ - 1], &b = tokens_[last < 0 ? 0 : last];
  node->place = {a.lineno, a.col_offset, b.end_lineno, b.end_col_offset};
  return node;
}

static Kind kind_of_token(Tok kind) {
  switch (kind) {
    case Tok::Name: return Kind::Name;
    case Tok::Number: return Kind::Literal;
    case Tok::None: return Kind::NoneConstant;
    case Tok::True: return Kind::TrueConstant;
    case Tok::False: return Kind::FalseConstant;
    case Tok::Ellipsis: return Kind::EllipsisConstant;
    default: return Kind::Token;
  }
}

Node* Machine::token_node(int index) {
  const Token& t = tokens_[index];
  auto* node = static_cast<Node*>(session_.arena.allocate(sizeof(Node)));
  *node = {kind_of_token(t.kind), t.kind, index, {t.lineno, t.col_offset, t.end_lineno, t.end_col_offset}, nullptr, 0};
  return node;
}

Node* Machine::match_token(Tok kind) {
  if (!have(pos_)) return nullptr;
  const Token& t = tokens_[pos_];
  if (t.kind != kind) return nullptr;
  if (kind == Tok::Number) {
    check_number(t);
    if (failed_) return nullptr;
  }
  return token_node(pos_++);
}

Node* Machine::match_word(int what) {
  if (!have(pos_) || tokens_[pos_].kind != Tok::Name) return nullptr;
  std::string_view text = tokens_[pos_].text();
  bool match;
  switch (what) {
    case WORD_MATCH: match = text == "match"; break;
    case WORD_CASE: match = text == "case"; break;
    case WORD_UNDERSCORE: match = text == "_"; break;
    default:  // any soft keyword: the reference is content with the beginning of one, `c` for `case`
      match = std::string_view("match").starts_with(text) || std::string_view("case").starts_with(text) || text == "_";
  }
  return match ? token_node(pos_++) : nullptr;
}

Node* Machine::match_strings() {
  int start = pos_;
  while (have(pos_) && tokens_[pos_].kind == Tok::String) ++pos_;
  if (failed_ || pos_ == start) return nullptr;
  int at = start;
  ast::Expr* value = strings_.read(tokens_, at);
  if (value) {
    auto kind = value->is<ast::JoinedStr>() ? Kind::JoinedStr : Kind::Literal;
    return make(kind, start, nullptr, 0);
  }
  failed_ = true;
  if (session_.problem.kind != Problem::none) return nullptr;
  known_token_ = strings_.error_token;
  return at_last(Problem::syntax, "%s", strings_.message);
}

Node* Machine::match(int what) {
  if (what >= RULE) return rule(what - RULE);
  if (failed_) return nullptr;
  if (what == STRING_RUN) return match_strings();
  return what >= ANY_SOFT_KEYWORD ? match_word(what) : match_token(Tok(what));
}

// ---- rules

Machine::Memo* Machine::find_memo(int number, int at) {
  if (at >= fill_) return nullptr;
  for (Memo* m = memos_[at]; m; m = m->next)
    if (m->rule == number) return m;
  return nullptr;
}

void Machine::remember(int number, int at, Node* node) {
  if (at >= fill_) return;
  Memo* m = find_memo(number, at);
  if (!m) {
    m = static_cast<Memo*>(session_.arena.allocate(sizeof(Memo)));
    m->next = memos_[at];
    m->rule = int16_t(number);
    memos_[at] = m;
  }
  m->node = node;
  m->end = pos_;
}

Node* Machine::rule(int number) {
  const Rule& r = rules[number];
  if (level_++ == max_level) {
    failed_ = true;
    session_.problem.kind = Problem::memory;
  }
  Node* result = nullptr;
  if (!failed_ && have(pos_)) {
    int start = pos_;
    if (r.flags == 0) {
      result = alternatives(r);
    } else if (r.flags & NO_INVALID) {
      bool before = std::exchange(invalid_rules_, false);
      result = alternatives(r);
      invalid_rules_ = before;
    } else if (Memo* memo = find_memo(number, start)) {
      pos_ = memo->end;
      result = memo->node;
    } else if (r.flags & LEFT) {
      result = left_recursive(number);
    } else {
      result = alternatives(r);
      if (!failed_) remember(number, start, result);
    }
  }
  --level_;
  return result;
}

// A left-recursive rule is first taken to fail at its own start, then read again with what it gave, as long as that grows.
Node* Machine::left_recursive(int number) {
  int start = pos_, end = pos_;
  Node* best = nullptr;
  for (;;) {
    pos_ = end;
    remember(number, start, best);
    pos_ = start;
    if (level_++ == max_level) {
      session_.problem.kind = Problem::memory;
      return failed();
    }
    Node* next = alternatives(rules[number]);
    --level_;
    if (failed_) return nullptr;
    if (!next || pos_ <= end) break;
    end = pos_;
    best = next;
  }
  pos_ = end;
  return best;
}

Node* Machine::alternatives(const Rule& r) {
  int start = pos_;
  for (int i = 0; i < r.count; ++i) {
    const Alternative& alt = diagnosis::alternatives[r.first + i];
    if (alt.invalid && !invalid_rules_) continue;
    NodeList list;
    bool cut = false, good = true;
    for (int k = 0; good && k < alt.count; ++k) {
      const Item& it = items[alt.first + k];
      if (it.op == Op::Cut) {
        cut = true;
      } else {
        good = item(it, list) && !failed_;
      }
    }
    if (failed_) return nullptr;
    if (good) return answer(alt, start, list);
    pos_ = start;
    if (cut) return nullptr;
  }
  return nullptr;
}

bool Machine::item(const Item& it, NodeList& out) {
  switch (it.op) {
    case Op::One: {
      Node* node = match(it.what);
      if (node) out.push(node);
      return node;
    }
    case Op::Optional: {
      Node* node = match(it.what);
      if (failed_) return false;
      out.push(node ? node : &absent);
      return true;
    }
    case Op::Loop0: return loop(it, out, 0);
    case Op::Loop1: return loop(it, out, 1);
    case Op::Gather: {
      Node* node = gather(it);
      if (node) out.push(node);
      return node;
    }
    case Op::LookYes:
    case Op::LookNo: {
      int at = pos_;
      Node* node = match(it.what);
      pos_ = at;
      return !failed_ && (node != nullptr) == (it.op == Op::LookYes);
    }
    case Op::Force: {
      Node* node = match(it.what);
      if (node) out.push(node);
      return node || (!failed_ && force(Tok(it.what)));
    }
    case Op::Cut: break;
  }
  return true;
}

bool Machine::loop(const Item& it, NodeList& out, int least) {
  int start = pos_, end = pos_;
  NodeList list;
  ++level_;
  while (Node* node = match(it.what)) {
    list.push(node);
    if (failed_) break;
    end = pos_;
  }
  --level_;
  pos_ = end;
  if (failed_ || list.size() < least) return false;
  out.push(make(Kind::Plain, start, reinterpret_cast<Node* const*>(list.take<Node>(session_.arena).items), list.size()));
  return true;
}

Node* Machine::gather(const Item& it) {
  int start = pos_;
  NodeList list;
  level_ += 1;
  Node* node = match(it.what);
  level_ += 1;
  while (node) {
    list.push(node);
    int end = pos_;
    node = match(it.separator) ? match(it.what) : nullptr;
    if (!node) pos_ = end;
  }
  level_ -= 2;
  if (failed_ || list.empty()) return nullptr;
  return make(Kind::Plain, start, list.take<Node>(session_.arena).items, list.size());
}

Node* Machine::answer(const Alternative& alt, int start, NodeList& list) {
  auto at = [&](int i) { return i >= 0 ? static_cast<Node*>(list[i]) : nullptr; };
  if (alt.since > session_.feature_version)
    return at_last(Problem::syntax, "%s only supported in Python 3.%d and greater", alt.since_text, alt.since);
  Node* a = at(alt.a);
  char message[400];
  switch (alt.answer) {
    case Answer::node:
      if (alt.kind == Kind::Plain && list.size() == 1) return at(0);
      return make(alt.kind, start, list.take<Node>(session_.arena).items, list.size());
    case Answer::child: return a;
    case Answer::call: return call(alt.call, a, at(alt.b));
    case Answer::last:
    case Answer::indent:
      format(message, sizeof message, alt.text, a);
      return at_last(alt.answer == Answer::indent ? Problem::indentation : Problem::syntax, "%s", message);
    case Answer::range: return at_node(a, at(alt.b), alt.text);
    case Answer::from:
      format(message, sizeof message, alt.text, a);
      raise(Problem::syntax, a->place.lineno, a->place.col_offset + 1, tok_.lineno, int(tok_.cur - tok_.line), message);
      return failed();
  }
  return nullptr;
}

}  // namespace krait::syntax::diagnosis
