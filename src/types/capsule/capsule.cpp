// PyCapsule: a C pointer with a name.
#include "types/capsule/capsule.h"

#include <cstring>
#include <string_view>

#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"
#include "types/str/str.h"

namespace krait {

Result<Ref<>> import_module(Context& cx, Borrowed<Str> name);  // the isolate's room

namespace {

bool same_name(const char* a, const char* b) { return a && b ? std::strcmp(a, b) == 0 : a == b; }

Result<Ref<Str>> capsule_repr(Context& cx, Borrowed<Capsule> self) {
  const char* quote = self->name ? "\"" : "";
  return format_str(cx, "<capsule object {}{}{} at 0x{:x}>", quote, self->name ? self->name : "NULL", quote,
                    reinterpret_cast<Word>(self.raw()));
}

void dealloc(Object* object) {
  auto* self = reinterpret_cast<Capsule*>(object);
  if (self->destructor) self->destructor(object);
  free_object(object);
}

}  // namespace

Result<Ref<>> new_capsule(Context& cx, void* pointer, const char* name, Destructor destructor) {
  if (!pointer) return raise(cx, exc::ValueError, "PyCapsule_New called with null pointer");
  auto made = KR_TRY(new_plain<Capsule>(cx, capsule_type));
  made->pointer = pointer;
  made->name = name;
  made->context = nullptr;
  made->destructor = destructor;
  return made;
}

bool capsule_is_valid(Borrowed<> object, const char* name) {
  return object && is_exact<Capsule>(object) && object.as<Capsule>()->pointer && same_name(object.as<Capsule>()->name, name);
}

Result<Borrowed<Capsule>> capsule_check(Context& cx, Borrowed<> object, const char* function) {
  if (object && is_exact<Capsule>(object) && object.as<Capsule>()->pointer) return object.as<Capsule>();
  return raise(cx, exc::ValueError, "{} called with invalid PyCapsule object", function);
}

Result<void*> capsule_pointer(Context& cx, Borrowed<> object, const char* name) {
  Borrowed<Capsule> capsule = KR_TRY(capsule_check(cx, object, "PyCapsule_GetPointer"));
  if (!same_name(name, capsule->name)) return raise(cx, exc::ValueError, "PyCapsule_GetPointer called with incorrect name");
  return capsule->pointer;
}

// "package.module.attribute": imports up to where attributes begin.
Result<void*> capsule_import(Context& cx, const char* name) {
  std::string_view rest = name;
  Ref<> object;
  while (!rest.empty()) {
    std::size_t dot = rest.find('.');
    std::string_view part = rest.substr(0, dot);
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    auto key = KR_TRY(intern_utf8(cx, part));
    if (!object) {
      Result<Ref<>> imported = import_module(cx, key);
      if (imported.failed()) {
        clear_error(cx);
        return raise(cx, exc::ImportError, "PyCapsule_Import could not import module \"{}\"", part);
      }
      object = std::move(imported).value();
    } else {
      object = KR_TRY(get_attr(cx, object, key));
    }
  }
  if (capsule_is_valid(object, name)) return object.borrow().as<Capsule>()->pointer;
  return raise(cx, exc::AttributeError, "PyCapsule_Import \"{}\" is not valid", name);
}

constinit Type capsule_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "PyCapsule",
    .tp_basicsize = sizeof(Capsule),
    .tp_dealloc = &dealloc,
    .tp_repr = slot<&capsule_repr>,
    .tp_flags = type_flags::immutable,
    .tp_doc = "Capsule objects let you wrap a C \"void *\" pointer in a Python\nobject.  They\'re a way of passing data through the "
              "Python interpreter\nwithout creating your own custom type.\n\nCapsules are used for communication between extension "
              "modules.\nThey provide a way for an extension module to export a C interface\nto other extension modules, so that "
              "extension modules can use the\nPython import mechanism to link to one another.\n",
    .tp_free = free_object};
KR_READY(capsule_type);

}  // namespace krait
