# relocpy: what a command of the bundle starts by the name or path of another is the bundle's
def _relocpy_siblings(execute_child):
    import functools

    @functools.wraps(execute_child)
    def with_siblings(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo, creationflags, shell,
                      *rest):
        if not shell and executable is None:
            import _relocpy_siblings
            args = _relocpy_siblings.led(args, cwd)
        return execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo, creationflags,
                             shell, *rest)
    return with_siblings


Popen._execute_child = _relocpy_siblings(Popen._execute_child)
del _relocpy_siblings
