package io.relocpy.repository;

/**
 * Receives what happens while a {@link Closure} is computed and fetched. Called by the threads that do the work, several at
 * a time; should return quickly, and must not use repositories itself, since the work waits for it. What a method throws ends the work, and is passed on to the caller.
 */
public interface RepositoryListener {
    /** Ignores everything. */
    RepositoryListener NONE = new RepositoryListener() {};

    /** One step of a download. */
    default void onTransfer(TransferEvent event) {}

    /**
     * Something that the user should look into, although the work goes on.
     *
     * @param subject the repository or configuration file
     * @param message what was found, and what happens instead; holds no secret
     */
    default void onWarning(String subject, String message) {}
}
