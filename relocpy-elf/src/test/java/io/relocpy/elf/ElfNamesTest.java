package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElfNamesTest {

    @Test
    void namesBitsInOrderAndKeepsThoseItDoesNotKnow() {
        assertThat(ElfNames.segmentFlags(5)).containsExactly("PF_R", "PF_X");
        assertThat(ElfNames.segmentFlags(0x80000004)).containsExactly("PF_R", "0x80000000");
        assertThat(ElfNames.sectionFlags(6)).containsExactly("SHF_ALLOC", "SHF_EXECINSTR");
        assertThat(ElfNames.dynamicFlags(0x18)).containsExactly("DF_BIND_NOW", "DF_STATIC_TLS");
        assertThat(ElfNames.dynamicFlags1(0x08000001)).containsExactly("DF_1_NOW", "DF_1_PIE");
        assertThat(ElfNames.dynamicFlags1(0)).isEmpty();
    }
}
