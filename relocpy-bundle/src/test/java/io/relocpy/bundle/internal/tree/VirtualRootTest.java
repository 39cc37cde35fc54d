package io.relocpy.bundle.internal.tree;

import static io.relocpy.bundle.Samples.file;
import static io.relocpy.bundle.Samples.link;
import static io.relocpy.bundle.Samples.origin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualRootTest {
    private final SourcePackage a = origin("a");
    private final SourcePackage b = origin("b");

    @Test
    void followsChainsOfLinksToTheFile() throws Exception {
        VirtualRoot tree = VirtualRoot.of(List.of(
                file("usr/lib/libz.so.1.3", "z", a),
                link("usr/lib/libz.so.1", "usr/lib/libz.so.1.3", a),
                link("usr/lib/libz.so", "usr/lib/libz.so.1", a),
                link("usr/lib64", "usr/lib", b)));

        assertThat(tree.follow("usr/lib64/libz.so"))
                .hasValueSatisfying(found -> assertThat(found.path()).isEqualTo("usr/lib/libz.so.1.3"));
    }

    @Test
    void aFileBelowAnotherPackagesLinkGoesWhereTheLinkLeads() throws Exception {
        VirtualRoot tree = VirtualRoot.of(List.of(link("usr/sbin", "usr/bin", a), file("usr/sbin/ldconfig", "x", b)));

        assertThat(tree.get("usr/bin/ldconfig")).isPresent();
        assertThat(tree.get("usr/sbin/ldconfig")).isEmpty();
    }

    @Test
    void aLoopOfLinksEndsTheSearchAndNamesThePackage() {
        assertThatThrownBy(() -> VirtualRoot.of(
                        List.of(link("usr/x", "usr/y", a), link("usr/y", "usr/x", a), file("usr/x/file", "", b))))
                .isInstanceOf(BundleException.class)
                .hasMessage("b-1-1.x86_64: /usr/x/file lies below a loop of symbolic links");
    }

    @Test
    void oneContentFromTwoPackagesIsOneFile() throws Exception {
        assertThat(VirtualRoot.of(List.of(file("usr/x", "same", a), file("usr/x", "same", b)))
                        .files())
                .hasSize(1);
    }

    @Test
    void conflictingFilesAreRecordedAndTheFirstOneIsKept() throws Exception {
        VirtualRoot tree = VirtualRoot.of(List.of(
                file("usr/x", "one", a),
                link("usr/l", "usr/one", a),
                file("usr/s", "some", a),
                file("usr/f", "file", a),
                file("usr/d", "file", a),
                file("usr/x", "two", b),
                link("usr/l", "usr/two", b),
                file("usr/s", "something", b),
                link("usr/f", "usr/x", b),
                file("usr/d/y", "two", b)));
        assertThat(tree.conflicts())
                .allMatch(each -> each.one().equals(a) && each.other().equals(b))
                .extracting(each -> each.path() + ": " + each.difference())
                .containsExactly(
                        "usr/x: both of 3 bytes, which differ from byte 0 on",
                        "usr/l: links to /usr/one and to /usr/two",
                        "usr/s: of 4 and 9 bytes",
                        "usr/f: a file in the first, a link to /usr/x in the second",
                        "usr/d: a file in the first, a directory in the second");
        assertThat(tree.get("usr/x"))
                .hasValueSatisfying(file -> assertThat(file.origin()).isEqualTo(a));
        assertThat(tree.with(List.of(file("usr/z", "", b))).conflicts()).hasSize(5);
    }

    @Test
    void whatLiesBelowADirectoryIsNotWhatOnlyBeginsLikeIt() throws Exception {
        VirtualRoot tree = VirtualRoot.of(
                List.of(file("usr/lib/a", "", a), file("usr/lib64/b", "", a), file("usr/lib-x/c", "", a)));

        assertThat(tree.below("usr/lib")).extracting(TreeFile::path).containsExactly("usr/lib/a");
        assertThat(tree.isDirectory("usr/li")).isFalse();
    }

    @Test
    void stepsLeadThroughLinkedDirectoriesAcrossPackages() throws Exception {
        VirtualRoot tree = VirtualRoot.of(List.of(
                link("usr/lib/m/data", "usr/share/m/data", a),
                link("usr/share/m", "usr/share/m-2", b),
                link("usr/share/m-2/data", "usr/share/common/x", b),
                file("usr/share/common/x", "", a),
                link("usr/lib/m/folder", "usr/share/m", a),
                link("usr/lib/m/nothing", "usr/share/m/gone", a),
                link("usr/lib/m/loop", "usr/lib/m/pool", a),
                link("usr/lib/m/pool", "usr/lib/m/loop", a)));

        assertThat(tree.stepsTo("usr/lib/m/data"))
                .containsExactly("usr/lib/m/data", "usr/share/m", "usr/share/m-2/data", "usr/share/common/x");
        assertThat(tree.stepsTo("usr/lib/m/folder")).containsExactly("usr/lib/m/folder", "usr/share/m");
        assertThat(tree.stepsTo("usr/share/common/x")).containsExactly("usr/share/common/x");
        assertThat(tree.stepsTo("usr/lib/m/nothing")).isEmpty();
        assertThat(tree.stepsTo("usr/lib/m/loop")).isEmpty();
    }
}
