#!/usr/bin/env python3
"""Says how many bytes the folders in a folder take, the largest first."""
import argparse
import os


def size(folder):
    total = 0
    for path, _, names in os.walk(folder, onerror=lambda error: None):
        for name in names:
            try:
                total += os.lstat(os.path.join(path, name)).st_blocks * 512
            except OSError:  # gone meanwhile
                pass
    return total


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", nargs="?", default=".")
folder = parser.parse_args().folder
with os.scandir(folder) as entries:
    folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
for total, name in sorted(((size(entry.path), entry.name) for entry in folders), reverse=True):
    print(f"{total / 1e6:12.1f} MB  {name}")
