package io.relocpy.deb.resolve;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.internal.scripts.MaintainerState;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.PackageReason;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.ClosureFiles;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Packages of {@link DebRepositories}. */
final class DebClosure implements Closure {
    /** Waiting for servers, not for processors. */
    private static final int PARALLEL_DOWNLOADS = 8;

    private final ClosureFiles<Remote> files;
    private final ClosureInputs inputs;
    private final Lockfile lockfile;
    private @Nullable MaintainerState state;

    /**
     * A package and where its file is.
     *
     * @param locked as a lockfile has it
     * @param source that has it
     * @param reason why it is part of the closure
     */
    record Member(Lockfile.LockedPackage locked, PackageSource source, PackageReason reason) {}

    /** A package file, downloaded and verified once, and its control information, read once. */
    private static final class Remote {
        private final Member member;
        private final String architecture;
        private @Nullable Path file;
        private @Nullable Opened opened;

        /**
         * What is kept of a package file.
         *
         * @param file without control files
         * @param outcomes of its scripts
         */
        private record Opened(DebFile file, List<MaintainerState.Outcome> outcomes) {}

        /** @param architecture the native one */
        Remote(Member member, String architecture) {
            this.member = member;
            this.architecture = architecture;
        }

        synchronized Path fetch() throws IOException {
            Path fetched = file;
            if (fetched == null) {
                Lockfile.LockedPackage locked = member.locked;
                fetched = member.source.fetch(locked.filename(), locked.size(), locked.checksum());
                file = fetched;
            }
            return fetched;
        }

        boolean isDownloaded() throws IOException {
            return member.source.isDownloaded(member.locked.filename(), member.locked.checksum());
        }

        DebFile open() throws IOException {
            return opened().file;
        }

        List<MaintainerState.Outcome> outcomes() throws IOException {
            return opened().outcomes;
        }

        private synchronized Opened opened() throws IOException {
            Opened known = opened;
            if (known == null) {
                // what is unpacked is what was fetched and verified, whoever may have written to the file since
                DebFile whole = DebFile.open(fetch(), member.locked.checksum().hex());
                String listed = member.locked.id().toString();
                String found = whole.name() + ":" + whole.architecture() + "=" + whole.version();
                if (!found.equals(listed)) {
                    throw new FormatException(
                            whole.path().toString(), "the package " + listed + " that is listed", found);
                }
                List<MaintainerState.Outcome> outcomes =
                        MaintainerState.Scripts.of(whole).outcomes(architecture);
                known = new Opened(whole.withoutControlFiles(), outcomes);
                opened = known;
            }
            return known;
        }
    }

    /** The closure of a resolution in these sources. */
    static DebClosure of(Resolution resolution, boolean recommends, PackageLists lists, List<PackageSource> sources)
            throws FormatException, VerificationException {
        IdentityHashMap<PackagesOrigin, PackageSource> byOrigin = new IdentityHashMap<>();
        sources.forEach(source -> source.lists().forEach(list -> byOrigin.put(list.origin(), source)));
        List<Member> members = new ArrayList<>();
        Map<String, Lockfile.LockedSource> used = new LinkedHashMap<>();
        for (ResolvedPackage resolved : resolution.packages()) {
            PackageSource source =
                    Objects.requireNonNull(byOrigin.get(resolved.metadata().origin()));
            used.putIfAbsent(source.id(), new Lockfile.LockedSource(source.id(), source.location(), source.keys()));
            members.add(new Member(locked(resolved.metadata(), source), source, reason(resolved.reason())));
        }
        Lockfile lock = new Lockfile(
                resolution.solver(),
                resolution.architectures(),
                resolution.requests(),
                recommends,
                List.copyOf(used.values()),
                members.stream().map(Member::locked).toList());
        String architecture = lock.architectures().get(0);
        List<Remote> remotes =
                members.stream().map(each -> new Remote(each, architecture)).toList();
        return new DebClosure(remotes, lock, lists);
    }

    /**
     * The closure that a lockfile lists, whose packages are downloaded: what they require is in their own control files.
     *
     * @throws RepositoryException if one of its sources is not among the loaded ones
     */
    static DebClosure of(Lockfile lock, SourceLoader.Loaded loaded) throws IOException {
        Map<String, PackageSource> byId = new LinkedHashMap<>();
        loaded.sources().forEach(source -> byId.putIfAbsent(source.id(), source));
        List<Remote> remotes = new ArrayList<>();
        for (Lockfile.LockedPackage locked : lock.packages()) {
            PackageSource source = byId.get(locked.source());
            if (source == null) {
                throw new RepositoryException(
                        locked.id().toString(),
                        "is locked from " + locked.source() + ", which is not among " + loaded.ids());
            }
            Member member = new Member(locked, source, new PackageReason.Locked());
            remotes.add(new Remote(member, lock.architectures().get(0)));
        }
        List<String> stanzas = Parallel.map(PARALLEL_DOWNLOADS, remotes, (index, each) -> each.open()
                .control()
                .toString());
        return new DebClosure(remotes, lock, PackageLists.ofStanzas(lock.architectures(), stanzas));
    }

    private static Lockfile.LockedPackage locked(PackageMetadata metadata, PackageSource source)
            throws FormatException, VerificationException {
        String where = source.id() + ", " + metadata.id();
        String filename = metadata.filename().orElse("");
        if (!Syntax.isFilename(filename)) {
            throw new FormatException(where + ", Filename", "a path below the repository", Redaction.quoted(filename));
        }
        return new Lockfile.LockedPackage(
                metadata.id(),
                source.id(),
                metadata.checksum()
                        .orElseThrow(() -> new VerificationException(
                                where, "listed without a SHA-256; nothing else proves what its file is")),
                metadata.size().orElseThrow(() -> new FormatException(where + ", Size", "a number of bytes", "none")),
                filename,
                PackageOrigin.of(metadata));
    }

    private static PackageReason reason(Reason reason) {
        if (reason instanceof Reason.Requested requested) {
            return new PackageReason.Requested(requested.request());
        }
        if (reason instanceof Reason.Satisfies satisfies) {
            String by = ClosureRelations.name(satisfies.by());
            String dependency = satisfies.dependency().toString();
            return switch (satisfies.field()) {
                case DEPENDS, PRE_DEPENDS -> new PackageReason.Required(by, dependency);
                default -> new PackageReason.Recommended(by, dependency);
            };
        }
        return new PackageReason.Kept();
    }

    private DebClosure(List<Remote> all, Lockfile lock, PackageLists lists) throws FormatException {
        ClosureRelations relations = new ClosureRelations(
                lists.index(),
                lock.packages().stream().map(Lockfile.LockedPackage::id).toList());
        Map<ClosurePackage, Remote> packages = new LinkedHashMap<>();
        SortedMap<String, PackageSource> used = new TreeMap<>();
        for (Remote remote : all) {
            used.put(remote.member.source.id(), remote.member.source);
            packages.put(describe(remote.member, relations), remote);
        }
        files = new ClosureFiles<>(packages, Remote::fetch, Remote::isDownloaded);
        lockfile = lock;
        Map<String, List<String>> keys = new HashMap<>();
        lock.sources().forEach(each -> keys.put(each.id(), each.keys()));
        inputs = new ClosureInputs(
                lock.requests(),
                used.values().stream()
                        .map(each -> new ClosureInputs.Repository(
                                each.id(), each.urls(), keys.getOrDefault(each.id(), List.of())))
                        .toList(),
                lock.text());
    }

    private static ClosurePackage describe(Member member, ClosureRelations relations) throws FormatException {
        Lockfile.LockedPackage locked = member.locked;
        Checksum checksum = locked.checksum();
        try {
            return ClosurePackage.builder(
                            locked.id().name(),
                            locked.id().version().toString(),
                            locked.id().architecture())
                    .repository(member.source.id())
                    .checksum(checksum.toString())
                    .size(locked.size())
                    .reason(member.reason)
                    .requires(relations.requiredBy(locked.id()))
                    .packageUrl(locked.origin().packageUrl(locked.id()))
                    .build();
        } catch (IllegalArgumentException e) { // a version may be longer than a file name
            throw new FormatException(
                    member.source.id(),
                    "a package that can have a directory",
                    locked.id().toString());
        }
    }

    /** With exactly these packages. */
    Lockfile lockfile() {
        return lockfile;
    }

    @Override
    public List<ClosurePackage> packages() {
        return files.packages();
    }

    @Override
    public ClosureInputs inputs() {
        return inputs;
    }

    @Override
    public void fetch(Consumer<? super ClosurePackage> arrived) throws IOException {
        files.fetch(arrived);
    }

    @Override
    public boolean isDownloaded(ClosurePackage wanted) throws IOException {
        return files.isThere(wanted);
    }

    @Override
    public PackageReader open(ClosurePackage wanted) throws IOException {
        return new DebPackageReader(files.known(wanted).open(), state().diversionsOf(wanted));
    }

    @Override
    public InstallationState installationState() throws IOException {
        return state().installation();
    }

    private synchronized MaintainerState state() throws IOException {
        MaintainerState known = state;
        if (known == null) {
            List<ClosurePackage> all = packages();
            List<List<MaintainerState.Outcome>> outcomes =
                    Parallel.map(all, (index, each) -> files.known(each).outcomes());
            Map<ClosurePackage, List<MaintainerState.Outcome>> inOrder = new LinkedHashMap<>();
            for (int i = 0; i < all.size(); i++) {
                inOrder.put(all.get(i), outcomes.get(i));
            }
            known = MaintainerState.of(inOrder);
            state = known;
        }
        return known;
    }
}
