package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.elf.ElfFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps cryptographic libraries working on hosts in FIPS mode, where they check their own bytes first.
 *
 * <p>Fedora's and RHEL's keep an HMAC in a file beside the library: {@code .libcrypto.so.1.1.hmac}, as fipshmac(8)
 * makes it. That file is recomputed if the library was changed. Others, such as OpenSSL 3's {@code fips.so}, contain
 * the HMAC; these are not changed.
 */
final class FipsChecksums {
    private static final Pattern FILE = Pattern.compile("(.*/)\\.([^/]+)\\.hmac");

    private static final Pattern HMAC = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

    /** Published in the sources of the libraries: not a secret, it only detects damage. */
    private static final byte[] KEY = "orboDeJITITejsirpADONivirpUkvarP".getBytes(StandardCharsets.US_ASCII);

    /** Of OpenSSL 3 as Fedora builds it, and of libgcrypt. */
    private static final Set<String> SECTIONS = Set.of(".rodata1", ".note.fdo.integrity");

    private FipsChecksums() {}

    /** The path of the library that a file is the checksum of. */
    static Optional<String> libraryOf(String path) {
        Matcher file = FILE.matcher(path);
        return file.matches() ? Optional.of(file.group(1) + file.group(2)) : Optional.empty();
    }

    /** Whether it contains a checksum of its own bytes. */
    static boolean isInside(ElfFile elf) {
        return elf.sectionHeaders().stream().anyMatch(section -> SECTIONS.contains(section.name()));
    }

    /**
     * The files with updated checksums.
     *
     * @param before all files as they came from their packages
     * @param after the same, changed
     */
    static List<BundleFile> renew(List<BundleFile> before, List<BundleFile> after) throws IOException {
        if (after.stream().noneMatch(file -> libraryOf(file.path()).isPresent())) {
            return after;
        }
        Map<String, BundleFile> originals = new HashMap<>();
        before.forEach(file -> originals.put(file.path(), file));
        BundleTree tree = BundleTree.of(after);
        List<BundleFile> renewed = new ArrayList<>();
        for (BundleFile file : after) {
            Optional<BundleFile.Regular> library = libraryOf(file.path()).flatMap(tree::follow);
            if (file instanceof BundleFile.Regular checksum
                    && library.isPresent()
                    && originals.get(library.get().path()) instanceof BundleFile.Regular original) {
                renewed.add(renew(checksum, original, library.get()));
            } else {
                renewed.add(file);
            }
        }
        return renewed;
    }

    /** Only a checksum that was correct before is updated; any other is left unchanged. */
    private static BundleFile.Regular renew(
            BundleFile.Regular checksum, BundleFile.Regular original, BundleFile.Regular changed) throws IOException {
        String text = checksum.content().text();
        String was = hmac(original.content().buffer());
        String is = hmac(changed.content().buffer());
        if (was.equals(is)
                || HMAC.matcher(text).results().noneMatch(found -> found.group().equals(was))) {
            return checksum;
        }
        return checksum.changed(
                Content.of(text.replace(was, is)),
                FileChange.of(FileChange.Kind.CHECKSUM, RootPath.fileName(changed.path())));
    }

    static String hmac(ByteBuffer bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            mac.update(bytes);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has HmacSHA256", e);
        }
    }
}
