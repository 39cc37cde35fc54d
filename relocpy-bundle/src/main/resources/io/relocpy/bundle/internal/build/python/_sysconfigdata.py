# relocpy: what was /usr when Python was built is now where the bundle lies
def _relocpy_prefix():
    import sys
    for key, value in build_time_vars.items():
        if key == 'TZPATH' and ':' in sys.base_prefix:  # a list, which can not name a folder of the bundle then
            continue
        if isinstance(value, str) and (value == '/usr' or value.startswith('/usr/')):
            build_time_vars[key] = sys.base_prefix + value[len('/usr'):]


_relocpy_prefix()
del _relocpy_prefix
