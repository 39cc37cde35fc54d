package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Headers that are valid in the rpm database but not in a package file; for the latter see {@link VerifiedPackageTest}.
 */
class HeaderIndexTest {
    private static final int INSTALLTIME = 1008;

    private static PackageParts.Header sample(int region) {
        return PackageParts.Header.read(ByteBuffer.wrap(new HeaderBuilder(region)
                .string(RpmTag.NAME, "sample")
                .string(RpmTag.VERSION, "1")
                .string(RpmTag.RELEASE, "1")
                .string(RpmTag.ARCH, "noarch")
                .int32(RpmTag.BUILDTIME, List.of(1))
                .build()));
    }

    private static RpmHeader installed(PackageParts.Header header) throws FormatException {
        byte[] bytes = header.build();
        return RpmHeader.ofBlob(Arrays.copyOfRange(bytes, 8, bytes.length), "blob");
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    @Test
    void whatRpmAddsToAnInstalledHeaderReplacesWhatTheRegionHas() throws FormatException {
        for (int region : new int[] {RpmTag.HEADER_IMMUTABLE, RpmTag.HEADER_IMAGE}) {
            RpmHeader header = installed(
                    sample(region).append(RpmTag.RELEASE, 6, 1, text("2")).append(INSTALLTIME, 4, 1, number(7)));
            assertThat(header.string(RpmTag.RELEASE)).contains("2");
            assertThat(header.string(RpmTag.NAME)).contains("sample");
            assertThat(header.number(INSTALLTIME, 0)).isEqualTo(7);
        }
    }

    @Test
    void aTagMayOccurOnceInTheRegionAndOnceAfterIt() {
        PackageParts.Header behind = sample(RpmTag.HEADER_IMMUTABLE)
                .append(RpmTag.RELEASE, 6, 1, text("2"))
                .append(RpmTag.RELEASE, 6, 1, text("3"));
        PackageParts.Header inside = sample(RpmTag.HEADER_IMMUTABLE);
        inside.index.get(2)[0] = RpmTag.NAME;
        for (PackageParts.Header header : List.of(behind, inside)) {
            assertThatThrownBy(() -> installed(header))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("expected one entry, found two");
        }
    }

    @Test
    void refusesGapsAndDataThatReachIntoTheTrailer() {
        PackageParts.Header gap = sample(RpmTag.HEADER_IMMUTABLE);
        gap.data = PackageParts.join(gap.data, new byte[3]);
        gap.append(INSTALLTIME, 4, 1, number(7));
        gap.index.get(gap.index.size() - 1)[2] += 8;
        gap.data = PackageParts.join(gap.data, new byte[8]);
        PackageParts.Header trailer = sample(RpmTag.HEADER_IMMUTABLE);
        int[] last = trailer.entry(RpmTag.ARCH);
        last[0] = 7000;
        last[1] = HeaderType.BIN.code();
        last[3] = trailer.data.length - last[2];
        for (PackageParts.Header header : List.of(gap, trailer)) {
            assertThatThrownBy(() -> installed(header)).isInstanceOf(FormatException.class);
        }
    }
}
