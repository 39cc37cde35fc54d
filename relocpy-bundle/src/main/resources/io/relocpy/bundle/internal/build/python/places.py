# relocpy: before a module is imported that uses a library with compiled-in places, lead the library to the bundle's
# files. It is here since every Python reads this file first, whatever its options.
def _relocpy_places():
    import sys

    class Places:
        modules = set(@MODULES@)

        @classmethod
        def find_spec(cls, name, path=None, target=None):
            if name not in cls.modules:
                return None
            cls.modules.remove(name)
            from _relocpy_places import prepare
            return prepare(name, path, target)

    sys.meta_path.insert(0, Places)
    if @AT_START@:
        from _relocpy_places import start
        start()


_relocpy_places()
del _relocpy_places
