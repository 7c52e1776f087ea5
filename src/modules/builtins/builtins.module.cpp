// The module builtins: its functions in a table, the built-in types under their names.
#include "modules/builtins/functions.h"
#include "object/isolate.h"
#include "object/register.h"
#include "types/exceptions/exceptions.h"
#include "types/module/module.h"
#include "types/str/str.h"
#include "types/type/type.h"

namespace krait {
namespace builtins {

constinit MethodDef functions[] = {
    KR_QUIET("__build_class__(*args, **kwargs)", build_class,
              "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\n"
              "Internal helper function used by the class statement."),
    KR_FUNCTION("__import__($module, /, name, globals=None, locals=None, fromlist=(), level=0)", import,
              "Import a module.\n\nBecause this function is meant for use by the Python\n"
              "interpreter and not for general use, it is better to use\n"
              "importlib.import_module() to programmatically import a module.\n\n"
              "The globals argument is only used to determine the context;\n"
              "they are not modified.  The locals argument is unused.  The fromlist\n"
              "should be a list of names to emulate ``from name import ...``, or an\nempty list to emulate ``import name``.\n"
              "When importing a module from a package, note that __import__('A.B', ...)\n"
              "returns package A when fromlist is empty, but its submodule B when\n"
              "fromlist is not empty.  The level argument is used to determine whether to\n"
              "perform absolute or relative imports: 0 is absolute, while a positive number\n"
              "is the number of parent directories to search relative to the current module."),
    KR_FUNCTION("abs($module, x, /)", abs,
              "Return the absolute value of the argument."),
    KR_FUNCTION("aiter($module, async_iterable, /)", aiter,
              "Return an AsyncIterator for an AsyncIterable object."),
    KR_FUNCTION("all($module, iterable, /)", all,
              "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True."),
    KR_FUNCTION("anext($module, aiterator, default=<unrepresentable>, /)", anext,
              "async anext(aiterator[, default])\n\n"
              "Return the next item from the async iterator.  If default is given and the async\n"
              "iterator is exhausted, it is returned instead of raising StopAsyncIteration."),
    KR_FUNCTION("any($module, iterable, /)", any,
              "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False."),
    KR_FUNCTION("ascii($module, obj, /)", ascii,
              "Return an ASCII-only representation of an object.\n\n"
              "As repr(), return a string containing a printable representation of an\n"
              "object, but escape the non-ASCII characters in the string returned by\n"
              "repr() using \\\\x, \\\\u or \\\\U escapes. This generates a string similar\n"
              "to that returned by repr() in Python 2."),
    KR_FUNCTION("bin($module, number, /)", bin,
              "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   '0b1010101010101010101010'"),
    KR_QUIET("breakpoint(*args, **kwargs)", breakpoint,
              "breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept\n"
              "whatever arguments are passed.\n\nBy default, this drops you into the pdb debugger."),
    KR_FUNCTION("callable($module, obj, /)", callable,
              "Return whether the object is callable (i.e., some kind of function).\n\n"
              "Note that classes are callable, as are instances of classes with a\n__call__() method."),
    KR_FUNCTION("chr($module, i, /)", chr,
              "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    KR_FUNCTION("compile($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", compile,
              "Compile source into a code object that can be executed by exec() or eval().\n\n"
              "The source code may represent a Python module, statement or expression.\n"
              "The filename will be used for run-time error messages.\n"
              "The mode must be 'exec' to compile a module, 'single' to compile a\n"
              "single (interactive) statement, or 'eval' to compile an expression.\n"
              "The flags argument, if present, controls which future statements influence\nthe compilation of the code.\n"
              "The dont_inherit argument, if true, stops the compilation inheriting\n"
              "the effects of any future statements in effect in the code calling\n"
              "compile; if absent or false these statements do influence the compilation,\n"
              "in addition to any features explicitly specified."),
    KR_FUNCTION("delattr($module, obj, name, /)", delattr,
              "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``"),
    KR_QUIET("dir(object=NULL, /)", dir,
              "dir([object]) -> list of strings\n\nIf called without an argument, return the names in the current scope.\n"
              "Else, return an alphabetized list of names comprising (some of) the attributes\n"
              "of the given object, and of attributes reachable from it.\n"
              "If the object supplies a method named __dir__, it will be used; otherwise\n"
              "the default dir() logic is used and returns:\n  for a module object: the module's attributes.\n"
              "  for a class object:  its attributes, and recursively the attributes\n    of its bases.\n"
              "  for any other object: its attributes, its class's attributes, and\n"
              "    recursively the attributes of its class's base classes."),
    KR_FUNCTION("divmod($module, x, y, /)", divmod,
              "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."),
    KR_FUNCTION("eval($module, source, globals=None, locals=None, /)", eval,
              "Evaluate the given source in the context of globals and locals.\n\n"
              "The source may be a string representing a Python expression\nor a code object as returned by compile().\n"
              "The globals must be a dictionary and locals can be any mapping,\ndefaulting to the current globals and locals.\n"
              "If only globals is given, locals defaults to it."),
    KR_FUNCTION("exec($module, source, globals=None, locals=None, /, *, closure=None)", exec,
              "Execute the given source in the context of globals and locals.\n\n"
              "The source may be a string representing one or more Python statements\n"
              "or a code object as returned by compile().\nThe globals must be a dictionary and locals can be any mapping,\n"
              "defaulting to the current globals and locals.\nIf only globals is given, locals defaults to it.\n"
              "The closure must be a tuple of cellvars, and can only be used\n"
              "when source is a code object requiring exactly that many cellvars."),
    KR_FUNCTION("format($module, value, format_spec='', /)", format,
              "Return value.__format__(format_spec)\n\nformat_spec defaults to the empty string.\n"
              "See the Format Specification Mini-Language section of help('FORMATTING') for\ndetails."),
    KR_QUIET("getattr(object, name, default=NULL, /)", getattr,
              "getattr(object, name[, default]) -> value\n\n"
              "Get a named attribute from an object; getattr(x, 'y') is equivalent to x.y.\n"
              "When a default argument is given, it is returned when the attribute doesn't\n"
              "exist; without it, an exception is raised in that case."),
    KR_FUNCTION("globals($module, /)", globals,
              "Return the dictionary containing the current scope's global variables.\n\n"
              "NOTE: Updates to this dictionary *will* affect name lookups in the current\nglobal scope and vice-versa."),
    KR_FUNCTION("hasattr($module, obj, name, /)", hasattr,
              "Return whether the object has an attribute with the given name.\n\n"
              "This is done by calling getattr(obj, name) and catching AttributeError."),
    KR_FUNCTION("hash($module, obj, /)", hash,
              "Return the hash value for the given object.\n\n"
              "Two objects that compare equal must also have the same hash value, but the\nreverse is not necessarily true."),
    KR_FUNCTION("hex($module, number, /)", hex,
              "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'"),
    KR_FUNCTION("id($module, obj, /)", id,
              "Return the identity of an object.\n\nThis is guaranteed to be unique among simultaneously existing objects.\n"
              "(CPython uses the object's memory address.)"),
    KR_FUNCTION("input($module, prompt='', /)", input,
              "Read a string from standard input.  The trailing newline is stripped.\n\n"
              "The prompt string, if given, is printed to standard output without a\ntrailing newline before reading input.\n\n"
              "If the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.\n"
              "On *nix systems, readline is used if available."),
    KR_FUNCTION("isinstance($module, obj, class_or_tuple, /)", isinstance,
              "Return whether an object is an instance of a class or of a subclass thereof.\n\n"
              "A tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to\n"
              "check against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)\nor ...`` etc."),
    KR_FUNCTION("issubclass($module, cls, class_or_tuple, /)", issubclass,
              "Return whether 'cls' is derived from another class or is the same class.\n\n"
              "A tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to\n"
              "check against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)\nor ...``."),
    KR_QUIET("iter(object, sentinel=NULL, /)", iter,
              "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\n"
              "Get an iterator from an object.  In the first form, the argument must\n"
              "supply its own iterator, or be a sequence.\n"
              "In the second form, the callable is called until it returns the sentinel."),
    KR_FUNCTION("len($module, obj, /)", len,
              "Return the number of items in a container."),
    KR_FUNCTION("locals($module, /)", locals,
              "Return a dictionary containing the current scope's local variables.\n\n"
              "NOTE: Whether or not updates to this dictionary will affect name lookups in\n"
              "the local scope and vice-versa is *implementation dependent* and not\n"
              "covered by any backwards compatibility guarantees."),
    KR_QUIET("max(*args, key=None, default=NULL)", max,
              "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\n"
              "With a single iterable argument, return its biggest item. The\n"
              "default keyword-only argument specifies an object to return if\nthe provided iterable is empty.\n"
              "With two or more arguments, return the largest argument."),
    KR_QUIET("min(*args, key=None, default=NULL)", min,
              "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\n"
              "With a single iterable argument, return its smallest item. The\n"
              "default keyword-only argument specifies an object to return if\nthe provided iterable is empty.\n"
              "With two or more arguments, return the smallest argument."),
    KR_QUIET("next(iterator, default=NULL, /)", next,
              "next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and the iterator\n"
              "is exhausted, it is returned instead of raising StopIteration."),
    KR_FUNCTION("oct($module, number, /)", oct,
              "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'"),
    KR_FUNCTION("ord($module, c, /)", ord,
              "Return the Unicode code point for a one-character string."),
    KR_FUNCTION("pow($module, /, base, exp, mod=None)", pow,
              "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments\n\n"
              "Some types, such as ints, are able to use a more efficient algorithm when\ninvoked using the three argument form."),
    KR_FUNCTION("print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)", print,
              "Prints the values to a stream, or to sys.stdout by default.\n\n  sep\n"
              "    string inserted between values, default a space.\n  end\n"
              "    string appended after the last value, default a newline.\n  file\n"
              "    a file-like object (stream); defaults to the current sys.stdout.\n  flush\n"
              "    whether to forcibly flush the stream."),
    KR_FUNCTION("repr($module, obj, /)", repr,
              "Return the canonical string representation of the object.\n\n"
              "For many object types, including most builtins, eval(repr(obj)) == obj."),
    KR_FUNCTION("round($module, /, number, ndigits=None)", round,
              "Round a number to a given precision in decimal digits.\n\n"
              "The return value is an integer if ndigits is omitted or None.  Otherwise\n"
              "the return value has the same type as the number.  ndigits may be negative."),
    KR_FUNCTION("setattr($module, obj, name, value, /)", setattr,
              "Sets the named attribute on the given object to the specified value.\n\n"
              "setattr(x, 'y', v) is equivalent to ``x.y = v``"),
    KR_QUIET("sorted(*args, **kwargs)", sorted,
              "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\n"
              "Return a new list containing all items from the iterable in ascending order.\n\n"
              "A custom key function can be supplied to customize the sort order, and the\n"
              "reverse flag can be set to request the result in descending order."),
    KR_FUNCTION("sum($module, iterable, /, start=0)", sum,
              "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\n"
              "When the iterable is empty, return the start value.\n"
              "This function is intended specifically for use with numeric values and may\nreject non-numeric types."),
    KR_QUIET("vars(object=NULL, /)", vars,
              "vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\n"
              "With an argument, equivalent to object.__dict__."),
    KR_END,
};

namespace {

struct NamedType {
  const char* name;
  Type* type;
};

constexpr NamedType types[] = {
    {"bool", &bool_type},           {"memoryview", &memoryview_type}, {"bytearray", &bytearray_type},
    {"bytes", &bytes_type},         {"classmethod", &classmethod_type}, {"complex", &complex_type},
    {"dict", &dict_type},           {"enumerate", &enumerate_type},   {"filter", &filter_type},
    {"float", &float_type},         {"frozenset", &frozenset_type},   {"property", &property_type},
    {"int", &int_type},             {"list", &list_type},             {"map", &map_type},
    {"object", &object_type},       {"range", &range_type},           {"reversed", &reversed_type},
    {"set", &set_type},             {"slice", &slice_type},           {"staticmethod", &staticmethod_type},
    {"str", &str_type},             {"super", &super_type},           {"tuple", &tuple_type},
    {"type", &type_type},           {"zip", &zip_type},
};

Result<void> add(Context& cx, Borrowed<Module> module, const char* name, Borrowed<> value) {
  return module_add(cx, module, KR_TRY(intern_utf8(cx, name)), value);
}

Result<void> exec(Context& cx, Borrowed<Module> module) {
  KR_TRY(add(cx, module, "None", none()));
  KR_TRY(add(cx, module, "Ellipsis", ellipsis()));
  KR_TRY(add(cx, module, "NotImplemented", not_implemented()));
  KR_TRY(add(cx, module, "False", boolean(false)));
  KR_TRY(add(cx, module, "True", boolean(true)));
  for (const NamedType& entry : types) KR_TRY(add(cx, module, entry.name, type_object(*entry.type)));
  return add_exceptions(cx, module_dict(module));
}

constinit ModuleSlot slots[] = {KR_EXEC(exec), {}};

}  // namespace
}  // namespace builtins

constinit ModuleDef builtins_module = {
    .base = module_def_head,
    .m_name = "builtins",
    .m_doc = "Built-in functions, exceptions, and other objects.\n\n"
              "Noteworthy: None is the `nil' object; Ellipsis represents `...' in slices.",
    .m_methods = builtins::functions,
    .m_slots = builtins::slots,
};
KR_BUILTIN_MODULE(builtins_module);

}  // namespace krait
