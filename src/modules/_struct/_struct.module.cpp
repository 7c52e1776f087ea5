// The module _struct: the type Struct, its iterator, and the functions that keep compiled formats.
#include "modules/_struct/struct.h"
#include "object/declare/method.h"
#include "object/generic.h"
#include "object/new.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/int/int.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait::structs {
namespace {

struct State {
  Type* error = nullptr;
  Dict* cache = nullptr;
};
KR_ISOLATE_LOCAL(State, state);
using Self = Borrowed<Struct>;

Result<Ref<Struct>> new_struct(Context& cx, Type& type) {
  Ref<Struct> made = KR_TRY(Result<Ref<>>::from_raw(type.tp_alloc(&type, 0)).as<Struct>());
  made->size = made->count = -1;
  made->format = new_none().release();
  return made;
}

Result<void> check_ready(Context& cx, Self self) {
  if (!self->codes) return raise(cx, exc::RuntimeError, "Struct object is not initialized");
  return {};
}

// --- packing
Result<void> check_count(Context& cx, Self self, const char* name, std::size_t given) {
  if (given == static_cast<std::size_t>(self->count)) return {};
  return raise(cx, error_type(cx), "{} expected {} items for packing (got {})", name, self->count, given);
}

Result<Ref<Bytes>> pack(Context& cx, Self self, Args values) {
  KR_TRY(check_ready(cx, self));
  KR_TRY(check_count(cx, self, "pack", values.size()));
  Ref<Bytes> made = KR_TRY(new_bytes(cx, self->size));
  if (self->size) KR_TRY(pack_all(cx, self.raw(), values, made->data));
  return made;
}

Result<void> pack_into(Context& cx, Self self, Args args) {
  KR_TRY(check_ready(cx, self));
  if (args.size() == 0) return raise(cx, error_type(cx), "pack_into expected buffer argument");
  if (args.size() == 1) return raise(cx, error_type(cx), "pack_into expected offset argument");
  KR_TRY(check_count(cx, self, "pack_into", args.size() - 2));
  ScopedBuffer buffer;
  if (buffer.get(cx, Borrowed<>(args[0]), buffer_flags::writable).failed()) {
    clear_error(cx);
    return raise(cx, exc::TypeError, "argument must be read-write bytes-like object, not {!t:.50}", Borrowed<>(args[0]));
  }
  Index offset = KR_TRY(as_index(cx, Borrowed<>(args[1]), &exc::IndexError)), size = self->size;
  if (offset < 0) {
    if (offset + size > 0) return raise(cx, error_type(cx), "no space to pack {} bytes at offset {}", size, offset);
    if (offset + buffer.size() < 0) return raise(cx, error_type(cx), "offset {} out of range for {}-byte buffer", offset, buffer.size());
    offset += buffer.size();
  }
  if (buffer.size() - offset < size)
    return raise(cx, error_type(cx), "pack_into requires a buffer of at least {} bytes for packing {} bytes at offset {} (actual buffer size is {})",
                 static_cast<std::size_t>(size) + static_cast<std::size_t>(offset), size, offset, buffer.size());
  return pack_all(cx, self.raw(), args.subspan(2), buffer.data() + offset);
}

// --- unpacking
Result<Ref<Tuple>> unpack(Context& cx, Self self, Borrowed<> given) {
  KR_TRY(check_ready(cx, self));
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, given));
  if (buffer.size() != self->size) return raise(cx, error_type(cx), "unpack requires a buffer of {} bytes", self->size);
  return unpack_all(cx, self.raw(), buffer.data());
}

Result<Ref<Tuple>> unpack_from(Context& cx, Self self, Borrowed<> given, Index offset) {
  KR_TRY(check_ready(cx, self));
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, given));
  Index size = self->size;
  if (offset < 0) {
    if (offset + size > 0) return raise(cx, error_type(cx), "not enough data to unpack {} bytes at offset {}", size, offset);
    if (offset + buffer.size() < 0) return raise(cx, error_type(cx), "offset {} out of range for {}-byte buffer", offset, buffer.size());
    offset += buffer.size();
  }
  if (buffer.size() - offset < size)
    return raise(cx, error_type(cx), "unpack_from requires a buffer of at least {} bytes for unpacking {} bytes at offset {} (actual buffer size is {})",
                 static_cast<std::size_t>(size) + static_cast<std::size_t>(offset), size, offset, buffer.size());
  return unpack_all(cx, self.raw(), buffer.data() + offset);
}

struct UnpackIterator {
  Object base;
  Object* pattern;  // a Struct; null at the end
  Buffer buffer;
  Index offset;
};

Result<Ref<>> iter_unpack(Context& cx, Self self, Borrowed<> given) {
  KR_TRY(check_ready(cx, self));
  if (self->size == 0) return raise(cx, error_type(cx), "cannot iteratively unpack with a struct of length 0");
  Ref<UnpackIterator> made = KR_TRY(new_container<UnpackIterator>(cx, unpack_iterator_type));
  made->pattern = nullptr;
  made->buffer.obj = nullptr;
  made->offset = 0;
  KR_TRY(get_buffer(cx, given, &made->buffer, buffer_flags::simple));
  if (made->buffer.len % self->size != 0)
    return raise(cx, error_type(cx), "iterative unpacking requires a buffer of a multiple of {} bytes", self->size);
  made->pattern = hold(self).as<Object>().release();
  memory::track(made.object());
  return made;
}

Object* next_unpacked(Object* object) {
  auto* self = reinterpret_cast<UnpackIterator*>(object);
  if (!self->pattern) return nullptr;
  auto* pattern = reinterpret_cast<Struct*>(self->pattern);
  if (self->offset >= self->buffer.len) {
    Ref<> gone = Ref<>::steal(std::exchange(self->pattern, nullptr));
    if (self->buffer.obj) release_buffer(&self->buffer);
    return nullptr;
  }
  auto made = unpack_all(Context::current(), pattern, static_cast<const char*>(self->buffer.buf) + self->offset);
  self->offset += pattern->size;
  return as_object(made.release());
}
Result<Index> length_hint(Context&, Borrowed<UnpackIterator> self) {
  return self->pattern ? (self->buffer.len - self->offset) / reinterpret_cast<Struct*>(self->pattern)->size : 0;
}
int traverse_iterator(Object* object, Visit visit, void* arg) {
  auto* self = reinterpret_cast<UnpackIterator*>(object);
  if (self->pattern) {
    if (int answer = visit(self->pattern, arg)) return answer;
  }
  return self->buffer.obj ? visit(self->buffer.obj, arg) : 0;
}
void dealloc_iterator(Object* object) {
  auto* self = reinterpret_cast<UnpackIterator*>(object);
  memory::untrack(object);
  xdecref(self->pattern);
  if (self->buffer.obj) release_buffer(&self->buffer);
  free_container(object);
}
constinit MethodDef iterator_methods[] = {KR_QUIET("__length_hint__(self)", length_hint, nullptr), KR_END};

// --- the type Struct
Object* make(Type* type, Object*, Object*) { return as_object(new_struct(Context::current(), *type).release()); }
Result<void> init(Context& cx, Self self, Borrowed<> format) { return compile(cx, self.raw(), format); }

Result<Ref<>> get_format(Context& cx, Self self) {
  if (self->format == none().object()) return new_none();
  Borrowed<Bytes> format = Borrowed<>(self->format).as<Bytes>();
  return KR_TRY(str_from_ascii(cx, format->text()));
}
Result<Ref<>> get_size_object(Context& cx, Self self) { return KR_TRY(int_from(cx, self->size)); }
Result<Index> size_of(Context&, Self self) {
  Index codes = 1;
  for (const Code* code = self->codes; code && code->letter; ++code) ++codes;
  return self.type()->tp_basicsize + codes * static_cast<Index>(sizeof(Code));
}
void dealloc(Object* object) {
  auto* self = reinterpret_cast<Struct*>(object);
  memory::untrack(object);
  if (self->weakrefs) memory::clear_weak_references(object);
  if (self->codes) memory::release(self->codes);
  xdecref(self->format);
  object->type->tp_free(object);
}
int traverse(Object*, Visit, void*) { return 0; }

constinit MethodDef methods[] = {
    KR_METHOD("iter_unpack($self, buffer, /)", iter_unpack,
              "Return an iterator yielding tuples.\n\n"
              "Tuples are unpacked from the given bytes source, like a repeated\ninvocation of unpack_from().\n\n"
              "Requires that the bytes length be a multiple of the struct size."),
    KR_QUIET("pack(self, *values)", pack,
             "S.pack(v1, v2, ...) -> bytes\n\n"
             "Return a bytes object containing values v1, v2, ... packed according\n"
             "to the format string S.format.  See help(struct) for more on format\nstrings."),
    KR_QUIET("pack_into(self, *args)", pack_into,
             "S.pack_into(buffer, offset, v1, v2, ...)\n\n"
             "Pack the values v1, v2, ... according to the format string S.format\n"
             "and write the packed bytes into the writable buffer buf starting at\n"
             "offset.  Note that the offset is a required argument.  See\nhelp(struct) for more on format strings."),
    KR_METHOD("unpack($self, buffer, /)", unpack,
              "Return a tuple containing unpacked values.\n\n"
              "Unpack according to the format string Struct.format. The buffer's size\nin bytes must be Struct.size.\n\n"
              "See help(struct) for more on format strings."),
    KR_METHOD("unpack_from($self, /, buffer, offset=0)", unpack_from,
              "Return a tuple containing unpacked values.\n\n"
              "Values are unpacked according to the format string Struct.format.\n\n"
              "The buffer's size in bytes, starting at position offset, must be\nat least Struct.size.\n\n"
              "See help(struct) for more on format strings."),
    KR_QUIET("__sizeof__(self)", size_of, "S.__sizeof__() -> size of S in memory, in bytes"), KR_END};
constinit MemberDef members[] = {KR_END};
constinit GetSetDef getset[] = {KR_GETTER("format", get_format, "struct format string"),
                                KR_GETTER("size", get_size_object, "struct size in bytes"), KR_END};
}  // namespace

Type& error_type(Context& cx) { return *state(cx).error; }

// --- module functions: through a cache of compiled formats
Result<Ref<Struct>> cached_struct(Context& cx, Borrowed<> format) {
  auto& kept = state(cx);
  if (!kept.cache) kept.cache = KR_TRY(new_dict(cx)).release();
  Borrowed<Dict> cache(kept.cache);
  auto found = dict_get(cx, cache, format);
  if (found.failed()) return Failed{};
  if (found.value()) return hold(found.value().as<Struct>());
  Ref<Struct> made = KR_TRY(new_struct(cx, struct_type));
  KR_TRY(compile(cx, made.raw(), format));
  if (cache->used >= 100) dict_clear(cache);
  KR_TRY(dict_set(cx, cache, format, made));
  return made;
}

namespace {
Result<void> clear_cache(Context& cx) {
  if (Dict* cache = state(cx).cache) dict_clear(Borrowed<Dict>(cache));
  return {};
}
Result<Ref<>> calc_size(Context& cx, Borrowed<> format) { return KR_TRY(int_from(cx, KR_TRY(cached_struct(cx, format))->size)); }
Result<Ref<Bytes>> pack_function(Context& cx, Args args) {
  if (args.empty()) return raise(cx, exc::TypeError, "missing format argument");
  return pack(cx, KR_TRY(cached_struct(cx, Borrowed<>(args[0]))), Args(args.data() + 1, args.size() - 1));
}
Result<void> pack_into_function(Context& cx, Args args) {
  if (args.empty()) return raise(cx, exc::TypeError, "missing format argument");
  return pack_into(cx, KR_TRY(cached_struct(cx, Borrowed<>(args[0]))), Args(args.data() + 1, args.size() - 1));
}
Result<Ref<Tuple>> unpack_function(Context& cx, Borrowed<> format, Borrowed<> buffer) {
  return unpack(cx, KR_TRY(cached_struct(cx, format)), buffer);
}
Result<Ref<Tuple>> unpack_from_function(Context& cx, Borrowed<> format, Borrowed<> buffer, Index offset) {
  return unpack_from(cx, KR_TRY(cached_struct(cx, format)), buffer, offset);
}
Result<Ref<>> iter_unpack_function(Context& cx, Borrowed<> format, Borrowed<> buffer) {
  return iter_unpack(cx, KR_TRY(cached_struct(cx, format)), buffer);
}

constinit MethodDef functions[] = {
    KR_FUNCTION("_clearcache($module, /)", clear_cache, "Clear the internal cache."),
    KR_FUNCTION("calcsize($module, format, /)", calc_size, "Return size in bytes of the struct described by the format string."),
    KR_FUNCTION("iter_unpack($module, format, buffer, /)", iter_unpack_function,
                "Return an iterator yielding tuples unpacked from the given bytes.\n\n"
                "The bytes are unpacked according to the format string, like\na repeated invocation of unpack_from().\n\n"
                "Requires that the bytes length be a multiple of the format struct size."),
    KR_QUIET("pack($module, *args)", pack_function,
             "pack(format, v1, v2, ...) -> bytes\n\n"
             "Return a bytes object containing the values v1, v2, ... packed according\n"
             "to the format string.  See help(struct) for more on format strings."),
    KR_QUIET("pack_into($module, *args)", pack_into_function,
             "pack_into(format, buffer, offset, v1, v2, ...)\n\n"
             "Pack the values v1, v2, ... according to the format string and write\n"
             "the packed bytes into the writable buffer buf starting at offset.  Note\n"
             "that the offset is a required argument.  See help(struct) for more\non format strings."),
    KR_FUNCTION("unpack($module, format, buffer, /)", unpack_function,
                "Return a tuple containing values unpacked according to the format string.\n\n"
                "The buffer's size in bytes must be calcsize(format).\n\nSee help(struct) for more on format strings."),
    KR_FUNCTION("unpack_from($module, format, /, buffer, offset=0)", unpack_from_function,
                "Return a tuple containing values unpacked according to the format string.\n\n"
                "The buffer's size, minus offset, must be at least calcsize(format).\n\nSee help(struct) for more on format strings."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(ready(cx, unpack_iterator_type));
  KR_TRY(module_add_type(cx, module, struct_type));
  auto& kept = state(cx);
  if (!kept.error) kept.error = KR_TRY(new_exception_class(cx, "struct.error", nullptr, {}, {})).release();
  return module_add(cx, module, KR_ID(error), Borrowed<Type>(kept.error));
}
constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};
constinit ModuleDef module_def = {
    .base = module_def_head, .m_name = "_struct",
    .m_doc = "Functions to convert between Python values and C structs.\n"
             "Python bytes objects are used to hold the data representing the C struct\n"
             "and also as format strings (explained below) to describe the layout of data\nin the C struct.\n\n"
             "The optional first format char indicates byte order, size and alignment:\n"
             "  @: native order, size & alignment (default)\n  =: native order, std. size & alignment\n"
             "  <: little-endian, std. size & alignment\n  >: big-endian, std. size & alignment\n  !: same as >\n\n"
             "The remaining chars indicate types of args and must match exactly;\nthese can be preceded by a decimal repeat count:\n"
             "  x: pad byte (no data); c:char; b:signed byte; B:unsigned byte;\n"
             "  ?: _Bool (requires C99; if not available, char is used instead)\n"
             "  h:short; H:unsigned short; i:int; I:unsigned int;\n"
             "  l:long; L:unsigned long; f:float; d:double; e:half-float.\n"
             "Special cases (preceding decimal count indicates length):\n"
             "  s:string (array of char); p: pascal string (with count byte).\n"
             "Special cases (only available in native format):\n  n:ssize_t; N:size_t;\n"
             "  P:an integer type that is wide enough to hold a pointer.\n"
             "Special case (not in native mode unless 'long long' in platform C):\n  q:long long; Q:unsigned long long\n"
             "Whitespace between formats is ignored.\n\n"
             "The variable struct.error is an exception raised on errors.\n",
    .m_size = 0, .m_methods = functions, .m_slots = slots};
KR_BUILTIN_MODULE(module_def);
}  // namespace

constinit Type struct_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "_struct.Struct", .tp_basicsize = sizeof(Struct), .tp_dealloc = dealloc,
    .tp_getattro = slot<&generic_get_attr>, .tp_setattro = slot<&generic_set_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::base, .tp_doc = "Struct(fmt) --> compiled struct object\n\n",
    .tp_traverse = traverse, .tp_weaklistoffset = offsetof(Struct, weakrefs), .tp_methods = methods, .tp_members = members,
    .tp_getset = getset, .tp_init = KR_INIT("Struct(format)", init), .tp_new = make, .tp_free = free_container};
KR_READY(struct_type);

constinit Type unpack_iterator_type = {
    .head = {{1, &type_type}, 0}, .tp_name = "_struct.unpack_iterator", .tp_basicsize = sizeof(UnpackIterator),
    .tp_dealloc = dealloc_iterator, .tp_getattro = slot<&generic_get_attr>,
    .tp_flags = type_flags::immutable | type_flags::gc | type_flags::disallow_instantiation, .tp_traverse = traverse_iterator,
    .tp_iter = self_iter, .tp_iternext = next_unpacked, .tp_methods = iterator_methods, .tp_free = free_container};
KR_READY(unpack_iterator_type);

}  // namespace krait::structs
