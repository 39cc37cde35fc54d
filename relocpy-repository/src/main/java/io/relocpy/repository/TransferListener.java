package io.relocpy.repository;

/** Receives the events of downloads. Called by the downloading threads, possibly by several at the same time. */
@FunctionalInterface
public interface TransferListener {
    /** Ignores all events. */
    TransferListener NONE = event -> {};

    /**
     * Called for each step of a download; must return quickly. What it throws ends the work, and is thrown by the method that
     * does it.
     */
    void onEvent(TransferEvent event);
}
