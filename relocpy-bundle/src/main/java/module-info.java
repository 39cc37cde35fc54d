/** Assembles relocatable Python bundles. */
module io.relocpy.bundle {
    requires transitive io.relocpy.rpm;
    requires io.relocpy.elf;
    requires static transitive org.jspecify;
    requires com.github.luben.zstd_jni;
    requires com.fasterxml.jackson.core;
    requires org.apache.commons.compress;
    requires org.jnrproject.jffi;
    requires org.tukaani.xz;

    exports io.relocpy.bundle;

    // the neutral source API, until it is a module of its own
    exports io.relocpy.bundle.internal.source;
}
