# args: x y
import sys, os, importlib, types
print(__name__, __file__, sys.argv, __spec__, __package__, __doc__, __builtins__ is sys.modules["builtins"])
import os.path as p, collections.abc
from math import pi as PI, floor
from os import path, sep as SEP
print(p is os.path, PI, floor(2.5), SEP, collections.abc.Mapping.__name__, path.basename("/a/b"))
m = types.ModuleType("made", "doc"); sys.modules["made"] = m; m.value = 7
import made; from made import value; print(made.value, value, made.__doc__, made)
import tempfile, shutil
d = tempfile.mkdtemp(); sys.path.insert(0, d); os.mkdir(d + "/pack"); os.mkdir(d + "/pack/sub")
def put(name, text): open(d + "/" + name, "w").write(text)
put("pack/__init__.py", "print('init', __name__, __path__ is not None)\n__all__ = ['one', 'inner']\nfrom . import inner\none = 1\n_hidden = 2\n")
put("pack/inner.py", "from .. import pack as up\nfrom .sub import leaf\nfrom . import sub\nprint('inner', __name__, __package__)\n" .replace("from .. import pack as up\n", "")); put("pack/sub/__init__.py", ""); put("pack/sub/leaf.py", "from ..sub import __name__ as n\nfrom ... import nothing\n".replace("from ... import nothing\n", "") + "leaf = n\n")
put("broken.py", "x = 1\nraise ValueError('in module')\n"); put("syntaxbad.py", "x = (\n"); put("cyc_a.py", "import cyc_b\nx = 1\n"); put("cyc_b.py", "from cyc_a import x\n"); put("dyn.py", "def __getattr__(n):\n    if n == 'magic': return 42\n    raise AttributeError(n)\ndef __dir__(): return ['magic']\n"); put("reload_me.py", "n = 1\n"); os.mkdir(d + "/nsp"); put("nsp/mod.py", "v = 'ns'\n")
importlib.invalidate_caches()
import pack.sub.leaf; print(pack.inner, pack.sub.leaf.leaf) if False else print(pack.inner.__name__, pack.sub.leaf.leaf); from pack import *; print(one, inner.__name__, "_hidden" in globals()); import dyn; print(dyn.magic, dir(dyn)); import nsp.mod; print(nsp.mod.v, nsp.__file__ if hasattr(nsp, "__file__") else "namespace", type(nsp.__path__).__name__)
import reload_me; put("reload_me.py", "n = 22\n"); print(importlib.reload(reload_me).n)
for code in ["import nope", "import pack.nope", "from pack import nope", "import broken", "import syntaxbad", "import cyc_a", "from dyn import nothing", "from . import x", "from .x import y", "import os.nope", "importlib.import_module('.x')", "importlib.import_module('pack.sub').__name__", "from pack.inner import nope", "import pack.inner.deeper", "from made import nope", "import sys as s; s.nope"]:
    try: exec(code); print("ok", code)
    except BaseException as e: print(code, "|", type(e).__name__, str(e).replace(d, "D"), getattr(e, "name", None))
print("broken" in sys.modules, "pack" in sys.modules, importlib.util.find_spec("nope") if hasattr(importlib, "util") else None, pack.__spec__.name, pack.__spec__.submodule_search_locations is not None, sys.modules["pack.inner"].__spec__.parent, pack.__cached__ is not None, os.path.basename(pack.__file__))
shutil.rmtree(d)
sys.modules["blocked"] = None
try: import blocked
except ImportError as e: print(e)
print(sorted(sys.stdlib_module_names)[:5], len(sys.stdlib_module_names), sys.builtin_module_names[:3], "math" in sys.builtin_module_names)
