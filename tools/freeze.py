#!/usr/bin/env python3
"""Compiles the modules of a bare start from the installed library and writes them as an assembler file with a table.

usage: freeze.py LIBRARY OUTPUT.S

The names and their order are CPython 3.11's (import _imp; _imp._frozen_module_names()). Each module's code object carries the
file name "<frozen NAME>", so that tracebacks and importlib see what they expect.
"""
import marshal
import os
import sys

# name in the table, source file in the library, original name ('' when the module only exists frozen)
MODULES = [
    ("_frozen_importlib", "importlib/_bootstrap.py", "importlib._bootstrap"),
    ("_frozen_importlib_external", "importlib/_bootstrap_external.py", "importlib._bootstrap_external"),
    ("zipimport", "zipimport.py", "zipimport"),
    ("abc", "abc.py", "abc"),
    ("codecs", "codecs.py", "codecs"),
    ("io", "io.py", "io"),
    ("_collections_abc", "_collections_abc.py", "_collections_abc"),
    ("_sitebuiltins", "_sitebuiltins.py", "_sitebuiltins"),
    ("genericpath", "genericpath.py", "genericpath"),
    ("ntpath", "ntpath.py", "ntpath"),
    ("posixpath", "posixpath.py", "posixpath"),
    ("os.path", "posixpath.py", "posixpath"),
    ("os", "os.py", "os"),
    ("site", "site.py", "site"),
    ("stat", "stat.py", "stat"),
    ("importlib.util", "importlib/util.py", "importlib.util"),
    ("importlib.machinery", "importlib/machinery.py", "importlib.machinery"),
    ("runpy", "runpy.py", "runpy"),
    ("__hello__", "__hello__.py", "__hello__"),
    ("__hello_alias__", "__hello__.py", "__hello__"),
    ("__phello_alias__", "__hello__.py", "__hello__"),
    ("__phello_alias__.spam", "__hello__.py", "__hello__"),
    ("__phello__", "__phello__/__init__.py", "__phello__"),
    ("__phello__.__init__", "__phello__/__init__.py", "<__phello__"),
    ("__phello__.ham", "__phello__/ham/__init__.py", "__phello__.ham"),
    ("__phello__.ham.__init__", "__phello__/ham/__init__.py", "<__phello__.ham"),
    ("__phello__.ham.eggs", "__phello__/ham/eggs.py", "__phello__.ham.eggs"),
    ("__phello__.spam", "__phello__/spam.py", "__phello__.spam"),
    ("__hello_only__", None, ""),
]
PACKAGES = {"__phello_alias__", "__phello__", "__phello__.ham"}


def frozen_name(name, source):
    """The name in co_filename: that of the module first frozen from this source."""
    if source is None:
        return name
    path = source[:-3].replace("/", ".")
    return path[:-9] if path.endswith(".__init__") else path


def main():
    library, output = sys.argv[1:]
    rows, blobs = [], {}
    for name, source, original in MODULES:
        title = frozen_name(name, source)
        if title not in blobs:
            text = "initialized = True\n\ndef main():\n    print('Hello world!')\n"
            if source and not os.path.exists(os.path.join(library, source)):
                text = ""  # Debian's package leaves a few of the __phello__ example modules out; they are empty
            elif source:
                with open(os.path.join(library, source), encoding="utf-8") as file:
                    text = file.read()
            code = compile(text, f"<frozen {title}>", "exec", dont_inherit=True, optimize=0)
            blobs[title] = (f"blob_{len(blobs)}", marshal.dumps(code))
        rows.append((name, *blobs[title], name in PACKAGES, original))
    with open(output, "w") as out:
        out.write("/* Made by tools/freeze.py. */\n.section .rodata\n")
        for label, data in blobs.values():
            out.write(f".balign 16\n{label}:\n")
            for at in range(0, len(data), 32):
                out.write(".byte " + ",".join(str(b) for b in data[at:at + 32]) + "\n")
        for index, (name, label, data, package, original) in enumerate(rows):
            out.write(f'name_{index}: .asciz "{name}"\noriginal_{index}: .asciz "{original}"\n')
        out.write(".section .data.rel.ro,\"aw\"\n.balign 8\n.globl krait_frozen_table\n.hidden krait_frozen_table\nkrait_frozen_table:\n")
        for index, (name, label, data, package, original) in enumerate(rows):
            alias = "0" if original == name else f"original_{index}"
            out.write(f".quad name_{index}, {label}\n.long {len(data)}\n.byte {int(package)}, 0, 0, 0\n.quad {alias}\n")
        out.write(".quad 0, 0, 0, 0\n")
        out.write('.section .note.GNU-stack,"",@progbits\n')


if __name__ == "__main__":
    main()
