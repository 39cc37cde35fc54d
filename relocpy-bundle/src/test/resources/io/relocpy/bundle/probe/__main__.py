"""Runs inside a bundle, wherever that lies: uses all that a Python offers, and says what did not work.

The only line on stdout is a JSON object: "failures", and "absent" for what this host has not got, each with its reason.
"""
import asyncio
import ctypes
import ctypes.util
import importlib
import importlib.util
import json
import locale
import multiprocessing
import os
import pkgutil
import pwd
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

from ways import double

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.realpath(sys.base_prefix)
failures = []
absent = []

# modules of other systems, and what no package of the bundle has
OTHER_SYSTEMS = {'_winapi', 'msvcrt', 'winreg', '_winreg', '_overlapped', 'nt', 'ntpath', '_scproxy', 'org', 'java', 'winsound',
                 '_osx_support', '_msi', 'vms_lib', '_wmi', '_testcapi', '_testinternalcapi', 'android', '_ios_support',
                 '_tkinter', '_dbm', 'tkinter', 'idlelib', 'turtle', 'test', '_gdbm', 'lib2to3', 'distutils', 'ensurepip', '_android_support'}
NOT_TO_IMPORT = {'antigravity', 'this', 'idlelib', 'turtledemo', 'test', 'tkinter', 'turtle', 'lib2to3', '__main__'}


def check(function):
    """Runs a check; what it raises is a failure, unless it is Absent."""
    try:
        function()
    except Absent as reason:
        absent.append('%s: %s' % (function.__name__, reason))
    except BaseException as failure:  # also SystemExit of a module that should not exit
        failures.append('%s: %s: %s' % (function.__name__, type(failure).__name__, failure))


class Absent(Exception):
    """This host has not got what the check would need."""


def import_or_fail(name):
    try:
        importlib.import_module(name)
    except ImportError as failure:
        if (failure.name or '').partition('.')[0] in OTHER_SYSTEMS or any(
                hint in str(failure) for hint in ('win32 only', 'python3-gdbm', 'ObjC', 'mbcs_encode', 'oem_encode')):
            return
        failures.append('import %s: %s' % (name, failure))
    except Exception as failure:
        if not any(hint in str(failure) for hint in (sys.platform, 'indows', 'libobjc')):
            failures.append('import %s: %s: %s' % (name, type(failure).__name__, failure))


def modules_below(folder, prefix=''):
    for entry in sorted(os.listdir(folder)):
        path = os.path.join(folder, entry)
        name, extension = os.path.splitext(entry)
        if name.split('.')[0] in NOT_TO_IMPORT or entry in ('site-packages', 'dist-packages', '__pycache__'):
            continue
        if extension == '.py' and name != '__init__' and name.isidentifier():
            yield prefix + name
        elif os.path.exists(os.path.join(path, '__init__.py')) and entry.isidentifier():
            yield prefix + entry
            yield from modules_below(path, prefix + entry + '.')


def standard_library():
    folder = os.path.dirname(os.__file__)
    names = list(modules_below(folder)) + list(sys.builtin_module_names)
    names += [entry.split('.')[0] for entry in os.listdir(os.path.join(folder, 'lib-dynload')) if entry.endswith('.so')]
    if len(names) < 400:
        raise AssertionError('only %d modules' % len(names))
    for name in names:
        if name not in ('__main__', '_testcapi'):
            import_or_fail(name)


# as packaged: modules that only work with packages nobody asked for, in numpy's build, or in a doctest;
# the distribution's own Python can not import them either
WANT_OTHER_PACKAGES = {
    'numpy._core.cversions', 'numpy.core.cversions', 'numpy.core.generate_numpy_api', 'numpy.core.setup_common',
    'numpy._typing._extended_precision', 'lxml.cssselect', 'lxml.html.ElementSoup', 'lxml.html._html5builder', 'lxml.html.clean',
    'lxml.html.html5parser', 'lxml.html.soupparser', 'lxml.html.usedoctest', 'lxml.usedoctest'}


def named_packages():
    for package in sys.argv[1:]:
        imported = importlib.import_module(package)
        if not os.path.realpath(imported.__file__).startswith(ROOT):
            raise AssertionError(imported.__file__)
        for module in pkgutil.walk_packages(imported.__path__, package + '.', onerror=lambda name: None):
            if not any(part in module.name.split('.') for part in ('tests', 'test', 'testing', 'conftest', 'distutils', 'f2py', 'setup', '_pyinstaller', 'typing')) \
                    and module.name not in WANT_OTHER_PACKAGES:
                import_or_fail(module.name)
    if 'numpy' in sys.argv:
        import numpy
        product = numpy.linalg.inv(numpy.array([[2.0, 0.0], [0.0, 4.0]]))
        if product.tolist() != [[0.5, 0.0], [0.0, 0.25]]:
            raise AssertionError(product)


def outside(path):
    path = path.replace(' (deleted)', '')
    return path.startswith('/') and not path.startswith(ROOT.rstrip('/') + '/') and not path.startswith(
        ('/memfd:', '/dev/', '/SYSV', '/anon_hugepage')) and 'qemu' not in path and not path.endswith('.mo')


def nothing_from_outside_is_mapped():
    names = []

    class Info(ctypes.Structure):  # the head of struct dl_phdr_info, see dl_iterate_phdr(3)
        _fields_ = [('address', ctypes.c_void_p), ('name', ctypes.c_char_p)]

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Info), ctypes.c_size_t, ctypes.c_void_p)
    def visit(info, size, data):
        names.append((info.contents.name or b'').decode(errors='replace'))
        return 0

    ctypes.CDLL(None).dl_iterate_phdr(visit, None)
    if len(names) < 20:
        raise AssertionError('only %d objects are loaded' % len(names))
    found = [os.path.realpath(name) for name in names if name.startswith('/')]
    if os.path.exists('/proc/self/maps'):
        with open('/proc/self/maps', errors='replace') as maps:
            found += [fields[5].rstrip('\n') for fields in (line.split(maxsplit=5) for line in maps) if len(fields) > 5]
    strange = sorted(set(filter(outside, (name.replace('\\040', ' ') for name in found))))
    if strange:
        raise AssertionError(', '.join(strange))


def tls():
    for authority in 'bundle', 'host':
        try:
            connect(authority)
            trusted = True
        except ssl.SSLCertVerificationError:
            trusted = False
        host_has_a_file = any(map(os.path.isfile, (
            '/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'))) \
            and not ROOT == '/'
        expected = (authority == 'host') == host_has_a_file
        if trusted != expected:
            raise AssertionError('the certificate of the %s\'s authority is %strusted' % (authority, '' if trusted else 'not '))
    if not os.path.isfile(ssl.get_default_verify_paths().cafile):
        raise AssertionError('no certificate authorities for those who ask where ssl finds them')
    os.environ['SSL_CERT_FILE'] = os.path.join(ROOT, 'etc', 'ssl', 'cert.pem')
    try:
        connect('bundle')
    finally:
        del os.environ['SSL_CERT_FILE']


def connect(authority):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(os.path.join(HERE, authority + '-server.pem'))
    with socket.create_server(('127.0.0.1', 0)) as listening:
        listening.settimeout(60)

        def serve():
            try:
                with server.wrap_socket(listening.accept()[0], server_side=True) as connection:
                    connection.sendall(b'hello')
            except (OSError, ssl.SSLError):
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            with socket.create_connection(listening.getsockname(), timeout=60) as raw:
                with ssl.create_default_context().wrap_socket(raw, server_hostname='localhost') as connection:
                    if connection.recv(10) != b'hello':
                        raise AssertionError('wrong answer')
        finally:
            thread.join()


def localhost_is_resolved():
    if not os.path.exists('/etc/hosts'):
        raise Absent('no /etc/hosts')
    if not socket.getaddrinfo('localhost', 80, proto=socket.IPPROTO_TCP):
        raise AssertionError('no address')


def users_are_known():
    if not os.path.exists('/etc/passwd'):
        raise Absent('no /etc/passwd')
    with open('/etc/passwd') as users:
        known = any(line.split(':')[2] == str(os.getuid()) for line in users if line.count(':') > 5)
    if not known:
        raise Absent('uid %d is not in /etc/passwd' % os.getuid())
    pwd.getpwuid(os.getuid())


def zones():
    zoneinfo = importlib.import_module('zoneinfo')
    if len(zoneinfo.available_timezones()) < 300:
        raise AssertionError('only %d time zones' % len(zoneinfo.available_timezones()))
    zoneinfo.ZoneInfo('Europe/Berlin')
    os.environ['TZ'] = 'Asia/Tokyo'
    time.tzset()
    if time.localtime(0).tm_hour != 9 or time.tzname[0] != 'JST':
        raise AssertionError('tzset: %s' % (time.tzname,))
    child = subprocess.run([sys.executable, '-c', 'import os, time; print(time.tzname[0], "TZDIR" in os.environ)'],
                           stdout=subprocess.PIPE, universal_newlines=True, check=True)
    if child.stdout != 'JST False\n':
        raise AssertionError('a child says ' + child.stdout)
    del os.environ['TZ']
    time.tzset()


def curses_in_a_terminal():
    import curses
    import pty
    curses.setupterm('xterm', 1)
    if curses.tigetnum('colors') < 8:
        raise AssertionError('xterm has no colours')
    try:
        child, terminal = pty.fork()
    except OSError as reason:
        raise Absent('no pseudo-terminal: %s' % reason)
    if child == 0:
        os.environ['TERM'] = 'xterm'
        try:
            screen = curses.initscr()
            screen.addstr(1, 1, 'drawn')
            screen.refresh()
            curses.endwin()
        except BaseException as failure:
            print(failure, flush=True)
        os._exit(0)
    output = b''
    try:
        while True:
            read = os.read(terminal, 1000)
            output += read
            if not read:
                break
    except OSError:  # EIO at the end
        pass
    os.waitpid(child, 0)
    if b'drawn' not in output:
        raise AssertionError(output.decode(errors='replace'))


def processes():
    answer = [sys.executable, '-c', 'import sys, ssl; print(sys.base_prefix)']
    expected = (sys.base_prefix + '\n').encode()
    if subprocess.run(answer, stdout=subprocess.PIPE, check=True).stdout != expected:
        raise AssertionError('subprocess')
    if subprocess.run(answer, stdout=subprocess.PIPE, check=True, close_fds=False, env={}).stdout != expected:
        raise AssertionError('subprocess with posix_spawn or vfork, in an empty environment')
    for call in os.execv, os.posix_spawn:
        read, write = os.pipe()
        if call is os.execv:
            child = os.fork()
            if child == 0:
                os.dup2(write, 1)
                os.execv(answer[0], answer)
        else:
            child = os.posix_spawn(answer[0], answer, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, write, 1)])
        os.close(write)
        with os.fdopen(read, 'rb') as output:
            if output.read() != expected:
                raise AssertionError(call.__name__)
        if os.waitpid(child, 0)[1] != 0:
            raise AssertionError(call.__name__ + ' failed')

    async def asynchronous():
        child = await asyncio.create_subprocess_exec(*answer, stdout=subprocess.PIPE)
        return (await child.communicate())[0]

    if asyncio.run(asynchronous()) != expected:
        raise AssertionError('asyncio')
    if os.path.exists('/bin/sh') and subprocess.run('echo $0', shell=True, stdout=subprocess.PIPE).stdout != b'/bin/sh\n':
        raise AssertionError('shell=True')


def multiprocessing_in_every_way():
    try:
        tempfile.mkdtemp()
        ways = 'fork', 'spawn', 'forkserver'
    except OSError:
        ways = 'fork', 'spawn'
    for way in ways:
        context = multiprocessing.get_context(way)
        mine, others = context.Pipe()
        process = context.Process(target=double, args=(others, 21))
        process.start()
        others.close()
        if not mine.poll(120) or mine.recv() != (42, sys.executable):
            raise AssertionError(way)
        process.join()
    if len(ways) < 3:
        raise Absent('forkserver wants a folder for temporary files')


def libraries_are_the_bundles_own():
    for name in 'c', 'sqlite3', 'crypto', 'z':
        found = ctypes.util.find_library(name)
        if not found:
            raise AssertionError('no library ' + name)
        ctypes.CDLL(found)


def the_rest():
    import hashlib
    import sqlite3
    if locale.setlocale(locale.LC_ALL, 'C.UTF-8') != 'C.UTF-8' or locale.nl_langinfo(locale.CODESET) != 'UTF-8':
        raise AssertionError('C.UTF-8')
    os.environ['LANG'] = 'de_DE.UTF-8'
    locale.setlocale(locale.LC_ALL, '')
    if sqlite3.connect(':memory:').execute('select upper("a")').fetchone() != ('A',):
        raise AssertionError('sqlite')
    for name in 'sha3_256', 'blake2b', 'md5', 'sha512':
        hashlib.new(name, b'', **({'usedforsecurity': False} if sys.version_info >= (3, 9) else {}))
    if os.path.realpath(sys.executable).startswith(ROOT) is False or not os.access(sys.executable, os.X_OK):
        raise AssertionError(sys.executable)
    leaked = [name for name in os.environ if name.startswith(('LD_', 'RELOCPY', 'TERMINFO', 'TZDIR'))]
    if leaked:
        raise AssertionError(leaked)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    os.kill(os.getpid(), signal.SIGUSR1)


def main():
    for function in (standard_library, named_packages, tls, localhost_is_resolved, users_are_known, zones,
                     curses_in_a_terminal, processes, multiprocessing_in_every_way, libraries_are_the_bundles_own, the_rest,
                     nothing_from_outside_is_mapped):
        check(function)
    print(json.dumps({'failures': failures, 'absent': absent}))
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
