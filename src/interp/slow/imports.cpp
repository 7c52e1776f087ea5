// import a, from a import b, from a import *.
#include "interp/helpers.h"
#include "interp/interp.h"
#include "object/isolate.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/list/list.h"
#include "types/module/module.h"
#include "types/str/str.h"

namespace krait {

Result<Ref<>> (*import_name_hook)(Context& cx, Borrowed<Str> name, Borrowed<Dict> globals, Borrowed<> from_list, int level) = nullptr;

namespace interp {

Object* import_name(Context& cx, InterpreterFrame* frame, Str* name, Object* from_list, Object* level) {
  BorrowedLookup<> found = dict_get(cx, Borrowed<Dict>(reinterpret_cast<Dict*>(frame->f_builtins)), KR_ID(__import__));
  if (found.failed()) return nullptr;
  Borrowed<> function = found.value();
  if (!function) return raise(cx, exc::ImportError, "__import__ not found");
  Borrowed<> globals(frame->f_globals);
  if (import_name_hook && function.is(isolate(cx).import_function.get())) {
    int number = as_int(cx, Borrowed<>(level));
    if (number == -1 && cx.has_error()) return nullptr;
    return import_name_hook(cx, Borrowed<Str>(name), globals.as<Dict>(), Borrowed<>(from_list), number).release();
  }
  Ref<> held = hold(function);
  Borrowed<> locals = frame->f_locals ? Borrowed<>(frame->f_locals) : none();
  return call(cx, held, Borrowed<>(as_object(name)), globals, locals, Borrowed<>(from_list), Borrowed<>(level)).release();
}

namespace {

// True when the module's __spec__ says that it is still being imported.
bool is_initializing(Context& cx, Borrowed<> module) {
  auto spec = lookup_attr(cx, module, KR_ID(__spec__));
  if (!spec.failed() && !spec.missing()) {
    Ref<> held = std::move(spec).value();
    auto value = lookup_attr(cx, held, KR_ID(_initializing));
    if (!value.failed()) {
      if (value.missing()) return false;
      Ref<> flag = std::move(value).value();
      auto truth = is_true(cx, flag);
      if (!truth.failed()) return truth.value();
    }
  }
  if (cx.has_error()) clear_error(cx);
  return false;
}

KR_COLD Failed raise_cannot_import(Context& cx, Borrowed<> module, Borrowed<Str> name, Borrowed<> package) {
  Ref<> package_or_unknown = package ? hold(package) : Ref<>(hold(KR_STR("<unknown module name>")));
  auto file = is<Module>(module) ? module_filename(cx, module.as<Module>()) : Result<Ref<>>(raise(cx, exc::SystemError, "no module"));
  Ref<Str> message;
  Ref<> path;
  if (file.failed()) {
    clear_error(cx);
    message = KR_TRY(format_str(cx, "cannot import name {!r} from {!r} (unknown location)", name, package_or_unknown));
  } else {
    path = std::move(file).value();
    message = is_initializing(cx, module)
                  ? KR_TRY(format_str(cx, "cannot import name {!r} from partially initialized module {!r} (most likely due to a circular import) ({})",
                                      name, package_or_unknown, path))
                  : KR_TRY(format_str(cx, "cannot import name {!r} from {!r} ({})", name, package_or_unknown, path));
  }
  return raise_import_error(cx, exc::ImportError, message, package, path);
}

}  // namespace

Object* import_from(Context& cx, Object* module, Str* name) {
  Borrowed<> from(module);
  Borrowed<Str> wanted(name);
  auto found = lookup_attr(cx, from, wanted);
  if (found.failed()) return nullptr;
  if (!found.missing()) return std::move(found).value().release();
  // A submodule that is being imported in a circle is in sys.modules, but not yet an attribute of its package.
  auto package_name = lookup_attr(cx, from, KR_ID(__name__));
  if (package_name.failed()) return nullptr;
  Ref<> package = std::move(package_name).value();
  if (!package || !is<Str>(package)) return raise_cannot_import(cx, from, wanted, {});
  Ref<Str> full_name = KR_TRY(format_str(cx, "{}.{}", package, wanted));
  auto submodule = dict_get(cx, isolate(cx).modules, full_name);
  if (submodule.failed()) return nullptr;
  if (submodule.value()) return hold(submodule.value()).release();
  return raise_cannot_import(cx, from, wanted, package);
}

namespace {

KR_COLD Failed raise_name_not_str(Context& cx, Borrowed<> module, Borrowed<> key, bool from_dict) {
  Ref<> name = KR_TRY(get_attr(cx, module, KR_ID(__name__)));
  if (!is<Str>(name)) return raise(cx, exc::TypeError, "module __name__ must be a string, not {!t:.100}", name);
  return raise(cx, exc::TypeError, "{} in {}.{} must be str, not {!t:.100}", from_dict ? "Key" : "Item", name,
               from_dict ? "__dict__" : "__all__", key);
}

}  // namespace

int import_star(Context& cx, InterpreterFrame* frame, Object* object) {
  Borrowed<> module(object);
  KR_TRY(fast_to_locals(cx, frame));
  Borrowed<> locals(frame->f_locals);
  if (!locals) return raise(cx, exc::SystemError, "no locals found during 'import *'");
  auto listed = lookup_attr(cx, module, KR_ID(__all__));
  if (listed.failed()) return -1;
  Ref<> names = std::move(listed).value();
  bool skip_private = false;
  if (!names) {
    auto dict = lookup_attr(cx, module, KR_ID(__dict__));
    if (dict.failed()) return -1;
    if (dict.missing()) return raise(cx, exc::ImportError, "from-import-* object has no __dict__ and no __all__");
    Ref<> mapping = std::move(dict).value();
    names = KR_TRY(mapping_keys(cx, mapping));
    skip_private = true;
  }
  for (Index i = 0;; ++i) {
    auto item = sequence_item(cx, names, i);
    if (item.failed()) {
      if (!error_matches(cx, exc::IndexError)) return -1;
      clear_error(cx);
      break;
    }
    Ref<> name = std::move(item).value();
    if (!is<Str>(name)) return raise_name_not_str(cx, module, name, skip_private);
    Borrowed<Str> text = name.borrow().as<Str>();
    if (skip_private && text->size && text->at(0) == '_') continue;
    Ref<> value = KR_TRY(get_attr(cx, module, text));
    if (is_exact<Dict>(locals)) KR_TRY(dict_set(cx, locals.as<Dict>(), name, value));
    else KR_TRY(set_item(cx, locals, name, value));
  }
  locals_to_fast(cx, frame, false);
  return 0;
}

}  // namespace interp
}  // namespace krait
