package io.relocpy.repository;

import java.net.URI;

/** One step of a download. Its URL has no user name, password and query: it is for people to see. */
public sealed interface TransferEvent {
    /** What is downloaded. */
    URI source();

    /** Whether it is metadata or a package. */
    Kind kind();

    /** What a transfer is of. */
    enum Kind {
        /** Metadata of a repository, its keys and lists of mirrors. */
        METADATA,
        /** A package file. */
        PACKAGE
    }

    /**
     * The download begins.
     *
     * @param source what is downloaded
     * @param kind whether it is metadata or a package
     * @param size its bytes; -1 while unknown
     * @param present bytes that an earlier, interrupted download left
     */
    record Started(URI source, Kind kind, long size, long present) implements TransferEvent {
        /** Leaves out what is not to be seen. */
        public Started {
            source = Redaction.uri(source);
        }
    }

    /**
     * Some of it has come; at most every 100 ms for one download.
     *
     * @param source what is downloaded
     * @param kind whether it is metadata or a package
     * @param size its bytes; -1 while unknown
     * @param present bytes that are there by now
     */
    record Advanced(URI source, Kind kind, long size, long present) implements TransferEvent {
        /** Leaves out what is not to be seen. */
        public Advanced {
            source = Redaction.uri(source);
        }
    }

    /**
     * It is there and is what it should be.
     *
     * @param source what was downloaded
     * @param kind whether it is metadata or a package
     * @param size its bytes
     */
    record Finished(URI source, Kind kind, long size) implements TransferEvent {
        /** Leaves out what is not to be seen. */
        public Finished {
            source = Redaction.uri(source);
        }
    }

    /**
     * It did not come from this place; another may follow.
     *
     * @param source what was asked for
     * @param kind whether it is metadata or a package
     * @param reason in words
     */
    record Failed(URI source, Kind kind, String reason) implements TransferEvent {
        /** Leaves out what is not to be seen. */
        public Failed {
            source = Redaction.uri(source);
        }
    }
}
