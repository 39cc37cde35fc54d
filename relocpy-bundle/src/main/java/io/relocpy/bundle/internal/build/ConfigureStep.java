package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import io.relocpy.repository.InstallationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds the links that installing the packages would make, to what can be of use: {@code libblas.so.3} of Debian. */
final class ConfigureStep {
    /** The files with those links whose targets are there; a path that is taken stays as it is, as for update-alternatives. */
    Unpacked configure(Unpacked unpacked, InstallationState state) throws BundleException {
        Map<String, SourcePackage> packages = new HashMap<>();
        unpacked.packages().forEach(each -> packages.put(each.id(), each));
        VirtualRoot tree = unpacked.tree();
        List<TreeFile> links = new ArrayList<>();
        for (InstallationState.Link link : state.links()) {
            String path = inRoot(link.path());
            String target = inRoot(link.target());
            SourcePackage origin = packages.get(link.by().id());
            if (origin != null
                    && tree.get(path).isEmpty()
                    && tree.follow(target).isPresent()) {
                links.add(new TreeFile.Link(path, origin, target));
            }
        }
        return new Unpacked(unpacked.packages(), links.isEmpty() ? tree : tree.with(links), unpacked.skipped());
    }

    private static String inRoot(String path) {
        return RootPath.mergeUsr(RootPath.resolve("", path));
    }
}
