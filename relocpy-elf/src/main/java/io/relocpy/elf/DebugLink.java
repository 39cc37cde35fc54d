package io.relocpy.elf;

/**
 * Where a file's debugging information was put ({@code .gnu_debuglink}; GDB's manual, "Separate Debug Files").
 *
 * @param fileName without a directory
 * @param crc32 checksum of that whole file
 */
public record DebugLink(String fileName, long crc32) {}
