# relocpy: what venv takes for the interpreter is a launcher, which has to find its bundle
def _relocpy_launchers(setup_python):
    import functools
    import os

    @functools.wraps(setup_python)
    def with_launchers(self, context):
        import _relocpy
        if self.upgrade and os.path.isdir(context.bin_path):
            for name in os.listdir(context.bin_path):
                path = os.path.join(context.bin_path, name)
                if os.path.islink(path) and not os.path.exists(path):
                    os.unlink(path)  # leads to where the bundle was before it was moved
        setup_python(self, context)
        for name in os.listdir(context.bin_path):
            path = os.path.join(context.bin_path, name)
            if name.startswith('python') and not os.path.islink(path):
                _relocpy.copy_of_interpreter(path)
    return with_launchers


EnvBuilder.setup_python = _relocpy_launchers(EnvBuilder.setup_python)
del _relocpy_launchers
