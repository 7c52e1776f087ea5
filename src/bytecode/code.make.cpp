// code(...) and code.replace(): code objects from what a program gives.
#include "bytecode/code.type.h"
#include "types/int/int.h"

namespace krait::code {

namespace {

// A copy of a tuple of names; instances of subclasses of str become plain strings.
Result<Ref<Tuple>> checked_names(Context& cx, Borrowed<Tuple> names) {
  Ref<Tuple> copy = KR_TRY(new_tuple(cx, names->size()));
  for (Index i = 0; i < names->size(); ++i) {
    Borrowed<> item = names->item(i);
    if (!is<Str>(item)) return raise(cx, exc::TypeError, "name tuples must contain only strings, not '{!t}'", item);
    copy->init_item(i, KR_TRY(exact_str(cx, item.as<Str>())));
  }
  return copy;
}

// The instructions in a bytes object; odd sizes are refused.
Result<void> instructions_of(Context& cx, Borrowed<Bytes> bytes, std::span<const CodeUnit>& code) {
  if (bytes->size() % static_cast<Index>(sizeof(CodeUnit)) != 0) return raise(cx, exc::ValueError, "code: co_code is malformed");
  code = {reinterpret_cast<const CodeUnit*>(bytes->data), static_cast<std::size_t>(bytes->size()) / sizeof(CodeUnit)};
  return {};
}

Result<Ref<Code>> build(Context& cx, CodeSpec spec, Borrowed<Bytes> codestring, int nlocals, Borrowed<Tuple> varnames,
                        Borrowed<Tuple> freevars, Borrowed<Tuple> cellvars) {
  KR_TRY(instructions_of(cx, codestring, spec.code));
  if (spec.argcount < spec.posonlyargcount || spec.stacksize < 0 || spec.flags < 0)
    return raise(cx, exc::SystemError, "Objects/codeobject.c:250: bad argument to internal function");
  Ref<Code> code = KR_TRY(new_code_from_variables(cx, spec, varnames, freevars, cellvars));
  if (code->co_nlocals != nlocals) return raise(cx, exc::ValueError, "code: co_nlocals != len(co_varnames)");
  return code;
}

}  // namespace

Result<Ref<>> make(Context& cx, int argcount, int posonlyargcount, int kwonlyargcount, int nlocals, int stacksize, int flags,
                   Borrowed<Bytes> codestring, Borrowed<Tuple> constants, Borrowed<Tuple> names, Borrowed<Tuple> varnames,
                   Borrowed<Str> filename, Borrowed<Str> name, Borrowed<Str> qualname, int firstlineno, Borrowed<Bytes> linetable,
                   Borrowed<Bytes> exceptiontable, Borrowed<Tuple> freevars, Borrowed<Tuple> cellvars) {
  if (argcount < 0) return raise(cx, exc::ValueError, "code: argcount must not be negative");
  if (posonlyargcount < 0) return raise(cx, exc::ValueError, "code: posonlyargcount must not be negative");
  if (kwonlyargcount < 0) return raise(cx, exc::ValueError, "code: kwonlyargcount must not be negative");
  if (nlocals < 0) return raise(cx, exc::ValueError, "code: nlocals must not be negative");
  Ref<Tuple> own_names = KR_TRY(checked_names(cx, names));
  Ref<Tuple> own_varnames = KR_TRY(checked_names(cx, varnames));
  Ref<Tuple> own_freevars = freevars ? KR_TRY(checked_names(cx, freevars)) : empty_tuple();
  Ref<Tuple> own_cellvars = cellvars ? KR_TRY(checked_names(cx, cellvars)) : empty_tuple();
  CodeSpec spec{.filename = filename, .name = name, .qualname = qualname, .flags = flags, .code = {}, .firstlineno = firstlineno,
                .linetable = linetable, .consts = constants, .names = own_names, .localsplusnames = {}, .localspluskinds = {},
                .argcount = argcount, .posonlyargcount = posonlyargcount, .kwonlyargcount = kwonlyargcount, .stacksize = stacksize,
                .exceptiontable = exceptiontable};
  return KR_TRY(build(cx, spec, codestring, nlocals, own_varnames, own_freevars, own_cellvars)).as<Object>();
}

namespace {

// One keyword of replace(): where its value goes.
struct Change {
  const char* name;
  int* number;
  Borrowed<Bytes>* bytes;
  Borrowed<Tuple>* tuple;
  Borrowed<Str>* text;
};

template <class T>
Result<void> take(Context& cx, const char* name, Borrowed<> value, Borrowed<T>* out) {
  if (!is<T>(value))
    return raise(cx, exc::TypeError, "replace() argument '{}' must be {}, not {:.50}", name, T::static_type->tp_name,
                 is_none(value) ? "None" : value.type()->tp_name);
  *out = value.as<T>();
  return {};
}

Result<void> apply(Context& cx, const Change& change, Borrowed<> value) {
  if (change.bytes) return take(cx, change.name, value, change.bytes);
  if (change.tuple) return take(cx, change.name, value, change.tuple);
  if (change.text) return take(cx, change.name, value, change.text);
  int number = as_int(cx, value);
  if (number == -1 && cx.has_error()) return Failed{};
  *change.number = number;
  return {};
}

}  // namespace

Result<Ref<>> replace(Context& cx, Borrowed<Code> self, KwArgs changes) {
  Ref<Bytes> old_code = KR_TRY(code_bytes(cx, self));
  Ref<Tuple> old_varnames = KR_TRY(code_varnames(cx, self));
  Ref<Tuple> old_freevars = KR_TRY(code_freevars(cx, self));
  Ref<Tuple> old_cellvars = KR_TRY(code_cellvars(cx, self));
  Borrowed<Bytes> codestring = old_code;
  Borrowed<Tuple> varnames = old_varnames, freevars = old_freevars, cellvars = old_cellvars;
  int nlocals = self->co_nlocals;
  CodeSpec spec{.filename = Borrowed<Str>(self->co_filename), .name = Borrowed<Str>(self->co_name),
                .qualname = Borrowed<Str>(self->co_qualname), .flags = self->co_flags, .code = {},
                .firstlineno = self->co_firstlineno, .linetable = Borrowed<Bytes>(self->co_linetable),
                .consts = Borrowed<Tuple>(self->co_consts), .names = Borrowed<Tuple>(self->co_names), .localsplusnames = {},
                .localspluskinds = {}, .argcount = self->co_argcount, .posonlyargcount = self->co_posonlyargcount,
                .kwonlyargcount = self->co_kwonlyargcount, .stacksize = self->co_stacksize,
                .exceptiontable = Borrowed<Bytes>(self->co_exceptiontable)};
  const Change known[] = {
      {"co_argcount", &spec.argcount, {}, {}, {}},
      {"co_posonlyargcount", &spec.posonlyargcount, {}, {}, {}},
      {"co_kwonlyargcount", &spec.kwonlyargcount, {}, {}, {}},
      {"co_nlocals", &nlocals, {}, {}, {}},
      {"co_stacksize", &spec.stacksize, {}, {}, {}},
      {"co_flags", &spec.flags, {}, {}, {}},
      {"co_firstlineno", &spec.firstlineno, {}, {}, {}},
      {"co_code", {}, &codestring, {}, {}},
      {"co_consts", {}, {}, &spec.consts, {}},
      {"co_names", {}, {}, &spec.names, {}},
      {"co_varnames", {}, {}, &varnames, {}},
      {"co_freevars", {}, {}, &freevars, {}},
      {"co_cellvars", {}, {}, &cellvars, {}},
      {"co_filename", {}, {}, {}, &spec.filename},
      {"co_name", {}, {}, {}, &spec.name},
      {"co_qualname", {}, {}, {}, &spec.qualname},
      {"co_linetable", {}, &spec.linetable, {}, {}},
      {"co_exceptiontable", {}, &spec.exceptiontable, {}, {}},
  };
  for (Index i = 0; i < changes.count; ++i) {
    Borrowed<Str> name = changes.names->item(i).as<Str>();
    const Change* found = nullptr;
    for (const Change& change : known)
      if (str_equal(name, change.name)) found = &change;
    if (!found) return raise(cx, exc::TypeError, "'{}' is an invalid keyword argument for replace()", name);
    KR_TRY(apply(cx, *found, Borrowed<>(changes.values[i])));
  }
  for (const Change& change : known)
    if (change.number && *change.number < 0) return raise(cx, exc::ValueError, "{} must be a positive integer", change.name);
  return KR_TRY(build(cx, spec, codestring, nlocals, varnames, freevars, cellvars)).as<Object>();
}

}  // namespace krait::code
