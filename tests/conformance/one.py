"""Runs one file of CPython's test suite and writes each test's outcome as it happens. Used by `run` beside it.

usage: one.py MODULE RESULTS [SKIP]
MODULE is a name like test.test_int. RESULTS gets one line a test: `start<TAB>id` when it begins and `outcome<TAB>id<TAB>why`
when it ends, so that a crash or a hang still leaves everything before it and the name of its culprit. SKIP is a file with ids
that are left out (those an earlier, crashed, run has finished).
"""
import os
import sys
import unittest


class Recorder(unittest.TestResult):
    """Writes each event at once; keeps nothing else."""

    def __init__(self, fd):
        super().__init__()
        self.fd = fd

    def line(self, *fields):
        text = "\t".join(str(f).replace("\\", "\\\\").replace("\t", " ").replace("\n", "\\n") for f in fields)
        os.write(self.fd, (text + "\n").encode("utf-8", "backslashreplace"))

    def outcome(self, kind, test, why=""):
        self.line(kind, test.id(), why)

    def reason(self, error):
        kind, value, trace = error
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f" [{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}]" if trace else ""
        return f"{kind.__name__}: {str(value)[:300]}{where}"

    def startTest(self, test):
        super().startTest(test)
        self.subtest_failed = None
        self.line("start", test.id())

    def addSuccess(self, test):
        self.outcome("ok", test) if self.subtest_failed is None else self.outcome(*self.subtest_failed)

    def addError(self, test, error):
        self.outcome("error", test, self.reason(error))

    def addFailure(self, test, error):
        self.outcome("fail", test, self.reason(error))

    def addSkip(self, test, reason):
        # A skipped subtest must not hide how its test ends.
        self.outcome("skip", getattr(test, "test_case", test), reason)

    def addExpectedFailure(self, test, error):
        self.outcome("xfail", test)

    def addUnexpectedSuccess(self, test):
        self.outcome("xpass", test)

    def addSubTest(self, test, subtest, error):
        if error is not None and self.subtest_failed is None:
            kind = "fail" if issubclass(error[0], test.failureException) else "error"
            self.outcome(kind, test, subtest._subDescription() + " " + self.reason(error))
            self.subtest_failed = (kind, test, "")


def leaves(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from leaves(item)
        else:
            yield item


def without(suite, skipped):
    """The same tree of suites, so that class and module fixtures still run once, without the skipped tests."""
    kept = type(suite)()
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            kept.addTest(without(item, skipped))
        elif item.id() not in skipped:
            kept.addTest(item)
    return kept


def main():
    module, results = sys.argv[1:3]
    skipped = set()
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8") as file:
            skipped = set(file.read().splitlines())
    recorder = Recorder(os.open(results, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644))
    sys.argv[1:] = []
    from test import support
    support.use_resources = []
    suite = unittest.defaultTestLoader.loadTestsFromName(module)
    recorder.line("loaded", sum(1 for _ in leaves(suite)))
    without(suite, skipped).run(recorder)
    recorder.line("done", module)


if __name__ == "__main__":
    main()
