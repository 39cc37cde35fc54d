package io.relocpy.bundle;

import java.time.Duration;

/** Progress of {@code write}; sent on the thread that does the work, several at a time during fetch and unpack. */
public sealed interface BundleEvent {
    /** The step that this is about. */
    BundleStep step();

    /**
     * A step begins.
     *
     * @param step the step
     */
    record StepStarted(BundleStep step) implements BundleEvent {}

    /**
     * A step has ended well.
     *
     * @param step the step
     * @param duration how long it took
     * @param summary what it came to, in words, such as {@code 51 packages}
     */
    record StepFinished(BundleStep step, Duration duration, String summary) implements BundleEvent {}

    /**
     * A step has done its part of one package.
     *
     * @param step {@link BundleStep#FETCH} or {@link BundleStep#UNPACK}
     * @param packageId name, version and architecture
     * @param bytes of the package file, or of its files when unpacked
     * @param done how many packages the step has done, this one included
     * @param total how many it will do
     */
    record PackageDone(BundleStep step, String packageId, long bytes, int done, int total) implements BundleEvent {}

    /**
     * Some of a step's bytes are done; about ten times a second at most.
     *
     * @param step {@link BundleStep#RESOLVE} while metadata are downloaded, {@link BundleStep#FETCH}, {@link
     *     BundleStep#UNPACK} or {@link BundleStep#WRITE}
     * @param subject what is downloaded; empty when the bytes are those of the whole step
     * @param bytes how many are done: of downloads, of package files, or of the bundle's files
     * @param totalBytes how many there will be; -1 while unknown
     */
    record Advanced(BundleStep step, String subject, long bytes, long totalBytes) implements BundleEvent {}

    /**
     * Something about a repository that the user should see to, and that ends a build that is {@linkplain
     * Bundle.Builder#strict strict}.
     *
     * @param step where it was seen
     * @param subject the repository
     * @param message what was seen, see {@link io.relocpy.rpm.RepositoryWarning}
     */
    record Warning(BundleStep step, String subject, String message) implements BundleEvent {}

    /**
     * Something that the user may want to know, though the bundle is made.
     *
     * @param step where it was seen
     * @param subject file or package
     * @param message what was seen
     */
    record Notice(BundleStep step, String subject, String message) implements BundleEvent {}
}
