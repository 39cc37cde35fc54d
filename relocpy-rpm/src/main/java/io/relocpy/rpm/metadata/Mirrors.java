package io.relocpy.rpm.metadata;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.internal.names.Variables;
import io.relocpy.rpm.internal.parse.Repomd;
import io.relocpy.rpm.internal.parse.XmlCursor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a mirror list or metalink.
 *
 * @param places base URLs, most preferred first
 * @param alternatives acceptable versions of repomd.xml; empty if any is acceptable
 */
record Mirrors(List<RepositoryUrl> places, List<Expected> alternatives) {
    static final Mirrors NONE = new Mirrors(List.of(), List.of());

    private static final int MAX_PLACES = 100;

    /**
     * A version of repomd.xml; outdated mirrors still have an earlier one.
     *
     * @param size size in bytes; -1 if unknown
     * @param hashes at least one, with different algorithms
     */
    record Expected(long size, List<Checksum> hashes) {
        /** The strongest hash, which is the one that is verified. */
        Checksum strongest() {
            return Collections.max(hashes, Comparator.comparing(Checksum::algorithm));
        }

        boolean matches(byte[] content, String where) {
            return (size < 0 || size == content.length) && matches(content, strongest(), where);
        }

        private static boolean matches(byte[] content, Checksum hash, String where) {
            try {
                Checksums.check(content, hash, where);
                return true;
            } catch (FormatException e) {
                return false;
            }
        }
    }

    /** Parses a mirror list or metalink, skipping URLs with other schemes, such as {@code rsync:}. */
    static Mirrors parse(byte[] content, String where) throws IOException {
        return parse(content, where, Map.of());
    }

    /** As above, with the variables for the URLs in a mirror list. */
    static Mirrors parse(byte[] content, String where, Map<String, String> variables) throws IOException {
        String start = new String(content, 0, Math.min(content.length, 256), StandardCharsets.UTF_8).strip();
        return start.startsWith("<") ? metalink(content, where) : list(content, where, variables);
    }

    /**
     * Removes the mirrors that a list from this source must not name: local files, unless the list is local, and, if
     * the list was downloaded by https, http mirrors, unless their metadata is authenticated otherwise.
     *
     * @param source the URL of the list
     * @param signed whether a signature authenticates the metadata; the checksums in a metalink do, too
     */
    Mirrors from(RepositoryUrl source, boolean signed) {
        boolean vouched = signed || source.isLocal() || !alternatives.isEmpty();
        List<RepositoryUrl> allowed = new ArrayList<>();
        for (RepositoryUrl place : places) {
            if (place.isLocal() ? !source.isLocal() : source.isSecure() && !place.isSecure() && !vouched) {
                Log.of(Mirrors.class).warn("{}: the mirror {} is skipped", source, place);
            } else if (allowed.size() < MAX_PLACES) {
                allowed.add(place);
            }
        }
        return new Mirrors(allowed, alternatives);
    }

    private static Optional<RepositoryUrl> place(String text, String where) {
        try {
            return Optional.of(RepositoryUrl.parse(text, where));
        } catch (FormatException e) {
            Log.of(Mirrors.class).debug("a mirror is skipped: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Mirrors list(byte[] content, String where, Map<String, String> variables) {
        List<RepositoryUrl> places = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                place(Variables.substitute(line, variables), where)
                        .map(RepositoryUrl::asDirectory)
                        .ifPresent(places::add);
            }
        }
        return new Mirrors(places, List.of());
    }

    /** A URL in the metalink and its preference. */
    private record Choice(RepositoryUrl place, long preference) {}

    /** <a href="https://www.metalinker.org/Metalink_3.0_Spec.pdf">Metalink 3</a> as mirror managers write it. */
    private static Mirrors metalink(byte[] content, String where) throws IOException {
        List<Choice> choices = new ArrayList<>();
        List<Expected> alternatives = new ArrayList<>();
        List<Checksum> hashes = new ArrayList<>();
        long size = -1;
        boolean repomd = false;
        try (XmlCursor xml = XmlCursor.open(new ByteArrayInputStream(content), where)) {
            while (xml.next()) {
                String name = xml.name();
                if (!xml.isStart()) {
                    if (name.equals("verification") || name.equals("alternate")) {
                        size = repomd ? flush(alternatives, size, hashes) : -1;
                        hashes.clear();
                    }
                    repomd &= !name.equals("file");
                    continue;
                }
                switch (name) {
                    case "file" -> repomd = xml.attribute("name", "").equals("repomd.xml");
                    case "size" -> size = number(xml.text(), -1);
                    case "hash" -> {
                        String type = xml.required("type");
                        if (Checksum.Algorithm.ofMetadata(type).isPresent()) { // others are possible, but not used
                            hashes.add(Checksum.parse(type, xml.text().strip(), xml.where()));
                        }
                    }
                    case "url" -> {
                        long preference = number(xml.attribute("preference", "0"), 0);
                        String url = xml.text().strip();
                        if (repomd) {
                            place(url, where)
                                    .flatMap(file -> file.directoryOf(Repomd.PATH))
                                    .ifPresent(place -> choices.add(new Choice(place, preference)));
                        }
                    }
                    default -> {
                        // timestamps, publisher and the like
                    }
                }
            }
        }
        if (alternatives.isEmpty()) {
            throw new FormatException(where, "a checksum of repomd.xml", "none");
        }
        choices.sort(Comparator.comparingLong(Choice::preference).reversed());
        return new Mirrors(choices.stream().map(Choice::place).toList(), List.copyOf(alternatives));
    }

    /** Ignores invalid numbers, as librepo does; the checksum is verified in any case. */
    private static long number(String text, long absent) {
        String digits = text.strip();
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : absent;
    }

    private static long flush(List<Expected> alternatives, long size, List<Checksum> hashes) {
        if (!hashes.isEmpty()) {
            alternatives.add(new Expected(size, List.copyOf(hashes)));
            hashes.clear();
        }
        return -1;
    }

    /**
     * Requires repomd.xml to be one of the acceptable versions, if any are listed.
     *
     * @throws VerificationException if the policy does not accept the algorithm of the checksum
     */
    void check(byte[] repomd, VerificationPolicy policy, String where) throws IOException {
        for (Expected expected : alternatives) {
            if (expected.matches(repomd, where)) {
                BrokenChecksums.require(expected.strongest(), policy, where);
                return;
            }
        }
        if (!alternatives.isEmpty()) {
            throw new FormatException(
                    where,
                    "repomd.xml with a checksum from the metalink",
                    Checksums.of(Checksum.Algorithm.SHA_256, repomd).toString());
        }
    }
}
