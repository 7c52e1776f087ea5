"""Times one benchmark in this interpreter: the first call in a fresh process, then warm calls until the budget is used.

usage: one.py FILE N BUDGET_SECONDS        prints: first-call seconds, then the warm ones, then the result
Processor time is measured, not the clock on the wall: other work on the machine disturbs it less.
"""
import sys
from time import perf_counter, process_time


def main():
    path, n, budget = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    with open(path, encoding="utf-8") as file:
        names = {"__name__": "benchmark"}
        exec(compile(file.read(), path, "exec"), names)
    work, n = names["main"], n or names["N"]
    times, result = [], None
    end = perf_counter() + budget
    while len(times) < 4 or (perf_counter() < end and len(times) < 200):
        start = process_time()
        result = work(n)
        times.append(process_time() - start)
    print(" ".join("%.9f" % t for t in times))
    print(result)


if __name__ == "__main__":
    main()
