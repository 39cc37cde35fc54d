package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.download.MissingFileException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.repository.internal.text.NonEmpty;
import io.relocpy.repository.openpgp.DetachedSignature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which Release file of a suite is used: the one of apt's lists, the one in the cache if it is not too old, else the
 * first good one that a mirror offers; in any case the newest that is known.
 */
final class ReleaseLoader {
    private static final String CLEAR_SIGNED = "InRelease";
    private static final String PLAIN = "Release";
    private static final String SIGNATURE = "Release.gpg";
    private static final String VERIFIED = "verified-";
    private static final String CACHE = "cache";
    private static final byte[] NO_SIGNATURE = {};

    private final Archive archive;
    private final AptSource source;
    private final TrustedSigners signers;
    private final ReleaseChecks checks;
    private final Settings settings;
    private final Warnings<RepositoryWarning> warnings;
    private final VerifiedReleases verified;

    /**
     * The caller's choices.
     *
     * @param lists apt's lists; null for none
     * @param expire age from which that in the cache is not used without asking
     */
    record Settings(
            boolean refresh,
            boolean allowInsecure,
            @Nullable Path lists,
            Duration expire) {}

    ReleaseLoader(
            Archive archive,
            TrustedSigners signers,
            ReleaseChecks checks,
            Settings settings,
            Warnings<RepositoryWarning> warnings) {
        this.archive = archive;
        this.source = archive.source();
        this.signers = signers;
        this.checks = checks;
        this.settings = settings;
        this.warnings = warnings;
        this.verified = new VerifiedReleases(archive, signers);
    }

    SignedRelease load() throws IOException {
        Optional<SignedRelease> listed = listed();
        Optional<SignedRelease> cached = cached();
        boolean fromLists = listed.isPresent() && (cached.isEmpty() || !isOlder(listed.get(), cached.get()));
        Optional<SignedRelease> known = fromLists ? listed : cached;
        SignedRelease loaded = known.isPresent() && isUsable(known.get(), fromLists) ? known.get() : fresh(known);
        VerificationException complaint = loaded.complaint();
        if (complaint != null) {
            warnings.add(new RepositoryWarning.NotVerified(source.toString(), String.valueOf(complaint.getMessage())));
        }
        if (loaded.release().date().isEmpty()) {
            warnings.add(new RepositoryWarning.InvalidDate(
                    source.toString(), NonEmpty.of(loaded.release().field("Date"))));
        }
        checks.checkDistribution(loaded.release(), warnings);
        return loaded;
    }

    private static boolean isOlder(SignedRelease one, SignedRelease other) {
        return one.release().dateOrFirst().isBefore(other.release().dateOrFirst());
    }

    /** Whether its signature is good or need not be. */
    private boolean isAccepted(SignedRelease release) {
        return release.complaint() == null || source.trusted().orElse(settings.allowInsecure);
    }

    /** Whether no server has to be asked for a newer one. */
    private boolean isUsable(SignedRelease known, boolean fromLists) throws IOException {
        if (archive.fetcher().offline()) {
            return true;
        }
        if (settings.refresh || !(fromLists || isFresh(known))) {
            return false;
        }
        try {
            checks.checkTimes(known.release(), known.files().where());
            return true;
        } catch (VerificationException e) {
            return false;
        }
    }

    private boolean isFresh(SignedRelease cached) throws IOException {
        Path file = archive.cached(cached.files().clearSigned() ? CLEAR_SIGNED : PLAIN);
        Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
        return !age.isNegative() && age.compareTo(settings.expire) < 0;
    }

    /** That of apt's lists; empty unless it is good. */
    private Optional<SignedRelease> listed() throws IOException {
        Path lists = settings.lists;
        return lists == null || archive.isLocal()
                ? Optional.empty()
                : known("lists", name -> lists.resolve(archive.listsName(name)), Files::isRegularFile);
    }

    /** That in the cache, however old; empty unless it is good. */
    private Optional<SignedRelease> cached() throws IOException {
        return archive.isLocal()
                ? Optional.empty()
                : known(CACHE, archive::cached, archive.fetcher().cache()::holds);
    }

    /** Finds the file of a name. */
    private interface Finder {
        Path find(String name) throws IOException;
    }

    /** Whether a file is there and may be read. */
    private interface Test {
        boolean holds(Path file) throws IOException;
    }

    private Optional<SignedRelease> known(String kind, Finder finder, Test test) throws IOException {
        Optional<SignedRelease> newest = Optional.empty();
        for (String name : List.of(CLEAR_SIGNED, PLAIN)) {
            Path file = finder.find(name);
            Path signature = finder.find(SIGNATURE);
            if (test.holds(file)) {
                try {
                    boolean detached = name.equals(PLAIN) && test.holds(signature);
                    SignedRelease release = read(
                            new SignedRelease.Files(
                                    RegularFile.bytes(file, ReleaseFile.MAX_SIZE),
                                    name.equals(CLEAR_SIGNED),
                                    detached ? RegularFile.bytes(signature, DetachedSignature.MAX_SIZE) : NO_SIGNATURE,
                                    file.toString(),
                                    Optional.empty()),
                            VERIFIED + kind + "-" + name);
                    if (isAccepted(release) && (newest.isEmpty() || isOlder(newest.get(), release))) {
                        newest = Optional.of(release);
                    }
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException e) {
                    Log.of(ReleaseLoader.class).debug("{}: {} is not used: {}", source, file, e.getMessage());
                }
            }
        }
        return newest;
    }

    /** Verifies it, unless that was done before. */
    private SignedRelease read(SignedRelease.Files files, String name) throws IOException {
        Optional<List<String>> before = verified.signersOf(files, name);
        if (before.isPresent()) {
            return SignedRelease.readVerified(files, before.get());
        }
        SignedRelease release = SignedRelease.read(files, signers, checks.now());
        verified.remember(files, release.signers(), name);
        return release;
    }

    private SignedRelease fresh(Optional<SignedRelease> known) throws IOException {
        if (archive.fetcher().offline() && !archive.isLocal()) {
            throw new TransferException(source.toString(), "not in the cache, and offline");
        }
        Offers offers = new Offers(known);
        for (String name : List.of(CLEAR_SIGNED, PLAIN)) {
            for (RepositoryUrl base : archive.bases()) {
                Optional<SignedRelease> good = offers.take(base, name);
                if (good.isPresent()) {
                    return good.get();
                }
            }
            if (!offers.isLacking()) { // Release does not replace an InRelease that is bad
                break;
            }
        }
        return offers.former();
    }

    /** What the mirrors offer. */
    private final class Offers {
        private final Optional<SignedRelease> known;
        private @Nullable SignedRelease older;
        private @Nullable IOException missing;
        /** Bad news. */
        private @Nullable IOException refused;
        /** No news, for which apt goes on with what it has. */
        private @Nullable IOException missed;

        private boolean unsigned;

        Offers(Optional<SignedRelease> known) {
            this.known = known;
        }

        /** That of a mirror if it is good and the newest. */
        Optional<SignedRelease> take(RepositoryUrl base, String name) throws IOException {
            try {
                List<String> next = known.isPresent() ? known.get().nextSigners(checks.now()) : List.of();
                SignedRelease offered = SignedRelease.read(files(base, name), signers.restrictedTo(next), checks.now());
                if (!isAccepted(offered)) {
                    unsigned = true;
                    missed = chain(missed, Objects.requireNonNull(offered.complaint()));
                    return Optional.empty();
                }
                check(offered);
                if (known.isEmpty() || !isOlder(offered, known.get())) {
                    keep(offered);
                    return Optional.of(offered);
                }
                older = offered; // other mirrors may be up to date
            } catch (InterruptedIOException e) {
                throw e;
            } catch (MissingFileException e) {
                missing = chain(missing, e);
            } catch (TransferException e) {
                missed = chain(missed, e);
            } catch (IOException e) {
                refused = chain(refused, e);
            }
            return Optional.empty();
        }

        private void check(SignedRelease offered) throws IOException {
            String where = offered.files().where();
            checks.checkTimes(offered.release(), where);
            if (known.isPresent()) {
                checks.checkChange(known.get().release(), offered.release(), where, warnings);
            }
        }

        /** Whether a mirror does not have the file, and none has one that is not good. */
        boolean isLacking() {
            return missing != null && older == null && refused == null && !unsigned;
        }

        /** The known one, with the reason why; an exception if there is none, or the news are bad. */
        SignedRelease former() throws IOException {
            if (known.isPresent() && older != null) {
                warnings.add(new RepositoryWarning.OlderRelease(
                        source.toString(),
                        known.get().release().dateOrFirst(),
                        older.release().dateOrFirst()));
                return known.get();
            }
            if (known.isPresent() && missed != null && refused == null) {
                warnings.add(new RepositoryWarning.NotUpdated(source.toString(), String.valueOf(missed.getMessage())));
                return known.get();
            }
            throw Stream.of(Optional.ofNullable(refused), Optional.ofNullable(missed), Optional.ofNullable(missing))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseGet(() -> new TransferException(source.toString(), "no mirror has it"));
        }

        private static IOException chain(@Nullable IOException before, IOException failure) {
            if (before != null) {
                failure.addSuppressed(before);
            }
            return failure;
        }
    }

    private SignedRelease.Files files(RepositoryUrl base, String name) throws IOException {
        RepositoryUrl url = url(base, name);
        byte[] main = archive.fetcher().fetchSmall(url, ReleaseFile.MAX_SIZE);
        boolean clearSigned = name.equals(CLEAR_SIGNED);
        byte[] signature = clearSigned
                ? NO_SIGNATURE
                : archive.fetcher()
                        .fetchIfPresent(url(base, SIGNATURE), DetachedSignature.MAX_SIZE)
                        .orElse(NO_SIGNATURE);
        return new SignedRelease.Files(main, clearSigned, signature, url.toString(), Optional.of(base));
    }

    private RepositoryUrl url(RepositoryUrl base, String name) throws FormatException {
        return base.resolve(archive.suiteDirectory() + name, FileKind.METADATA, false);
    }

    private void keep(SignedRelease offered) throws IOException {
        if (archive.isLocal()) {
            return;
        }
        SignedRelease.Files files = offered.files();
        DownloadCache cache = archive.fetcher().cache();
        String name = files.clearSigned() ? CLEAR_SIGNED : PLAIN;
        if (!files.clearSigned()) {
            cache.write(archive.cached(SIGNATURE), files.signature());
        }
        cache.write(archive.cached(name), files.main());
        verified.remember(files, offered.signers(), VERIFIED + CACHE + "-" + name);
    }
}
