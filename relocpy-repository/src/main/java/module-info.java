/** What every kind of package repository needs: checksums, downloads, OpenPGP. */
@SuppressWarnings("module") // the modules that it exports to are built after it
module io.relocpy.repository {
    requires static transitive org.jspecify;
    requires java.net.http;
    requires com.github.luben.zstd_jni;
    requires org.apache.commons.compress;
    requires org.bouncycastle.pg;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires org.tukaani.xz;

    exports io.relocpy.repository;
    exports io.relocpy.repository.cache;
    exports io.relocpy.repository.openpgp;
    exports io.relocpy.repository.internal.download to
            io.relocpy.rpm,
            io.relocpy.deb;
    exports io.relocpy.repository.internal.index to
            io.relocpy.rpm,
            io.relocpy.deb;
    exports io.relocpy.repository.internal.io to
            io.relocpy.rpm,
            io.relocpy.deb,
            io.relocpy.bundle;
    exports io.relocpy.repository.internal.text to
            io.relocpy.rpm,
            io.relocpy.deb,
            io.relocpy.bundle;
}
