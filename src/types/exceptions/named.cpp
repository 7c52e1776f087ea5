// The exceptions about a name: ImportError, NameError, AttributeError and their kin. What they name is given by keyword.
#include "types/dict/dict.h"
#include "types/exceptions/declare.h"
#include "types/str/str.h"
#include "types/tuple/tuple.h"

namespace krait {
namespace exceptions {

// Reads up to two optional keyword arguments of an exception's constructor, as "|$OO:Function" does.
static bool read_keywords(Context& cx, Object* kwargs, const char* function, const char* const (&names)[2], Borrowed<> (&values)[2]) {
  if (!kwargs) return true;
  Borrowed<Dict> dict(reinterpret_cast<Dict*>(kwargs));
  int allowed = names[1] ? 2 : 1;
  if (dict->size() > allowed) {
    (void)raise(cx, exc::TypeError, "{}() takes at most {} keyword argument{} ({} given)", function, allowed, allowed == 1 ? "" : "s",
                dict->size());
    return false;
  }
  Index position = 0;
  Borrowed<> key, value;
  while (dict_next(dict, &position, &key, &value)) {
    if (!is<Str>(key)) return (void)raise(cx, exc::TypeError, "keywords must be strings"), false;
    bool known = false;
    for (int i = 0; i < allowed; ++i) {
      if (!str_equal(key.as<Str>(), std::string_view(names[i]))) continue;
      values[i] = value;
      known = true;
    }
    if (!known) return (void)raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for {}()", key, function), false;
  }
  return true;
}

static Ref<> hold_or_null(Borrowed<> value) { return value ? hold(value) : Ref<>(); }

// --- ImportError(message, *, name, path)
static int import_error_init(Object* object, Object* args, Object* kwargs) {
  if (base_init(object, args, nullptr) < 0) return -1;
  Borrowed<> values[2];
  if (!read_keywords(Context::current(), kwargs, "ImportError", {"name", "path"}, values)) return -1;
  auto* self = reinterpret_cast<ImportErrorObject*>(object);
  auto old_name = self->name.replace(hold_or_null(values[0]));
  auto old_path = self->path.replace(hold_or_null(values[1]));
  auto* tuple = reinterpret_cast<Tuple*>(args);
  auto old_msg = self->msg.replace(tuple->size() == 1 ? hold(tuple->item(0)) : Ref<>());
  return 0;
}

static Result<Ref<Str>> import_error_str(Context& cx, Borrowed<ImportErrorObject> self) {
  if (self->msg && is_exact<Str>(self->msg.get())) return hold(self->msg.get().as<Str>());
  return base_str(cx, self.as<BaseException>());
}

static Result<Ref<>> import_error_reduce(Context& cx, Borrowed<ImportErrorObject> self) {
  Ref<> state;
  if (self->name || self->path) {
    auto dict = self->head.dict ? KR_TRY(dict_copy(cx, self->head.dict)) : KR_TRY(new_dict(cx));
    if (self->name) KR_TRY(dict_set(cx, dict, KR_ID(name), self->name));
    if (self->path) KR_TRY(dict_set(cx, dict, KR_ID(path), self->path));
    state = std::move(dict);
  } else if (self->head.dict) {
    state = hold(self->head.dict.get());
  }
  return reduce_with(cx, self.as<BaseException>(), self->head.args, state);
}

static constinit MethodDef import_error_methods[] = {KR_QUIET("__reduce__($self)", import_error_reduce, nullptr), KR_END};
static constinit MemberDef import_error_members[] = {
    KR_MEMBER("msg", object, ImportErrorObject, msg, 0, "exception message"),
    KR_MEMBER("name", object, ImportErrorObject, name, 0, "module name"),
    KR_MEMBER("path", object, ImportErrorObject, path, 0, "module path"), KR_END};

using ImportFields = Also<ImportErrorObject, &ImportErrorObject::msg, &ImportErrorObject::name, &ImportErrorObject::path>;

consteval Type declare_import_error() {
  Type type = declare_extended<ImportErrorObject, ImportFields>(
      "ImportError", &exc::Exception, "Import can't find module, or can't find name in module.", &import_error_init);
  type.tp_str = slot<&import_error_str>;
  type.tp_methods = import_error_methods;
  type.tp_members = import_error_members;
  return type;
}

// --- NameError(*args, name)
static int name_error_init(Object* object, Object* args, Object* kwargs) {
  if (base_init(object, args, nullptr) < 0) return -1;
  Borrowed<> values[2];
  if (!read_keywords(Context::current(), kwargs, "NameError", {"name", nullptr}, values)) return -1;
  auto old = reinterpret_cast<NameErrorObject*>(object)->name.replace(hold_or_null(values[0]));
  return 0;
}
static constinit MemberDef name_error_members[] = {KR_MEMBER("name", object, NameErrorObject, name, 0, "name"), KR_END};
using NameFields = Also<NameErrorObject, &NameErrorObject::name>;

consteval Type declare_name_error() {
  Type type = declare_extended<NameErrorObject, NameFields>("NameError", &exc::Exception, "Name not found globally.", &name_error_init);
  type.tp_str = slot<&base_str>;
  type.tp_members = name_error_members;
  return type;
}

// --- AttributeError(*args, name, obj)
static int attribute_error_init(Object* object, Object* args, Object* kwargs) {
  if (base_init(object, args, nullptr) < 0) return -1;
  Borrowed<> values[2];
  if (!read_keywords(Context::current(), kwargs, "AttributeError", {"name", "obj"}, values)) return -1;
  auto* self = reinterpret_cast<AttributeErrorObject*>(object);
  auto old_name = self->name.replace(hold_or_null(values[0]));
  auto old_object = self->object.replace(hold_or_null(values[1]));
  return 0;
}
static constinit MemberDef attribute_error_members[] = {
    KR_MEMBER("name", object, AttributeErrorObject, name, 0, "attribute name"),
    KR_MEMBER("obj", object, AttributeErrorObject, object, 0, "object"), KR_END};
using AttributeFields = Also<AttributeErrorObject, &AttributeErrorObject::object, &AttributeErrorObject::name>;

consteval Type declare_attribute_error() {
  Type type = declare_extended<AttributeErrorObject, AttributeFields>("AttributeError", &exc::Exception, "Attribute not found.",
                                                                      &attribute_error_init);
  type.tp_str = slot<&base_str>;
  type.tp_members = attribute_error_members;
  return type;
}

}  // namespace exceptions

constinit Type exc::ImportError = exceptions::declare_import_error();
KR_READY(exc::ImportError);
constinit Type exc::ModuleNotFoundError = exceptions::declare_extended<ImportErrorObject, exceptions::ImportFields>(
    "ModuleNotFoundError", &exc::ImportError, "Module not found.", &exceptions::import_error_init);
KR_READY(exc::ModuleNotFoundError);
constinit Type exc::NameError = exceptions::declare_name_error();
KR_READY(exc::NameError);
constinit Type exc::UnboundLocalError = exceptions::declare_extended<NameErrorObject, exceptions::NameFields>(
    "UnboundLocalError", &exc::NameError, "Local name referenced but not bound to a value.", &exceptions::name_error_init);
KR_READY(exc::UnboundLocalError);
constinit Type exc::AttributeError = exceptions::declare_attribute_error();
KR_READY(exc::AttributeError);

Failed raise_attribute_error(Context& cx, Borrowed<> object, Borrowed<Str> name, Borrowed<Str> message) {
  auto made = KR_TRY(make_exception(cx, Borrowed<>(as_object(&exc::AttributeError)), message));
  auto error = made.borrow().as<AttributeErrorObject>();
  auto old_object = error->object.replace(hold(object));
  auto old_name = error->name.replace(hold(name));
  return raise_instance(cx, std::move(made));
}

void set_attribute_error_context(Context& cx, Borrowed<> object, Borrowed<Str> name) {
  if (!error_matches(cx, exc::AttributeError)) return;
  auto error = take_error(cx);
  if (is_instance_of(error.borrow(), exc::AttributeError)) {
    auto attribute_error = error.borrow().as<AttributeErrorObject>();
    if (!attribute_error->name && !attribute_error->object) {
      attribute_error->name.init(hold(name));
      attribute_error->object.init(hold(object));
    }
  }
  restore_error(cx, std::move(error));
}

Failed raise_name_error(Context& cx, Borrowed<Type> exception, const char* format_with_s, Borrowed<Str> name) {
  FormatArg args[] = {FormatArg(name)};
  auto message = KR_TRY(detail::format_text(cx, format_with_s, args));
  auto made = KR_TRY(make_exception(cx, exception, message));
  if (is_instance_of(made.borrow(), exc::NameError)) {
    auto old = made.borrow().as<NameErrorObject>()->name.replace(hold(name));
  }
  return raise_instance(cx, std::move(made));
}

Failed raise_import_error(Context& cx, Type& exception, Borrowed<Str> message, Borrowed<> name, Borrowed<> path) {
  auto made = KR_TRY(make_exception(cx, Borrowed<>(reinterpret_cast<Object*>(&exception)), message));
  auto error = made.borrow().as<ImportErrorObject>();
  auto old_name = error->name.replace(name ? hold(name) : new_none());
  auto old_path = error->path.replace(path ? hold(path) : new_none());
  return raise_instance(cx, std::move(made));
}

}  // namespace krait
