package io.relocpy.bundle;

import java.time.Duration;

/**
 * Progress of {@link Bundle.Builder#write}; sent by the threads that do the work, several at a time while packages are
 * fetched and unpacked.
 */
public sealed interface BundleEvent {
    /** The step that the event is about. */
    BundleStep step();

    /**
     * A step begins.
     *
     * @param step the step
     */
    record StepStarted(BundleStep step) implements BundleEvent {}

    /**
     * A step has succeeded.
     *
     * @param step the step
     * @param duration how long it took
     * @param summary its result as text, such as {@code 51 packages}
     */
    record StepFinished(BundleStep step, Duration duration, String summary) implements BundleEvent {}

    /**
     * A step has finished with one package.
     *
     * @param step {@link BundleStep#FETCH} or {@link BundleStep#UNPACK}
     * @param packageId name, version and architecture
     * @param bytes of the package file, or of its files when unpacked
     * @param done how many packages the step has finished, including this one
     * @param total how many there are
     */
    record PackageDone(BundleStep step, String packageId, long bytes, int done, int total) implements BundleEvent {}

    /**
     * A step has made progress; sent about ten times a second at most.
     *
     * @param step {@link BundleStep#RESOLVE} while metadata is downloaded, {@link BundleStep#FETCH}, {@link
     *     BundleStep#UNPACK} or {@link BundleStep#WRITE}
     * @param subject what is downloaded; empty if the bytes are those of the whole step
     * @param bytes how many bytes are done: of downloads, of package files, or of the bundle's files
     * @param totalBytes how many there will be; -1 while unknown
     */
    record Advanced(BundleStep step, String subject, long bytes, long totalBytes) implements BundleEvent {}

    /**
     * Something about a repository that the user should look into; an error if the build is {@linkplain
     * Bundle.Builder#strict strict}.
     *
     * @param step where it was found
     * @param subject the repository
     * @param message what was found
     */
    record Warning(BundleStep step, String subject, String message) implements BundleEvent {}

    /**
     * Something that the user may want to know; it does not prevent the bundle.
     *
     * @param step where it was found
     * @param subject file or package
     * @param message what was found
     */
    record Notice(BundleStep step, String subject, String message) implements BundleEvent {}
}
