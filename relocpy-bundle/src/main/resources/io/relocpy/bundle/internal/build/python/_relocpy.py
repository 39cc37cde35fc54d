"""Makes launchers at the place where the bundle lies: for the commands of what pip installs, and for copies of the
interpreter in virtual environments.

A launcher of the bundle's bin/ is taken. Of a native one the configuration block is changed, which relocpy's launcher.c
specifies; a shell script, as ShellLauncher.java writes it, gets a line that sets one of its variables.
"""
import io
import os
import shlex
import sys
import zipfile

MAGIC = b'relocpy-launch-1'
ENTRIES = 20  # offset in the block
ROOT, ARGV0 = b'\1', b'\2'  # marks in the text of an entry: the bundle's directory, the path of the call
COMMANDS = os.path.join(sys.base_prefix, 'bin')


def python():
    return 'python%d.%d' % sys.version_info[:2]


def reconfigured(launcher, change):
    """The bytes of the launcher with its entries replaced by what `change` makes of them."""
    block = launcher.index(MAGIC)
    end = block + int.from_bytes(launcher[block + 16:block + 18], 'big')
    entries = launcher[block + ENTRIES:end].split(b'\0\0', 1)[0].split(b'\0')
    text = b''.join(entry + b'\0' for entry in change(entries)) + b'\0'
    if len(text) > end - block - ENTRIES:
        raise ValueError('the configuration of a launcher is too long: %d bytes' % len(text))
    return launcher[:block + ENTRIES] + text.ljust(end - block - ENTRIES, b'\0') + launcher[end:]


def with_line(script, line, before):
    """The shell script with a line more, where one begins with `before`."""
    head, found, tail = script.partition(b'\n' + before)
    if not found:
        raise ValueError('not a launcher that relocpy made: no line begins with ' + repr(before))
    return head + b'\n' + line + found + tail


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def command(name, script):
    """A launcher that runs the script, bytes of Python, which it carries with it: Python takes a file that ends in a
    zip archive for the folder that is in it. So it is one file, that can be moved with the bundle and removed alone."""
    interpreter = ROOT + b'/bin/' + python().encode()

    def change(entries):
        # sys.executable must be a Python
        return [entry.replace(ARGV0, interpreter) for entry in entries] + [b'a' + ROOT + b'/bin/' + os.fsencode(name)]

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, 'w') as folder:
        folder.writestr(zipfile.ZipInfo('__main__.py'), script)
    launcher = read(os.path.join(COMMANDS, python()))
    if MAGIC in launcher:
        return reconfigured(launcher, change) + archive.getvalue()
    own_path = b' "$relocpy_root/bin/"' + os.fsencode(shlex.quote(name))
    calls_itself = with_line(launcher, b'relocpy_argv0=$relocpy_root/bin/' + python().encode(), before=b'unset ')
    return calls_itself.replace(b' "$@"\n', own_path + b' "$@"\n') + archive.getvalue()


def lies_in_bundle(path):
    return os.path.realpath(os.path.dirname(path)) == os.path.realpath(COMMANDS)


def copy_of_interpreter(path):
    """Lets a launcher that was copied out of the bundle find back to it, as long as the bundle stays where it is."""
    launcher = read(path)
    root = sys.base_prefix.rstrip('/')
    if MAGIC in launcher:
        copy = reconfigured(launcher, lambda entries: [entry.replace(ROOT, os.fsencode(root)) for entry in entries])
    elif launcher.startswith(b'#!/bin/sh\n'):
        copy = with_line(launcher, b'relocpy_root=' + os.fsencode(shlex.quote(root)), before=b'if [ ! -f ')
    else:
        return
    with open(path, 'wb') as file:
        file.write(copy)


def teach_pip():
    """Lets pip, if it is loaded, write launchers instead of '#!' lines, which name a place where the bundle lies now."""
    scripts = sys.modules.get('pip._vendor.distlib.scripts') or sys.modules.get('distlib.scripts')
    if scripts and not hasattr(scripts.ScriptMaker, '_relocpy'):
        scripts.ScriptMaker._relocpy = True
        write_script = scripts.ScriptMaker._write_script

        def write(self, names, shebang, script_bytes, filenames, *others):
            for name in names:
                path = os.path.join(self.target_dir, name)
                content = command(name, script_bytes) if lies_in_bundle(path) else None
                if content is None or (os.path.exists(path) and not self.clobber):
                    write_script(self, [name], shebang, script_bytes, filenames, *others)
                    continue
                self._fileop.write_binary_file(path, content)
                if self.set_mode:
                    self._fileop.set_executable_mode([path])
                filenames.append(path)

        scripts.ScriptMaker._write_script = write
    wheel = sys.modules.get('pip._internal.operations.install.wheel')
    if wheel and not hasattr(wheel.fix_script, '_relocpy'):
        fix_script = wheel.fix_script

        def fix(path):
            fixed = fix_script(path)
            if fixed and lies_in_bundle(path):
                content = command(os.path.basename(path), read(path))
                with open(path, 'wb') as file:
                    file.write(content)
            return fixed

        fix._relocpy = True
        wheel.fix_script = fix
