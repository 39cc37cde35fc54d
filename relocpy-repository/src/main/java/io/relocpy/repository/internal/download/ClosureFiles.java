package io.relocpy.repository.internal.download;

import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The package files of a closure, each downloaded and verified once. Thread-safe.
 *
 * @param <P> what is known of a package
 */
public final class ClosureFiles<P> {
    /** Waiting for servers, not for processors. */
    private static final int PARALLEL_DOWNLOADS = 8;

    private final Map<ClosurePackage, File> files = new LinkedHashMap<>();
    private final Source<P> source;
    private final Presence<P> presence;

    /** Where package files come from. */
    public interface Source<P> {
        /** Downloads and verifies the file of a package. */
        Path fetch(P wanted) throws IOException;
    }

    /** Which package files need not be downloaded. */
    public interface Presence<P> {
        /** Whether the file is on this machine, verified or not. */
        boolean isThere(P wanted) throws IOException;
    }

    private final class File {
        private final String name;
        private final P known;
        private @Nullable Path path;

        File(ClosurePackage of, P known) {
            this.name = of.id();
            this.known = known;
        }

        synchronized Path fetch() throws IOException {
            Path fetched = path;
            if (fetched == null) {
                fetched = Interruption.during("fetching " + name, () -> source.fetch(known));
                path = fetched;
            }
            return fetched;
        }
    }

    /** The files of these packages, of which none has been fetched. */
    public ClosureFiles(Map<ClosurePackage, P> packages, Source<P> source, Presence<P> presence) {
        this.source = source;
        this.presence = presence;
        packages.forEach((each, known) -> files.put(each, new File(each, known)));
    }

    /** All packages, in their order. */
    public List<ClosurePackage> packages() {
        return List.copyOf(files.keySet());
    }

    /** Fetches all files, several at a time, and passes each package on when its file is there. */
    public void fetch(Consumer<? super ClosurePackage> arrived) throws IOException {
        Objects.requireNonNull(arrived, "arrived");
        List<Map.Entry<ClosurePackage, File>> all = new ArrayList<>(files.entrySet());
        Parallel.map(PARALLEL_DOWNLOADS, all, (index, each) -> {
            Path path = each.getValue().fetch();
            arrived.accept(each.getKey());
            return path;
        });
    }

    /**
     * What is known of a package.
     *
     * @throws IllegalArgumentException if it is not one of these
     */
    public P known(ClosurePackage wanted) {
        return file(wanted).known;
    }

    /** Whether the file of a package need not be downloaded. */
    public boolean isThere(ClosurePackage wanted) throws IOException {
        return presence.isThere(file(wanted).known);
    }

    /**
     * The file of a package, which is fetched if that has not happened yet.
     *
     * @throws IllegalArgumentException if it is not one of these
     */
    public Path fetch(ClosurePackage wanted) throws IOException {
        return file(wanted).fetch();
    }

    private File file(ClosurePackage wanted) {
        File file = files.get(Objects.requireNonNull(wanted, "wanted"));
        if (file == null) {
            throw new IllegalArgumentException("expected a package of this closure, found " + wanted);
        }
        return file;
    }
}
