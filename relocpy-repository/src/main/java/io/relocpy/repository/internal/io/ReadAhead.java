package io.relocpy.repository.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is read ahead by a thread of its own, so that decompressing and parsing run in parallel. For one
 * reading thread.
 */
public final class ReadAhead extends BlockStream {
    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS = 16;
    private static final int END = -1;

    /** Some bytes, the end of the stream, or a failure. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(byte[] bytes, int length, @Nullable IOException failure) {}

    private final InputStream source;
    private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS);

    /** The bytes of blocks that were read, to be filled again; besides those in the queue each thread has one. */
    private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(BLOCKS + 2);

    private final Thread thread;
    private Block current = new Block(new byte[0], 0, null);
    private int position;

    /** Reads a stream ahead; closing this stream closes it. */
    public ReadAhead(InputStream source) {
        this.source = source;
        this.thread = new Thread(this::run, "relocpy-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            Block block;
            do {
                block = next();
                blocks.put(block);
            } while (block.length != END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private Block next() {
        byte[] known = spare.poll();
        byte[] bytes = known == null ? new byte[BLOCK] : known;
        try {
            return new Block(bytes, source.read(bytes, 0, BLOCK), null);
        } catch (IOException e) {
            return new Block(bytes, END, e);
        } catch (RuntimeException e) {
            return new Block(bytes, END, new IOException(e));
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0; // reading nothing must neither block nor report a later failure
        }
        while (position == current.length) {
            if (position > 0) {
                spare.add(current.bytes);
            }
            try {
                current = blocks.take();
            } catch (InterruptedException e) {
                throw Interruption.of(e);
            }
            position = 0;
        }
        if (current.failure != null) {
            throw current.failure;
        }
        if (current.length == END) {
            return END;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current.bytes, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        Interruption.uninterruptibly(thread::join); // it must not read from a closed stream
        source.close();
    }
}
