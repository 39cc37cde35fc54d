package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.openpgp.DetachedSignature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which Release file of a suite is used: the one of apt's lists, the one in the cache if it is not too old, else the
 * first good one that a mirror offers; in any case the newest that is known.
 */
final class ReleaseLoader {
    private static final String CLEAR_SIGNED = "InRelease";
    private static final String PLAIN = "Release";
    private static final String SIGNATURE = "Release.gpg";
    private static final byte[] NO_SIGNATURE = {};

    private final Archive archive;
    private final AptSource source;
    private final TrustedSigners signers;
    private final ReleaseChecks checks;
    private final Settings settings;
    private final Warnings warnings;

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

    ReleaseLoader(Archive archive, TrustedSigners signers, ReleaseChecks checks, Settings settings, Warnings warnings) {
        this.archive = archive;
        this.source = archive.source();
        this.signers = signers;
        this.checks = checks;
        this.settings = settings;
        this.warnings = warnings;
    }

    SignedRelease load() throws IOException {
        Optional<SignedRelease> listed = listed();
        Optional<SignedRelease> cached = cached();
        boolean fromLists = listed.isPresent()
                && (cached.isEmpty()
                        || !cached.get()
                                .release()
                                .date()
                                .isAfter(listed.get().release().date()));
        Optional<SignedRelease> known = fromLists ? listed : cached;
        SignedRelease loaded = known.isPresent() && isUsable(known.get(), fromLists) ? known.get() : fresh(known);
        if (loaded.complaint() != null) {
            warnings.add(new RepositoryWarning.NotVerified(source.toString(), loaded.complaint()));
        }
        checks.checkDistribution(loaded.release(), warnings);
        return loaded;
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
                : known(name -> lists.resolve(archive.listsName(name)), Files::isRegularFile);
    }

    /** That in the cache, however old; empty unless it is good. */
    private Optional<SignedRelease> cached() throws IOException {
        return archive.isLocal()
                ? Optional.empty()
                : known(archive::cached, archive.fetcher().cache()::holds);
    }

    /** Finds the file of a name. */
    private interface Finder {
        Path find(String name) throws IOException;
    }

    /** Whether a file is there and may be read. */
    private interface Test {
        boolean holds(Path file) throws IOException;
    }

    private Optional<SignedRelease> known(Finder finder, Test test) throws IOException {
        Optional<SignedRelease> newest = Optional.empty();
        for (String name : List.of(CLEAR_SIGNED, PLAIN)) {
            Path file = finder.find(name);
            Path signature = finder.find(SIGNATURE);
            if (test.holds(file)) {
                try {
                    boolean detached = name.equals(PLAIN) && test.holds(signature);
                    SignedRelease release = read(
                            signers,
                            new SignedRelease.Files(
                                    RegularFile.bytes(file, ReleaseFile.MAX_SIZE),
                                    name.equals(CLEAR_SIGNED),
                                    detached ? RegularFile.bytes(signature, DetachedSignature.MAX_SIZE) : NO_SIGNATURE,
                                    file.toString()));
                    if (newest.isEmpty()
                            || release.release()
                                    .date()
                                    .isAfter(newest.get().release().date())) {
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

    private SignedRelease read(TrustedSigners by, SignedRelease.Files files) throws IOException {
        boolean trusted = source.trusted().orElse(settings.allowInsecure);
        return SignedRelease.read(files, by, trusted, checks.now());
    }

    private SignedRelease fresh(Optional<SignedRelease> known) throws IOException {
        if (archive.fetcher().offline() && !archive.isLocal()) {
            throw new TransferException(source.toString(), "not in the cache, and offline");
        }
        SignedRelease older = null;
        IOException failure = null;
        for (RepositoryUrl base : archive.bases()) {
            try {
                SignedRelease offered = fetch(base, known);
                if (known.isEmpty()
                        || !offered.release()
                                .date()
                                .isBefore(known.get().release().date())) {
                    keep(offered.files());
                    return offered;
                }
                older = offered; // other mirrors may be up to date
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        if (known.isPresent() && older != null) {
            warnings.add(new RepositoryWarning.OlderRelease(
                    source.toString(),
                    known.get().release().date(),
                    older.release().date()));
            return known.get();
        }
        if (known.isPresent() && failure instanceof TransferException) {
            warnings.add(new RepositoryWarning.NotUpdated(source.toString(), String.valueOf(failure.getMessage())));
            return known.get();
        }
        throw failure == null ? new TransferException(source.toString(), "no mirror has it") : failure;
    }

    private SignedRelease fetch(RepositoryUrl base, Optional<SignedRelease> known) throws IOException {
        SignedRelease.Files files = files(base);
        List<String> next = known.isPresent() ? known.get().nextSigners(checks.now()) : List.of();
        SignedRelease offered = read(signers.restrictedTo(source, next), files);
        checks.checkTimes(offered.release(), files.where());
        if (known.isPresent()) {
            checks.checkChange(known.get().release(), offered.release(), files.where(), warnings);
        }
        return offered;
    }

    private SignedRelease.Files files(RepositoryUrl base) throws IOException {
        RepositoryUrl clearSigned = url(base, CLEAR_SIGNED);
        Optional<byte[]> content = archive.fetcher().fetchIfPresent(clearSigned, ReleaseFile.MAX_SIZE);
        if (content.isPresent()) {
            return new SignedRelease.Files(content.get(), true, NO_SIGNATURE, clearSigned.toString());
        }
        RepositoryUrl plain = url(base, PLAIN);
        byte[] main = archive.fetcher().fetchSmall(plain, ReleaseFile.MAX_SIZE);
        byte[] signature = archive.fetcher()
                .fetchIfPresent(url(base, SIGNATURE), DetachedSignature.MAX_SIZE)
                .orElse(NO_SIGNATURE);
        return new SignedRelease.Files(main, false, signature, plain.toString());
    }

    private RepositoryUrl url(RepositoryUrl base, String name) throws FormatException {
        return base.resolve(archive.suiteDirectory() + name, FileKind.METADATA, false);
    }

    private void keep(SignedRelease.Files files) throws IOException {
        if (archive.isLocal()) {
            return;
        }
        DownloadCache cache = archive.fetcher().cache();
        if (files.clearSigned()) {
            cache.write(archive.cached(CLEAR_SIGNED), files.main());
        } else {
            cache.write(archive.cached(SIGNATURE), files.signature());
            cache.write(archive.cached(PLAIN), files.main());
        }
    }
}
