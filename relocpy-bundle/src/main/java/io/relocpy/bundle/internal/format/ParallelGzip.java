package io.relocpy.bundle.internal.format;

import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.Parallel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses to one gzip member (RFC 1952) on several threads.
 *
 * <p>Blocks are deflated independently, each with the 32 KiB before it as dictionary, and flushed to a byte boundary;
 * so their concatenation is one deflate stream, and the bytes are the same for any number of threads.
 */
final class ParallelGzip extends OutputStream {
    private static final int BLOCK = 128 << 10;
    private static final int DICTIONARY = 32 << 10;

    /** gzip's own level, 6, takes twice as long for 3 % less. */
    private static final int LEVEL = 4;

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 255};

    private final OutputStream out;
    private final int threads;
    private final ExecutorService executor;
    private final Queue<Future<byte[]>> compressing = new ArrayDeque<>();
    private final CRC32 crc = new CRC32();
    private byte[] block = new byte[BLOCK];
    private int filled;
    private byte[] dictionary = {};
    private long size;
    private boolean closed;

    ParallelGzip(OutputStream out, int threads) throws IOException {
        this.out = out;
        this.threads = threads;
        this.executor = Parallel.threads(threads);
        out.write(HEADER);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (filled == BLOCK) {
                submit(false);
            }
            int count = Math.min(end - from, BLOCK - filled);
            System.arraycopy(bytes, from, block, filled, count);
            filled += count;
            from += count;
        }
    }

    /** Ends the member and closes the underlying stream. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            submit(true);
            while (!compressing.isEmpty()) {
                drain();
            }
            writeLittleEndian(crc.getValue());
            writeLittleEndian(size);
        } finally {
            Parallel.end(executor);
        }
    }

    private void submit(boolean last) throws IOException {
        byte[] data = block;
        int length = filled;
        byte[] before = dictionary;
        crc.update(data, 0, length);
        size += length;
        compressing.add(executor.submit(() -> deflate(data, length, before, last)));
        dictionary = Arrays.copyOfRange(data, Math.max(0, length - DICTIONARY), length);
        block = new byte[BLOCK];
        filled = 0;
        if (compressing.size() > 2 * threads) {
            drain();
        }
    }

    private void drain() throws IOException {
        try {
            out.write(compressing.remove().get());
        } catch (ExecutionException e) {
            throw new IOException("compressing failed", e.getCause());
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }

    private static byte[] deflate(byte[] data, int length, byte[] before, boolean last) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setDictionary(before);
            deflater.setInput(data, 0, length);
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 2);
            byte[] chunk = new byte[16 << 10];
            if (last) {
                deflater.finish();
            }
            int count;
            do {
                count = deflater.deflate(chunk, 0, chunk.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
                compressed.write(chunk, 0, count);
            } while (last ? !deflater.finished() : count == chunk.length);
            return compressed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private void writeLittleEndian(long value) throws IOException {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write((int) (value >>> shift));
        }
    }
}
