package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Files of packages that one database is made of: bounds their size, and tells what of them is ignored. */
final class Declarations {
    /** Notes for one file. */
    private static final int SHOWN = 10;

    private final long maxSize;
    private final String ignored;
    private final List<Finding> notes;
    private long size;

    /**
     * @param maxSize of all files together, in bytes
     * @param ignored what a note says of a file, before the reason
     * @param notes where they are added
     */
    Declarations(long maxSize, String ignored, List<Finding> notes) {
        this.maxSize = maxSize;
        this.ignored = ignored;
        this.notes = notes;
    }

    /** Adds one file to the database. */
    interface Adding {
        /**
         * Adds it.
         *
         * @param part is told of each part that is ignored
         * @throws FormatException if the rest of the file is ignored
         */
        void add(BundleFile.Regular file, Consumer<FormatException> part) throws IOException;
    }

    /** Adds the files, as far as they are no more than fits. */
    void addAll(List<BundleFile.Regular> files, Adding adding) throws IOException {
        for (BundleFile.Regular file : files) {
            int before = notes.size();
            int[] more = new int[1];
            Consumer<FormatException> part = fault -> {
                if (notes.size() - before < SHOWN) {
                    notes.add(note(file, String.valueOf(fault.getMessage())));
                } else {
                    more[0]++;
                }
            };
            try {
                if (file.size() > maxSize - size) {
                    throw new FormatException(
                            file.path(), "at most " + maxSize + " bytes with the files before", "more");
                }
                size += file.size();
                adding.add(file, part);
            } catch (FormatException e) {
                part.accept(e);
            }
            if (more[0] > 0) {
                notes.add(note(file, more[0] + " more for such reasons"));
            }
        }
    }

    private Finding note(BundleFile file, String reason) {
        return Findings.note(Check.FILE, file.path(), ignored + ": " + reason);
    }
}
