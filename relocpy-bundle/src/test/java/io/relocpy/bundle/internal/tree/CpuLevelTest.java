package io.relocpy.bundle.internal.tree;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleVerification;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.verify.SelfContainment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuLevelTest {
    @Test
    void theHighestDemandCounts() throws IOException {
        assertThat(CpuLevel.of(List.of(
                        bundled("lib64/os.py", ""),
                        elf("lib64/liba.so", 1),
                        elf("lib64/libb.so", 4),
                        elf("lib64/libc.so", 2))))
                .isEqualTo("x86-64-v3");
    }

    @Test
    void theBaselineIsNoDemand() throws IOException {
        assertThat(CpuLevel.of(List.of(elf("lib64/liba.so", 1), elf("lib64/libb.so", 0))))
                .isNull();
        assertThat(CpuLevel.of(List.of())).isNull();
    }

    @Test
    void alternativesForBetterProcessorsAreNoDemand() throws IOException {
        assertThat(CpuLevel.of(List.of(elf("lib64/glibc-hwcaps/x86-64-v3/liba.so", 4))))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"lib64/liba.so,4", "lib64/liba.so,8", "lib64/glibc-hwcaps/x86-64-v3/liba.so,4"})
    void whatTheBundleDemandsIsNotMissingInIt(String path, int isaNeeded) throws IOException {
        assertThat(faults(path, isaNeeded)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lib64/liba.so,16", "lib64/glibc-hwcaps/x86-64-v2/liba.so,4"})
    void aDemandThatNoLoaderMeetsThereIsAFault(String path, int isaNeeded) throws IOException {
        assertThat(faults(path, isaNeeded))
                .singleElement()
                .asString()
                .contains("needs a processor of level x86-64-v" + (isaNeeded == 16 ? 5 : 3));
    }

    private static List<BundleVerification.Finding> faults(String path, int isaNeeded) throws IOException {
        BundleFile file = elf(path, isaNeeded);
        return new SelfContainment(BundleTree.of(List.of(file)), List.of("lib64")).check(file);
    }

    /** A shared object with nothing in it but a note of the psABI's "Program Property" section. */
    private static BundleFile elf(String path, int isaNeeded) {
        ByteBuffer b = ByteBuffer.allocate(64 + 56 + 32).order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        b.putShort((short) 3).putShort((short) 62).putInt(1); // ET_DYN, EM_X86_64, EV_CURRENT
        b.putLong(0).putLong(64).putLong(0).putInt(0); // e_entry, e_phoff, e_shoff, e_flags
        b.putShort((short) 64).putShort((short) 56).putShort((short) 1); // e_ehsize, e_phentsize, e_phnum
        b.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        b.putInt(4).putInt(4).putLong(120).putLong(120).putLong(120); // PT_NOTE, readable
        b.putLong(32).putLong(32).putLong(8);
        b.putInt(4).putInt(16).putInt(5).put("GNU\0".getBytes(StandardCharsets.US_ASCII)); // NT_GNU_PROPERTY_TYPE_0
        b.putInt(0xc0008002).putInt(4).putInt(isaNeeded).putInt(0); // GNU_PROPERTY_X86_ISA_1_NEEDED
        return BundleFile.Regular.made(path, Content.of(b.array()), true, Samples.TIME, Samples.REASON);
    }
}
