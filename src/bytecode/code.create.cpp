// Making code objects: the checks, the interning, the sorting of variables into one tuple of fast locals.
#include <cstring>

#include "bytecode/code.h"
#include "object/new.h"
#include "types/list/list.h"
#include "types/set/set.h"

namespace krait {

namespace {

constexpr bool is_name_character(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool looks_like_name(Borrowed<Str> text) {
  if (!text->is_ascii()) return false;
  for (char c : text->ascii_text())
    if (!is_name_character(static_cast<unsigned char>(c))) return false;
  return true;
}

void intern_in_place(Context& cx, Object*& item) {
  item = intern(cx, Ref<Str>::steal(reinterpret_cast<Str*>(item))).as<Object>().release();
}

Result<void> intern_names(Context& cx, Borrowed<Tuple> names) {
  for (Index i = names->size(); --i >= 0;) {
    Object*& item = names->items[i];
    if (!item || item->type != &str_type) return raise(cx, exc::SystemError, "non-string found in code slot");
    if (!reinterpret_cast<Str*>(item)->state.interned) intern_in_place(cx, item);
  }
  return {};
}

Result<bool> intern_constants(Context& cx, Borrowed<Tuple> constants);

// A frozenset cannot change in place: one whose strings were not interned is made anew.
Result<bool> intern_frozenset(Context& cx, Object*& slot) {
  Ref<Tuple> items = KR_TRY(tuple_from(cx, Borrowed<>(slot)));
  if (!KR_TRY(intern_constants(cx, items))) return false;
  Ref<Set> made = KR_TRY(new_frozenset(cx, items));
  Object* old = std::exchange(slot, as_object(made.release()));
  decref(old);
  return true;
}

// Interns strings that look like names, also inside tuples and frozensets; true when something became another object.
Result<bool> intern_constants(Context& cx, Borrowed<Tuple> constants) {
  bool modified = false;
  for (Index i = constants->size(); --i >= 0;) {
    Object*& item = constants->items[i];
    if (item->type == &str_type) {
      auto* text = reinterpret_cast<Str*>(item);
      if (text->state.interned || !looks_like_name(Borrowed<Str>(text))) continue;
      Object* before = item;
      intern_in_place(cx, item);
      modified |= item != before;
    } else if (item->type == &tuple_type) {
      KR_TRY(intern_constants(cx, Borrowed<>(item).as<Tuple>()));
    } else if (item->type == &frozenset_type) {
      modified |= KR_TRY(intern_frozenset(cx, item));
    }
  }
  return modified;
}

Result<void> check(Context& cx, const CodeSpec& spec) {
  if (spec.argcount < spec.posonlyargcount || spec.posonlyargcount < 0 || spec.kwonlyargcount < 0 || spec.stacksize < 0 ||
      spec.flags < 0)
    return raise(cx, exc::SystemError, "Objects/codeobject.c:250: bad argument to internal function");
  int locals = 0;
  for (char kind : spec.localspluskinds->text()) locals += (kind & local_kinds::local) != 0;
  int arguments = spec.argcount + spec.kwonlyargcount + ((spec.flags & code_flags::varargs) != 0) +
                  ((spec.flags & code_flags::varkeywords) != 0);
  if (arguments > locals) return raise(cx, exc::ValueError, "code: co_varnames is too small");
  return {};
}

void count_variables(Code* code) {
  code->co_nlocalsplus = static_cast<int>(code->co_localsplusnames->size());
  code->co_nlocals = code->co_nplaincellvars = code->co_ncellvars = code->co_nfreevars = 0;
  for (char c : code->co_localspluskinds->text()) {
    auto kind = static_cast<unsigned char>(c);
    if (kind & local_kinds::local) {
      ++code->co_nlocals;
      code->co_ncellvars += (kind & local_kinds::cell) != 0;
    } else if (kind & local_kinds::cell) {
      ++code->co_ncellvars;
      ++code->co_nplaincellvars;
    } else if (kind & local_kinds::free) {
      ++code->co_nfreevars;
    }
  }
}

template <class T>
T* shared(Borrowed<T> object) { return hold(object).release(); }

}  // namespace

Result<Ref<Code>> new_code(Context& cx, const CodeSpec& spec) {
  KR_TRY(check(cx, spec));
  KR_TRY(intern_names(cx, spec.names));
  KR_TRY(intern_constants(cx, spec.consts));
  KR_TRY(intern_names(cx, spec.localsplusnames));
  std::size_t size = offsetof(Code, co_code_adaptive) + spec.code.size_bytes();
  if (size < sizeof(Code)) size = sizeof(Code);
  Ref<Code> code = KR_TRY(new_plain<Code>(cx, code_type, size));
  code->head.size = static_cast<Index>(spec.code.size());
  code->co_consts = shared(spec.consts);
  code->co_names = shared(spec.names);
  code->co_exceptiontable = shared(spec.exceptiontable);
  code->co_flags = spec.flags;
  code->co_warmup = warmup_start;
  code->_co_linearray_entry_size = 0;
  code->co_argcount = spec.argcount;
  code->co_posonlyargcount = spec.posonlyargcount;
  code->co_kwonlyargcount = spec.kwonlyargcount;
  code->co_stacksize = spec.stacksize;
  code->co_firstlineno = spec.firstlineno;
  code->co_localsplusnames = shared(spec.localsplusnames);
  code->co_localspluskinds = shared(spec.localspluskinds);
  code->co_filename = shared(spec.filename);
  code->co_name = shared(spec.name);
  code->co_qualname = shared(spec.qualname);
  code->co_linetable = shared(spec.linetable);
  code->co_weakreflist = nullptr;
  code->_co_code = nullptr;
  code->_co_linearray = nullptr;
  code->co_extra = nullptr;
  count_variables(code.raw());
  std::memcpy(code->co_code_adaptive, spec.code.data(), spec.code.size_bytes());
  int entry = 0;
  while (entry < code->head.size && unit_opcode(code->co_code_adaptive[entry]) != op::RESUME) ++entry;
  code->_co_firsttraceable = entry;
  return code;
}

namespace {

Index position_of(Borrowed<Tuple> names, Index count, Borrowed<Str> name) {
  for (Index i = 0; i < count; ++i)
    if (str_equal(names->item(i).as<Str>(), name)) return i;
  return -1;
}

}  // namespace

Result<Ref<Code>> new_code_from_variables(Context& cx, CodeSpec spec, Borrowed<Tuple> varnames, Borrowed<Tuple> freevars,
                                          Borrowed<Tuple> cellvars) {
  Index locals = varnames->size(), cells = cellvars->size(), frees = freevars->size();
  Index both = 0;
  for (Index i = 0; i < cells; ++i) both += position_of(varnames, locals, cellvars->item(i).as<Str>()) >= 0;
  Index total = locals + cells - both + frees;
  Ref<Tuple> names = KR_TRY(new_tuple(cx, total));
  Ref<Bytes> kinds = KR_TRY(new_bytes(cx, total));
  Index at = 0;
  auto put = [&](Borrowed<> name, int kind) {
    names->init_item(at, hold(name));
    kinds->data[at++] = static_cast<char>(kind);
  };
  for (Index i = 0; i < locals; ++i) put(varnames->item(i), local_kinds::local);
  for (Index i = 0; i < cells; ++i) {
    Index same = position_of(varnames, locals, cellvars->item(i).as<Str>());
    if (same >= 0) kinds->data[same] |= static_cast<char>(local_kinds::cell);
    else put(cellvars->item(i), local_kinds::cell);
  }
  for (Index i = 0; i < frees; ++i) put(freevars->item(i), local_kinds::free);
  spec.localsplusnames = names;
  spec.localspluskinds = kinds;
  return new_code(cx, spec);
}

Result<Ref<Code>> new_empty_code(Context& cx, const char* filename, const char* function, int firstlineno) {
  Ref<Str> file = KR_TRY(decode_fs(cx, filename));
  Ref<Str> name = KR_TRY(intern_utf8(cx, function));
  Ref<Bytes> none_bytes = empty_bytes();
  Ref<Tuple> none_names = empty_tuple();
  // Never run; were it, it would fail.
  static constexpr CodeUnit body[] = {make_unit(op::RESUME, 0), make_unit(op::LOAD_ASSERTION_ERROR, 0), make_unit(op::RAISE_VARARGS, 1)};
  static constexpr char lines[] = {static_cast<char>(0x80 | 13 << 3 | 2), 0};
  Ref<Bytes> linetable = KR_TRY(bytes_from(cx, {lines, sizeof lines}));
  CodeSpec spec{.filename = file, .name = name, .qualname = name, .code = body, .firstlineno = firstlineno, .linetable = linetable,
                .consts = none_names, .names = none_names, .localsplusnames = none_names, .localspluskinds = none_bytes,
                .stacksize = 1, .exceptiontable = none_bytes};
  return new_code(cx, spec);
}

}  // namespace krait
