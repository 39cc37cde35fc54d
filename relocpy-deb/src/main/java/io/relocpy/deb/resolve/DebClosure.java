package io.relocpy.deb.resolve;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.internal.scripts.MaintainerState;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.PackageReason;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.internal.download.ClosureFiles;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.util.ArrayList;
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
    private final ClosureFiles<Member> files;
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

    /** The closure of a resolution in these sources. */
    static DebClosure of(Resolution resolution, boolean recommends, PackageLists lists, List<PackageSource> sources)
            throws FormatException {
        IdentityHashMap<PackagesOrigin, PackageSource> byOrigin = new IdentityHashMap<>();
        sources.forEach(source -> source.lists().forEach(list -> byOrigin.put(list.origin(), source)));
        List<Member> members = new ArrayList<>();
        Map<String, Lockfile.LockedSource> used = new LinkedHashMap<>();
        for (ResolvedPackage resolved : resolution.packages()) {
            PackageSource source =
                    Objects.requireNonNull(byOrigin.get(resolved.metadata().origin()));
            used.putIfAbsent(source.id(), new Lockfile.LockedSource(source.id(), source.location()));
            members.add(new Member(locked(resolved.metadata(), source), source, reason(resolved.reason())));
        }
        Lockfile lock = new Lockfile(
                resolution.solver(),
                resolution.architectures(),
                resolution.requests(),
                recommends,
                List.copyOf(used.values()),
                members.stream().map(Member::locked).toList());
        return new DebClosure(members, lock, lists);
    }

    /**
     * The closure that a lockfile lists.
     *
     * @throws RepositoryException if one of its sources is not among these
     */
    static DebClosure of(Lockfile lock, PackageLists lists, List<PackageSource> sources) throws IOException {
        Map<String, PackageSource> byId = new LinkedHashMap<>();
        sources.forEach(source -> byId.putIfAbsent(source.id(), source));
        List<Member> members = new ArrayList<>();
        for (Lockfile.LockedPackage locked : lock.packages()) {
            PackageSource source = byId.get(locked.source());
            if (source == null) {
                throw new RepositoryException(
                        locked.id().toString(),
                        "is locked from " + locked.source() + ", which is not among " + byId.keySet());
            }
            members.add(new Member(locked, source, new PackageReason.Locked()));
        }
        return new DebClosure(members, lock, lists);
    }

    private static Lockfile.LockedPackage locked(PackageMetadata metadata, PackageSource source)
            throws FormatException {
        String where = source.id() + ", " + metadata.id();
        return new Lockfile.LockedPackage(
                metadata.id(),
                source.id(),
                metadata.checksum().orElseThrow(() -> new FormatException(where, "the field SHA256", "none")),
                metadata.size().orElse(-1),
                metadata.filename().orElse(""),
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

    private DebClosure(List<Member> members, Lockfile lock, PackageLists lists) throws FormatException {
        ClosureRelations relations = new ClosureRelations(
                lists.index(), members.stream().map(each -> each.locked.id()).toList());
        Map<ClosurePackage, Member> packages = new LinkedHashMap<>();
        SortedMap<String, PackageSource> used = new TreeMap<>();
        for (Member member : members) {
            used.put(member.source.id(), member.source);
            packages.put(describe(member, relations), member);
        }
        files = new ClosureFiles<>(
                packages,
                member ->
                        member.source.fetch(member.locked.filename(), member.locked.size(), member.locked.checksum()));
        lockfile = lock;
        inputs = new ClosureInputs(
                lock.requests(),
                used.values().stream()
                        .map(each -> new ClosureInputs.Repository(each.id(), each.urls(), each.keys()))
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
    public PackageReader open(ClosurePackage wanted) throws IOException {
        return new DebPackageReader(file(wanted), state().diversionsOf(wanted));
    }

    private DebFile file(ClosurePackage wanted) throws IOException {
        // what is unpacked is what was fetched and verified, whoever may have written to the file since
        return DebFile.open(
                files.fetch(wanted), files.known(wanted).locked.checksum().hex());
    }

    @Override
    public InstallationState installationState() throws IOException {
        return state().installation();
    }

    private synchronized MaintainerState state() throws IOException {
        MaintainerState known = state;
        if (known == null) {
            List<MaintainerState.Scripts> scripts =
                    Parallel.map(packages(), (index, each) -> MaintainerState.Scripts.of(each, file(each)));
            known = MaintainerState.of(scripts, lockfile.architectures().get(0));
            state = known;
        }
        return known;
    }
}
