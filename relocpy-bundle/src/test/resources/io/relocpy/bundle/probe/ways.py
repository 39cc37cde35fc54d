"""A module beside the script; what multiprocessing runs must be importable."""
import sys


def double(connection, number):
    connection.send((number * 2, sys.executable))
    connection.close()
