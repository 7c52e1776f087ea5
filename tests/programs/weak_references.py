# Weak references and proxies: what they accept, answer and refuse.
import re, weakref, _weakref
def t(f):
    try: r=f(); print('OK',re.sub('0x[0-9a-f]+','AT',repr(r)))
    except BaseException as e: print(type(e).__name__,':',e)
class A: pass
a=A()
t(lambda: weakref.ref())
t(lambda: weakref.ref(a,1,2))
t(lambda: weakref.ref(a,callback=3))
t(lambda: weakref.ref(3))
t(lambda: weakref.proxy(3))
r=weakref.ref(a); p=weakref.proxy(a)
t(lambda: r(1)); t(lambda: r(x=1)); t(lambda: hash(p)); t(lambda: next(p)); t(lambda: p()); t(lambda: iter(p)); t(lambda:len(p));t(lambda:p+1);t(lambda:p[0]);t(lambda: bytes(p)); t(lambda: reversed(p));t(lambda: repr(p)); t(lambda:str(p)); t(lambda: p==a); t(lambda: r==a);t(lambda:r<r); t(lambda:p<p); t(lambda: 3 in p)
t(lambda: type(p)()); t(lambda: r.__callback__); t(lambda: weakref.ref(a,a).__callback__)
print(re.sub('0x[0-9a-f]+','AT',repr(r)))
A.__name__; print(re.sub('0x[0-9a-f]+','AT',repr(weakref.ref(A)))); 
class B: __name__='foo'
b=B(); print(re.sub('0x[0-9a-f]+','AT',repr(weakref.ref(b)))); print(re.sub('0x[0-9a-f]+','AT',repr(weakref.ref(lambda:1))))
h=weakref.ref(a)
del a
t(lambda: p+1); t(lambda: hash(h)); t(lambda: repr(p)); t(lambda: p.x); t(lambda: str(p)); print(re.sub('0x[0-9a-f]+','AT',repr(r))); t(lambda: r==h); t(lambda: r==weakref.ref(b)); t(lambda: r!=h); t(lambda:p())
t(lambda: weakref.getweakrefcount(3)); t(lambda: weakref.getweakrefs(3)); t(lambda: weakref.getweakrefs()); t(lambda: _weakref._remove_dead_weakref(1,2)); t(lambda: _weakref._remove_dead_weakref({},2)); t(lambda: _weakref._remove_dead_weakref({2:3},2))
