// The built-in static types that C code can name. The C++ name is Krait's, the name in quotes is the exported symbol: both are the
// same object. Types that C cannot name are declared beside their structs.
//
// The asm label, rather than extern "C", lets src/capi include <Python.h>, which declares the same symbols with its own struct.
#pragma once

#include "memory/type.h"

#define KR_EXPORTED(symbol) __asm__(symbol) __attribute__((visibility("default")))

namespace krait {

extern Type async_gen_type KR_EXPORTED("PyAsyncGen_Type");                            // async_generator
extern Type object_type KR_EXPORTED("PyBaseObject_Type");                             // object
extern Type bool_type KR_EXPORTED("PyBool_Type");                                     // bool
extern Type bytearray_iterator_type KR_EXPORTED("PyByteArrayIter_Type");              // bytearray_iterator
extern Type bytearray_type KR_EXPORTED("PyByteArray_Type");                           // bytearray
extern Type bytes_iterator_type KR_EXPORTED("PyBytesIter_Type");                      // bytes_iterator
extern Type bytes_type KR_EXPORTED("PyBytes_Type");                                   // bytes
extern Type builtin_function_type KR_EXPORTED("PyCFunction_Type");                    // builtin_function_or_method
extern Type builtin_method_type KR_EXPORTED("PyCMethod_Type");                        // builtin_method
extern Type call_iterator_type KR_EXPORTED("PyCallIter_Type");                        // callable_iterator
extern Type capsule_type KR_EXPORTED("PyCapsule_Type");                               // PyCapsule
extern Type cell_type KR_EXPORTED("PyCell_Type");                                     // cell
extern Type classmethod_descr_type KR_EXPORTED("PyClassMethodDescr_Type");           // classmethod_descriptor
extern Type classmethod_type KR_EXPORTED("PyClassMethod_Type");                      // classmethod
extern Type code_type KR_EXPORTED("PyCode_Type");                                     // code
extern Type complex_type KR_EXPORTED("PyComplex_Type");                               // complex
extern Type context_token_type KR_EXPORTED("PyContextToken_Type");                    // _contextvars.Token
extern Type context_var_type KR_EXPORTED("PyContextVar_Type");                        // _contextvars.ContextVar
extern Type context_type KR_EXPORTED("PyContext_Type");                               // _contextvars.Context
extern Type coroutine_type KR_EXPORTED("PyCoro_Type");                                // coroutine
extern Type dict_items_type KR_EXPORTED("PyDictItems_Type");                          // dict_items
extern Type dict_item_iterator_type KR_EXPORTED("PyDictIterItem_Type");               // dict_itemiterator
extern Type dict_key_iterator_type KR_EXPORTED("PyDictIterKey_Type");                 // dict_keyiterator
extern Type dict_value_iterator_type KR_EXPORTED("PyDictIterValue_Type");             // dict_valueiterator
extern Type dict_keys_type KR_EXPORTED("PyDictKeys_Type");                            // dict_keys
extern Type mapping_proxy_type KR_EXPORTED("PyDictProxy_Type");                       // mappingproxy
extern Type dict_reverse_item_iterator_type KR_EXPORTED("PyDictRevIterItem_Type");    // dict_reverseitemiterator
extern Type dict_reverse_key_iterator_type KR_EXPORTED("PyDictRevIterKey_Type");      // dict_reversekeyiterator
extern Type dict_reverse_value_iterator_type KR_EXPORTED("PyDictRevIterValue_Type");  // dict_reversevalueiterator
extern Type dict_values_type KR_EXPORTED("PyDictValues_Type");                        // dict_values
extern Type dict_type KR_EXPORTED("PyDict_Type");                                     // dict
extern Type ellipsis_type KR_EXPORTED("PyEllipsis_Type");                             // ellipsis
extern Type enumerate_type KR_EXPORTED("PyEnum_Type");                                // enumerate
extern Type filter_type KR_EXPORTED("PyFilter_Type");                                 // filter
extern Type float_type KR_EXPORTED("PyFloat_Type");                                   // float
extern Type frame_type KR_EXPORTED("PyFrame_Type");                                   // frame
extern Type frozenset_type KR_EXPORTED("PyFrozenSet_Type");                           // frozenset
extern Type function_type KR_EXPORTED("PyFunction_Type");                             // function
extern Type generator_type KR_EXPORTED("PyGen_Type");                                 // generator
extern Type getset_descr_type KR_EXPORTED("PyGetSetDescr_Type");                     // getset_descriptor
extern Type instance_method_type KR_EXPORTED("PyInstanceMethod_Type");                // instancemethod
extern Type list_iterator_type KR_EXPORTED("PyListIter_Type");                        // list_iterator
extern Type list_reverse_iterator_type KR_EXPORTED("PyListRevIter_Type");             // list_reverseiterator
extern Type list_type KR_EXPORTED("PyList_Type");                                     // list
extern Type long_range_iterator_type KR_EXPORTED("PyLongRangeIter_Type");             // longrange_iterator
extern Type int_type KR_EXPORTED("PyLong_Type");                                      // int
extern Type map_type KR_EXPORTED("PyMap_Type");                                       // map
extern Type member_descr_type KR_EXPORTED("PyMemberDescr_Type");                      // member_descriptor
extern Type memoryview_type KR_EXPORTED("PyMemoryView_Type");                         // memoryview
extern Type method_descr_type KR_EXPORTED("PyMethodDescr_Type");                      // method_descriptor
extern Type method_type KR_EXPORTED("PyMethod_Type");                                 // method
extern Type module_def_type KR_EXPORTED("PyModuleDef_Type");                          // moduledef
extern Type module_type KR_EXPORTED("PyModule_Type");                                 // module
extern Type ordered_dict_items_type KR_EXPORTED("PyODictItems_Type");                 // odict_items
extern Type ordered_dict_iterator_type KR_EXPORTED("PyODictIter_Type");               // odict_iterator
extern Type ordered_dict_keys_type KR_EXPORTED("PyODictKeys_Type");                   // odict_keys
extern Type ordered_dict_values_type KR_EXPORTED("PyODictValues_Type");               // odict_values
extern Type ordered_dict_type KR_EXPORTED("PyODict_Type");                            // collections.OrderedDict
extern Type pickle_buffer_type KR_EXPORTED("PyPickleBuffer_Type");                    // pickle.PickleBuffer
extern Type property_type KR_EXPORTED("PyProperty_Type");                             // property
extern Type range_iterator_type KR_EXPORTED("PyRangeIter_Type");                      // range_iterator
extern Type range_type KR_EXPORTED("PyRange_Type");                                   // range
extern Type reversed_type KR_EXPORTED("PyReversed_Type");                             // reversed
extern Type seq_iterator_type KR_EXPORTED("PySeqIter_Type");                          // iterator
extern Type set_iterator_type KR_EXPORTED("PySetIter_Type");                          // set_iterator
extern Type set_type KR_EXPORTED("PySet_Type");                                       // set
extern Type slice_type KR_EXPORTED("PySlice_Type");                                   // slice
extern Type staticmethod_type KR_EXPORTED("PyStaticMethod_Type");                    // staticmethod
extern Type std_printer_type KR_EXPORTED("PyStdPrinter_Type");                        // stderrprinter
extern Type super_type KR_EXPORTED("PySuper_Type");                                   // super
extern Type traceback_type KR_EXPORTED("PyTraceBack_Type");                           // traceback
extern Type tuple_iterator_type KR_EXPORTED("PyTupleIter_Type");                      // tuple_iterator
extern Type tuple_type KR_EXPORTED("PyTuple_Type");                                   // tuple
extern Type type_type KR_EXPORTED("PyType_Type");                                     // type
extern Type str_iterator_type KR_EXPORTED("PyUnicodeIter_Type");                      // str_iterator
extern Type str_type KR_EXPORTED("PyUnicode_Type");                                   // str
extern Type wrapper_descr_type KR_EXPORTED("PyWrapperDescr_Type");                    // wrapper_descriptor
extern Type zip_type KR_EXPORTED("PyZip_Type");                                       // zip
extern Type generic_alias_type KR_EXPORTED("Py_GenericAliasType");                    // types.GenericAlias
extern Type async_gen_asend_type KR_EXPORTED("_PyAsyncGenASend_Type");               // async_generator_asend
extern Type async_gen_athrow_type KR_EXPORTED("_PyAsyncGenAThrow_Type");             // async_generator_athrow
extern Type async_gen_wrapped_value_type KR_EXPORTED("_PyAsyncGenWrappedValue_Type"); // async_generator_wrapped_value
extern Type bytes_io_buffer_type KR_EXPORTED("_PyBytesIOBuffer_Type");                // _io._BytesIOBuffer
extern Type coro_wrapper_type KR_EXPORTED("_PyCoroWrapper_Type");                     // coroutine_wrapper
extern Type interpreter_id_type KR_EXPORTED("_PyInterpreterID_Type");                 // InterpreterID
extern Type managed_buffer_type KR_EXPORTED("_PyManagedBuffer_Type");                 // managedbuffer
extern Type method_wrapper_type KR_EXPORTED("_PyMethodWrapper_Type");                 // method-wrapper
extern Type namespace_type KR_EXPORTED("_PyNamespace_Type");                          // types.SimpleNamespace
extern Type none_type KR_EXPORTED("_PyNone_Type");                                    // NoneType
extern Type not_implemented_type KR_EXPORTED("_PyNotImplemented_Type");               // NotImplementedType
extern Type weakref_callable_proxy_type KR_EXPORTED("_PyWeakref_CallableProxyType");  // weakref.CallableProxyType
extern Type weakref_proxy_type KR_EXPORTED("_PyWeakref_ProxyType");                   // weakref.ProxyType
extern Type weakref_type KR_EXPORTED("_PyWeakref_RefType");                           // weakref.ReferenceType

}  // namespace krait
