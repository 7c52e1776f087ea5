#include "compile/common.h"

#include <fcntl.h>
#include <unistd.h>

#include "object/protocol.h"
#include "object/singletons.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"

namespace krait::compile {

namespace {

// A file's bytes, read a piece at a time.
class FileReader {
 public:
  explicit FileReader(const char* path) : file_(::open(path, O_RDONLY | O_CLOEXEC)) {}
  ~FileReader() {
    if (file_ >= 0) ::close(file_);
  }
  bool is_open() const { return file_ >= 0; }
  int next() {
    if (at_ == filled_) {
      filled_ = ::read(file_, buffer_, sizeof buffer_);
      at_ = 0;
      if (filled_ <= 0) {
        filled_ = 0;
        return -1;
      }
    }
    return static_cast<unsigned char>(buffer_[at_++]);
  }

 private:
  int file_;
  long at_ = 0, filled_ = 0;
  char buffer_[4096];
};

// The text of one line of the file that is being compiled, for the error to show; None where it cannot be had.
Ref<> source_line(Job& job, int lineno) {
  auto encoded = encode_fs(job.cx, job.filename);
  if (encoded.failed()) {
    clear_error(job.cx);
    return hold(none());
  }
  Ref<Bytes> path = std::move(encoded).value();
  FileReader file(path->data);
  if (!file.is_open() || lineno < 1) return hold(none());
  int line = 1, c = 0;
  while (line < lineno && (c = file.next()) >= 0) line += c == '\n';
  if (line < lineno) return hold(none());
  char text[1000];
  std::size_t size = 0;
  while (size + 1 < sizeof text && (c = file.next()) >= 0) {
    text[size++] = static_cast<char>(c);
    if (c == '\n') break;
  }
  if (size > 1 && text[size - 1] == '\n' && text[size - 2] == '\r') text[--size - 1] = '\n';
  auto made = str_from_utf8(job.cx, {text, size}, "replace");
  if (!made.failed()) return std::move(made).value();
  clear_error(job.cx);
  return hold(none());
}

}  // namespace

namespace {

// SyntaxError(message), and its place set from outside.
Failed error_with_attributes(Job& job, const Location& at, Borrowed<Str> message) {
  Context& cx = job.cx;
  auto number = [&](int value) -> Result<Ref<>> {
    if (value < 0) return new_none();
    return int_from(cx, value);
  };
  Ref<> text = source_line(job, at.line);
  Ref<> line = KR_TRY(number(at.line)), column = KR_TRY(number(at.column + 1));
  Ref<> end_line = KR_TRY(number(at.end_line)), end_column = KR_TRY(number(at.end_column < 0 ? -1 : at.end_column + 1));
  Ref<> made = KR_TRY(call(cx, Borrowed<>(reinterpret_cast<Object*>(&exc::SyntaxError)), message));
  auto* error = reinterpret_cast<SyntaxErrorObject*>(made.raw());
  (void)error->filename.replace(hold(job.filename));
  (void)error->lineno.replace(std::move(line));
  (void)error->offset.replace(std::move(column));
  (void)error->end_lineno.replace(std::move(end_line));
  (void)error->end_offset.replace(std::move(end_column));
  (void)error->text.replace(std::move(text));
  return raise_instance(cx, std::move(made).as<BaseException>());
}

}  // namespace

Failed syntax_error_at(Job& job, const Location& at, Borrowed<Str> message) {
  if (!job.generating) return error_with_attributes(job, at, message);
  Context& cx = job.cx;
  Ref<> text = source_line(job, at.line);
  Ref<Int> line = KR_TRY(int_from(cx, at.line)), column = KR_TRY(int_from(cx, at.column + 1));
  Ref<Int> end_line = KR_TRY(int_from(cx, at.end_line)), end_column = KR_TRY(int_from(cx, at.end_column + 1));
  Ref<Tuple> place = KR_TRY(tuple_of(cx, job.filename, line, column, text, end_line, end_column));
  Ref<Tuple> args = KR_TRY(tuple_of(cx, message, place));
  return raise_object(cx, Borrowed<Type>(&exc::SyntaxError), args);
}

Done syntax_warning_at(Job& job, const Location& at, Borrowed<Str> message) {
  Done warned = warn_explicit(job.cx, exc::SyntaxWarning, message, job.filename, at.line);
  if (!warned.failed()) return {};
  if (!error_matches(job.cx, exc::SyntaxWarning)) return Failed{};
  clear_error(job.cx);
  return syntax_error_at(job, at, message);
}

Failed too_deep(Job& job) {
  return raise(job.cx, exc::RecursionError, "maximum recursion depth exceeded during compilation");
}

namespace {

bool is_mangled(const Str* owner, const Str* name) {
  Index size = name->size;
  if (size < 2 || name->at(0) != '_' || name->at(1) != '_') return false;
  if (name->at(size - 1) == '_' && name->at(size - 2) == '_') return false;
  // Imports of dotted names are left alone.
  return str_find_char(Borrowed<Str>(const_cast<Str*>(name)), '.', 0, size, 1) < 0 && owner->size > 0;
}

}  // namespace

Result<Str*> mangle(Job& job, Str* owner, Str* name) {
  if (!owner || !is_mangled(owner, name)) return name;
  Index skip = 0;
  while (skip < owner->size && owner->at(skip) == '_') ++skip;
  if (skip == owner->size) return name;
  Ref<Str> stem = KR_TRY(substring(job.cx, Borrowed<Str>(owner), skip, owner->size));
  Ref<Str> made = KR_TRY(format_str(job.cx, "_{}{}", stem, Borrowed<Str>(name)));
  return job.keep(intern(job.cx, std::move(made)));
}

ast::Constant* docstring_of(ast::Seq<ast::Stmt*> body) {
  if (body.empty()) return nullptr;
  auto* statement = body[0]->if_a<ast::ExprStmt>();
  auto* constant = statement ? statement->value->if_a<ast::Constant>() : nullptr;
  return constant && constant->value->type == &str_type ? constant : nullptr;
}

namespace {

struct Feature {
  const char* name;
  int flag;
};
constexpr Feature features[] = {{"nested_scopes", 0}, {"generators", 0}, {"division", 0}, {"absolute_import", 0},
                                {"with_statement", 0}, {"print_function", 0}, {"unicode_literals", 0},
                                {"barry_as_FLUFL", code_flags::future_barry_as_bdfl}, {"generator_stop", 0},
                                {"annotations", code_flags::future_annotations}};

// A place that has a line and a column only, and that one too small by one, as the futures' errors give it.
Location start_of(const ast::Stmt* statement) {
  return {statement->lineno, statement->lineno, statement->col_offset - 1, -1};
}

Done read_feature(Job& job, ast::ImportFrom* import, Str* name) {
  Borrowed<Str> text(name);
  for (const Feature& feature : features) {
    if (!str_equal(text, feature.name)) continue;
    job.flags |= feature.flag;
    return {};
  }
  if (str_equal(text, "braces")) return syntax_error(job, start_of(import), "not a chance");
  return syntax_error(job, start_of(import), "future feature {:.100} is not defined", text);
}

}  // namespace

Done read_futures(Job& job, ast::Mod& tree) {
  ast::Seq<ast::Stmt*> body;
  if (auto* module = tree.if_a<ast::Module>()) body = module->body;
  else if (auto* input = tree.if_a<ast::Interactive>()) body = input->body;
  // Only a docstring may come before; what comes too late on the same line is found here, on a later line by the code generator.
  bool done = false;
  int previous_line = 0;
  for (int i = docstring_of(body) ? 1 : 0; i < body.size(); ++i) {
    ast::Stmt* statement = body[i];
    if (done && statement->lineno > previous_line) return {};
    previous_line = statement->lineno;
    auto* import = statement->if_a<ast::ImportFrom>();
    if (!import || !import->module || !same_name(import->module, KR_ID(__future__))) {
      done = true;
      continue;
    }
    if (done) return syntax_error(job, start_of(statement), "from __future__ imports must occur at the beginning of the file");
    for (ast::Alias* alias : import->names) KR_TRY(read_feature(job, import, alias->name));
    job.future_line = statement->lineno;
  }
  return {};
}

}  // namespace krait::compile
