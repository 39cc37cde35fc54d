package io.relocpy.deb.internal.index;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the stanzas of a Packages file one after the other. Not thread-safe. */
final class PackagesReader {
    /** Far more than any package has; the longest of Debian's are some 100 KiB. */
    private static final int MAX_STANZA = 8 << 20;

    private final InputStream in;
    private final String where;
    private final Stanza stanza = new Stanza();
    private byte[] buffer = new byte[1 << 17];
    private int at;
    private int limit;
    private boolean ended;

    /** Of the bytes before the buffer. */
    private long dropped;

    private int stanzaStart;

    PackagesReader(InputStream in, String where) {
        this.in = in;
        this.where = where;
    }

    /** Moves to the next stanza; false at the end. */
    boolean next() throws IOException {
        do {
            while (at < limit && (buffer[at] == '\n' || buffer[at] == '\r')) {
                at++;
            }
        } while (at == limit && fill());
        if (at == limit) {
            return false;
        }
        int end = stanza.parse(buffer, at, limit, ended);
        while (end == Stanza.MORE) {
            stanzaStart = at;
            if (limit - at > MAX_STANZA) {
                throw new FormatException(where(), "a stanza of at most " + MAX_STANZA + " bytes", "a longer one");
            }
            fill();
            end = stanza.parse(buffer, at, limit, ended);
        }
        stanzaStart = at;
        if (end == Stanza.NO_COLON) {
            throw new FormatException(where(), "fields, each with a name and a colon", "a line without a colon");
        }
        at = end;
        return true;
    }

    /** Reads more behind what is not used up yet, which moves to the buffer's start. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            dropped += at;
            limit -= at;
            at = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.readNBytes(buffer, limit, buffer.length - limit);
        limit += read;
        ended = read == 0;
        return !ended;
    }

    /** The fields; valid until the next call of {@link #next}. */
    Stanza stanza() {
        return stanza;
    }

    /** For messages: the file, and where the stanza starts. */
    String where() {
        return where + ", stanza at byte " + (dropped + stanzaStart);
    }
}
