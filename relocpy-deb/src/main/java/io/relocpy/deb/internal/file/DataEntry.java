package io.relocpy.deb.internal.file;

/**
 * An entry of a payload whose paths have been checked.
 *
 * @param path absolute
 * @param type of tar; {@code '5'} also for a directory in the old form
 * @param linkTarget of a symbolic link as in the archive; of a hard link the absolute path of a regular file before it, which
 *     is not a hard link itself; empty for everything else
 * @param header the rest
 */
public record DataEntry(String path, char type, String linkTarget, TarHeader header) {}
