package io.relocpy.repository.internal.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Decompresses .xz files, with all of their checks. The library's decoder is used for what packages and indexes do not have:
 * filters other than LZMA2. Not thread-safe.
 *
 * @see <a href="https://tukaani.org/xz/xz-file-format.txt">The .xz file format</a>
 */
public final class XzStream extends BlockStream {
    private static final byte[] MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final byte[] FOOTER_MAGIC = {'Y', 'Z'};
    private static final int STREAM_HEADER = 12;
    private static final int MAX_BLOCK_HEADER = 1024;
    private static final int LZMA2 = 0x21;
    private static final int MAX_DICTIONARY_BITS = 40;

    private final BufferedInputStream in;
    private final int memoryLimitKib;
    private final boolean several;
    private final byte[] header = new byte[MAX_BLOCK_HEADER];
    private int checkType;
    private @Nullable Block block;
    private @Nullable LzmaChunks decoder;
    private BlockSizes written = new BlockSizes();
    private boolean ended;

    private XzStream(BufferedInputStream in, int memoryLimitKib, boolean several) {
        this.in = in;
        this.memoryLimitKib = memoryLimitKib;
        this.several = several;
    }

    /**
     * Opens a file.
     *
     * @param memoryLimitKib of the dictionary
     * @param several whether streams that follow the first are read, too
     */
    public static InputStream open(BufferedInputStream in, int memoryLimitKib, boolean several) throws IOException {
        in.mark(STREAM_HEADER + MAX_BLOCK_HEADER);
        XzStream stream = new XzStream(in, memoryLimitKib, several);
        stream.readStreamHeader();
        if (stream.startBlock()) {
            return stream;
        }
        in.reset();
        return several ? new XZInputStream(in, memoryLimitKib) : new SingleXZInputStream(in, memoryLimitKib);
    }

    /** The sizes of a stream's blocks, of which a digest is kept, since there can be millions. */
    private static final class BlockSizes {
        private final MessageDigest digest = sha256();
        private final byte[] sizes = new byte[2 * Long.BYTES];
        private long count;

        void add(long unpadded, long uncompressed) {
            ByteBuffer.wrap(sizes).putLong(unpadded).putLong(uncompressed);
            digest.update(sizes);
            count++;
        }

        boolean isSame(BlockSizes other) {
            return count == other.count && Arrays.equals(digest.digest(), other.digest.digest());
        }
    }

    /** A block that is being read. */
    private static final class Block {
        private final LzmaChunks chunks;
        private final int headerSize;
        private final long compressed;
        private final long uncompressed;
        private final Check check;
        private long size;
        private int at;
        private int end;

        Block(LzmaChunks chunks, int headerSize, long compressed, long uncompressed, Check check) {
            this.chunks = chunks;
            this.headerSize = headerSize;
            this.compressed = compressed;
            this.uncompressed = uncompressed;
            this.check = check;
            chunks.start(uncompressed < 0 ? Long.MAX_VALUE : uncompressed);
        }

        /** Whether there are more bytes. */
        boolean fill() throws IOException {
            at = chunks.next();
            if (at < 0) {
                return false;
            }
            end = chunks.end();
            size += end - at;
            check.update(chunks.window(), at, end);
            if ((uncompressed >= 0 && size > uncompressed) || (compressed >= 0 && chunks.taken() > compressed)) {
                throw damaged();
            }
            return true;
        }
    }

    /** What follows each block. */
    private interface Check {
        void update(byte[] bytes, int from, int to);

        byte[] value();

        static Check of(int type) throws IOException {
            return switch (type) {
                case 0 ->
                    new Check() {
                        @Override
                        public void update(byte[] bytes, int from, int to) {}

                        @Override
                        public byte[] value() {
                            return new byte[0];
                        }
                    };
                case 1 ->
                    new Check() {
                        private final CRC32 crc = new CRC32();

                        @Override
                        public void update(byte[] bytes, int from, int to) {
                            crc.update(bytes, from, to - from);
                        }

                        @Override
                        public byte[] value() {
                            return little(Integer.BYTES)
                                    .putInt((int) crc.getValue())
                                    .array();
                        }
                    };
                case 4 ->
                    new Check() {
                        private final Crc64 crc = new Crc64();

                        @Override
                        public void update(byte[] bytes, int from, int to) {
                            crc.update(bytes, from, to);
                        }

                        @Override
                        public byte[] value() {
                            return little(Long.BYTES).putLong(crc.value()).array();
                        }
                    };
                case 10 ->
                    new Check() {
                        private final MessageDigest digest = sha256();

                        @Override
                        public void update(byte[] bytes, int from, int to) {
                            digest.update(bytes, from, to - from);
                        }

                        @Override
                        public byte[] value() {
                            return digest.digest();
                        }
                    };
                default -> throw new IOException("unknown check " + type + " of xz data");
            };
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static IOException damaged() {
        return new IOException("damaged xz data");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Block current = block;
        while (!ended && (current == null || current.at == current.end)) {
            if (current == null) {
                nextBlock();
            } else if (!current.fill()) {
                endBlock(current);
            }
            current = block;
        }
        if (ended || current == null) {
            return -1;
        }
        int count = Math.min(length, current.end - current.at);
        System.arraycopy(current.chunks.window(), current.at, target, offset, count);
        current.at += count;
        return count;
    }

    private void nextBlock() throws IOException {
        if (!startBlock()) {
            throw new IOException("xz data with several kinds of filters");
        }
    }

    private void read(int offset, int length) throws IOException {
        if (in.readNBytes(header, offset, length) < length) {
            throw new EOFException();
        }
    }

    private ByteBuffer header(int from, int length) {
        return ByteBuffer.wrap(header, from, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the last four of so many bytes of the header are the CRC of those before, from that place on. */
    private boolean hasCrc(int from, int to, int crcAt) {
        CRC32 crc = new CRC32();
        crc.update(header, from, to - from);
        return header(crcAt, Integer.BYTES).getInt() == (int) crc.getValue();
    }

    private void readStreamHeader() throws IOException {
        read(0, STREAM_HEADER);
        if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("not xz data");
        }
        if (!hasCrc(6, 8, 8) || header[6] != 0 || (header[7] & 0xf0) != 0) {
            throw damaged();
        }
        checkType = header[7];
        written = new BlockSizes();
    }

    /** Reads the header of a block, or all that follows the blocks; false if the block needs another decoder. */
    private boolean startBlock() throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException();
        }
        if (first == 0) {
            readIndex();
            return true;
        }
        int size = (first + 1) * 4;
        header[0] = (byte) first;
        read(1, size - 1);
        int flags = header[1];
        if (!hasCrc(0, size - 4, size - 4) || (flags & 0x3c) != 0) {
            throw damaged();
        }
        ByteBuffer fields = header(2, size - 6);
        long compressed = (flags & 0x40) == 0 ? -1 : number(fields);
        long uncompressed = (flags & 0x80) == 0 ? -1 : number(fields);
        if (compressed == 0) {
            throw damaged();
        }
        if ((flags & 3) != 0 || number(fields) != LZMA2) {
            return false;
        }
        if (number(fields) != 1 || !fields.hasRemaining()) {
            throw damaged();
        }
        int dictionary = dictionary(fields.get());
        while (fields.hasRemaining()) {
            if (fields.get() != 0) {
                throw damaged();
            }
        }
        block = new Block(decoder(dictionary), size, compressed, uncompressed, Check.of(checkType));
        return true;
    }

    private LzmaChunks decoder(int dictionary) {
        LzmaChunks known = decoder;
        if (known == null || known.dictionary() != dictionary) {
            known = new LzmaChunks(in, dictionary);
            decoder = known;
        }
        return known;
    }

    private int dictionary(int bits) throws IOException {
        if (bits < 0 || bits > MAX_DICTIONARY_BITS) {
            throw damaged();
        }
        long size = bits == MAX_DICTIONARY_BITS ? 0xffff_ffffL : (2L | (bits & 1)) << (bits / 2 + 11);
        if (size > 1024L * memoryLimitKib) {
            throw new IOException("xz data for a decoder with " + (size >> 10) + " KiB, more than " + memoryLimitKib);
        }
        return (int) size;
    }

    private static long number(ByteBuffer from) throws IOException {
        long number = 0;
        for (int shift = 0; shift < 63 && from.hasRemaining(); shift += 7) {
            byte next = from.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    throw damaged();
                }
                return number;
            }
        }
        throw damaged();
    }

    private void endBlock(Block of) throws IOException {
        long taken = of.chunks.taken();
        if ((of.compressed >= 0 && taken != of.compressed) || (of.uncompressed >= 0 && of.size != of.uncompressed)) {
            throw damaged();
        }
        byte[] expected = of.check.value();
        int padding = -(int) taken & 3;
        read(0, padding + expected.length);
        if (!isZero(padding)
                || !Arrays.equals(header, padding, padding + expected.length, expected, 0, expected.length)) {
            throw damaged();
        }
        written.add(of.headerSize + taken + expected.length, of.size);
        block = null;
    }

    private boolean isZero(int count) {
        for (int i = 0; i < count; i++) {
            if (header[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads the index, which must be that of the blocks that were read, and the footer. */
    private void readIndex() throws IOException {
        CRC32 crc = new CRC32();
        crc.update(0);
        long size = 1;
        long count = indexNumber(crc);
        size += length(count);
        if (count != written.count) {
            throw damaged();
        }
        BlockSizes listed = new BlockSizes();
        for (long i = 0; i < count; i++) {
            long unpadded = indexNumber(crc);
            long uncompressed = indexNumber(crc);
            listed.add(unpadded, uncompressed);
            size += length(unpadded) + length(uncompressed);
        }
        int padding = -(int) size & 3;
        read(0, padding + STREAM_HEADER + Integer.BYTES);
        crc.update(header, 0, padding);
        size += padding;
        ByteBuffer rest = header(padding, Integer.BYTES + STREAM_HEADER);
        boolean good = isZero(padding)
                && rest.getInt() == (int) crc.getValue()
                && hasCrc(padding + 8, padding + 14, padding + 4)
                && listed.isSame(written);
        int backward = rest.getInt(padding + 8);
        good &= (backward & 0xffff_ffffL) * 4 == size // without the CRC, hence without the 1 of the stored number
                && header[padding + 12] == 0
                && header[padding + 13] == checkType
                && Arrays.equals(header, padding + 14, padding + 16, FOOTER_MAGIC, 0, FOOTER_MAGIC.length);
        if (!good) {
            throw damaged();
        }
        ended = !several || !nextStream();
    }

    private long indexNumber(CRC32 crc) throws IOException {
        byte[] bytes = new byte[9];
        int length = 0;
        do {
            int read = in.read();
            if (read < 0) {
                throw new EOFException();
            }
            crc.update(read);
            bytes[length++] = (byte) read;
        } while (bytes[length - 1] < 0 && length < bytes.length);
        return number(ByteBuffer.wrap(bytes, 0, length));
    }

    private static int length(long number) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(number)) / 7);
    }

    /** Moves behind the header of the next stream, before which there may be zeros. */
    private boolean nextStream() throws IOException {
        int zeros = 0;
        in.mark(STREAM_HEADER);
        int next = in.read();
        for (; next == 0; next = in.read()) {
            zeros++;
            in.mark(STREAM_HEADER);
        }
        if (zeros % 4 != 0) {
            throw damaged();
        }
        if (next < 0) {
            return false;
        }
        in.reset();
        readStreamHeader();
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
