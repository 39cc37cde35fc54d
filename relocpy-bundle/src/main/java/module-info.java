/** Assembles relocatable Python bundles. */
module io.relocpy.bundle {
    requires transitive io.relocpy.repository;
    requires transitive io.relocpy.rpm;
    requires transitive io.relocpy.deb;
    requires transitive io.relocpy.elf;
    requires static transitive org.jspecify;
    requires com.fasterxml.aalto;
    requires com.fasterxml.jackson.core;
    requires java.xml;
    requires org.apache.commons.compress;
    requires org.jnrproject.jffi;
    requires org.tukaani.xz;

    exports io.relocpy.bundle;
}
