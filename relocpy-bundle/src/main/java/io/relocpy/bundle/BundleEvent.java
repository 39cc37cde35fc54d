package io.relocpy.bundle;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Progress of {@link Bundle.Builder#write}, sent by the threads that do the work, one event at a time. */
public sealed interface BundleEvent {
    /** The step that the event is about. */
    Step step();

    /** The steps from requests to a bundle, in order. */
    enum Step {
        /** Computes the closure of the requests: which packages. */
        RESOLVE,
        /** Downloads and verifies the package files. */
        FETCH,
        /** Unpacks their files into one virtual root. */
        UNPACK,
        /** Adds what installing the packages would make besides their files; nothing of theirs is run. */
        CONFIGURE,
        /** Checks the caller's wheels and adds their files. */
        WHEELS,
        /** Selects the files that Python can use at run time. */
        SELECT,
        /** Gives each file its path in the bundle. */
        PLACE,
        /** Changes files so that they work at any path. */
        RELOCATE,
        /** Creates the commands in {@code bin/}. */
        LAUNCH,
        /** Compiles modules, if requested. */
        COMPILE,
        /** Writes the wheels' RECORD files to match the finished files. */
        RECORD,
        /** Verifies that nothing is unresolved and nothing leads outside. */
        VERIFY,
        /** Writes the directory or archive, and gives it its name when it is complete. */
        WRITE
    }

    /**
     * A step begins.
     *
     * @param step the step
     */
    record StepStarted(Step step) implements BundleEvent {}

    /**
     * A step has succeeded.
     *
     * @param step the step
     * @param duration how long it took
     * @param summary its result as text, such as {@code 51 packages}
     */
    record StepFinished(Step step, Duration duration, String summary) implements BundleEvent {}

    /**
     * A step has finished with one package.
     *
     * @param step {@link Step#FETCH} or {@link Step#UNPACK}
     * @param packageId name, version and architecture
     * @param bytes of the package file, or of its files when unpacked
     * @param done how many packages the step has finished, including this one
     * @param total how many there are
     */
    record PackageDone(Step step, String packageId, long bytes, int done, int total) implements BundleEvent {}

    /**
     * A step has made progress; sent about ten times a second at most.
     *
     * @param step {@link Step#RESOLVE} while metadata is downloaded, {@link Step#FETCH}, {@link
     *     Step#UNPACK} or {@link Step#WRITE}
     * @param subject what is downloaded; empty if the bytes are those of the whole step
     * @param bytes how many bytes are done: of downloads, of package files, or of the bundle's files
     * @param totalBytes how many there will be; empty while unknown
     */
    record Advanced(Step step, Optional<String> subject, long bytes, OptionalLong totalBytes) implements BundleEvent {}

    /**
     * Something about a repository that the user should look into; an error if the build is {@linkplain
     * Bundle.Builder#strict strict}.
     *
     * @param step where it was found
     * @param subject the repository
     * @param message what was found
     */
    record Warning(Step step, String subject, String message) implements BundleEvent {}

    /**
     * Something that the user may want to know; it does not prevent the bundle.
     *
     * @param step where it was found
     * @param subject file or package
     * @param message what was found
     */
    record Notice(Step step, String subject, String message) implements BundleEvent {}
}
