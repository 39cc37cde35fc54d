"""Resolves many requests in one process with libsolv, as SolveBenchmark does with relocpy and prints the same.

usage: solve.py REPOSITORY REQUESTS NUMBER...
"""
import glob
import gzip
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "relocpy-rpm/src/test/resources/io/relocpy/rpm/resolve"))
import libsolv_oracle  # noqa: E402


def metadata(folder, kind):
    files = glob.glob(folder + "/repodata/*" + kind + ".xml.gz")
    return gzip.open(files[0], "rt", encoding="utf-8").read() if files else None


def main():
    folder, requests, *numbers = sys.argv[1:]
    with open(requests, encoding="utf-8") as lines:
        requests = lines.read().splitlines()
    pool = libsolv_oracle.make_pool({"repos": [
        {"id": "bench", "primary": metadata(folder, "primary"), "filelists": metadata(folder, "filelists")}]})
    for number in map(int, numbers):
        seconds, solved, packages = [], 0, 0
        for start in range(len(requests) - number + 1):
            solver, jobs = libsolv_oracle.prepare({"request": requests[start:start + number]}, pool)
            if solver is None:
                continue
            before = time.perf_counter()  # parsing the request is Python's part, not libsolv's
            problems = solver.solve(jobs)
            seconds.append(time.perf_counter() - before)
            if not problems:
                solved += 1
                packages += len(solver.transaction().newsolvables())
        print(number, statistics.median(seconds), solved, packages, sep="\t")


if __name__ == "__main__":
    main()
