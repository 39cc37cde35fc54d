package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Origin;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures are those of {@code openssl dgst -sha256 -mac HMAC -macopt key:…}. */
class FipsChecksumsTest {
    private static final String OF_LIBRARY = "0a7eeaa8f36db4492b9570367f8fe5a979a07ca93e16188b8a2fc8aad9aa7634";
    private static final String OF_CHANGED = "f630bd6b583b8fc7555f98b95bd4f1b013e85e36ac56c6a478b9fba4c53327ce";

    private final BundleFile.Regular library = bundled("lib64/libcrypto.so.1.1.1k", "library");
    private final BundleFile name = new BundleFile.Link(
            "lib64/libcrypto.so.1.1", "libcrypto.so.1.1.1k", new Origin.Listed("a"), Samples.REASON);
    private final BundleFile changed =
            library.changed(Content.of("changed"), FileChange.of(FileChange.Kind.RPATH, "$ORIGIN"));

    @Test
    void theChecksumOfAChangedLibraryIsRenewed() throws IOException {
        BundleFile.Regular checksum = bundled("lib64/.libcrypto.so.1.1.hmac", OF_LIBRARY + "\n");

        List<BundleFile> renewed =
                FipsChecksums.renew(List.of(library, name, checksum), List.of(changed, name, checksum));

        BundleFile.Regular file = (BundleFile.Regular) renewed.get(2);
        assertThat(file.content().text()).isEqualTo(OF_CHANGED + "\n");
        assertThat(file.changes())
                .extracting(FileChange::toString)
                .containsExactly("the HMAC of libcrypto.so.1.1.1k as changed");
        assertThat(renewed.subList(0, 2)).containsExactly(changed, name);
    }

    @Test
    void aChecksumOfAnotherKindOrOfAnUnchangedLibraryStays() throws IOException {
        BundleFile other = bundled("lib64/.libcrypto.so.1.1.hmac", "1" + OF_LIBRARY.substring(1));
        BundleFile same = bundled("lib64/.libcrypto.so.1.1.1k.hmac", OF_LIBRARY);
        BundleFile alone = bundled("lib64/.libssl.so.hmac", OF_LIBRARY);

        assertThat(FipsChecksums.renew(List.of(library, name, other), List.of(changed, name, other)))
                .contains(other);
        assertThat(FipsChecksums.renew(List.of(library, same, alone), List.of(library, same, alone)))
                .contains(same, alone);
    }
}
