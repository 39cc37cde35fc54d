#!/usr/bin/env python3
"""What rpm itself reads in packages, tag by tag.

usage: rpm_oracle.py PACKAGE...     (system python3 with python3-rpm)

For each package a line "package FILE", then one for each tag of its header with tab-separated fields: number, name, and the
values: i123 for a number, s and hexadecimal UTF-8 for a string, b and hexadecimal for bytes. Tags of the signature header
have the numbers and names by which rpm merges them into the main one.
"""
import sys

import rpm


def field(value):
    if isinstance(value, int):
        return 'i%d' % value
    if isinstance(value, str):
        return 's' + value.encode('utf-8', 'surrogateescape').hex()
    return 'b' + bytes(value).hex()


def main():
    transaction = rpm.TransactionSet()
    transaction.setVSFlags(-1)  # read, whatever the digests and signatures say
    for name in sys.argv[1:]:
        with open(name, 'rb') as file:
            header = transaction.hdrFromFdno(file.fileno())
        print('package\t' + name)
        for tag in header.keys():
            values = header[tag]
            if not isinstance(values, list):
                values = [values]
            print('\t'.join([str(tag), str(rpm.tagnames.get(tag, ''))] + [field(value) for value in values]))


if __name__ == '__main__':
    main()
