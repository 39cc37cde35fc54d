/** Reads RPM packages and repositories, and computes the packages that dnf would install. */
module io.relocpy.rpm {
    requires transitive io.relocpy.repository;
    requires static transitive org.jspecify;
    requires java.xml;
    requires com.fasterxml.aalto;
    requires org.apache.commons.compress;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports io.relocpy.rpm;
    exports io.relocpy.rpm.file;
    exports io.relocpy.rpm.metadata;
    exports io.relocpy.rpm.resolve;
}
