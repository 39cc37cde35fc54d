package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.python.InstallScheme;
import io.relocpy.bundle.internal.python.VersionSpecifier;
import io.relocpy.bundle.internal.python.Wheel;
import io.relocpy.bundle.internal.python.WheelName;
import io.relocpy.bundle.internal.python.WheelTags;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.Glibc;
import io.relocpy.bundle.internal.tree.Interpreter;
import io.relocpy.bundle.internal.tree.Sha256;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the caller's wheels, checked, beside the files of the packages, where the bundle's Python will look for them. */
final class WheelStep {
    private final List<Path> wheels;
    private final String command;
    private final String architecture;
    private final FileRules rules;
    private final WorkingDirectory working;

    /** @param command name of the interpreter in /usr/bin */
    WheelStep(List<Path> wheels, String command, String architecture, FileRules rules, WorkingDirectory working) {
        this.wheels = List.copyOf(wheels);
        this.command = command;
        this.architecture = architecture;
        this.rules = rules;
        this.working = working;
    }

    /**
     * The packages and the wheels, as one.
     *
     * @throws BundleException if a wheel is damaged, not for this Python and platform, or conflicts with another
     */
    Unpacked install(Unpacked unpacked) throws IOException {
        if (wheels.isEmpty()) {
            return unpacked;
        }
        VirtualRoot tree = unpacked.tree();
        Interpreter interpreter = Interpreter.of(tree, command);
        InstallScheme scheme = InstallScheme.of(tree, interpreter);
        WheelTags supported = WheelTags.of(interpreter.name(), Glibc.versionIn(tree), architecture);
        TreeFile.Regular python = tree.follow(interpreter.path()).orElseThrow();
        String version = python.origin().version().replaceFirst("^(?:\\d+:)?(\\d+(?:\\.\\d+)*).*", "$1");
        List<SourcePackage> packages = new ArrayList<>(unpacked.packages());
        List<TreeFile> files = new ArrayList<>();
        ContentStore store = working.keepOpen(new ContentStore(working.path().resolve("wheels")));
        Map<String, Path> distributions = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        for (Path path : wheels) {
            Wheel wheel = Wheel.read(path, store);
            checkFits(wheel, supported, version);
            Path other = distributions.put(WheelName.normalized(wheel.name().distribution()), path);
            if (other != null) {
                throw new BundleException(path.toString(), "is of the same project as " + other);
            }
            SourcePackage origin = origin(wheel, path);
            packages.add(origin);
            for (TreeFile file : files(wheel, origin, scheme, python.modified())) {
                String owner = owners.put(file.path(), path.toString());
                if (owner != null || tree.get(file.path()).isPresent()) {
                    throw new BundleException(
                            path.toString(),
                            "has /" + file.path() + ", as has "
                                    + (owner != null
                                            ? owner
                                            : tree.get(file.path())
                                                    .orElseThrow()
                                                    .origin()
                                                    .id()));
                }
                if (!rules.isExcluded(file.path())) {
                    files.add(file);
                }
            }
        }
        return new Unpacked(packages, tree.with(files), unpacked.skipped());
    }

    private static void checkFits(Wheel wheel, WheelTags supported, String pythonVersion) throws BundleException {
        List<String> tags = wheel.name().tags();
        if (tags.stream().noneMatch(supported::fit)) {
            throw new BundleException(
                    wheel.file().toString(), "is for " + String.join(", ", tags) + ", and the bundle has " + supported);
        }
        String required = wheel.metadata().first("Requires-Python");
        if (!VersionSpecifier.fits(required, pythonVersion)) {
            throw new BundleException(
                    wheel.file().toString(), "requires Python " + required + ", and the bundle has " + pythonVersion);
        }
    }

    private SourcePackage origin(Wheel wheel, Path path) throws IOException {
        return new SourcePackage.OfWheel(
                wheel.name().distribution(),
                wheel.name().version(),
                wheel.name().tags().stream().allMatch(tag -> tag.endsWith("-any")) ? "noarch" : architecture,
                wheel.metadata().license(),
                "sha256:" + Sha256.of(new Content.OnDisk(path, Files.size(path)).open()),
                Files.size(path));
    }

    private static List<TreeFile> files(Wheel wheel, SourcePackage origin, InstallScheme scheme, Instant modified)
            throws IOException {
        String root = wheel.pure() ? scheme.pure() : scheme.platform();
        List<TreeFile> files = new ArrayList<>();
        for (Map.Entry<String, Wheel.Entry> entry : wheel.entries().entrySet()) {
            files.add(new TreeFile.Regular(
                    place(wheel, entry.getKey(), root, scheme),
                    origin,
                    entry.getValue().content(),
                    entry.getValue().executable(),
                    modified));
        }
        String distInfo = root + "/" + wheel.distInfo() + "/";
        files.removeIf(file ->
                file.path().equals(distInfo + "INSTALLER") || file.path().equals(distInfo + "REQUESTED"));
        files.add(new TreeFile.Regular(distInfo + "INSTALLER", origin, Content.of("relocpy\n"), false, modified));
        files.add(new TreeFile.Regular(distInfo + "REQUESTED", origin, Content.of(""), false, modified));
        files.add(new TreeFile.Regular(distInfo + "RECORD", origin, Content.of(""), false, modified)); // see RecordStep
        return files;
    }

    /** Path in the root of a file of the wheel: each key below {@code NAME.data} has a directory of its own. */
    private static String place(Wheel wheel, String path, String root, InstallScheme scheme) throws BundleException {
        String[] parts = path.split("/", 3);
        if (!parts[0].endsWith(".data") || !wheel.name().fits(parts[0].replaceFirst("\\.data$", ""))) {
            return root + "/" + path;
        }
        String key = parts.length < 3 ? "" : parts[1];
        return switch (key) {
            case "purelib" -> scheme.pure() + "/" + parts[2];
            case "platlib" -> scheme.platform() + "/" + parts[2];
            case "headers" -> scheme.headers() + "/" + wheel.name().distribution() + "/" + parts[2];
            case "scripts" -> InstallScheme.PROGRAMS + "/" + parts[2];
            case "data" -> InstallScheme.DATA + "/" + parts[2];
            default ->
                throw new BundleException(
                        wheel.file().toString(),
                        path + ": expected purelib, platlib, headers, scripts or data below " + parts[0]);
        };
    }
}
