#!/usr/bin/env python3
"""What dnf 4 installs into an empty root.

usage: dnf_oracle.py CASES     (system python3 with python3-dnf)

CASES holds one JSON object a line: {"repos": [{"id", "priority", "cost", "folder"}], "request": [...], "arch", "weak",
"best", "exclude": [...]}, where a folder holds repodata/. For each a line comes out: {"install": ["NEVRA@repository",
...]} or {"unsolvable": "..."}.
"""
import json
import os
import sys
import tempfile

import dnf
import dnf.exceptions
import dnf.rpm


def solve(case, scratch):
    """Twice, as the first run only fills the cache: from then on names have their lasting order."""
    solve_once(case, scratch)
    return solve_once(case, scratch)


def solve_once(case, scratch):
    with tempfile.TemporaryDirectory(dir=scratch) as root, dnf.Base() as base:
        conf = base.conf
        conf.installroot = root
        conf.cachedir = os.path.join(scratch, 'cache-' + case.get('arch', 'x86_64'))
        conf.persistdir = os.path.join(root, 'persist')
        conf.logdir = scratch
        conf.reposdir = []
        conf.varsdir = []
        conf.plugins = False
        conf.module_platform_id = 'platform:el9'
        conf.install_weak_deps = case.get('weak', False)
        conf.best = case.get('best', False)
        conf.excludepkgs = case.get('exclude', [])
        conf.ignorearch = True
        conf.substitutions['releasever'] = '9'
        conf.substitutions['arch'] = case.get('arch', 'x86_64')
        conf.substitutions['basearch'] = dnf.rpm.basearch(case.get('arch', 'x86_64'))
        for each in case['repos']:
            base.repos.add_new_repo(each['id'], conf, baseurl=['file://' + os.path.abspath(each['folder'])],
                                    priority=each.get('priority', 99), cost=each.get('cost', 1000))
        base.fill_sack(load_system_repo=False)
        base.read_comps()
        try:
            for request in case['request']:
                if request.startswith('@'):
                    base.install_specs([request])
                else:
                    base.install(request)
            base.resolve()
        except (dnf.exceptions.MarkingError, dnf.exceptions.DepsolveError) as error:
            return {'unsolvable': str(error)}
        return {'install': sorted('%s@%s' % (package, package.reponame) for package in base.transaction.install_set)}


def main():
    with open(sys.argv[1], encoding='utf-8') as cases, tempfile.TemporaryDirectory() as scratch:
        for line in cases:
            print(json.dumps(solve(json.loads(line), scratch)), flush=True)


if __name__ == '__main__':
    main()
