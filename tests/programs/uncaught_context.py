# compare: stderr
import sys
print("stdout first", flush=True)
print("stderr too", file=sys.stderr)
class Custom(Exception):
    """An exception with notes."""
try:
    try:
        1 / 0
    except ZeroDivisionError:
        (lambda: undefined)()
except NameError:
    error = Custom("multi\nline", 5)
    error.add_note("a note")
    error.add_note("another\nnote")
    raise error
