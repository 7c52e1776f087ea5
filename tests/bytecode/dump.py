"""Prints code objects completely and readably; run by Krait and by the judge, compared by `compare` beside it.

usage: dump.py < list of file paths     for each: a line `file LENGTH PATH`, then LENGTH bytes of description
Needs only built-in functions, so that an interpreter without a library can run it. A constant is shown with its exact type, -0.0
and nan by their sign, code objects in full at their place.
"""
import sys


def constant(value, out, indent):
    """The exact description of one constant: types are part of it, so 1, 1.0 and True differ."""
    kind = type(value)
    if kind is float:
        text = repr(value) if value == value else "nan"
        return f"float {value.hex()} {text}" if value == value else "float nan"
    if kind is complex:
        return f"complex {value.real.hex()} {value.imag.hex()}"
    if kind is tuple:
        return "tuple(" + ", ".join([constant(v, out, indent) for v in value]) + ")"
    if kind is frozenset:
        return "frozenset(" + ", ".join(sorted([constant(v, out, indent) for v in value])) + ")"
    if kind is int:
        return f"int {value:#x}"
    if kind is str:
        return "str " + ascii(value)
    if kind is bytes:
        return "bytes " + repr(value)
    if value is None or value is True or value is False or value is Ellipsis:
        return repr(value)
    if kind is type(constant.__code__):
        return "code " + value.co_name
    return f"{kind.__name__} {value!r}"


def describe(code, out, indent=""):
    out.append(f"{indent}code {code.co_qualname!a} name={code.co_name!a} file={code.co_filename!a}")
    indent += "  "
    out.append(f"{indent}args={code.co_argcount} posonly={code.co_posonlyargcount} kwonly={code.co_kwonlyargcount} "
               f"nlocals={code.co_nlocals} stacksize={code.co_stacksize} flags={code.co_flags:#x} "
               f"firstlineno={code.co_firstlineno}")
    for field in ("co_names", "co_varnames", "co_freevars", "co_cellvars"):
        out.append(f"{indent}{field[3:]}={getattr(code, field)!a}")
    bytecode = code.co_code
    for start in range(0, len(bytecode), 32):
        out.append(f"{indent}code+{start}: {bytecode[start:start + 32].hex()}")
    table = code.co_linetable
    for start in range(0, len(table), 48):
        out.append(f"{indent}linetable+{start}: {table[start:start + 48].hex()}")
    out.append(f"{indent}exceptiontable={code.co_exceptiontable.hex()}")
    for index, value in enumerate(code.co_consts):
        out.append(f"{indent}const {index}: {constant(value, out, indent)}")
        if type(value) is type(code):
            describe(value, out, indent + "  ")


def compiled(path):
    """The description of one file's code, or of the error that compiling it gives."""
    with open(path, "rb") as file:
        source = file.read()
    out = []
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        out.append(f"{type(error).__name__}: {error.args!a}")
    else:
        describe(code, out)
    return "\n".join(out).encode("ascii", "backslashreplace") + b"\n"


def main():
    output = sys.stdout.buffer
    for line in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").splitlines():
        text = compiled(line)
        output.write(f"file {len(text)} {line}\n".encode("utf-8", "surrogateescape") + text)
        output.flush()


if __name__ == "__main__":
    main()
