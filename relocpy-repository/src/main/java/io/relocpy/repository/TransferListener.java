package io.relocpy.repository;

/** Hears of downloads; called by the threads that download, several at a time. */
@FunctionalInterface
public interface TransferListener {
    /** Hears of nothing. */
    TransferListener NONE = event -> {};

    /** One step happened; must return soon. */
    void onEvent(TransferEvent event);
}
