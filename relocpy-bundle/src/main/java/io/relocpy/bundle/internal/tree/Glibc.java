package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import io.relocpy.elf.Notes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The C library of a bundle.
 *
 * @param path of the library in the bundle, links followed
 * @param version such as {@code 2.41}
 * @param minimumKernel oldest Linux it starts on, such as {@code 3.2.0}; null if it does not state one
 */
public record Glibc(String path, String version, @Nullable String minimumKernel) {
    private static final String LIBRARY = "libc.so.6";

    private static final Pattern BANNER = Pattern.compile("GNU C Library [^\\n]*version (\\d+\\.\\d+(?:\\.\\d+)?)");

    /** The first version whose loader supports {@code --argv0}. */
    private static final List<Integer> WITH_ARGV0 = List.of(2, 33);

    /** Finds the library among the placed files and reads its version. */
    public static Glibc of(List<BundleFile> files) throws IOException {
        BundleTree tree = BundleTree.of(files);
        BundleFile.Regular libc = files.stream()
                .filter(file -> RootPath.fileName(file.path()).equals(LIBRARY))
                .flatMap(file -> tree.follow(file.path()).stream())
                .findFirst()
                .orElseThrow(Glibc::missing);
        Optional<Notes.AbiTag> tag = Elf.read(libc).notes().abiTag();
        return new Glibc(
                libc.path(),
                version(libc.path(), libc.content()),
                tag.map(Notes.AbiTag::minimumKernel).orElse(null));
    }

    /** The version of the library in a root. */
    public static String versionIn(VirtualRoot tree) throws IOException {
        for (TreeFile file : tree.files()) {
            if (RootPath.fileName(file.path()).equals(LIBRARY)) {
                Optional<TreeFile.Regular> library = tree.follow(file.path());
                if (library.isPresent()) {
                    return version(file.path(), library.get().content());
                }
            }
        }
        throw missing();
    }

    private static String version(String path, Content library) throws IOException {
        Matcher banner = BANNER.matcher(new String(library.bytes(), StandardCharsets.ISO_8859_1));
        if (!banner.find()) {
            throw new BundleException(path, "does not state its version: is it a C library other than glibc?");
        }
        return banner.group(1);
    }

    private static BundleException missing() {
        return new BundleException(LIBRARY, "is not among the selected files: is it a C library other than glibc?");
    }

    /** Whether its loader supports {@code --argv0}, see {@code ld.so --help}. */
    public boolean hasArgv0() {
        List<Integer> parts =
                Arrays.stream(version.split("\\.")).map(Integer::valueOf).toList();
        return parts.get(0) > WITH_ARGV0.get(0)
                || (parts.get(0).equals(WITH_ARGV0.get(0)) && parts.get(1) >= WITH_ARGV0.get(1));
    }
}
