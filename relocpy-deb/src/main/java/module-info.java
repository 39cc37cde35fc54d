/** Reads Debian packages and repositories, and computes the closure that apt would install. */
module io.relocpy.deb {
    requires transitive io.relocpy.repository;
    requires static transitive org.jspecify;
    requires org.apache.commons.compress;
    requires org.slf4j;
    requires org.tukaani.xz;

    exports io.relocpy.deb;
    exports io.relocpy.deb.file;
    exports io.relocpy.deb.metadata;
    exports io.relocpy.deb.resolve;
}
