package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.WriteFailure;
import io.relocpy.repository.internal.io.Interruption;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Says which file cannot be written: the system's message about a full disk or quota has no path. Takes nothing from an interrupted
 * thread, so that what compresses into it does not finish its work first.
 */
public final class NamedOutput extends FilterOutputStream {
    private final Path file;

    public NamedOutput(OutputStream out, Path file) {
        super(out);
        this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Interruption.check();
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }
}
