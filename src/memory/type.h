// The layout of a type: CPython's PyTypeObject with its five tables of slots, field for field and under CPython's names.
//
// Only the layout lives here, because the collector and the end of an object's life read it. What a type does (making, inheriting,
// looking up) lives in object/type/.
#pragma once

#include "memory/head.h"

namespace krait {

struct Buffer {  // Py_buffer
  void* buf;
  Object* obj;
  Index len;
  Index itemsize;
  int readonly;
  int ndim;
  char* format;
  Index* shape;
  Index* strides;
  Index* suboffsets;
  void* internal;
};

using Destructor = void (*)(Object*);
using UnaryFunction = Object* (*)(Object*);
using BinaryFunction = Object* (*)(Object*, Object*);
using TernaryFunction = Object* (*)(Object*, Object*, Object*);
using Inquiry = int (*)(Object*);
using LengthFunction = Index (*)(Object*);
using SizeArgFunction = Object* (*)(Object*, Index);
using SizeObjArgProc = int (*)(Object*, Index, Object*);
using ObjObjProc = int (*)(Object*, Object*);
using ObjObjArgProc = int (*)(Object*, Object*, Object*);
using Visit = int (*)(Object*, void*);
using Traverse = int (*)(Object*, Visit, void*);
using HashFunction = Hash (*)(Object*);
using RichCompare = Object* (*)(Object*, Object*, int);
using InitFunction = int (*)(Object*, Object*, Object*);
using NewFunction = Object* (*)(Type*, Object*, Object*);
using AllocFunction = Object* (*)(Type*, Index);
using FreeFunction = void (*)(void*);
using SendFunction = int (*)(Object*, Object*, Object**);
using GetBuffer = int (*)(Object*, Buffer*, int);
using ReleaseBuffer = void (*)(Object*, Buffer*);
using VectorCall = Object* (*)(Object* callable, Object* const* args, std::size_t nargsf, Object* kwnames);
using Getter = Object* (*)(Object*, void*);
using Setter = int (*)(Object*, Object*, void*);
using CFunction = Object* (*)(Object*, Object*);  // METH_NOARGS, METH_O, METH_VARARGS

// ml_meth: a function of the shape that ml_flags names.
union MethodPointer {
  CFunction plain;
  TernaryFunction keywords;                                                  // METH_VARARGS | METH_KEYWORDS
  Object* (*fast)(Object*, Object* const*, Index);                           // METH_FASTCALL
  Object* (*fast_keywords)(Object*, Object* const*, Index, Object*);         // METH_FASTCALL | METH_KEYWORDS
  Object* (*method)(Object*, Type*, Object* const*, std::size_t, Object*);  // METH_METHOD | METH_FASTCALL | METH_KEYWORDS
};

struct NumberSlots {  // PyNumberMethods
  BinaryFunction nb_add, nb_subtract, nb_multiply, nb_remainder, nb_divmod;
  TernaryFunction nb_power;
  UnaryFunction nb_negative, nb_positive, nb_absolute;
  Inquiry nb_bool;
  UnaryFunction nb_invert;
  BinaryFunction nb_lshift, nb_rshift, nb_and, nb_xor, nb_or;
  UnaryFunction nb_int;
  void* nb_reserved;
  UnaryFunction nb_float;
  BinaryFunction nb_inplace_add, nb_inplace_subtract, nb_inplace_multiply, nb_inplace_remainder;
  TernaryFunction nb_inplace_power;
  BinaryFunction nb_inplace_lshift, nb_inplace_rshift, nb_inplace_and, nb_inplace_xor, nb_inplace_or;
  BinaryFunction nb_floor_divide, nb_true_divide, nb_inplace_floor_divide, nb_inplace_true_divide;
  UnaryFunction nb_index;
  BinaryFunction nb_matrix_multiply, nb_inplace_matrix_multiply;
};

struct SequenceSlots {  // PySequenceMethods
  LengthFunction sq_length;
  BinaryFunction sq_concat;
  SizeArgFunction sq_repeat;
  SizeArgFunction sq_item;
  void* was_sq_slice;
  SizeObjArgProc sq_ass_item;
  void* was_sq_ass_slice;
  ObjObjProc sq_contains;
  BinaryFunction sq_inplace_concat;
  SizeArgFunction sq_inplace_repeat;
};

struct MappingSlots {  // PyMappingMethods
  LengthFunction mp_length;
  BinaryFunction mp_subscript;
  ObjObjArgProc mp_ass_subscript;
};

struct AsyncSlots {  // PyAsyncMethods
  UnaryFunction am_await, am_aiter, am_anext;
  SendFunction am_send;
};

struct BufferSlots {  // PyBufferProcs
  GetBuffer bf_getbuffer;
  ReleaseBuffer bf_releasebuffer;
};

struct MethodDef {  // PyMethodDef; doc begins with "name(signature)\n--\n\n" where there is a text signature
  const char* ml_name;
  MethodPointer ml_meth;
  int ml_flags;
  const char* ml_doc;
};

struct MemberDef {  // PyMemberDef
  const char* name;
  int type;  // one of member_kind
  Index offset;
  int flags;  // 1: read only
  const char* doc;
};

namespace member_kind {  // the T_ constants of structmember.h
inline constexpr int short_ = 0, int_ = 1, long_ = 2, float_ = 3, double_ = 4, string = 5, object = 6, char_ = 7, byte = 8, ubyte = 9,
                     ushort = 10, uint = 11, ulong = 12, string_inplace = 13, bool_ = 14, object_ex = 16, longlong = 17,
                     ulonglong = 18, ssize = 19, none = 20;
}

struct GetSetDef {  // PyGetSetDef
  const char* name;
  Getter get;
  Setter set;
  const char* doc;
  void* closure;
};

struct Type {  // PyTypeObject
  VarObject head;
  const char* tp_name;
  Index tp_basicsize;
  Index tp_itemsize;
  Destructor tp_dealloc;
  Index tp_vectorcall_offset;
  Object* (*tp_getattr)(Object*, char*);
  int (*tp_setattr)(Object*, char*, Object*);
  AsyncSlots* tp_as_async;
  UnaryFunction tp_repr;
  NumberSlots* tp_as_number;
  SequenceSlots* tp_as_sequence;
  MappingSlots* tp_as_mapping;
  HashFunction tp_hash;
  TernaryFunction tp_call;
  UnaryFunction tp_str;
  BinaryFunction tp_getattro;
  ObjObjArgProc tp_setattro;
  BufferSlots* tp_as_buffer;
  unsigned long tp_flags;
  const char* tp_doc;
  Traverse tp_traverse;
  Inquiry tp_clear;
  RichCompare tp_richcompare;
  Index tp_weaklistoffset;
  UnaryFunction tp_iter;
  UnaryFunction tp_iternext;
  MethodDef* tp_methods;
  MemberDef* tp_members;
  GetSetDef* tp_getset;
  Type* tp_base;
  Object* tp_dict;
  TernaryFunction tp_descr_get;
  ObjObjArgProc tp_descr_set;
  Index tp_dictoffset;
  InitFunction tp_init;
  AllocFunction tp_alloc;
  NewFunction tp_new;
  FreeFunction tp_free;
  Inquiry tp_is_gc;
  Object* tp_bases;
  Object* tp_mro;
  Object* tp_cache;
  Object* tp_subclasses;
  Object* tp_weaklist;
  Destructor tp_del;
  unsigned int tp_version_tag;
  Destructor tp_finalize;
  VectorCall tp_vectorcall;
};

struct HeapType {  // PyHeapTypeObject
  Type type;
  AsyncSlots as_async;
  NumberSlots as_number;
  MappingSlots as_mapping;
  SequenceSlots as_sequence;
  BufferSlots as_buffer;
  Object* ht_name;
  Object* ht_slots;
  Object* ht_qualname;
  struct DictKeys* ht_cached_keys;
  Object* ht_module;
  char* _ht_tpname;
  Object* spec_cache_getitem;  // _spec_cache: the Python-level __getitem__, borrowed, for specialised subscripts
};

static_assert(sizeof(Type) == 408 && sizeof(HeapType) == 904);
static_assert(sizeof(NumberSlots) == 288 && sizeof(SequenceSlots) == 80 && sizeof(MappingSlots) == 24);

// The bits of tp_flags, CPython's values.
namespace type_flags {
inline constexpr unsigned long managed_dict = 1ul << 4;
inline constexpr unsigned long sequence = 1ul << 5;  // for match statements
inline constexpr unsigned long mapping = 1ul << 6;
inline constexpr unsigned long disallow_instantiation = 1ul << 7;
inline constexpr unsigned long immutable = 1ul << 8;  // what a static built-in type begins with
inline constexpr unsigned long heap = 1ul << 9;
inline constexpr unsigned long base = 1ul << 10;  // may be subclassed
inline constexpr unsigned long have_vectorcall = 1ul << 11;
inline constexpr unsigned long ready = 1ul << 12;
inline constexpr unsigned long readying = 1ul << 13;
inline constexpr unsigned long gc = 1ul << 14;  // instances are containers that the collector may track
inline constexpr unsigned long method_descriptor = 1ul << 17;
inline constexpr unsigned long valid_version_tag = 1ul << 19;
inline constexpr unsigned long is_abstract = 1ul << 20;
inline constexpr unsigned long match_self = 1ul << 22;
inline constexpr unsigned long long_subclass = 1ul << 24;
inline constexpr unsigned long list_subclass = 1ul << 25;
inline constexpr unsigned long tuple_subclass = 1ul << 26;
inline constexpr unsigned long bytes_subclass = 1ul << 27;
inline constexpr unsigned long unicode_subclass = 1ul << 28;
inline constexpr unsigned long dict_subclass = 1ul << 29;
inline constexpr unsigned long base_exc_subclass = 1ul << 30;
inline constexpr unsigned long type_subclass = 1ul << 31;
}  // namespace type_flags

KR_INLINE bool has_flag(const Type* type, unsigned long flag) { return (type->tp_flags & flag) != 0; }
KR_INLINE bool type_has_flag(const Object* object, unsigned long flag) { return (object->type->tp_flags & flag) != 0; }

// The bits of ml_flags.
namespace method_flags {
inline constexpr int varargs = 0x1, keywords = 0x2, noargs = 0x4, one = 0x8, class_ = 0x10, static_ = 0x20, coexist = 0x40,
                     fastcall = 0x80, method = 0x200;
}

}  // namespace krait
