// Look-ups of names where inline caches do not help, and the errors of names that are not there.
#include "interp/helpers.h"
#include "types/cell/cell.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"

namespace krait::interp {

namespace {

Borrowed<Dict> as_dict(Object* object) { return Borrowed<Dict>(reinterpret_cast<Dict*>(object)); }
bool is_dict(Object* object) { return object->type == &dict_type; }
Borrowed<Str> str_of(Str* text) { return Borrowed<Str>(text); }

KR_COLD void raise_no_name(Context& cx, Str* name) {
  (void)raise_name_error(cx, Borrowed<Type>(&exc::NameError), "name '{:.200}' is not defined", str_of(name));
}

// In the globals, then the built-ins. Owned; null without an error: in neither.
Object* look_outside(Context& cx, InterpreterFrame* frame, Str* name) {
  if (is_dict(frame->f_globals) && is_dict(frame->f_builtins)) {
    auto found = dict_get(cx, as_dict(frame->f_globals), str_of(name));
    if (found.failed()) return nullptr;
    if (!found.value()) {
      found = dict_get(cx, as_dict(frame->f_builtins), str_of(name));
      if (found.failed()) return nullptr;
    }
    return hold(found.value()).release();
  }
  for (Object* scope : {frame->f_globals, frame->f_builtins}) {
    Object* value = get_item(cx, Borrowed<>(scope), str_of(name)).release();
    if (value) return value;
    if (!error_matches(cx, exc::KeyError)) return nullptr;
    clear_error(cx);
  }
  return nullptr;
}

// In the frame's f_locals. Owned; null without an error: not there.
Object* look_in_locals(Context& cx, InterpreterFrame* frame, Str* name) {
  Object* locals = frame->f_locals;
  if (is_dict(locals)) {
    auto found = dict_get(cx, as_dict(locals), str_of(name));
    return found.failed() ? nullptr : hold(found.value()).release();
  }
  Object* value = get_item(cx, Borrowed<>(locals), str_of(name)).release();
  if (!value && error_matches(cx, exc::KeyError)) clear_error(cx);
  return value;
}

}  // namespace

void raise_unbound_local(Context& cx, Code* code, unsigned local) {
  (void)raise(cx, exc::UnboundLocalError, "cannot access local variable '{}' where it is not associated with a value",
              code->local_name(local));
}

void raise_unbound_cell(Context& cx, Code* code, unsigned local) {
  if (cx.has_error()) return;
  if (static_cast<int>(local) < code->co_nlocalsplus - code->co_nfreevars) return raise_unbound_local(cx, code, local);
  (void)raise_name_error(cx, Borrowed<Type>(&exc::NameError),
                         "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
                         code->local_name(local));
}

Object* load_name(Context& cx, InterpreterFrame* frame, Str* name) {
  if (!frame->f_locals) return raise(cx, exc::SystemError, "no locals when loading {!r}", str_of(name));
  Object* value = look_in_locals(cx, frame, name);
  if (value || cx.has_error()) return value;
  value = look_outside(cx, frame, name);
  if (!value && !cx.has_error()) raise_no_name(cx, name);
  return value;
}

Object* load_global(Context& cx, InterpreterFrame* frame, Str* name) {
  Object* value = look_outside(cx, frame, name);
  if (!value && !cx.has_error()) raise_no_name(cx, name);
  return value;
}

Object* load_class_deref(Context& cx, InterpreterFrame* frame, unsigned local) {
  Str* name = frame->f_code->local_name(local).raw();
  Object* value = look_in_locals(cx, frame, name);
  if (value || cx.has_error()) return value;
  Borrowed<> contents = reinterpret_cast<Cell*>(frame->localsplus[local])->contents;
  if (!contents) return raise_unbound_cell(cx, frame->f_code, local), nullptr;
  return hold(contents).release();
}

Object* load_build_class(Context& cx, InterpreterFrame* frame) {
  Object* value;
  if (is_dict(frame->f_builtins)) {
    value = hold(dict_get_str(as_dict(frame->f_builtins), KR_ID(__build_class__))).release();
  } else {
    value = get_item(cx, Borrowed<>(frame->f_builtins), KR_ID(__build_class__)).release();
    if (!value && error_matches(cx, exc::KeyError)) clear_error(cx);
  }
  if (!value && !cx.has_error()) return raise(cx, exc::NameError, "__build_class__ not found");
  return value;
}

int store_name(Context& cx, InterpreterFrame* frame, Str* name, Object* value) {
  Object* locals = frame->f_locals;
  if (!locals) return raise(cx, exc::SystemError, "no locals found when storing {!r}", str_of(name));
  if (is_dict(locals)) return dict_set(cx, as_dict(locals), str_of(name), Borrowed<>(value)).release();
  return set_item(cx, Borrowed<>(locals), str_of(name), Borrowed<>(value)).release();
}

int delete_name(Context& cx, InterpreterFrame* frame, Str* name) {
  Object* locals = frame->f_locals;
  if (!locals) return raise(cx, exc::SystemError, "no locals when deleting {!r}", str_of(name));
  if (!delete_item(cx, Borrowed<>(locals), str_of(name)).failed()) return 0;
  if (!error_matches(cx, exc::KeyError)) return -1;
  clear_error(cx);
  raise_no_name(cx, name);
  return -1;
}

int store_global(Context& cx, InterpreterFrame* frame, Str* name, Object* value) {
  return dict_set(cx, as_dict(frame->f_globals), str_of(name), Borrowed<>(value)).release();
}

int delete_global(Context& cx, InterpreterFrame* frame, Str* name) {
  if (!dict_delete(cx, as_dict(frame->f_globals), str_of(name)).failed()) return 0;
  if (!error_matches(cx, exc::KeyError)) return -1;
  clear_error(cx);
  raise_no_name(cx, name);
  return -1;
}

// __annotations__ = {} unless the namespace has one.
int setup_annotations(Context& cx, InterpreterFrame* frame) {
  Object* locals = frame->f_locals;
  if (!locals) return raise(cx, exc::SystemError, "no locals found when setting up annotations");
  Object* present = look_in_locals(cx, frame, KR_ID(__annotations__).raw());
  if (present) return decref(present), 0;
  if (cx.has_error()) return -1;
  Ref<Dict> fresh = KR_TRY(new_dict(cx));
  return store_name(cx, frame, KR_ID(__annotations__).raw(), fresh.object());
}

}  // namespace krait::interp
