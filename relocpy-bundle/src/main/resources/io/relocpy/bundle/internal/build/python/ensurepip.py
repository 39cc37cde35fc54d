# relocpy: Debian keeps ensurepip from its own Python, not from a bundle
def _ensurepip_is_disabled_in_debian_for_system():
    pass
