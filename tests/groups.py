"""The groups of tests: each function here runs one and returns a harness.Group."""
import glob
import json
import os
import re
import tempfile

import harness

ROOT = harness.HERE


# --- C++ unit tests -----------------------------------------------------------------------------------------------

def _list_unit_tests(binary):
    listing = harness.run([binary, "--gtest_list_tests"], timeout=60)
    if listing.code:
        return None, f"{listing.how()}: {listing.err.decode('utf-8', 'replace').strip()[-200:]}"
    names, suite = [], ""
    for line in listing.out.decode().splitlines():
        if line.startswith("  "):
            names.append(suite + line.split("#")[0].strip())
        elif line.endswith(".") or ".  #" in line:
            suite = line.split("#")[0].strip()
    return names, ""


def _run_unit_shard(binary, names, timeout):
    """Run these tests; after a crash or hang, note the culprit and go on behind it. Returns [(name, ok, why)]."""
    results, left = {}, list(names)
    while left:
        with tempfile.NamedTemporaryFile(suffix=".json") as report:
            outcome = harness.run([binary, "--gtest_filter=" + ":".join(left), f"--gtest_output=json:{report.name}"],
                                  timeout=timeout)
        text = outcome.out.decode("utf-8", "replace")
        for verdict, name in re.findall(r"^\[\s+(OK|FAILED|SKIPPED) \] (.+?)(?: \(\d+ ms\))?$", text, re.M):
            results.setdefault(name, (verdict != "FAILED", "assertion failed"))
        started = re.findall(r"^\[ RUN      \] (.+)$", text, re.M)
        if outcome.code in (0, 1) and not outcome.late and (not started or started[-1] in results):
            break
        culprit = started[-1] if started else left[0]
        results[culprit] = (False, outcome.how())
        left = left[left.index(culprit) + 1:] if culprit in left else []
    return [(name, *results.get(name, (False, "did not run"))) for name in names]


def unit(build, jobs=2, timeout=120):
    group = harness.Group("unit")
    binary = os.path.join(build, "krait_tests")
    if not os.access(binary, os.X_OK):
        group.note = "krait_tests is not built"
        return group.done()
    names, why = _list_unit_tests(binary)
    if names is None:
        group.add("krait_tests", False, why)
        return group.done()
    shards = [names[i::jobs] for i in range(jobs)]
    for shard in harness.in_parallel(lambda s: _run_unit_shard(binary, s, timeout), [s for s in shards if s], jobs):
        for name, ok, why in shard:
            group.add(name, ok, why)
    return group.done()


# --- Python programs, run on Krait and on the judge ---------------------------------------------------------------

def _directives(path):
    """Leading comments `# flags: -I -S`, `# compare: stderr`, `# stdin: text`, `# args: a b`, and `# expect: line`s."""
    found, expected = {}, []
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        for number, line in enumerate(file):
            match = re.match(r"# (flags|compare|stdin|args|timeout): (.*)", line)
            if match and number < 12:
                found[match[1]] = match[2].strip()
            match = re.search(r"# expect: ?(.*)$", line)
            if match:
                expected.append(match[1])
    return found, expected


def check_program(krait, path, default_timeout=20):
    """None when Krait and the judge agree (and agree with the expectations in the file), else why not."""
    directives, expected = _directives(path)
    folder, name = os.path.split(path)
    command = [*directives.get("flags", "").split(), name, *directives.get("args", "").split()]
    stdin = directives.get("stdin", "").encode().decode("unicode_escape").encode()
    timeout = float(directives.get("timeout", default_timeout))
    ours, theirs = (harness.run([python, *command], timeout, stdin, cwd=folder) for python in (krait, harness.JUDGE))
    if ours.late or (ours.code < 0 and ours.code != theirs.code):
        return ours.how()
    if expected and theirs.out.decode().splitlines() != expected:
        return "the judge itself disagrees with the expectations: " + \
            harness.first_difference(theirs.out, "\n".join(expected).encode())
    if ours.out != theirs.out:
        why = harness.first_difference(ours.out, theirs.out)
        last = ours.err.decode("utf-8", "replace").strip().splitlines()[-1:]
        return "stdout " + why + (f" ({last[0][:120]})" if last and ours.err != theirs.err else "")
    if ours.code != theirs.code:
        return f"{ours.how()}, expected {theirs.how()}"
    if "stderr" in directives.get("compare", "") and ours.err != theirs.err:
        return "stderr " + harness.first_difference(ours.err, theirs.err)
    return None


def programs(krait, jobs=2, names=None, stop=lambda: False):
    group = harness.Group("programs", harness.read_list(f"{ROOT}/programs/todo.tsv"))
    paths = sorted(glob.glob(f"{ROOT}/programs/*.py"))

    def check(path):
        name = os.path.basename(path)[:-3]
        if (names and name not in names) or stop():
            return
        why = check_program(krait, path)
        group.add(name, why is None, why)
    harness.in_parallel(check, paths, jobs)
    return group.done()


# --- the checks of the systems that Krait's sources describe ------------------------------------------------------

def seeds(krait, jobs=2, names=None, stop=lambda: False):
    group = harness.Group("seeds", harness.read_list(f"{ROOT}/seeds/todo.tsv"))
    different = harness.read_list(f"{ROOT}/seeds/different.tsv")

    def check(path):
        name = os.path.basename(path)[:-3]
        if (names and name not in names) or stop():
            return
        outcome = harness.run([krait, "-I", "-S", path], timeout=120)
        with open(path[:-3] + ".expected", "rb") as file:
            expected = file.read()
        got = outcome.out
        for ours, theirs, *_ in [rest for key, rest in different.items() if key.split(":")[0] == name]:
            got = got.replace(ours.encode(), theirs.encode())
        if outcome.late or outcome.code < 0:
            group.add(name, False, outcome.how())
        elif got != expected:
            last = outcome.err.decode("utf-8", "replace").strip().splitlines()[-1:]
            group.add(name, False, harness.first_difference(got, expected) + (f" ({last[0][:120]})" if last else ""))
        else:
            group.add(name, True)
    harness.in_parallel(check, sorted(glob.glob(f"{ROOT}/seeds/C*.py")), jobs)
    return group.done()


# --- groups that are tools of their own ---------------------------------------------------------------------------

def tool(name, command, timeout):
    """A runner of its own that writes {"passed": n, "failures": [[item, why]], "todo": n, "note": text} to a file."""
    group = harness.Group(name)
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        outcome = harness.run([*command, "--report", report.name], timeout=timeout, memory=0,
                              env={**os.environ, "JUDGE": harness.JUDGE})
        try:
            with open(report.name, encoding="utf-8") as file:
                data = json.load(file)
        except ValueError:
            tail = (outcome.out + outcome.err).decode("utf-8", "replace").strip().splitlines()[-1:]
            group.failures.append((os.path.basename(command[0]), f"{outcome.how()} {' '.join(tail)}"))
            return group.done()
    group.count(data["passed"], [tuple(f) for f in data["failures"]])
    group.expected_failures, group.note = data.get("todo", 0), data.get("note", "")
    return group.done()


def rooms(quick=False):
    """The rooms' arrows, and (not in the short run) that the pattern book compiles."""
    group = harness.Group("rooms")
    for name in ("check_arrows",) if quick else ("check_arrows", "check_patterns"):
        outcome = harness.run([f"{harness.TOP}/tools/{name}"], timeout=120)
        lines = [line for line in outcome.out.decode().splitlines() if not line.startswith(name)]
        if outcome.code == 0:
            group.count(1)
        else:
            group.count(0, [(name, line) for line in lines] or [(name, outcome.err.decode()[-300:] or outcome.how())])
    return group.done()
