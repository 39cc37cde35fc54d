/** Reads Debian packages and repositories, and computes the closure that apt would install. */
module io.relocpy.deb {
    requires static transitive org.jspecify;

    exports io.relocpy.deb;
    exports io.relocpy.deb.resolve;
}
