package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.verify.SelfContainment;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.util.List;

/** Checks the finished files before any is written: nothing may be unresolved, and nothing may lead outside. */
final class VerifyStep {
    private static final int SHOWN = 5;

    private final String architecture;

    VerifyStep(String architecture) {
        this.architecture = architecture;
    }

    /**
     * Checks the files.
     *
     * @return what the bundle turned out to be
     * @throws BundleException if something would not run, naming it
     */
    BundleIdentity verify(List<BundleFile> files, Layout layout) throws IOException {
        BundleTree tree = BundleTree.of(files);
        SelfContainment containment = new SelfContainment(tree, layout.libraryDirectories());
        List<String> faults = Parallel.map(files, (index, file) -> containment.check(file)).stream()
                .flatMap(List::stream)
                .map(Finding::toString)
                .toList();
        if (!faults.isEmpty()) {
            String more = faults.size() > SHOWN ? "; and " + (faults.size() - SHOWN) + " more" : "";
            throw new BundleException(
                    "bundle", String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size()))) + more);
        }
        return new BundleIdentity(
                architecture,
                pythonVersion(tree.get(layout.python()).orElseThrow()),
                layout.glibc().version(),
                layout.glibc().minimumKernel(),
                containment.cpuLevel());
    }

    private static String pythonVersion(BundleFile python) {
        if (python.origin() instanceof SourcePackage origin) {
            return origin.version().replaceFirst("^\\d+:", "").replaceFirst("-[^-]*$", "");
        }
        throw new IllegalStateException("the interpreter comes from no package");
    }
}
