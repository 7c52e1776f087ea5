// The type `code`: what Python sees of a code object.
#include <cstdio>
#include <cstring>

#include "bytecode/code.type.h"
#include "object/declare/method.h"
#include "object/new.h"
#include "object/register.h"

namespace krait::code {

namespace {

void dealloc(Object* self) {
  auto* code = reinterpret_cast<Code*>(self);
  if (code->co_weakreflist) memory::clear_weak_references(self);
  if (code->co_extra) free_extra(code->co_extra);
  for (Object* part : {as_object(code->co_consts), as_object(code->co_names), as_object(code->co_localsplusnames),
                       as_object(code->co_localspluskinds), as_object(code->co_filename), as_object(code->co_name),
                       as_object(code->co_qualname), as_object(code->co_linetable), as_object(code->co_exceptiontable),
                       as_object(code->_co_code)})
    xdecref(part);
  if (code->_co_linearray) memory::release(code->_co_linearray);
  self->type->tp_free(self);
}

Result<Ref<Str>> repr(Context& cx, Borrowed<Code> self) {
  char address[32];
  std::snprintf(address, sizeof address, "%p", static_cast<void*>(self.raw()));
  int line = self->co_firstlineno ? self->co_firstlineno : -1;
  if (self->co_filename && is<Str>(Borrowed<>(as_object(self->co_filename))))
    return format_str(cx, "<code object {} at {}, file \"{}\", line {}>", Borrowed<Str>(self->co_name), address,
                      Borrowed<Str>(self->co_filename), line);
  return format_str(cx, "<code object {} at {}, file ???, line {}>", Borrowed<Str>(self->co_name), address, line);
}

// The parts that count as objects, in the order in which they are compared and hashed.
struct Parts {
  Object *name, *consts, *names, *localsplusnames, *linetable, *exceptiontable;
  explicit Parts(Borrowed<Code> code)
      : name(as_object(code->co_name)), consts(as_object(code->co_consts)), names(as_object(code->co_names)),
        localsplusnames(as_object(code->co_localsplusnames)), linetable(as_object(code->co_linetable)),
        exceptiontable(as_object(code->co_exceptiontable)) {}
};

Result<Hash> hash_code(Context& cx, Borrowed<Code> self) {
  Parts parts(self);
  std::size_t mixed = 0;
  auto mix = [&](std::size_t value) { mixed = (mixed ^ value) * 1000003u + (mixed >> 29); };
  for (Object* part : {parts.name, parts.consts, parts.names, parts.localsplusnames, parts.linetable, parts.exceptiontable})
    mix(static_cast<std::size_t>(KR_TRY(hash(cx, Borrowed<>(part)))));
  for (int number : {self->co_argcount, self->co_posonlyargcount, self->co_kwonlyargcount, self->co_flags, self->co_firstlineno})
    mix(static_cast<std::size_t>(number));
  for (Index i = 0; i < self->unit_count(); ++i) {
    CodeUnit unit = self->co_code_adaptive[i];
    int opcode = opcode_deopt(unit_opcode(unit));
    mix(make_unit(opcode, unit_argument(unit)));
    i += opcode_caches(opcode);
  }
  Hash answer = static_cast<Hash>(mixed);
  return answer == -1 ? -2 : answer;
}

bool same_instructions(Borrowed<Code> left, Borrowed<Code> right) {
  for (Index i = 0; i < left->unit_count(); ++i) {
    CodeUnit a = left->co_code_adaptive[i], b = right->co_code_adaptive[i];
    int opcode = opcode_deopt(unit_opcode(a));
    if (opcode != opcode_deopt(unit_opcode(b)) || unit_argument(a) != unit_argument(b)) return false;
    i += opcode_caches(opcode);
  }
  return true;
}

Result<bool> equal(Context& cx, Borrowed<Code> left, Borrowed<Code> right) {
  if (left.is(right)) return true;
  if (left->co_argcount != right->co_argcount || left->co_posonlyargcount != right->co_posonlyargcount ||
      left->co_kwonlyargcount != right->co_kwonlyargcount || left->co_flags != right->co_flags ||
      left->co_firstlineno != right->co_firstlineno || left->head.size != right->head.size || !same_instructions(left, right))
    return false;
  Parts a(left), b(right);
  Ref<> left_key = KR_TRY(constant_key(cx, Borrowed<>(a.consts)));
  Ref<> right_key = KR_TRY(constant_key(cx, Borrowed<>(b.consts)));
  std::pair<Object*, Object*> pairs[] = {{a.name, b.name}, {left_key.raw(), right_key.raw()}, {a.names, b.names},
                                         {a.localsplusnames, b.localsplusnames}, {a.linetable, b.linetable},
                                         {a.exceptiontable, b.exceptiontable}};
  for (auto [x, y] : pairs)
    if (!KR_TRY(compare_bool(cx, Borrowed<>(x), Borrowed<>(y), Compare::eq))) return false;
  return true;
}

Result<Ref<>> richcompare(Context& cx, Borrowed<Code> self, Borrowed<> other, Compare op) {
  if ((op != Compare::eq && op != Compare::ne) || !is<Code>(self) || !is<Code>(other)) return new_not_implemented();
  bool same = KR_TRY(equal(cx, self, other.as<Code>()));
  return new_bool(same == (op == Compare::eq));
}

Result<Index> size_of(Context&, Borrowed<Code> self) {
  Index size = static_cast<Index>(offsetof(Code, co_code_adaptive)) + self->head.size * static_cast<Index>(sizeof(CodeUnit));
  return (size + 7) / 8 * 8 + extra_size(self->co_extra);
}

Result<Ref<>> varname_from_oparg(Context& cx, Borrowed<Code> self, int oparg) {
  if (oparg < 0 || oparg >= self->co_localsplusnames->size()) return raise(cx, exc::IndexError, "tuple index out of range");
  return hold(self->co_localsplusnames->item(oparg));
}

Result<Ref<Bytes>> get_adaptive(Context& cx, Borrowed<Code> self) {
  return bytes_from(cx, {reinterpret_cast<const char*>(self->co_code_adaptive),
                         static_cast<std::size_t>(self->head.size) * sizeof(CodeUnit)});
}

Result<Ref<>> lines(Context& cx, Borrowed<Code> self) { return line_iterator(cx, self); }
Result<Ref<>> positions(Context& cx, Borrowed<Code> self) { return positions_iterator(cx, self); }

constinit MethodDef methods[] = {
    KR_QUIET("__sizeof__($self)", size_of, nullptr),
    KR_QUIET("co_lines($self)", lines, nullptr),
    KR_QUIET("co_positions($self)", positions, nullptr),
    KR_METHOD("replace($self, /, **changes)", replace, "Return a copy of the code object with new values for the specified fields."),
    KR_METHOD("_varname_from_oparg($self, /, oparg)", varname_from_oparg,
              "(internal-only) Return the local variable name for the given oparg.\n\n"
              "WARNING: this method is for internal use only and may change or go away."),
    KR_END};

constinit MemberDef members[] = {
    KR_MEMBER("co_argcount", int_, Code, co_argcount, 1, nullptr),
    KR_MEMBER("co_posonlyargcount", int_, Code, co_posonlyargcount, 1, nullptr),
    KR_MEMBER("co_kwonlyargcount", int_, Code, co_kwonlyargcount, 1, nullptr),
    KR_MEMBER("co_stacksize", int_, Code, co_stacksize, 1, nullptr),
    KR_MEMBER("co_flags", int_, Code, co_flags, 1, nullptr),
    KR_MEMBER("co_nlocals", int_, Code, co_nlocals, 1, nullptr),
    KR_MEMBER("co_consts", object, Code, co_consts, 1, nullptr),
    KR_MEMBER("co_names", object, Code, co_names, 1, nullptr),
    KR_MEMBER("co_filename", object, Code, co_filename, 1, nullptr),
    KR_MEMBER("co_name", object, Code, co_name, 1, nullptr),
    KR_MEMBER("co_qualname", object, Code, co_qualname, 1, nullptr),
    KR_MEMBER("co_firstlineno", int_, Code, co_firstlineno, 1, nullptr),
    KR_MEMBER("co_linetable", object, Code, co_linetable, 1, nullptr),
    KR_MEMBER("co_exceptiontable", object, Code, co_exceptiontable, 1, nullptr),
    KR_END};

constinit GetSetDef getset[] = {
    KR_GETTER("co_lnotab", lnotab, nullptr),
    KR_GETTER("_co_code_adaptive", get_adaptive, nullptr),
    KR_GETTER("co_varnames", code_varnames, nullptr),
    KR_GETTER("co_cellvars", code_cellvars, nullptr),
    KR_GETTER("co_freevars", code_freevars, nullptr),
    KR_GETTER("co_code", code_bytes, nullptr),
    KR_END};

}  // namespace

}  // namespace krait::code

namespace krait {

constinit Type code_type = {
    .head = {{1, &type_type}, 0},
    .tp_name = "code",
    .tp_basicsize = offsetof(Code, co_code_adaptive),
    .tp_itemsize = sizeof(CodeUnit),
    .tp_dealloc = code::dealloc,
    .tp_repr = slot<&code::repr>,
    .tp_hash = slot<&code::hash_code>,
    .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable,
    .tp_doc =
        "code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n"
        "     flags, codestring, constants, names, varnames, filename, name,\n"
        "     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n"
        "     cellvars=(), /)\n--\n\nCreate a code object.  Not for the faint of heart.",
    .tp_richcompare = slot<&code::richcompare>,
    .tp_weaklistoffset = offsetof(Code, co_weakreflist),
    .tp_methods = code::methods,
    .tp_members = code::members,
    .tp_getset = code::getset,
    .tp_new = KR_NEW("code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, "
                     "varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)",
                     code::make),
    .tp_free = free_object,
};
KR_READY(code_type);

}  // namespace krait
