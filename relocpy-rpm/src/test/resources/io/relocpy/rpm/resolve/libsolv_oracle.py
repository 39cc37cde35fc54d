#!/usr/bin/env python3
"""What libsolv, driven as dnf 4 drives it, installs into an empty root.

usage: libsolv_oracle.py CASES     (system python3 with python3-solv)

CASES holds one JSON object a line: {"repos": [{"id", "priority", "cost", "primary", "filelists"}], "request": [...],
"arch", "weak", "best", "exclude": [...]}. For each a line comes out: {"install": ["NEVRA@repository", ...]} or {"unsolvable": [...]}.
"exclude" holds names. Priority and cost are those of dnf.conf: lower is better. "primary" and "filelists" are XML; "filelists" may be absent.
"""
import json
import re
import sys
import tempfile

import solv

INSTALL_ONLY = ['kernel', 'kernel-PAE', 'installonlypkg(kernel)', 'installonlypkg(kernel-module)',
                'installonlypkg(vm)', 'multiversion(kernel)']
COMPARISONS = {'<': solv.REL_LT, '<=': solv.REL_LT | solv.REL_EQ, '=': solv.REL_EQ,
               '>=': solv.REL_GT | solv.REL_EQ, '>': solv.REL_GT}
# not all builds of the bindings name these
KEEP_EXPLICIT_OBSOLETES = 11
WHAT_PROVIDES_WITH_DISABLED = 12


def as_file(text):
    file = tempfile.NamedTemporaryFile(suffix='.xml')
    file.write(text.encode())
    file.flush()
    return file


def new_pool(arch):
    pool = solv.Pool()
    pool.setdisttype(solv.Pool.DISTTYPE_RPM)
    pool.setarch(arch)
    return pool


def add_as_dnf_does(pool, repo, primary, arch):
    """By way of a .solv file, written with no other repository loaded: that sorts the dependencies of a package."""
    single = new_pool(arch)
    single_repo = single.add_repo(repo.name)
    with as_file(primary) as xml, tempfile.NamedTemporaryFile(suffix='.solv') as cache:
        file = solv.xfopen(xml.name)
        single_repo.add_rpmmd(file, None, 0)
        file.close()
        file = solv.xfopen(cache.name, 'w')
        single_repo.write(file)
        file.flush()
        file.close()
        file = solv.xfopen(cache.name)
        repo.add_solv(file, 0)
        file.close()


def make_pool(case):
    pool = new_pool(case.get('arch', 'x86_64'))
    pool.set_flag(solv.Pool.POOL_FLAG_IMPLICITOBSOLETEUSESCOLORS, 1)
    pool.set_flag(WHAT_PROVIDES_WITH_DISABLED, 1)
    for each in sorted(case['repos'], key=lambda it: (it.get('priority', 99), it.get('cost', 1000))):
        repo = pool.add_repo(each['id'])
        repo.priority = -each.get('priority', 99)
        repo.subpriority = -each.get('cost', 1000)
        add_as_dnf_does(pool, repo, each['primary'], case.get('arch', 'x86_64'))
        if each.get('filelists'):
            with as_file(each['filelists']) as xml:
                file = solv.xfopen(xml.name)
                repo.add_rpmmd(file, 'FL', solv.Repo.REPO_EXTEND_SOLVABLES | solv.Repo.REPO_LOCALPOOL)
                file.close()
    pool.addfileprovides()
    excluded = set(case.get('exclude', []))
    if excluded:
        pool.set_considered_list([package.id for package in pool.solvables if package.name not in excluded])
    pool.createwhatprovides()
    return pool


def obsoleters(pool, packages):
    wanted = {package.id for package in packages}
    found = []
    for package in pool.solvables:
        for dep in package.lookup_deparray(solv.SOLVABLE_OBSOLETES):
            if any(p.id in wanted and p.matchesdep(solv.SOLVABLE_NAME, dep) for p in pool.whatprovides(dep)):
                found.append(package)
    return found


def candidates(pool, request, excluded):
    relation = re.fullmatch(r'(\S+) (<=|<|=|>=|>) (\S+)', request)
    if relation:
        name, comparison, evr = relation.groups()
        dep = pool.Dep(name).Rel(COMPARISONS[comparison], pool.Dep(evr))
        return [package.id for package in pool.whatprovides(dep)]
    if request.startswith('('):
        return [package.id for package in pool.whatprovides(pool.parserpmrichdep(request))]
    selection = pool.select(request, solv.Selection.SELECTION_NAME)
    by_name = any(package.name not in excluded for package in selection.solvables())
    if not by_name:
        for flags in (solv.Selection.SELECTION_NAME | solv.Selection.SELECTION_DOTARCH,
                      solv.Selection.SELECTION_CANON, solv.Selection.SELECTION_PROVIDES,
                      solv.Selection.SELECTION_FILELIST):
            selection = pool.select(request, flags)
            if not selection.isempty():
                break
    packages = [package for package in selection.solvables() if package.name not in excluded]
    if by_name:
        packages += obsoleters(pool, packages)
    return sorted({package.id for package in packages})


def prepare(case, pool):
    """A solver as dnf sets it up, and its jobs; or None and the first request that nothing matches."""
    jobs = []
    for request in case['request']:
        ids = [id for id in candidates(pool, request, case.get('exclude', [])) if pool.id2solvable(id).name not in case.get('exclude', [])]
        if not ids:
            return None, request
        how = (solv.Job.SOLVER_INSTALL | solv.Job.SOLVER_SOLVABLE_ONE_OF | solv.Job.SOLVER_SETARCH
               | solv.Job.SOLVER_SETEVR)
        if case.get('best'):
            how |= solv.Job.SOLVER_FORCEBEST
        jobs.append(pool.Job(how, pool.towhatprovides(ids)))
    for name in INSTALL_ONLY:
        jobs.append(pool.Job(solv.Job.SOLVER_MULTIVERSION | solv.Job.SOLVER_SOLVABLE_PROVIDES, pool.str2id(name)))
    solver = pool.Solver()
    for flag in (solv.Solver.SOLVER_FLAG_ALLOW_VENDORCHANGE, solv.Solver.SOLVER_FLAG_DUP_ALLOW_VENDORCHANGE,
                 solv.Solver.SOLVER_FLAG_KEEP_ORPHANS, solv.Solver.SOLVER_FLAG_BEST_OBEY_POLICY,
                 solv.Solver.SOLVER_FLAG_YUM_OBSOLETES, solv.Solver.SOLVER_FLAG_ALLOW_DOWNGRADE,
                 KEEP_EXPLICIT_OBSOLETES):
        solver.set_flag(flag, 1)
    if not case.get('weak'):
        solver.set_flag(solv.Solver.SOLVER_FLAG_IGNORE_RECOMMENDED, 1)
    return solver, jobs


def solve(case, pool):
    solver, jobs = prepare(case, pool)
    if solver is None:
        return {'unsolvable': ['no match for ' + jobs]}
    problems = solver.solve(jobs)
    if problems:
        return {'unsolvable': sorted({info.problemstr() for problem in problems
                                      for rule in problem.findallproblemrules() for info in rule.allinfos()})}
    return {'install': sorted('%s@%s' % (package, package.repo.name) for package in solver.transaction().newsolvables())}


def answer(case):
    return solve(case, make_pool(case))


def main():
    with open(sys.argv[1], encoding='utf-8') as cases:
        for line in cases:
            print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == '__main__':
    main()
