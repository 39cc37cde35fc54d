package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.repository.internal.text.NearNames;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Makes sure that the modules of the caller's entry points are there. Whether they have the function, only Python knows. */
final class EntryPointCheck {
    private EntryPointCheck() {}

    /**
     * Checks all commands with an entry point.
     *
     * @throws BundleException if the module of one is neither in the bundle nor in its directory of scripts
     */
    static void check(List<BundleFile> files, Layout layout, Collection<CommandSettings> commands) throws IOException {
        if (commands.stream().allMatch(each -> each.entryPoint() == null)) {
            return;
        }
        BundledModules bundled = BundledModules.of(files, layout.python());
        for (CommandSettings each : commands) {
            String function = each.entryPoint();
            if (function == null) {
                continue;
            }
            String module = function.substring(0, function.indexOf(':'));
            BundledModules own = each.script() == null
                    ? BundledModules.NONE
                    : BundledModules.ofDirectory(files, BundleLayout.SCRIPTS + each.script() + "/");
            if (!bundled.has(module) && !own.has(module) && !isElsewhere(files, module)) {
                List<String> near = NearNames.of(module, own.names());
                throw new BundleException(
                        "command " + each.name(),
                        "its module " + module + " is not in the bundle"
                                + NearNames.didYouMean(near.isEmpty() ? NearNames.of(module, bundled.names()) : near));
            }
        }
    }

    /** In a directory that a path file (.pth) adds to those that Python searches. */
    private static boolean isElsewhere(List<BundleFile> files, String module) {
        String path = "/" + module.replace('.', '/');
        return files.stream().anyMatch(file -> file.path()
                        .matches("lib.*/site-packages/.*\\.pth|lib.*/dist-packages/.*\\.pth"))
                && files.stream()
                        .anyMatch(file -> file.path().startsWith("lib")
                                && (file.path().endsWith(path + ".py")
                                        || file.path().contains(path + "/")));
    }
}
