"""Leads the commands of the bundle to each other, without a PATH that others would inherit."""
import os
import sys

_COMMANDS = @SCRIPT_COMMANDS@  # path below libexec/scripts: name in bin


def led(args, cwd):
    """The arguments of a process, with the bundle's command in place of a script or command of the bundle."""
    own = _inside(getattr(sys.modules.get('__main__'), '__file__', None))
    if own is None or not own.startswith(('libexec/scripts/', 'libexec/relocpy/')):
        return args  # a Python of the bundle runs something else
    words = [args] if isinstance(args, (str, bytes, os.PathLike)) else list(args)
    try:
        program = os.fsdecode(words[0])
    except (IndexError, TypeError, ValueError):
        return args
    command = _by_path(program, cwd) if '/' in program else _by_name(program, own)
    return args if command is None else command + words[1:]


def _by_name(name, own):
    path = _in_bundle('bin', name)
    # a wrapper named after a program of the host means that program
    is_own = name in (_COMMANDS.get(_below_scripts(own)), os.path.basename(own))
    return None if not name or is_own or not os.path.isfile(path) else [path]


def _by_path(path, cwd):
    path = os.path.join(os.fsdecode(cwd) if cwd is not None else '', path)
    inside = _inside(path)
    if inside is None or not inside.startswith('libexec/scripts/'):
        return None
    command = _COMMANDS.get(_below_scripts(inside))
    if command is not None:
        return [_in_bundle('bin', command)]
    return [_in_bundle('bin', 'python3'), '-E', '-s', path] if _is_python(path) else None


def _is_python(path):
    if not os.access(path, os.X_OK):
        return False
    try:
        with open(path, 'rb') as script:
            words = script.readline(256).split()
    except OSError:
        return False
    return bool(words) and words[0].startswith(b'#!') and any(
        os.path.basename(word).startswith((b'python', b'platform-python')) for word in words[:3])


def _inside(path):
    """The path relative to the bundle; None if it is elsewhere."""
    if not isinstance(path, str):
        return None
    root = os.path.realpath(sys.base_prefix).rstrip('/') + '/'
    path = os.path.realpath(path)
    return path[len(root):] if path.startswith(root) else None


def _in_bundle(*names):
    return os.path.join(os.path.realpath(sys.base_prefix), *names)


def _below_scripts(path):
    return path[len('libexec/scripts/'):] if path.startswith('libexec/scripts/') else ''
