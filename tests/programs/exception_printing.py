# Exceptions as the default hook prints them: groups, chains, notes, syntax errors, marks, suggestions.
import sys
sys.stderr = sys.stdout
def show(f):
    try: f()
    except BaseException as e: sys.excepthook(type(e), e, e.__traceback__)
    print('-----')
def r(e): raise e
show(lambda: r(ExceptionGroup('eg\nline2',[ValueError('a\nb'),TypeError(2)])))
show(lambda: r(ExceptionGroup('eg',[ExceptionGroup('n',[ValueError(1),ExceptionGroup('n3',[ValueError(9)])]),TypeError(2)])))
def f():
    try: 1/0
    except Exception as e:
        try: raise KeyError('x')
        except Exception as k:
            k.add_note('hello\nworld')
            raise ExceptionGroup('g',[k, e]) from k
show(f)
g=ValueError(1)
for i in range(15): g=ExceptionGroup(f'd{i}',[g])
show(lambda: r(g))
show(lambda: r(ExceptionGroup('wide',[ValueError(i) for i in range(17)])))
e=ValueError('x'); e.__notes__=3
show(lambda: r(e))
e=ValueError('x'); e.__notes__='abc'
show(lambda: r(e))
class B:
    def __str__(self): 1/0
    def __repr__(self): 1/0
e=ValueError('x'); e.__notes__=[B(),1,'a\n\nb\n']
show(lambda: r(e))
e=ValueError('x'); e.__notes__=B()
show(lambda: r(e))
class E(Exception):
    def __str__(self): 1/0
show(lambda: r(E()))
show(lambda: r(ValueError('')))
show(lambda: r(ValueError(None)))
class S(Exception):
    __module__='a.b'
class S2(Exception):
    __module__=3
show(lambda: r(S('x'))); show(lambda: r(S2('x')))
for a in [('a/b',1,2,'text here'),('a/b',1,2,'   text here\n'),('a/b',1,6,'   text here\n',1,9),('a/b',1,6,'   text here\n',2,9),('a/b',1,0,'text'),('a/b',1,None,'text'),('a/b',1,50,'text'),('a/b',1,3,'text',1,60),(None,1,3,'text',1,4),('f',1,3,None),('f','x',3,'text'),('f',1,3,'line1\nline2\nline3',1,5),('f',1,8,'line1\nline2\nline3',1,9),('f',1,3,'täöt foo',1,6),('f',1,3,'text',1,0),('f',1,3,'text',1,-1),('f',1,-1,'text',1,-1),('f',1,5,'text',1,5),('f',1,3,'',1,5),(3,1,3,'abc',1,5)]:
    print(a)
    show(lambda: r(SyntaxError('msg',a)))
show(lambda: r(SyntaxError('msg')))
show(lambda: r(SyntaxError()))
def rec(n):
    if n==0: 1/0
    rec(n-1)
show(lambda: rec(3)); show(lambda: rec(4)); show(lambda: rec(10))
x=1
class C: foo=1
show(lambda: C().fob); show(lambda: xx); show(lambda: lenn); show(lambda: sys.exc_inf0)
def loc():
    blech=1
    return blach
show(loc)
def cyc():
    a=ValueError('a'); b=ValueError('b')
    a.__context__=b; b.__context__=a
    raise a
show(cyc)
def many(x,y):
    return (x +   y   * 
        x[0] // y)
show(lambda: many(1,2))
d={}
show(lambda: d['a']['b']['c'])
show(lambda: x+1 + 'a' + 2)
show(lambda: x // 0)
show(lambda: (x)[0])
show(lambda: 'ä' + 'öö' + 1)
