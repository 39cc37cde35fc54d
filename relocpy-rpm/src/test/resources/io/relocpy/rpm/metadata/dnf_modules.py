#!/usr/bin/env python3
"""The names of the packages that dnf 4 shows on platform:el9, one line for each case.

usage: dnf_modules.py 'FOLDER,...;MODULE:STREAM,...;MODULE,...'...     (system python3 with python3-dnf)

A case has the folders of its repositories, the streams that are enabled, and the modules that are disabled.
"""
import os
import sys
import tempfile

import dnf
import dnf.exceptions
import dnf.module.module_base


def show(case):
    folders, enable, disable = ([each for each in part.split(',') if each] for part in case.split(';'))
    with tempfile.TemporaryDirectory() as root, dnf.Base() as base:
        conf = base.conf
        conf.installroot = root
        conf.cachedir = os.path.join(root, 'cache')
        conf.persistdir = os.path.join(root, 'persist')
        conf.reposdir = []
        conf.varsdir = []
        conf.plugins = False
        conf.module_platform_id = 'platform:el9'
        conf.substitutions['releasever'] = '9'
        conf.substitutions['arch'] = conf.substitutions['basearch'] = 'x86_64'
        for number, folder in enumerate(folders):
            base.repos.add_new_repo('r%d' % number, conf, baseurl=['file://' + folder])
        base.fill_sack(load_system_repo=False)
        modules = dnf.module.module_base.ModuleBase(base)
        for action, specs in (modules.enable, enable), (modules.disable, disable):
            try:
                if specs:
                    action(specs)
            except dnf.exceptions.MarkingErrors:
                pass  # what follows for default streams
        return sorted(package.name for package in base.sack.query().available())


for each in sys.argv[1:]:
    print(*show(each), flush=True)
