# compare: stderr
import atexit, sys
atexit.register(print, "at exit", 1)
atexit.register(lambda: print("first out"))
try:
    sys.exit("message to stderr")
finally:
    print("finally runs")
