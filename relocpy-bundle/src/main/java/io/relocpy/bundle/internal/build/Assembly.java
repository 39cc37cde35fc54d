package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.build.PlaceStep.Placement;
import io.relocpy.bundle.internal.build.RelocateStep.Relocated;
import io.relocpy.bundle.internal.build.SelectStep.Selection;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.format.Manifest;
import io.relocpy.bundle.internal.format.ReportData;
import io.relocpy.bundle.internal.format.ReportData.Contribution;
import io.relocpy.bundle.internal.format.Sbom;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.TargetPlace;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.verify.HostReferences;
import io.relocpy.bundle.internal.verify.LoaderNotices;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the steps from a request to a bundle: each takes the result of the one before, and none changes an earlier
 * result.
 */
public final class Assembly {
    private static final Map<Pattern, String> DATA_OF_HOSTS = Map.of(
            Pattern.compile(CertificateAuthorities.PATH),
            "certificate authorities",
            Pattern.compile("share/zoneinfo/"),
            "time zones");

    /** See PEP 770. */
    private static final Pattern PART = Pattern.compile(".*\\.dist-info/sboms/.+");

    private final BundleRequest request;
    private final Progress progress;

    public Assembly(BundleRequest request) {
        this.request = request;
        this.progress = new Progress(request.listener());
    }

    /** Makes the bundle. */
    public ReportData write(Target target) throws IOException {
        try {
            return assemble(target);
        } catch (IOException e) {
            throw Failures.worded("building " + target.path(), e);
        }
    }

    /** Only determines the packages. */
    public Closure resolve() throws IOException {
        try {
            return resolve(new TransferProgress(progress));
        } catch (IOException e) {
            throw Failures.worded("resolving", e);
        }
    }

    private Closure resolve(TransferProgress transfers) throws IOException {
        return progress.step(
                Step.RESOLVE,
                () -> CheckedClosure.of(request.repositories().resolve(request.closure(), transfers)),
                result -> {
                    long added = additions(result.inputs().requests());
                    return result.packages().size() + " packages"
                            + (added == 0 ? "" : ", " + added + " requested by default");
                });
    }

    private ReportData assemble(Target target) throws IOException {
        TargetPlace.checkFileSystem(target.path());
        target.checkExisting(request.replaceExisting());
        Preparation prepared = Preparation.of(request, target.path());
        try (WorkingDirectory working = new WorkingDirectory(target.path())) {
            target.checkSignature(prepared.signer() != null, request.replaceExisting());
            TransferProgress transfers = new TransferProgress(progress);
            Closure closure = resolve(transfers);
            List<String> requests = closure.inputs().requests();
            progress.step(
                    Step.FETCH,
                    () -> new FetchStep(transfers).fetch(closure),
                    bytes -> Sizes.text(bytes) + " of packages");
            InstallationState state = closure.installationState();
            Unpacked complete = unpack(closure, state, prepared, working);
            Selection selection = progress.step(
                    Step.SELECT,
                    () -> new SelectStep(
                                    prepared.rules(),
                                    request.python(),
                                    request.closure().requests())
                            .select(complete),
                    result ->
                            result.kept().size() + " files, " + result.dropped().size() + " packages dropped");
            for (String pattern : prepared.rules().unusedPatterns()) {
                progress.notice(Step.SELECT, pattern, "this pattern matches no file");
            }
            Placement placement = progress.step(
                    Step.PLACE,
                    () -> new PlaceStep(prepared.rules(), prepared.scripts(), request.modificationTime())
                            .place(selection),
                    result -> result.files().size() + " files with licences and scripts");
            prepared.scripts().remarks().forEach(each -> progress.notice(Step.PLACE, each.subject(), each.what()));
            if (!prepared.scripts().leftOut().isEmpty()) {
                progress.notice(
                        Step.PLACE,
                        "scripts",
                        "left out: " + String.join(", ", prepared.scripts().leftOut()));
            }
            Layout layout = placement.layout();
            Relocated done = finish(placement, complete.packages(), prepared, working);
            List<BundleFile> finished = done.files();
            BundleIdentity identity = progress.step(
                    Step.VERIFY,
                    () -> new VerifyStep(request.closure().architecture()).verify(finished, layout),
                    result -> "Python " + result.pythonVersion() + ", glibc " + result.glibcVersion());
            List<Contribution> contributions = contributions(complete.packages(), finished);
            List<SourcePackage> contributing = contributions.stream()
                    .filter(each -> each.files() > 0)
                    .map(Contribution::origin)
                    .toList();
            BundledModules modules = BundledModules.of(finished, layout.python());
            Caveats caveats = Caveats.of(finished, layout, modules, contributing);
            caveats.report(progress);
            noteMissingData(finished);
            noteProcessors(identity);
            List<Finding> left = new ArrayList<>(selection.left());
            left.addAll(done.left());
            noteLeft(left);
            new EntryPointCheck(finished).check(request.commands().settings().values(), modules, progress);
            List<BundleFile> described = describe(finished, target, identity, closure.inputs(), contributing, layout);
            List<BundleFile> signed =
                    prepared.signer() == null ? described : prepared.signer().sign(described, layout.modified());
            List<ReportData.ReportedFile> files = ReportData.files(signed);
            List<Finding> notes = notes(signed, left);
            List<InstallationState.Unknown> notDone = notDone(state, contributing);
            long written = progress.step(
                    Step.WRITE,
                    () -> NewLockfile.with(
                            request.closure().lockfile(), closure.inputs().lock(), () -> new WriteStep(
                                            target, request.replaceExisting(), working, progress, prepared.signer())
                                    .write(signed, layout.modified())),
                    Sizes::text);
            return new ReportData(
                    target.path(),
                    identity,
                    requests,
                    contributions,
                    selection.dropped(),
                    caveats.missingImports(),
                    prepared.scripts().leftOut(),
                    caveats.packagesWithoutLicense(),
                    notDone,
                    files,
                    selection.skipped(),
                    notes,
                    closure.inputs().lock(),
                    written,
                    progress.durations());
        }
    }

    /** Those that nobody asked for, to be seen in a report. */
    private long additions(List<String> requests) {
        return requests.stream()
                .filter(request.closure().additions()::contains)
                .filter(each -> !request.closure().requests().contains(each))
                .count();
    }

    /** What was kept names something that was not, or is not where it is expected: one line, since the report has them all. */
    private void noteLeft(List<Finding> left) {
        List<Finding> notes =
                left.stream().filter(each -> each.severity() == Severity.NOTE).toList();
        if (!notes.isEmpty()) {
            long files = notes.stream().map(Finding::path).distinct().count();
            progress.notice(
                    Step.VERIFY,
                    "bundle",
                    files + (files == 1 ? " file names" : " files name")
                            + " paths that do not lead to the bundle's files, see the report; such as " + notes.get(0));
        }
    }

    /** On a host that lacks the same, programs would fail. */
    private void noteMissingData(List<BundleFile> files) {
        DATA_OF_HOSTS.forEach((path, what) -> {
            if (files.stream().noneMatch(file -> path.matcher(file.path()).lookingAt())) {
                progress.notice(Step.VERIFY, "bundle", "has no " + what + " of its own");
            }
        });
    }

    /** What only newer processors have; x86-64-v2 is as old as 2009. */
    private void noteProcessors(BundleIdentity identity) {
        if (identity.cpuLevel() != null && !identity.cpuLevel().equals("x86-64-v2")) {
            progress.notice(
                    Step.VERIFY,
                    "bundle",
                    "runs only on processors of level " + identity.cpuLevel()
                            + "; on others its loader says so and ends");
        }
    }

    /** The files of the packages, what their installation would make, and the wheels beside them. */
    private Unpacked unpack(Closure closure, InstallationState state, Preparation prepared, WorkingDirectory working)
            throws IOException {
        Unpacked unpacked = progress.step(
                Step.UNPACK,
                () -> new UnpackStep(prepared.rules(), working, progress).unpack(closure),
                result -> result.tree().files().size() + " files of possible use");
        Unpacked configured = progress.step(
                Step.CONFIGURE,
                () -> new ConfigureStep().configure(unpacked, state),
                result -> result.tree().files().size() - unpacked.tree().files().size() + " links");
        return progress.step(
                Step.WHEELS,
                () -> new WheelStep(
                                request.wheels(),
                                request.python(),
                                request.closure().architecture(),
                                prepared.rules(),
                                working)
                        .install(configured),
                result -> request.wheels().size() + " wheels");
    }

    /** The placed files with all changes and additions. */
    private Relocated finish(
            Placement placement, List<SourcePackage> packages, Preparation prepared, WorkingDirectory working)
            throws IOException {
        Layout layout = placement.layout();
        Relocated relocated = progress.step(
                Step.RELOCATE,
                () -> new RelocateStep(
                                request.hostLibraries(),
                                working.keepOpen(new ContentStore(working.path().resolve("relocated"))))
                        .relocate(placement),
                result -> changed(result.files()) + " files changed");
        List<BundleFile> launched = progress.step(
                Step.LAUNCH,
                () -> new LaunchStep(prepared.launcher(), request.commands()).launch(relocated.files(), layout),
                files -> commands(files) + " commands");
        List<BundleFile> compiled = progress.step(
                Step.COMPILE,
                () -> new CompileStep(request.bytecode(), working, progress).compile(launched, layout),
                files -> compiled(files) + " compiled modules");
        List<BundleFile> recorded = progress.step(
                Step.RECORD,
                () -> new RecordStep().record(compiled, packages),
                files -> request.wheels().size() + " RECORD files");
        return new Relocated(recorded, relocated.left());
    }

    /** Of the packages that are in the bundle. */
    private static List<InstallationState.Unknown> notDone(InstallationState state, List<SourcePackage> contributing) {
        Set<String> ids = contributing.stream().map(SourcePackage::id).collect(Collectors.toSet());
        return state.unknown().stream()
                .filter(each -> ids.contains(each.by().id()))
                .toList();
    }

    private static List<Finding> notes(List<BundleFile> files, List<Finding> left) throws IOException {
        List<Finding> notes = new ArrayList<>(left);
        Parallel.map(
                        files,
                        (index, file) -> file instanceof BundleFile.Regular regular
                                ? Stream.concat(HostReferences.of(regular).stream(), LoaderNotices.of(regular).stream())
                                        .toList()
                                : List.<Finding>of())
                .forEach(notes::addAll);
        return notes;
    }

    /** The files with those that describe the bundle. */
    private static List<BundleFile> describe(
            List<BundleFile> files,
            Target target,
            BundleIdentity identity,
            ClosureInputs inputs,
            List<SourcePackage> packages,
            Layout layout)
            throws IOException {
        List<BundleFile> all = new ArrayList<>(files);
        all.add(made(BundleLayout.LOCK, Content.of(inputs.lock()), layout, Kind.LOCK));
        all.add(made(
                BundleLayout.SBOM,
                Sbom.of(target.name(), identity, packages, parts(packages, files)),
                layout,
                Kind.BILL_OF_MATERIALS));
        Content manifest = Manifest.of(identity, inputs, layout.libraryDirectories(), packages, all, layout.modified());
        all.add(made(BundleLayout.MANIFEST, manifest, layout, Kind.MANIFEST));
        return all;
    }

    /** The bills of materials that wheels have, which say what was compiled into them. */
    private static Map<SourcePackage, List<BundleFile.Regular>> parts(
            List<SourcePackage> packages, List<BundleFile> files) {
        return packages.stream()
                .filter(SourcePackage.OfWheel.class::isInstance)
                .collect(Collectors.toMap(each -> each, each -> files.stream()
                        .filter(file -> file.origin().equals(each)
                                && PART.matcher(file.path()).matches())
                        .filter(BundleFile.Regular.class::isInstance)
                        .map(BundleFile.Regular.class::cast)
                        .sorted(Comparator.comparing(BundleFile::path))
                        .toList()));
    }

    private static BundleFile made(String path, Content content, Layout layout, Kind reason) {
        return BundleFile.Regular.made(path, content, false, layout.modified(), FileReason.of(reason));
    }

    private static List<Contribution> contributions(List<SourcePackage> packages, List<BundleFile> files) {
        Map<Origin, List<BundleFile>> byOrigin = files.stream().collect(Collectors.groupingBy(BundleFile::origin));
        List<Contribution> contributions = new ArrayList<>();
        for (SourcePackage origin : packages) {
            List<BundleFile> its = byOrigin.getOrDefault(origin, List.of());
            contributions.add(new Contribution(
                    origin, its.size(), its.stream().mapToLong(BundleFile::size).sum()));
        }
        return contributions;
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
