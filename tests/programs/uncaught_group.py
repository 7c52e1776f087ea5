# compare: stderr
def fail(kind):
    raise kind("from fail")
def collect():
    found = []
    for kind in (ValueError, KeyError):
        try:
            fail(kind)
        except Exception as e:
            found.append(e)
    raise ExceptionGroup("several", found + [ExceptionGroup("inner", [TypeError("deep")])])
collect()
