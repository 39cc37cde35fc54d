"""Leads libraries with compiled-in places to the bundle's files when modules that use them are imported."""
import sys


def place(path):
    return sys.base_prefix.rstrip('/') + '/' + path if path else sys.base_prefix


def loaded(library):
    import ctypes
    return ctypes.CDLL(place(library))


def result(library, function):
    import ctypes
    found = getattr(loaded(library), function)
    found.restype = ctypes.c_void_p
    return ctypes.c_void_p(found())


def call(library, function, unless, arguments):
    import os
    if unless and unless in os.environ:
        return
    try:
        getattr(loaded(library), function)(
            *(os.fsencode(each) if isinstance(each, str) else each for each in arguments()))
    except (ImportError, OSError, AttributeError):
        pass  # the module itself says best what is missing


def exists(path):
    import posix
    try:
        posix.stat(path)
    except OSError:
        return False
    return True


def variable(name, unless, paths):
    value = ':'.join(place(path) for path in paths)
    if unless and exists(unless):
        return
    os = sys.modules.get('os')
    if os is None:  # at the interpreter's start
        import posix
        posix.putenv(name, value)
    else:
        os.environ.setdefault(name, value)


def authorities(name):
    import os
    from _relocpy_authorities import where
    os.environ.setdefault(name, where())


def lead_data(library, share):
    """The bundle's data for GLib, whose copy in the bundle reads this variable, before what XDG_DATA_DIRS names."""
    import os
    others = os.environ.get('XDG_DATA_DIRS') or '/usr/local/share/:/usr/share/'
    os.environ['\x01DG_DATA_DIRS'] = share + ':' + others


def lead_gio(library, directory):
    """The bundle's modules for GIO, or none: without this variable of its copy in the bundle, it loads the host's."""
    import os
    os.environ['\x01IO_MODULE_DIR'] = directory + '/gio/modules'


def lead_fontconfig(library, fonts):
    """The bundle's fonts for fontconfig before 2.13.91, which looks for <dir prefix="relative"> in the working directory."""
    import os
    if os.environ.get('FONTCONFIG_PATH') != place('etc/fonts'):
        return
    try:
        if loaded(library).FcGetVersion() < 21391:
            for directory, _, files in os.walk(fonts):
                for each in files:  # of a directory, it would also write a .uuid into the bundle
                    loaded(library).FcConfigAppFontAddFile(None, os.fsencode(os.path.join(directory, each)))
    except (ImportError, OSError, AttributeError):
        pass  # the module itself says best what is missing


def lead_enchant(module, directory):
    """The bundle's providers for Enchant 2.2 and 2.3, which may have been built to look in a compiled-in directory only."""
    import os
    from ctypes import CDLL, c_char_p, c_int, c_void_p

    enchant = CDLL(module.e._name)  # the module's own object has its types
    enchant.enchant_get_version.restype = c_char_p
    if not enchant.enchant_get_version().startswith((b'2.2.', b'2.3.')):
        return
    enchant.g_module_open.restype = enchant.g_slist_append.restype = c_void_p
    enchant.g_module_open.argtypes = [c_char_p, c_int]
    enchant.g_slist_append.argtypes = [c_void_p, c_void_p]
    original = module.broker_init

    def broker_init():
        broker = original()
        providers = c_void_p.from_address(broker)  # the first member of an EnchantBroker
        if not providers.value:
            for name in sorted(os.listdir(directory)):
                path = os.path.join(directory, name)
                opened = enchant.g_module_open(os.fsencode(path), 0)
                if opened:
                    init = CDLL(path).init_enchant_provider
                    init.restype = c_void_p
                    provider = init()
                    if provider:
                        members = (c_void_p * 3).from_address(provider)
                        members[1], members[2] = opened, broker  # of an EnchantProvider: module and owner
                        providers.value = enchant.g_slist_append(providers, provider)
        return broker

    module.broker_init = broker_init


def lead_pycurl(module):
    """Curl objects that look for certificate authorities where ssl does."""
    from _relocpy_authorities import where

    original = module.Curl
    if not original.__flags__ & 1 << 10:  # Py_TPFLAGS_BASETYPE, which that of PycURL 7.43 lacks
        class Kind(type):
            def __instancecheck__(cls, instance):
                return isinstance(instance, original)

        class Handle(metaclass=Kind):
            __doc__ = original.__doc__

            def __new__(cls, *arguments):
                curl = original(*arguments)
                curl.setopt(module.CAINFO, where())  # until it is reset
                return curl

        module.Curl = Handle
        return

    class Curl(original):
        __doc__ = original.__doc__

        def __init__(self, *arguments):
            super().__init__(*arguments)
            self.setopt(module.CAINFO, where())

        def reset(self):
            super().reset()
            self.setopt(module.CAINFO, where())

    Curl.__module__ = module.Curl.__module__
    module.Curl = Curl


# libraries and what leads them; modules and the libraries that they use; what follows an import
ACTIONS = @ACTIONS@

LIBRARIES = @LIBRARIES@

AFTER = @AFTER@


def lead(name):
    for library in LIBRARIES.pop(name, ()):
        for action in ACTIONS.pop(library, ()):
            action()


def start():
    lead('')


def prepare(name, path, target):
    """Does what belongs before the import; a finder's answer if something belongs after it."""
    lead(name)
    return followed(name, path, target) if name in AFTER else None


def followed(name, path, target):
    for finder in sys.meta_path:
        spec = finder.find_spec(name, path, target) if hasattr(finder, 'find_spec') else None
        if spec is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                for action in AFTER[name]:
                    action(module)

            spec.loader.exec_module = exec_module
            return spec
    return None
