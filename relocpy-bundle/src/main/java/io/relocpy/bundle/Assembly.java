package io.relocpy.bundle;

import io.relocpy.bundle.BundleReport.IncludedPackage;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.PlaceStep.Placement;
import io.relocpy.bundle.SelectStep.Selection;
import io.relocpy.bundle.UnpackStep.Unpacked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one road from requests to a bundle: each step takes what the one before made, and nothing reaches back. */
final class Assembly {
    private final Bundle.Builder options;

    Assembly(Bundle.Builder options) {
        this.options = options;
    }

    BundleReport write(Path path) throws IOException {
        Target target = Target.of(path, options.replaceExisting);
        BundleSigner signer = options.signingKey == null ? null : new BundleSigner(options.signingKey);
        Scripts scripts = Scripts.read(options.scripts);
        Launcher launcher = options.shellLaunchers
                ? new ShellLauncher(options.architecture)
                : LauncherTemplate.forArchitecture(options.architecture);
        FileRules rules = new FileRules(options.excluded, options.included, options.executables);
        Progress progress = new Progress(options.listener);
        PackageSource source = new RpmPackageSource(options, progress);
        try (WorkingDirectory working = new WorkingDirectory(path)) {
            WriteStep.checkSignature(target, signer);
            List<SourcePackage> closure = progress.step(
                    BundleStep.RESOLVE,
                    () -> source.resolve(requests(), metadataWatch(progress)),
                    packages -> packages.size() + " packages");
            progress.step(
                    BundleStep.FETCH,
                    () -> new FetchStep(source, progress).fetch(closure),
                    bytes -> Sizes.text(bytes) + " of packages");
            Unpacked unpacked = progress.step(
                    BundleStep.UNPACK,
                    () -> new UnpackStep(source, rules, working, progress).unpack(closure),
                    result -> result.tree().files().size() + " files of possible use");
            Unpacked complete = progress.step(
                    BundleStep.WHEELS,
                    () -> new WheelStep(options.wheels, options.python, options.architecture, rules, working)
                            .install(unpacked),
                    result -> options.wheels.size() + " wheels");
            Selection selection = progress.step(
                    BundleStep.SELECT,
                    () -> new SelectStep(rules, options.python).select(complete),
                    result ->
                            result.kept().size() + " files, " + result.dropped().size() + " packages dropped");
            Placement placement = progress.step(
                    BundleStep.PLACE,
                    () -> new PlaceStep(rules, scripts, options.modificationTime).place(selection),
                    result -> result.files().size() + " files with licences and scripts");
            List<BundleFile> relocated = progress.step(
                    BundleStep.RELOCATE,
                    () -> new RelocateStep(options.hostLibraries).relocate(placement),
                    files -> changed(files) + " files changed");
            List<BundleFile> launched = progress.step(
                    BundleStep.LAUNCH,
                    () -> new LaunchStep(launcher, options.environment).launch(relocated, placement),
                    files -> commands(files) + " commands");
            List<BundleFile> compiled = progress.step(
                    BundleStep.COMPILE,
                    () -> new CompileStep(options.bytecode, working, progress).compile(launched, placement),
                    files -> compiled(files) + " compiled modules");
            List<BundleFile> recorded = progress.step(
                    BundleStep.RECORD,
                    () -> new RecordStep().record(compiled, complete.packages()),
                    files -> options.wheels.size() + " RECORD files");
            BundleIdentity identity = progress.step(
                    BundleStep.VERIFY,
                    () -> new VerifyStep(options.architecture).verify(recorded, placement, closure),
                    result -> "Python " + result.pythonVersion() + ", glibc " + result.glibcVersion());
            List<IncludedPackage> included = included(complete.packages(), recorded);
            List<SourcePackage> contributing = contributing(complete.packages(), included);
            Caveats caveats = Caveats.of(recorded, placement, contributing);
            caveats.tell(progress);
            List<BundleFile> unsigned = withDescription(
                    target.topDirectory(), identity, source.inputs(), contributing, recorded, placement);
            List<BundleFile> described = signer == null ? unsigned : signer.sign(unsigned, placement.modified());
            long written = progress.step(
                    BundleStep.WRITE,
                    () -> new WriteStep(target, working, progress, signer).write(described, placement.modified()),
                    Sizes::text);
            return new BundleReport(
                    path,
                    identity.architecture(),
                    identity.pythonVersion(),
                    identity.glibcVersion(),
                    identity.minimumKernel(),
                    identity.cpuLevel(),
                    included,
                    selection.dropped(),
                    caveats.missingImports(),
                    caveats.packagesWithoutLicense(),
                    described.size(),
                    described.stream().mapToLong(BundleFile::size).sum(),
                    written,
                    progress.durations(),
                    new BundleDetails(
                            requests(),
                            BundleDetails.closure(complete.packages()),
                            BundleDetails.files(described),
                            selection.passedOver(),
                            notes(described),
                            source.inputs().lock()));
        }
    }

    private static PackageSource.TransferWatch metadataWatch(Progress progress) {
        return (file, bytes, total) -> progress.advance(BundleStep.RESOLVE, file, bytes, total);
    }

    private static List<Finding> notes(List<BundleFile> files) throws IOException {
        return Parallel.map(
                        files,
                        (index, file) -> file instanceof BundleFile.Regular regular
                                ? Stream.concat(HostReferences.of(regular).stream(), LoaderNotices.of(regular).stream())
                                        .toList()
                                : List.<Finding>of())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<String> requests() {
        List<String> requests = new ArrayList<>(List.of(options.python));
        requests.addAll(options.modules);
        return requests;
    }

    private static List<BundleFile> withDescription(
            String name,
            BundleIdentity identity,
            BuildInputs inputs,
            List<SourcePackage> packages,
            List<BundleFile> files,
            Placement placement)
            throws IOException {
        List<BundleFile> all = new ArrayList<>(files);
        all.add(BundleFile.Regular.made(
                BundleLayout.LOCK,
                Content.of(inputs.lock()),
                false,
                placement.modified(),
                "the packages to make the same bundle of"));
        all.add(BundleFile.Regular.made(
                BundleLayout.SBOM,
                Sbom.of(name, identity, packages),
                false,
                placement.modified(),
                "bill of materials"));
        all.add(BundleFile.Regular.made(
                BundleLayout.MANIFEST,
                Manifest.of(identity, inputs, placement.libraryDirectories(), packages, all, placement.modified()),
                false,
                placement.modified(),
                "what the bundle consists of"));
        return all;
    }

    private static List<IncludedPackage> included(List<SourcePackage> closure, List<BundleFile> files) {
        Map<String, List<BundleFile>> byOrigin = files.stream().collect(Collectors.groupingBy(BundleFile::origin));
        List<IncludedPackage> included = new ArrayList<>();
        for (SourcePackage origin : closure) {
            List<BundleFile> its = byOrigin.getOrDefault(origin.id(), List.of());
            if (!its.isEmpty()) {
                included.add(new IncludedPackage(
                        origin.id(),
                        origin.license(),
                        origin.repository(),
                        origin.reason(),
                        its.size(),
                        its.stream().mapToLong(BundleFile::size).sum()));
            }
        }
        return included;
    }

    private static List<SourcePackage> contributing(List<SourcePackage> closure, List<IncludedPackage> included) {
        List<String> ids = included.stream().map(IncludedPackage::id).toList();
        return closure.stream().filter(origin -> ids.contains(origin.id())).toList();
    }

    private static long changed(List<BundleFile> files) {
        return files.stream()
                .filter(file -> file instanceof BundleFile.Regular regular
                        && !regular.changes().isEmpty())
                .count();
    }

    private static long commands(List<BundleFile> files) {
        return files.stream()
                .filter(file -> file.path().startsWith(BundleLayout.COMMANDS))
                .count();
    }

    private static long compiled(List<BundleFile> files) {
        return files.stream().filter(file -> file.path().endsWith(".pyc")).count();
    }
}
