"""gdb helpers for Krait: objects print as Python values, and Python frames can be listed.

In gdb:  source tools/krait_gdb.py        then `print object`, `kr ADDRESS`, `kr-refs ADDRESS`, `kr-bt`

Works on any pointer to an object, PyObject* or one of Krait's own structs, and on core files: it only reads memory, by the public
layout of CPython 3.11's objects (offsets below), and never calls into the program.
"""
import struct

import gdb

TYPE_NAME, TYPE_BASICSIZE, TYPE_ITEMSIZE, TYPE_FLAGS, TYPE_DICTOFFSET = 24, 32, 40, 168, 288
LONG, LIST, TUPLE, BYTES, UNICODE, DICT = (1 << b for b in (24, 25, 26, 27, 28, 29))
EXCEPTION, TYPE = 1 << 30, 1 << 31
# Frames: _PyInterpreterFrame and the thread state's chain.
FRAME_FUNC, FRAME_CODE, FRAME_PREVIOUS, FRAME_PREV_INSTR = 0, 32, 48, 56
THREAD_CFRAME, CFRAME_CURRENT_FRAME, RUNTIME_CURRENT_THREAD = 56, 8, 576
CODE_FILENAME, CODE_NAME, CODE_FIRSTLINENO, CODE_ADAPTIVE, CODE_LINETABLE = 112, 120, 72, 184, 136
MOST = 8                                # items of a container shown


def memory(address, size):
    return bytes(gdb.selected_inferior().read_memory(address, size))


def word(address):
    return struct.unpack("<q", memory(address, 8))[0]


def pointer(address):
    return struct.unpack("<Q", memory(address, 8))[0]


def int32(address):
    return struct.unpack("<i", memory(address, 4))[0]


def c_text(address, most=200):
    return memory(address, most).split(b"\0")[0].decode("utf-8", "replace") if address else "?"


class Object:
    """One object at an address: its head, and its value as far as memory alone tells it."""

    def __init__(self, address):
        self.address = int(address)
        self.refcount = word(self.address)
        self.type = pointer(self.address + 8)
        self.flags = pointer(self.type + TYPE_FLAGS)
        if not 0 < self.refcount < 1 << 48 or not pointer(pointer(self.type + 8) + TYPE_FLAGS) & TYPE:
            raise KeyError("no object")
        self.type_name = c_text(pointer(self.type + TYPE_NAME))

    def integer(self):
        size = word(self.address + 16)
        value = sum(struct.unpack("<I", memory(self.address + 24 + 4 * i, 4))[0] << (30 * i) for i in range(min(abs(size), 400)))
        return -value if size < 0 else value

    def text(self, most=200):
        length, state = word(self.address + 16), struct.unpack("<I", memory(self.address + 32, 4))[0]
        kind, compact, is_ascii = (state >> 2) & 7, state >> 5 & 1, state >> 6 & 1
        data = self.address + (48 if is_ascii else 72) if compact else pointer(self.address + 72)
        shown = min(length, most)
        raw = memory(data, shown * kind)
        codec = {1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}[kind]
        return raw.decode(codec, "replace") + ("…" if shown < length else "")

    def items(self, first, count, depth):
        shown = [show(pointer(first + 8 * i), depth + 1) for i in range(min(count, MOST))]
        return ", ".join(shown) + (f", … {count} in all" if count > MOST else "")

    def value(self, depth=0):
        flags, address = self.flags, self.address
        if flags & TYPE:
            return f"<class {c_text(pointer(address + TYPE_NAME))}>"
        if flags & LONG:
            return str(bool(self.integer())) if self.type_name == "bool" else str(self.integer())
        if flags & UNICODE:
            return repr(self.text())
        if flags & BYTES:
            size = word(address + 16)
            return repr(memory(address + 32, min(size, 200))) + ("…" if size > 200 else "")
        if self.type_name == "float":
            return repr(struct.unpack("<d", memory(address + 16, 8))[0])
        if self.type_name in ("NoneType", "NotImplementedType", "ellipsis"):
            return {"NoneType": "None", "NotImplementedType": "NotImplemented"}.get(self.type_name, "Ellipsis")
        if depth > 2:
            return "…"
        if flags & TUPLE:
            return "(" + self.items(address + 24, word(address + 16), depth) + ")"
        if flags & LIST:
            return "[" + self.items(pointer(address + 24), word(address + 16), depth) + "]"
        if flags & DICT:
            return f"{{{word(address + 16)} items}}"
        if flags & EXCEPTION:
            return f"{self.type_name}{show(pointer(address + 24), depth + 1)}"
        if self.type_name == "code":
            return f"<code {Object(pointer(address + CODE_NAME)).text()}>"
        if self.type_name in ("function", "builtin_function_or_method"):
            return f"<{self.type_name} at {address:#x}>"
        return f"<{self.type_name} object at {address:#x}>"


def show(address, depth=0):
    """An object's value, or why it has none; never raises."""
    if not address:
        return "null"
    try:
        return Object(address).value(depth)
    except (gdb.MemoryError, KeyError, UnicodeError, RecursionError) as error:
        return f"<no object at {int(address):#x}: {type(error).__name__}>"


class Printer:
    """`print x` for pointers to objects: the value, its type, its reference count."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        address = int(self.value)
        if not address:
            return "null"
        try:
            found = Object(address)
            return f"{found.value()}  [{found.type_name}, {found.refcount} refs, {address:#x}]"
        except gdb.MemoryError:
            return f"{address:#x} (no object)"


OBJECT_STRUCTS = {
    "_object", "PyObject", "PyVarObject", "_typeobject", "PyTypeObject", "krait::Object", "krait::VarObject", "krait::Type", "krait::Int",
    "krait::Float", "krait::Complex", "krait::Str", "krait::Bytes", "krait::ByteArray", "krait::Tuple", "krait::List", "krait::Dict",
    "krait::Set", "krait::Code", "krait::Function", "krait::Frame", "krait::Generator", "krait::Cell", "krait::Module", "krait::Slice",
}


def lookup(value):
    kind = value.type.strip_typedefs()
    if kind.code != gdb.TYPE_CODE_PTR:
        return None
    target = kind.target().unqualified().strip_typedefs()
    return Printer(value) if str(target).removeprefix("struct ") in OBJECT_STRUCTS else None


def line_of(code, instruction):
    """The line of an instruction, by walking the location table (PEP 657)."""
    table = Object(pointer(code + CODE_LINETABLE))
    data = memory(table.address + 32, word(table.address + 16))
    target = (instruction - (code + CODE_ADAPTIVE)) // 2
    line, unit, at = int32(code + CODE_FIRSTLINENO), 0, 0

    def varint(at):
        value = shift = 0
        while True:
            byte = data[at]
            value |= (byte & 63) << shift
            at, shift = at + 1, shift + 6
            if not byte & 64:
                return value, at
    while at < len(data):
        kind, length = (data[at] >> 3) & 15, (data[at] & 7) + 1
        at += 1
        if kind in (13, 14):
            delta, at = varint(at)
            line += -(delta >> 1) if delta & 1 else delta >> 1
            if kind == 14:
                for _ in range(3):
                    _, at = varint(at)
        elif 10 <= kind <= 12:
            line, at = line + kind - 10, at + 2
        elif kind < 10:
            at += 1
        if unit <= target < unit + length:
            return "?" if kind == 15 else line
        unit += length
    return "?"


class Show(gdb.Command):
    """kr ADDRESS: the object at an address, its type, reference count, and its items one level deep."""

    def __init__(self):
        super().__init__("kr", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        print(Printer(gdb.parse_and_eval(argument)).to_string())


class References(gdb.Command):
    """kr-refs ADDRESS: head and raw words of the object at an address, each word shown as an object where it is one."""

    def __init__(self):
        super().__init__("kr-refs", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        found = Object(gdb.parse_and_eval(argument))
        size = word(found.type + TYPE_BASICSIZE)
        print(f"{found.type_name}: {found.refcount} references, {size} bytes of fixed size")
        for offset in range(16, min(size, 256), 8):
            address = pointer(found.address + offset)
            print(f"  +{offset:<4}{address:#018x}  {'' if (text := show(address)).startswith('<no object') else text}")


class Backtrace(gdb.Command):
    """kr-bt: the Python frames of the thread that holds the interpreter, innermost first."""

    def __init__(self):
        super().__init__("kr-bt", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        runtime = int(gdb.parse_and_eval("(unsigned long)&_PyRuntime"))
        thread = int(gdb.parse_and_eval(argument)) if argument else pointer(runtime + RUNTIME_CURRENT_THREAD)
        if not thread:
            print("no thread state is current")
            return
        frame, number = pointer(pointer(thread + THREAD_CFRAME) + CFRAME_CURRENT_FRAME), 0
        while frame and number < 200:
            code = pointer(frame + FRAME_CODE)
            name, file = (Object(pointer(code + offset)).text() for offset in (CODE_NAME, CODE_FILENAME))
            print(f"#{number:<3} {name} at {file}:{line_of(code, pointer(frame + FRAME_PREV_INSTR))}")
            frame, number = pointer(frame + FRAME_PREVIOUS), number + 1


Show()
References()
Backtrace()
gdb.pretty_printers.insert(0, lookup)
