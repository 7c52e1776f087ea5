import os, sys
from math import *
import json as json
def f(a, a2):
    unused = 1
    print(undefined_thing, sin(1))
    try:
        pass
    except ValueError as e:
        pass
    return f"{a}" + f"no placeholders"
def f(): pass
x = {"k": 1, "k": 2}
if (1, 2): raise NotImplemented
"%d %d" % (1,)
print >>sys.stderr, "x" is "y"
for k in x.keys():
    print(x.has_key(k), unicode(k), xrange(3)) if False else None
