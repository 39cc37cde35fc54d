package io.relocpy.repository;

import java.net.URI;
import java.util.OptionalLong;

/** A step of a download. Its URL never contains a user name, password or query, so it can be shown. */
public sealed interface TransferEvent {
    /** The URL of the download. */
    URI source();

    /** What is downloaded: metadata or a package. */
    Kind kind();

    /** The kinds of downloads. */
    enum Kind {
        /** Metadata of a repository, its keys, or a list of mirrors. */
        METADATA,
        /** A package file. */
        PACKAGE
    }

    /**
     * The download has started.
     *
     * @param source the URL
     * @param kind metadata or package
     * @param size in bytes; empty if unknown
     * @param present bytes kept from an earlier, interrupted download
     */
    record Started(URI source, Kind kind, OptionalLong size, long present) implements TransferEvent {
        /** Redacts the URL. */
        public Started {
            source = Redaction.uri(source);
        }
    }

    /**
     * More bytes have arrived; reported at most every 100 ms for one download.
     *
     * @param source the URL
     * @param kind metadata or package
     * @param size in bytes; empty if unknown
     * @param present bytes downloaded so far
     */
    record Advanced(URI source, Kind kind, OptionalLong size, long present) implements TransferEvent {
        /** Redacts the URL. */
        public Advanced {
            source = Redaction.uri(source);
        }
    }

    /**
     * The download is complete and correct.
     *
     * @param source the URL
     * @param kind metadata or package
     * @param size in bytes
     */
    record Finished(URI source, Kind kind, long size) implements TransferEvent {
        /** Redacts the URL. */
        public Finished {
            source = Redaction.uri(source);
        }
    }

    /**
     * The download from this URL failed; another one may be tried.
     *
     * @param source the URL
     * @param kind metadata or package
     * @param reason why it failed
     */
    record Failed(URI source, Kind kind, String reason) implements TransferEvent {
        /** Redacts the URL. */
        public Failed {
            source = Redaction.uri(source);
        }
    }
}
