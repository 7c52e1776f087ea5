import sys
class D:
    def __del__(self): print("del at the end")
d = D()
sys.exit(42)
