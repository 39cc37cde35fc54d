/** Reads RPM packages and repositories, and computes the closure that dnf would install. */
module io.relocpy.rpm {
    requires static transitive org.jspecify;
    requires java.net.http;
    requires java.xml;
    requires com.fasterxml.aalto;
    requires org.bouncycastle.pg;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires org.apache.commons.compress;
    requires org.snakeyaml.engine;
    requires org.tukaani.xz;
    requires com.github.luben.zstd_jni;

    exports io.relocpy.rpm;
}
