// Written by tools/gen_layout_asserts: Krait's structs have the public layout of CPython 3.11, field for field.
#include <cstddef>

#include "bytecode/code.h"
#include "memory/head.h"
#include "memory/type.h"
#include "object/context.h"
#include "object/register.h"
#include "types/bytes/bytes.h"
#include "types/cell/cell.h"
#include "types/descriptors/descriptors.h"
#include "types/dict/dict.h"
#include "types/exceptions/exceptions.h"
#include "types/float/float.h"
#include "types/function/function.h"
#include "types/list/list.h"
#include "types/method/method.h"
#include "types/module/module.h"
#include "types/set/set.h"
#include "types/slice/slice.h"
#include "types/str/str.h"
#include "types/traceback/traceback.h"
#include "types/tuple/tuple.h"
#include "types/type/heap_type.h"
#include "types/weakref/weakref.h"

namespace krait {
namespace {

// PyObject
static_assert(sizeof(Object) == 16);
static_assert(offsetof(Object, refcount) == 0);  // ob_refcnt
static_assert(offsetof(Object, type) == 8);  // ob_type

// PyVarObject
static_assert(sizeof(VarObject) == 24);
static_assert(offsetof(VarObject, base) == 0);  // ob_base
static_assert(offsetof(VarObject, size) == 16);  // ob_size

// PyTypeObject
static_assert(sizeof(Type) == 408);
static_assert(offsetof(Type, head) == 0);  // ob_base
static_assert(offsetof(Type, tp_name) == 24);  // tp_name
static_assert(offsetof(Type, tp_basicsize) == 32);  // tp_basicsize
static_assert(offsetof(Type, tp_itemsize) == 40);  // tp_itemsize
static_assert(offsetof(Type, tp_dealloc) == 48);  // tp_dealloc
static_assert(offsetof(Type, tp_vectorcall_offset) == 56);  // tp_vectorcall_offset
static_assert(offsetof(Type, tp_getattr) == 64);  // tp_getattr
static_assert(offsetof(Type, tp_setattr) == 72);  // tp_setattr
static_assert(offsetof(Type, tp_as_async) == 80);  // tp_as_async
static_assert(offsetof(Type, tp_repr) == 88);  // tp_repr
static_assert(offsetof(Type, tp_as_number) == 96);  // tp_as_number
static_assert(offsetof(Type, tp_as_sequence) == 104);  // tp_as_sequence
static_assert(offsetof(Type, tp_as_mapping) == 112);  // tp_as_mapping
static_assert(offsetof(Type, tp_hash) == 120);  // tp_hash
static_assert(offsetof(Type, tp_call) == 128);  // tp_call
static_assert(offsetof(Type, tp_str) == 136);  // tp_str
static_assert(offsetof(Type, tp_getattro) == 144);  // tp_getattro
static_assert(offsetof(Type, tp_setattro) == 152);  // tp_setattro
static_assert(offsetof(Type, tp_as_buffer) == 160);  // tp_as_buffer
static_assert(offsetof(Type, tp_flags) == 168);  // tp_flags
static_assert(offsetof(Type, tp_doc) == 176);  // tp_doc
static_assert(offsetof(Type, tp_traverse) == 184);  // tp_traverse
static_assert(offsetof(Type, tp_clear) == 192);  // tp_clear
static_assert(offsetof(Type, tp_richcompare) == 200);  // tp_richcompare
static_assert(offsetof(Type, tp_weaklistoffset) == 208);  // tp_weaklistoffset
static_assert(offsetof(Type, tp_iter) == 216);  // tp_iter
static_assert(offsetof(Type, tp_iternext) == 224);  // tp_iternext
static_assert(offsetof(Type, tp_methods) == 232);  // tp_methods
static_assert(offsetof(Type, tp_members) == 240);  // tp_members
static_assert(offsetof(Type, tp_getset) == 248);  // tp_getset
static_assert(offsetof(Type, tp_base) == 256);  // tp_base
static_assert(offsetof(Type, tp_dict) == 264);  // tp_dict
static_assert(offsetof(Type, tp_descr_get) == 272);  // tp_descr_get
static_assert(offsetof(Type, tp_descr_set) == 280);  // tp_descr_set
static_assert(offsetof(Type, tp_dictoffset) == 288);  // tp_dictoffset
static_assert(offsetof(Type, tp_init) == 296);  // tp_init
static_assert(offsetof(Type, tp_alloc) == 304);  // tp_alloc
static_assert(offsetof(Type, tp_new) == 312);  // tp_new
static_assert(offsetof(Type, tp_free) == 320);  // tp_free
static_assert(offsetof(Type, tp_is_gc) == 328);  // tp_is_gc
static_assert(offsetof(Type, tp_bases) == 336);  // tp_bases
static_assert(offsetof(Type, tp_mro) == 344);  // tp_mro
static_assert(offsetof(Type, tp_cache) == 352);  // tp_cache
static_assert(offsetof(Type, tp_subclasses) == 360);  // tp_subclasses
static_assert(offsetof(Type, tp_weaklist) == 368);  // tp_weaklist
static_assert(offsetof(Type, tp_del) == 376);  // tp_del
static_assert(offsetof(Type, tp_version_tag) == 384);  // tp_version_tag
static_assert(offsetof(Type, tp_finalize) == 392);  // tp_finalize
static_assert(offsetof(Type, tp_vectorcall) == 400);  // tp_vectorcall

// PyNumberMethods
static_assert(sizeof(NumberSlots) == 288);
static_assert(offsetof(NumberSlots, nb_add) == 0);  // nb_add
static_assert(offsetof(NumberSlots, nb_subtract) == 8);  // nb_subtract
static_assert(offsetof(NumberSlots, nb_multiply) == 16);  // nb_multiply
static_assert(offsetof(NumberSlots, nb_remainder) == 24);  // nb_remainder
static_assert(offsetof(NumberSlots, nb_divmod) == 32);  // nb_divmod
static_assert(offsetof(NumberSlots, nb_power) == 40);  // nb_power
static_assert(offsetof(NumberSlots, nb_negative) == 48);  // nb_negative
static_assert(offsetof(NumberSlots, nb_positive) == 56);  // nb_positive
static_assert(offsetof(NumberSlots, nb_absolute) == 64);  // nb_absolute
static_assert(offsetof(NumberSlots, nb_bool) == 72);  // nb_bool
static_assert(offsetof(NumberSlots, nb_invert) == 80);  // nb_invert
static_assert(offsetof(NumberSlots, nb_lshift) == 88);  // nb_lshift
static_assert(offsetof(NumberSlots, nb_rshift) == 96);  // nb_rshift
static_assert(offsetof(NumberSlots, nb_and) == 104);  // nb_and
static_assert(offsetof(NumberSlots, nb_xor) == 112);  // nb_xor
static_assert(offsetof(NumberSlots, nb_or) == 120);  // nb_or
static_assert(offsetof(NumberSlots, nb_int) == 128);  // nb_int
static_assert(offsetof(NumberSlots, nb_reserved) == 136);  // nb_reserved
static_assert(offsetof(NumberSlots, nb_float) == 144);  // nb_float
static_assert(offsetof(NumberSlots, nb_inplace_add) == 152);  // nb_inplace_add
static_assert(offsetof(NumberSlots, nb_inplace_subtract) == 160);  // nb_inplace_subtract
static_assert(offsetof(NumberSlots, nb_inplace_multiply) == 168);  // nb_inplace_multiply
static_assert(offsetof(NumberSlots, nb_inplace_remainder) == 176);  // nb_inplace_remainder
static_assert(offsetof(NumberSlots, nb_inplace_power) == 184);  // nb_inplace_power
static_assert(offsetof(NumberSlots, nb_inplace_lshift) == 192);  // nb_inplace_lshift
static_assert(offsetof(NumberSlots, nb_inplace_rshift) == 200);  // nb_inplace_rshift
static_assert(offsetof(NumberSlots, nb_inplace_and) == 208);  // nb_inplace_and
static_assert(offsetof(NumberSlots, nb_inplace_xor) == 216);  // nb_inplace_xor
static_assert(offsetof(NumberSlots, nb_inplace_or) == 224);  // nb_inplace_or
static_assert(offsetof(NumberSlots, nb_floor_divide) == 232);  // nb_floor_divide
static_assert(offsetof(NumberSlots, nb_true_divide) == 240);  // nb_true_divide
static_assert(offsetof(NumberSlots, nb_inplace_floor_divide) == 248);  // nb_inplace_floor_divide
static_assert(offsetof(NumberSlots, nb_inplace_true_divide) == 256);  // nb_inplace_true_divide
static_assert(offsetof(NumberSlots, nb_index) == 264);  // nb_index
static_assert(offsetof(NumberSlots, nb_matrix_multiply) == 272);  // nb_matrix_multiply
static_assert(offsetof(NumberSlots, nb_inplace_matrix_multiply) == 280);  // nb_inplace_matrix_multiply

// PySequenceMethods
static_assert(sizeof(SequenceSlots) == 80);
static_assert(offsetof(SequenceSlots, sq_length) == 0);  // sq_length
static_assert(offsetof(SequenceSlots, sq_concat) == 8);  // sq_concat
static_assert(offsetof(SequenceSlots, sq_repeat) == 16);  // sq_repeat
static_assert(offsetof(SequenceSlots, sq_item) == 24);  // sq_item
static_assert(offsetof(SequenceSlots, was_sq_slice) == 32);  // was_sq_slice
static_assert(offsetof(SequenceSlots, sq_ass_item) == 40);  // sq_ass_item
static_assert(offsetof(SequenceSlots, was_sq_ass_slice) == 48);  // was_sq_ass_slice
static_assert(offsetof(SequenceSlots, sq_contains) == 56);  // sq_contains
static_assert(offsetof(SequenceSlots, sq_inplace_concat) == 64);  // sq_inplace_concat
static_assert(offsetof(SequenceSlots, sq_inplace_repeat) == 72);  // sq_inplace_repeat

// PyMappingMethods
static_assert(sizeof(MappingSlots) == 24);
static_assert(offsetof(MappingSlots, mp_length) == 0);  // mp_length
static_assert(offsetof(MappingSlots, mp_subscript) == 8);  // mp_subscript
static_assert(offsetof(MappingSlots, mp_ass_subscript) == 16);  // mp_ass_subscript

// PyAsyncMethods
static_assert(sizeof(AsyncSlots) == 32);
static_assert(offsetof(AsyncSlots, am_await) == 0);  // am_await
static_assert(offsetof(AsyncSlots, am_aiter) == 8);  // am_aiter
static_assert(offsetof(AsyncSlots, am_anext) == 16);  // am_anext
static_assert(offsetof(AsyncSlots, am_send) == 24);  // am_send

// PyBufferProcs
static_assert(sizeof(BufferSlots) == 16);
static_assert(offsetof(BufferSlots, bf_getbuffer) == 0);  // bf_getbuffer
static_assert(offsetof(BufferSlots, bf_releasebuffer) == 8);  // bf_releasebuffer

// PyHeapTypeObject
static_assert(sizeof(HeapType) == 904);
static_assert(offsetof(HeapType, type) == 0);  // ht_type
static_assert(offsetof(HeapType, as_async) == 408);  // as_async
static_assert(offsetof(HeapType, as_number) == 440);  // as_number
static_assert(offsetof(HeapType, as_mapping) == 728);  // as_mapping
static_assert(offsetof(HeapType, as_sequence) == 752);  // as_sequence
static_assert(offsetof(HeapType, as_buffer) == 832);  // as_buffer
static_assert(offsetof(HeapType, ht_name) == 848);  // ht_name
static_assert(offsetof(HeapType, ht_slots) == 856);  // ht_slots
static_assert(offsetof(HeapType, ht_qualname) == 864);  // ht_qualname
static_assert(offsetof(HeapType, ht_cached_keys) == 872);  // ht_cached_keys
static_assert(offsetof(HeapType, ht_module) == 880);  // ht_module
static_assert(offsetof(HeapType, _ht_tpname) == 888);  // _ht_tpname
static_assert(offsetof(HeapType, spec_cache_getitem) == 896);  // _spec_cache

// PyMemberDef
static_assert(sizeof(MemberDef) == 40);
static_assert(offsetof(MemberDef, name) == 0);  // name
static_assert(offsetof(MemberDef, type) == 8);  // type
static_assert(offsetof(MemberDef, offset) == 16);  // offset
static_assert(offsetof(MemberDef, flags) == 24);  // flags
static_assert(offsetof(MemberDef, doc) == 32);  // doc

// PyGetSetDef
static_assert(sizeof(GetSetDef) == 40);
static_assert(offsetof(GetSetDef, name) == 0);  // name
static_assert(offsetof(GetSetDef, get) == 8);  // get
static_assert(offsetof(GetSetDef, set) == 16);  // set
static_assert(offsetof(GetSetDef, doc) == 24);  // doc
static_assert(offsetof(GetSetDef, closure) == 32);  // closure

// Py_buffer
static_assert(sizeof(Buffer) == 80);
static_assert(offsetof(Buffer, buf) == 0);  // buf
static_assert(offsetof(Buffer, obj) == 8);  // obj
static_assert(offsetof(Buffer, len) == 16);  // len
static_assert(offsetof(Buffer, itemsize) == 24);  // itemsize
static_assert(offsetof(Buffer, readonly) == 32);  // readonly
static_assert(offsetof(Buffer, ndim) == 36);  // ndim
static_assert(offsetof(Buffer, format) == 40);  // format
static_assert(offsetof(Buffer, shape) == 48);  // shape
static_assert(offsetof(Buffer, strides) == 56);  // strides
static_assert(offsetof(Buffer, suboffsets) == 64);  // suboffsets
static_assert(offsetof(Buffer, internal) == 72);  // internal

// PyType_Slot
static_assert(sizeof(TypeSlot) == 16);
static_assert(offsetof(TypeSlot, slot) == 0);  // slot
static_assert(offsetof(TypeSlot, function) == 8);  // pfunc

// PyType_Spec
static_assert(sizeof(TypeSpec) == 32);
static_assert(offsetof(TypeSpec, name) == 0);  // name
static_assert(offsetof(TypeSpec, basicsize) == 8);  // basicsize
static_assert(offsetof(TypeSpec, itemsize) == 12);  // itemsize
static_assert(offsetof(TypeSpec, flags) == 16);  // flags
static_assert(offsetof(TypeSpec, slots) == 24);  // slots

// PyModuleDef
static_assert(sizeof(ModuleDef) == 104);
static_assert(offsetof(ModuleDef, base) == 0);  // m_base
static_assert(offsetof(ModuleDef, m_name) == 40);  // m_name
static_assert(offsetof(ModuleDef, m_doc) == 48);  // m_doc
static_assert(offsetof(ModuleDef, m_size) == 56);  // m_size
static_assert(offsetof(ModuleDef, m_methods) == 64);  // m_methods
static_assert(offsetof(ModuleDef, m_slots) == 72);  // m_slots
static_assert(offsetof(ModuleDef, m_traverse) == 80);  // m_traverse
static_assert(offsetof(ModuleDef, m_clear) == 88);  // m_clear
static_assert(offsetof(ModuleDef, m_free) == 96);  // m_free

// PyModuleDef_Slot
static_assert(sizeof(ModuleSlot) == 16);
static_assert(offsetof(ModuleSlot, slot) == 0);  // slot

// PyFloatObject
static_assert(sizeof(Float) == 24);
static_assert(offsetof(Float, base) == 0);  // ob_base
static_assert(offsetof(Float, value) == 16);  // ob_fval

// PyComplexObject
static_assert(sizeof(Complex) == 32);
static_assert(offsetof(Complex, base) == 0);  // ob_base
static_assert(offsetof(Complex, real) == 16);  // cval

// PyListObject
static_assert(sizeof(List) == 40);
static_assert(offsetof(List, head) == 0);  // ob_base
static_assert(offsetof(List, items) == 24);  // ob_item
static_assert(offsetof(List, allocated) == 32);  // allocated

// PyTupleObject
static_assert(sizeof(Tuple) == 32);
static_assert(offsetof(Tuple, head) == 0);  // ob_base
static_assert(offsetof(Tuple, items) == 24);  // ob_item

// PyDictObject
static_assert(sizeof(Dict) == 48);
static_assert(offsetof(Dict, base) == 0);  // ob_base
static_assert(offsetof(Dict, used) == 16);  // ma_used
static_assert(offsetof(Dict, version) == 24);  // ma_version_tag
static_assert(offsetof(Dict, keys) == 32);  // ma_keys
static_assert(offsetof(Dict, values) == 40);  // ma_values

// PySetObject
static_assert(sizeof(Set) == 200);
static_assert(offsetof(Set, base) == 0);  // ob_base
static_assert(offsetof(Set, fill) == 16);  // fill
static_assert(offsetof(Set, used) == 24);  // used
static_assert(offsetof(Set, mask) == 32);  // mask
static_assert(offsetof(Set, table) == 40);  // table
static_assert(offsetof(Set, hash_value) == 48);  // hash
static_assert(offsetof(Set, finger) == 56);  // finger
static_assert(offsetof(Set, small_table) == 64);  // smalltable
static_assert(offsetof(Set, weak_list) == 192);  // weakreflist

// setentry
static_assert(sizeof(SetEntry) == 16);
static_assert(offsetof(SetEntry, key) == 0);  // key
static_assert(offsetof(SetEntry, hash) == 8);  // hash

// PyBytesObject
static_assert(sizeof(Bytes) == 40);
static_assert(offsetof(Bytes, head) == 0);  // ob_base
static_assert(offsetof(Bytes, hash_value) == 24);  // ob_shash
static_assert(offsetof(Bytes, data) == 32);  // ob_sval

// PyByteArrayObject
static_assert(sizeof(ByteArray) == 56);
static_assert(offsetof(ByteArray, head) == 0);  // ob_base
static_assert(offsetof(ByteArray, alloc) == 24);  // ob_alloc
static_assert(offsetof(ByteArray, bytes) == 32);  // ob_bytes
static_assert(offsetof(ByteArray, start) == 40);  // ob_start
static_assert(offsetof(ByteArray, exports) == 48);  // ob_exports

// PyUnicodeObject
static_assert(sizeof(Str) == 80);
static_assert(offsetof(Str, base) == 0);  // _base
static_assert(offsetof(Str, any) == 72);  // data

// PySliceObject
static_assert(sizeof(Slice) == 40);
static_assert(offsetof(Slice, base) == 0);  // ob_base
static_assert(offsetof(Slice, start) == 16);  // start
static_assert(offsetof(Slice, stop) == 24);  // stop
static_assert(offsetof(Slice, step) == 32);  // step

// PyCellObject
static_assert(sizeof(Cell) == 24);
static_assert(offsetof(Cell, base) == 0);  // ob_base
static_assert(offsetof(Cell, contents) == 16);  // ob_ref

// PyFunctionObject
static_assert(sizeof(Function) == 136);
static_assert(offsetof(Function, base) == 0);  // ob_base
static_assert(offsetof(Function, globals) == 16);  // func_globals
static_assert(offsetof(Function, builtins) == 24);  // func_builtins
static_assert(offsetof(Function, name) == 32);  // func_name
static_assert(offsetof(Function, qualname) == 40);  // func_qualname
static_assert(offsetof(Function, code) == 48);  // func_code
static_assert(offsetof(Function, defaults) == 56);  // func_defaults
static_assert(offsetof(Function, kwdefaults) == 64);  // func_kwdefaults
static_assert(offsetof(Function, closure) == 72);  // func_closure
static_assert(offsetof(Function, doc) == 80);  // func_doc
static_assert(offsetof(Function, dict) == 88);  // func_dict
static_assert(offsetof(Function, weakrefs) == 96);  // func_weakreflist
static_assert(offsetof(Function, module) == 104);  // func_module
static_assert(offsetof(Function, annotations) == 112);  // func_annotations
static_assert(offsetof(Function, vectorcall) == 120);  // vectorcall
static_assert(offsetof(Function, version) == 128);  // func_version

// PyMethodObject
static_assert(sizeof(Method) == 48);
static_assert(offsetof(Method, base) == 0);  // ob_base
static_assert(offsetof(Method, function) == 16);  // im_func
static_assert(offsetof(Method, self) == 24);  // im_self
static_assert(offsetof(Method, weakrefs) == 32);  // im_weakreflist
static_assert(offsetof(Method, vectorcall) == 40);  // vectorcall

// PyInstanceMethodObject
static_assert(sizeof(InstanceMethod) == 24);
static_assert(offsetof(InstanceMethod, base) == 0);  // ob_base
static_assert(offsetof(InstanceMethod, function) == 16);  // func

// PyCFunctionObject
static_assert(sizeof(BuiltinFunction) == 56);
static_assert(offsetof(BuiltinFunction, base) == 0);  // ob_base
static_assert(offsetof(BuiltinFunction, def) == 16);  // m_ml
static_assert(offsetof(BuiltinFunction, self) == 24);  // m_self
static_assert(offsetof(BuiltinFunction, module) == 32);  // m_module
static_assert(offsetof(BuiltinFunction, weakrefs) == 40);  // m_weakreflist
static_assert(offsetof(BuiltinFunction, vectorcall) == 48);  // vectorcall

// PyCMethodObject
static_assert(sizeof(BuiltinMethod) == 64);
static_assert(offsetof(BuiltinMethod, function) == 0);  // func
static_assert(offsetof(BuiltinMethod, defining_class) == 56);  // mm_class

// PyDescrObject
static_assert(sizeof(Descriptor) == 40);
static_assert(offsetof(Descriptor, base) == 0);  // ob_base
static_assert(offsetof(Descriptor, owner) == 16);  // d_type
static_assert(offsetof(Descriptor, name) == 24);  // d_name
static_assert(offsetof(Descriptor, qualname) == 32);  // d_qualname

// PyMemberDescrObject
static_assert(sizeof(MemberDescriptor) == 48);
static_assert(offsetof(MemberDescriptor, common) == 0);  // d_common
static_assert(offsetof(MemberDescriptor, member) == 40);  // d_member

// PyGetSetDescrObject
static_assert(sizeof(GetSetDescriptor) == 48);
static_assert(offsetof(GetSetDescriptor, common) == 0);  // d_common
static_assert(offsetof(GetSetDescriptor, getset) == 40);  // d_getset

// PyWrapperDescrObject
static_assert(sizeof(WrapperDescriptor) == 56);
static_assert(offsetof(WrapperDescriptor, common) == 0);  // d_common
static_assert(offsetof(WrapperDescriptor, wrapper) == 40);  // d_base
static_assert(offsetof(WrapperDescriptor, wrapped) == 48);  // d_wrapped

// wrapperbase
static_assert(sizeof(WrapperBase) == 56);
static_assert(offsetof(WrapperBase, name) == 0);  // name
static_assert(offsetof(WrapperBase, offset) == 8);  // offset
static_assert(offsetof(WrapperBase, function) == 16);  // function
static_assert(offsetof(WrapperBase, wrapper) == 24);  // wrapper
static_assert(offsetof(WrapperBase, doc) == 32);  // doc
static_assert(offsetof(WrapperBase, flags) == 40);  // flags
static_assert(offsetof(WrapperBase, name_object) == 48);  // name_strobj

// PyModuleObject
static_assert(sizeof(Module) == 56);
static_assert(offsetof(Module, base) == 0);  // ob_base
static_assert(offsetof(Module, dict) == 16);  // md_dict
static_assert(offsetof(Module, def) == 24);  // md_def
static_assert(offsetof(Module, state) == 32);  // md_state
static_assert(offsetof(Module, weakrefs) == 40);  // md_weaklist
static_assert(offsetof(Module, name) == 48);  // md_name

// PyCodeObject
static_assert(sizeof(Code) == 192);
static_assert(offsetof(Code, head) == 0);  // ob_base
static_assert(offsetof(Code, co_consts) == 24);  // co_consts
static_assert(offsetof(Code, co_names) == 32);  // co_names
static_assert(offsetof(Code, co_exceptiontable) == 40);  // co_exceptiontable
static_assert(offsetof(Code, co_flags) == 48);  // co_flags
static_assert(offsetof(Code, co_warmup) == 52);  // co_warmup
static_assert(offsetof(Code, _co_linearray_entry_size) == 54);  // _co_linearray_entry_size
static_assert(offsetof(Code, co_argcount) == 56);  // co_argcount
static_assert(offsetof(Code, co_posonlyargcount) == 60);  // co_posonlyargcount
static_assert(offsetof(Code, co_kwonlyargcount) == 64);  // co_kwonlyargcount
static_assert(offsetof(Code, co_stacksize) == 68);  // co_stacksize
static_assert(offsetof(Code, co_firstlineno) == 72);  // co_firstlineno
static_assert(offsetof(Code, co_nlocalsplus) == 76);  // co_nlocalsplus
static_assert(offsetof(Code, co_nlocals) == 80);  // co_nlocals
static_assert(offsetof(Code, co_nplaincellvars) == 84);  // co_nplaincellvars
static_assert(offsetof(Code, co_ncellvars) == 88);  // co_ncellvars
static_assert(offsetof(Code, co_nfreevars) == 92);  // co_nfreevars
static_assert(offsetof(Code, co_localsplusnames) == 96);  // co_localsplusnames
static_assert(offsetof(Code, co_localspluskinds) == 104);  // co_localspluskinds
static_assert(offsetof(Code, co_filename) == 112);  // co_filename
static_assert(offsetof(Code, co_name) == 120);  // co_name
static_assert(offsetof(Code, co_qualname) == 128);  // co_qualname
static_assert(offsetof(Code, co_linetable) == 136);  // co_linetable
static_assert(offsetof(Code, co_weakreflist) == 144);  // co_weakreflist
static_assert(offsetof(Code, _co_code) == 152);  // _co_code
static_assert(offsetof(Code, _co_linearray) == 160);  // _co_linearray
static_assert(offsetof(Code, _co_firsttraceable) == 168);  // _co_firsttraceable
static_assert(offsetof(Code, co_extra) == 176);  // co_extra
static_assert(offsetof(Code, co_code_adaptive) == 184);  // co_code_adaptive

// PyBaseExceptionObject
static_assert(sizeof(BaseException) == 72);
static_assert(offsetof(BaseException, base) == 0);  // ob_base
static_assert(offsetof(BaseException, dict) == 16);  // dict
static_assert(offsetof(BaseException, args) == 24);  // args
static_assert(offsetof(BaseException, notes) == 32);  // notes
static_assert(offsetof(BaseException, traceback) == 40);  // traceback
static_assert(offsetof(BaseException, context) == 48);  // context
static_assert(offsetof(BaseException, cause) == 56);  // cause
static_assert(offsetof(BaseException, suppress_context) == 64);  // suppress_context

// PyThreadState
static_assert(sizeof(ThreadState) >= 360);
static_assert(offsetof(ThreadState, prev) == 0);  // prev
static_assert(offsetof(ThreadState, next) == 8);  // next
static_assert(offsetof(ThreadState, interp) == 16);  // interp
static_assert(offsetof(ThreadState, initialized) == 24);  // _initialized
static_assert(offsetof(ThreadState, static_) == 28);  // _static
static_assert(offsetof(ThreadState, recursion_remaining) == 32);  // recursion_remaining
static_assert(offsetof(ThreadState, recursion_limit) == 36);  // recursion_limit
static_assert(offsetof(ThreadState, recursion_headroom) == 40);  // recursion_headroom
static_assert(offsetof(ThreadState, tracing) == 44);  // tracing
static_assert(offsetof(ThreadState, tracing_what) == 48);  // tracing_what
static_assert(offsetof(ThreadState, cframe) == 56);  // cframe
static_assert(offsetof(ThreadState, c_profilefunc) == 64);  // c_profilefunc
static_assert(offsetof(ThreadState, c_tracefunc) == 72);  // c_tracefunc
static_assert(offsetof(ThreadState, c_profileobj) == 80);  // c_profileobj
static_assert(offsetof(ThreadState, c_traceobj) == 88);  // c_traceobj
static_assert(offsetof(ThreadState, curexc_type) == 96);  // curexc_type
static_assert(offsetof(ThreadState, curexc_value) == 104);  // curexc_value
static_assert(offsetof(ThreadState, curexc_traceback) == 112);  // curexc_traceback
static_assert(offsetof(ThreadState, exc_info) == 120);  // exc_info
static_assert(offsetof(ThreadState, dict) == 128);  // dict
static_assert(offsetof(ThreadState, gilstate_counter) == 136);  // gilstate_counter
static_assert(offsetof(ThreadState, async_exc) == 144);  // async_exc
static_assert(offsetof(ThreadState, thread_id) == 152);  // thread_id
static_assert(offsetof(ThreadState, native_thread_id) == 160);  // native_thread_id
static_assert(offsetof(ThreadState, trash_delete_nesting) == 168);  // trash_delete_nesting
static_assert(offsetof(ThreadState, trash_delete_later) == 176);  // trash_delete_later
static_assert(offsetof(ThreadState, on_delete) == 184);  // on_delete
static_assert(offsetof(ThreadState, on_delete_data) == 192);  // on_delete_data
static_assert(offsetof(ThreadState, coroutine_origin_tracking_depth) == 200);  // coroutine_origin_tracking_depth
static_assert(offsetof(ThreadState, async_gen_firstiter) == 208);  // async_gen_firstiter
static_assert(offsetof(ThreadState, async_gen_finalizer) == 216);  // async_gen_finalizer
static_assert(offsetof(ThreadState, context) == 224);  // context
static_assert(offsetof(ThreadState, context_ver) == 232);  // context_ver
static_assert(offsetof(ThreadState, id) == 240);  // id
static_assert(offsetof(ThreadState, trace_info) == 248);  // trace_info
static_assert(offsetof(ThreadState, datastack_chunk) == 296);  // datastack_chunk
static_assert(offsetof(ThreadState, datastack_top) == 304);  // datastack_top
static_assert(offsetof(ThreadState, datastack_limit) == 312);  // datastack_limit
static_assert(offsetof(ThreadState, exc_state) == 320);  // exc_state
static_assert(offsetof(ThreadState, root_cframe) == 336);  // root_cframe

// PyTracebackObject
static_assert(sizeof(Traceback) == 40);
static_assert(offsetof(Traceback, base) == 0);  // ob_base
static_assert(offsetof(Traceback, next) == 16);  // tb_next
static_assert(offsetof(Traceback, frame) == 24);  // tb_frame
static_assert(offsetof(Traceback, lasti) == 32);  // tb_lasti
static_assert(offsetof(Traceback, lineno) == 36);  // tb_lineno

// PyWeakReference
static_assert(sizeof(WeakRef) == 64);
static_assert(offsetof(WeakRef, base) == 0);  // ob_base
static_assert(offsetof(WeakRef, object) == 16);  // wr_object
static_assert(offsetof(WeakRef, callback) == 24);  // wr_callback
static_assert(offsetof(WeakRef, hash) == 32);  // hash
static_assert(offsetof(WeakRef, previous) == 40);  // wr_prev
static_assert(offsetof(WeakRef, next) == 48);  // wr_next
static_assert(offsetof(WeakRef, vectorcall) == 56);  // vectorcall

// _PyErr_StackItem
static_assert(sizeof(ExceptionItem) == 16);
static_assert(offsetof(ExceptionItem, exc_value) == 0);  // exc_value
static_assert(offsetof(ExceptionItem, previous_item) == 8);  // previous_item

// PyBaseExceptionGroupObject
static_assert(sizeof(ExceptionGroup) == 88);
static_assert(offsetof(ExceptionGroup, head) == 0);  // ob_base
static_assert(offsetof(ExceptionGroup, message) == 72);  // msg
static_assert(offsetof(ExceptionGroup, exceptions) == 80);  // excs

// PySyntaxErrorObject
static_assert(sizeof(SyntaxErrorObject) == 136);
static_assert(offsetof(SyntaxErrorObject, head) == 0);  // ob_base
static_assert(offsetof(SyntaxErrorObject, msg) == 72);  // msg
static_assert(offsetof(SyntaxErrorObject, filename) == 80);  // filename
static_assert(offsetof(SyntaxErrorObject, lineno) == 88);  // lineno
static_assert(offsetof(SyntaxErrorObject, offset) == 96);  // offset
static_assert(offsetof(SyntaxErrorObject, end_lineno) == 104);  // end_lineno
static_assert(offsetof(SyntaxErrorObject, end_offset) == 112);  // end_offset
static_assert(offsetof(SyntaxErrorObject, text) == 120);  // text
static_assert(offsetof(SyntaxErrorObject, print_file_and_line) == 128);  // print_file_and_line

// PyImportErrorObject
static_assert(sizeof(ImportErrorObject) == 96);
static_assert(offsetof(ImportErrorObject, head) == 0);  // ob_base
static_assert(offsetof(ImportErrorObject, msg) == 72);  // msg
static_assert(offsetof(ImportErrorObject, name) == 80);  // name
static_assert(offsetof(ImportErrorObject, path) == 88);  // path

// PyUnicodeErrorObject
static_assert(sizeof(UnicodeErrorObject) == 112);
static_assert(offsetof(UnicodeErrorObject, head) == 0);  // ob_base
static_assert(offsetof(UnicodeErrorObject, encoding) == 72);  // encoding
static_assert(offsetof(UnicodeErrorObject, object) == 80);  // object
static_assert(offsetof(UnicodeErrorObject, start) == 88);  // start
static_assert(offsetof(UnicodeErrorObject, end) == 96);  // end
static_assert(offsetof(UnicodeErrorObject, reason) == 104);  // reason

// PySystemExitObject
static_assert(sizeof(SystemExitObject) == 80);
static_assert(offsetof(SystemExitObject, head) == 0);  // ob_base
static_assert(offsetof(SystemExitObject, code) == 72);  // code

// PyOSErrorObject
static_assert(sizeof(OSErrorObject) == 112);
static_assert(offsetof(OSErrorObject, head) == 0);  // ob_base
static_assert(offsetof(OSErrorObject, error) == 72);  // myerrno
static_assert(offsetof(OSErrorObject, strerror) == 80);  // strerror
static_assert(offsetof(OSErrorObject, filename) == 88);  // filename
static_assert(offsetof(OSErrorObject, filename2) == 96);  // filename2
static_assert(offsetof(OSErrorObject, written) == 104);  // written

// PyStopIterationObject
static_assert(sizeof(StopIterationObject) == 80);
static_assert(offsetof(StopIterationObject, head) == 0);  // ob_base
static_assert(offsetof(StopIterationObject, value) == 72);  // value

// PyNameErrorObject
static_assert(sizeof(NameErrorObject) == 80);
static_assert(offsetof(NameErrorObject, head) == 0);  // ob_base
static_assert(offsetof(NameErrorObject, name) == 72);  // name

// PyAttributeErrorObject
static_assert(sizeof(AttributeErrorObject) == 88);
static_assert(offsetof(AttributeErrorObject, head) == 0);  // ob_base
static_assert(offsetof(AttributeErrorObject, object) == 72);  // obj
static_assert(offsetof(AttributeErrorObject, name) == 80);  // name

}  // namespace
}  // namespace krait
