# relocpy: let tzset(3) find time zones in the bundle where the host has none, for the length of a call: children must not
# inherit a variable of ours. It is here since every Python reads this file first, whatever its options; os and site may
# come frozen with the interpreter, and os is not there yet.
def _relocpy_time_zones():
    import posix
    import sys
    import time
    host_tzset = time.tzset

    def tzset():
        own = sys.base_prefix.rstrip('/') + '/share/zoneinfo'
        environ = getattr(sys.modules.get('os'), 'environb', posix.environ)
        zone = environ.get(b'TZ')
        if zone is None or b'TZDIR' in environ or exists('/usr/share/zoneinfo') or not exists(own):
            return host_tzset()
        posix.unsetenv('TZ')  # else the C library sees no change and reads nothing
        host_tzset()
        posix.putenv('TZ', zone)
        posix.putenv('TZDIR', own)
        try:
            host_tzset()
        finally:
            posix.unsetenv('TZDIR')

    def exists(path):
        try:
            posix.stat(path)
        except OSError:
            return False
        return True

    tzset.__doc__ = host_tzset.__doc__
    time.tzset = tzset
    if b'TZ' in posix.environ:
        tzset()


_relocpy_time_zones()
del _relocpy_time_zones
