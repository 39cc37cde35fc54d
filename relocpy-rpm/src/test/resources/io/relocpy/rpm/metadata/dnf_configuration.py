#!/usr/bin/env python3
"""What dnf 4 reads of the configuration below each root, one line for each.

usage: dnf_configuration.py ROOT...     (system python3 with python3-dnf)
"""
import os
import sys

import dnf


def truth(value):
    return 'true' if value else 'false'


def describe(root):
    base = dnf.Base()
    conf = base.conf
    conf.installroot = root
    conf.config_file_path = os.path.join(root, 'etc/dnf/dnf.conf')
    conf.cachedir = os.path.join(root, 'cache')
    conf.persistdir = os.path.join(root, 'persist')
    conf.reposdir = [os.path.join(root, 'etc/yum.repos.d')]
    conf.read(conf.config_file_path)
    conf.substitutions['releasever'] = '9'
    conf.substitutions['basearch'] = 'x86_64'
    base.read_all_repos()
    out = truth(conf.best) + ' ' + truth(conf.install_weak_deps)
    for repo in base.repos.values():
        out += ' | ' + ' '.join([
            repo.id, repo.name, '[' + ', '.join(repo.baseurl) + ']', truth(repo.enabled), truth(repo.gpgcheck),
            str(repo.priority), str(repo.cost), str(repo.metadata_expire), truth(repo.skip_if_unavailable),
            str(repo.timeout), str(repo.minrate), '[' + ', '.join(repo.excludepkgs) + ']'])
    return out


for each in sys.argv[1:]:
    print(describe(each), flush=True)
