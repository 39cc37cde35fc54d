package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleContents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Compares two bundles: packages, sizes, licences and requirements.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: compared", "1: failed", "2: invalid usage"})
final class DiffCommand extends CommandWithConsole {
    @Parameters(index = "0", paramLabel = "OLD", description = "Directory or archive of a bundle.")
    Path old;

    @Parameters(index = "1", paramLabel = "NEW", description = "Directory or archive of another bundle.")
    Path fresh;

    @Override
    public Integer call() throws IOException {
        BundleContents before = Bundle.read(old);
        BundleContents after = Bundle.read(fresh);
        PackageChanges.between(items(before), items(after)).print(out());
        out().println();
        fact("Python", before.pythonVersion(), after.pythonVersion());
        fact("glibc", before.glibcVersion(), after.glibcVersion());
        fact("architecture", before.architecture(), after.architecture());
        fact("processor", before.cpuLevel().orElse("any"), after.cpuLevel().orElse("any"));
        fact(
                "kernel",
                before.minimumKernel().orElse("any"),
                after.minimumKernel().orElse("any"));
        fact("files", "" + before.fileCount(), "" + after.fileCount());
        out().printf("%-13s %s%n", "size", PackageChanges.signed(after.size() - before.size()));
        Set<String> licences = licences(after);
        licences.removeAll(licences(before));
        Set<String> gone = licences(before);
        gone.removeAll(licences(after));
        licences.forEach(licence -> out().printf("%-13s %s%n", "new licence", licence));
        gone.forEach(licence -> out().printf("%-13s %s%n", "gone", licence));
        return 0;
    }

    private void fact(String name, String before, String after) {
        if (!before.equals(after)) {
            out().printf("%-13s %s → %s%n", name, before, after);
        }
    }

    private static Set<String> licences(BundleContents contents) {
        return contents.packages().stream()
                .map(each -> each.license().orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<PackageChanges.Item> items(BundleContents contents) {
        return contents.packages().stream()
                .map(each -> new PackageChanges.Item(
                        each.name(), each.version(), each.size(), each.license().orElse("")))
                .toList();
    }
}
