# compare: stderr
import sys, traceback
class Account:
    balance = 1
    def __init__(self): self.owner = "x"
for code in ["Account().balanse", "Account().ownr", "prnt(1)", "import sys; sys.exti", "sys.version_inf", "from math import sqr", "lenn([])", "[].apend(1)", "import ast\nast.pars('1')", "(1).foo", "None.bar", "Account.blance", "math.pi", "def f():\n    value = 1\n    return valeu\nf()", "class Q:\n    a1 = 1\n    def m(self): return a1\nQ().m()", "x = 1 +* 2"]:
    try:
        exec(code)
    except Exception:
        print(traceback.format_exc().splitlines()[-1])
Account().balanse
