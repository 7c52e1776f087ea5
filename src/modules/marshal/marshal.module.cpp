// The module marshal: a thin face of bytecode/marshal.
#include "bytecode/marshal/marshal.h"
#include "object/declare/method.h"
#include "object/register.h"
#include "types/int/int.h"

namespace krait::marshal {

namespace {

Result<Ref<Bytes>> module_dumps(Context& cx, Borrowed<> value, int format_version) { return dumps(cx, value, format_version); }

Result<Ref<>> module_dump(Context& cx, Borrowed<> value, Borrowed<> file, int format_version) {
  Ref<Bytes> written = KR_TRY(dumps(cx, value, format_version));
  return call_method(cx, file, KR_ID(write), written);
}

Result<Ref<>> module_loads(Context& cx, Borrowed<> bytes) {
  ScopedBuffer buffer;
  KR_TRY(buffer.get(cx, bytes));
  return loads(cx, {buffer.data(), static_cast<std::size_t>(buffer.size())});
}

Result<Ref<>> module_load(Context& cx, Borrowed<> file) {
  // Asking for nothing tells whether the file is a binary one.
  Ref<Int> nothing = KR_TRY(int_from(cx, 0));
  Ref<> answer = KR_TRY(call_method(cx, file, KR_ID(read), nothing));
  if (!is<Bytes>(answer)) return raise(cx, exc::TypeError, "file.read() returned not bytes but {!t}", answer);
  return load(cx, file);
}

constinit MethodDef functions[] = {
    KR_QUIET("dump(value, file, version=4, /)", module_dump,
             "dump($module, value, file, version=version, /)\n--\n\n"
             "Write the value on the open file.\n\n"
             "  value\n    Must be a supported type.\n"
             "  file\n    Must be a writeable binary file.\n"
             "  version\n    Indicates the data format that dump should use.\n\n"
             "If the value has (or contains an object that has) an unsupported type, a\n"
             "ValueError exception is raised - but garbage data will also be written\n"
             "to the file. The object will not be properly read back by load()."),
    KR_METHOD("load($module, file, /)", module_load,
              "Read one value from the open file and return it.\n\n"
              "  file\n    Must be readable binary file.\n\n"
              "If no valid value is read (e.g. because the data has a different Python\n"
              "version's incompatible marshal format), raise EOFError, ValueError or\n"
              "TypeError.\n\n"
              "Note: If an object containing an unsupported type was marshalled with\n"
              "dump(), load() will substitute None for the unmarshallable type."),
    KR_QUIET("dumps(value, version=4, /)", module_dumps,
             "dumps($module, value, version=version, /)\n--\n\n"
             "Return the bytes object that would be written to a file by dump(value, file).\n\n"
             "  value\n    Must be a supported type.\n"
             "  version\n    Indicates the data format that dumps should use.\n\n"
             "Raise a ValueError exception if value has (or contains an object that has) an\n"
             "unsupported type."),
    KR_METHOD("loads($module, bytes, /)", module_loads,
              "Convert the bytes-like object to a value.\n\n"
              "If no valid value is found, raise EOFError, ValueError or TypeError.  Extra\n"
              "bytes in the input are ignored."),
    KR_END};

Result<void> exec(Context& cx, Borrowed<Module> module) {
  Ref<Int> number = KR_TRY(int_from(cx, version));
  return set_attr(cx, Borrowed<>(module.object()), KR_ID(version), number);
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};

constinit ModuleDef marshal_module = {
    .base = module_def_head,
    .m_name = "marshal",
    .m_doc =
        "This module contains functions that can read and write Python values in\n"
        "a binary format. The format is specific to Python, but independent of\n"
        "machine architecture issues.\n\n"
        "Not all Python object types are supported; in general, only objects\n"
        "whose value is independent from a particular invocation of Python can be\n"
        "written and read by this module. The following types are supported:\n"
        "None, integers, floating point numbers, strings, bytes, bytearrays,\n"
        "tuples, lists, sets, dictionaries, and code objects, where it\n"
        "should be understood that tuples, lists and dictionaries are only\n"
        "supported as long as the values contained therein are themselves\n"
        "supported; and recursive lists and dictionaries should not be written\n"
        "(they will cause infinite loops).\n\n"
        "Variables:\n\n"
        "version -- indicates the format that the module uses. Version 0 is the\n"
        "    historical format, version 1 shares interned strings and version 2\n"
        "    uses a binary format for floating point numbers.\n"
        "    Version 3 shares common object references (New in version 3.4).\n\n"
        "Functions:\n\n"
        "dump() -- write value to a file\n"
        "load() -- read value from a file\n"
        "dumps() -- marshal value as a bytes object\n"
        "loads() -- read value from a bytes-like object",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots,
};
KR_BUILTIN_MODULE(marshal_module);

}  // namespace

}  // namespace krait::marshal
