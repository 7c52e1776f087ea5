// Exception classes made at run time: ExceptionGroup, which has two bases, and those of modules; and all names for `builtins`.
#include "types/dict/dict.h"
#include "types/exceptions/declare.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"
#include "types/type/type.h"

namespace krait {
namespace {

struct Classes {
  Type* exception_group;
};
KR_ISOLATE_LOCAL(Classes, classes);

Type* const builtin_exceptions[] = {
    &exc::BaseException, &exc::Exception, &exc::TypeError, &exc::StopAsyncIteration, &exc::StopIteration, &exc::GeneratorExit,
    &exc::SystemExit, &exc::KeyboardInterrupt, &exc::ImportError, &exc::ModuleNotFoundError, &exc::OSError, &exc::EOFError,
    &exc::RuntimeError, &exc::RecursionError, &exc::NotImplementedError, &exc::NameError, &exc::UnboundLocalError,
    &exc::AttributeError, &exc::SyntaxError, &exc::IndentationError, &exc::TabError, &exc::LookupError, &exc::IndexError,
    &exc::KeyError, &exc::ValueError, &exc::UnicodeError, &exc::UnicodeEncodeError, &exc::UnicodeDecodeError,
    &exc::UnicodeTranslateError, &exc::AssertionError, &exc::ArithmeticError, &exc::FloatingPointError, &exc::OverflowError,
    &exc::ZeroDivisionError, &exc::SystemError, &exc::ReferenceError, &exc::MemoryError, &exc::BufferError, &exc::Warning,
    &exc::UserWarning, &exc::EncodingWarning, &exc::DeprecationWarning, &exc::PendingDeprecationWarning, &exc::SyntaxWarning,
    &exc::RuntimeWarning, &exc::FutureWarning, &exc::ImportWarning, &exc::UnicodeWarning, &exc::BytesWarning, &exc::ResourceWarning,
    &exc::ConnectionError, &exc::BlockingIOError, &exc::BrokenPipeError, &exc::ChildProcessError, &exc::ConnectionAbortedError,
    &exc::ConnectionRefusedError, &exc::ConnectionResetError, &exc::FileExistsError, &exc::FileNotFoundError,
    &exc::IsADirectoryError, &exc::NotADirectoryError, &exc::InterruptedError, &exc::PermissionError, &exc::ProcessLookupError,
    &exc::TimeoutError};

}  // namespace

Type& exception_group_type(Context& cx) { return *classes(cx).exception_group; }

Result<Ref<Type>> new_exception_class(Context& cx, const char* name, const char* doc, Borrowed<> base, Borrowed<Dict> dict) {
  std::string_view full(name);
  std::size_t dot = full.rfind('.');
  if (dot == std::string_view::npos) return raise(cx, exc::SystemError, "PyErr_NewException: name must be module.class");
  auto attributes = dict ? hold(dict) : KR_TRY(new_dict(cx));
  bool has_module = KR_TRY(dict_contains(cx, attributes, KR_ID(__module__)));
  if (!has_module) {
    auto module = KR_TRY(str_from_utf8(cx, full.substr(0, dot)));
    KR_TRY(dict_set(cx, attributes, KR_ID(__module__), module));
  }
  if (doc) {
    auto text = KR_TRY(str_from_utf8(cx, doc));
    KR_TRY(dict_set(cx, attributes, KR_ID(__doc__), text));
  }
  Borrowed<> parent = base ? base : type_object(exc::Exception);
  auto bases = is<Tuple>(parent) ? hold(parent.as<Tuple>()) : KR_TRY(tuple_of(cx, parent));
  auto short_name = KR_TRY(str_from_utf8(cx, full.substr(dot + 1)));
  return KR_TRY(call(cx, type_object(type_type), short_name, bases, attributes)).as<Type>();
}

Result<void> add_exceptions(Context& cx, Borrowed<Dict> builtins) {
  for (Type* type : builtin_exceptions) {
    auto name = KR_TRY(intern_utf8(cx, type->tp_name));
    KR_TRY(dict_set(cx, builtins, name, type_object(*type)));
  }
  KR_TRY(dict_set(cx, builtins, KR_ID(BaseExceptionGroup), type_object(exc::BaseExceptionGroup)));
  KR_TRY(dict_set(cx, builtins, KR_ID(EnvironmentError), type_object(exc::OSError)));
  KR_TRY(dict_set(cx, builtins, KR_ID(IOError), type_object(exc::OSError)));
  if (!classes(cx).exception_group) {
    auto bases = KR_TRY(tuple_of(cx, type_object(exc::BaseExceptionGroup), type_object(exc::Exception)));
    classes(cx).exception_group = KR_TRY(new_exception_class(cx, "builtins.ExceptionGroup", nullptr, bases, {})).release();
  }
  return dict_set(cx, builtins, KR_ID(ExceptionGroup), type_object(*classes(cx).exception_group));
}

}  // namespace krait
