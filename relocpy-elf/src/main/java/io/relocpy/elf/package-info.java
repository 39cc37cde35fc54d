/**
 * Reads, edits and resolves ELF files: a library to use alone, without any program of the host.
 *
 * <ul>
 *   <li>{@link io.relocpy.elf.ElfFile} reads a file or buffer, lazily and only what is asked for.
 *   <li>{@link io.relocpy.elf.ElfEditor} changes one; the result passes {@link io.relocpy.elf.ElfVerifier}, or there is an
 *       exception and the file is as it was.
 *   <li>{@link io.relocpy.elf.LibraryResolver} finds the libraries of a file as the dynamic loader of its system would.
 * </ul>
 *
 * <p>The most common command lines of patchelf, in Java ({@code file} is a {@link java.nio.file.Path}):
 *
 * <pre>{@code
 * // patchelf --print-interpreter program
 * Optional<String> loader = ElfFile.open(file).interpreter();
 *
 * // patchelf --set-interpreter /opt/lib/ld.so program
 * ElfEditor.open(file).setInterpreter("/opt/lib/ld.so").write(file);
 *
 * // patchelf --print-rpath program
 * ElfFile elf = ElfFile.open(file);
 * String rpath = elf.runpath().orElse(elf.rpath().orElse(""));
 *
 * // patchelf --set-rpath '$ORIGIN/../lib' program
 * ElfEditor.open(file).setRunpath("$ORIGIN/../lib").write(file);
 *
 * // patchelf --force-rpath --set-rpath '$ORIGIN/../lib' program
 * ElfEditor.open(file).setRpath("$ORIGIN/../lib").write(file);
 *
 * // patchelf --remove-rpath program
 * ElfEditor.open(file).removeRpath().write(file);
 *
 * // patchelf --shrink-rpath program
 * ElfEditor.open(file).shrinkRpath(FileTree.of(Path.of("/")), List.of()).write(file);
 *
 * // patchelf --print-needed program
 * List<String> libraries = ElfFile.open(file).needed();
 *
 * // patchelf --replace-needed libz.so.1 libz-ng.so.2 --remove-needed libm.so.6 program
 * ElfEditor.open(file)
 *         .removeNeeded("libm.so.6")
 *         .replaceNeeded(Map.of("libz.so.1", "libz-ng.so.2"))
 *         .write(file);
 *
 * // patchelf --set-soname libnew.so.1 --output libnew.so program
 * ElfEditor.open(file).setSoname("libnew.so.1").write(out);
 * }</pre>
 *
 * <p>Every option of patchelf. What prints is a method of {@link io.relocpy.elf.ElfFile}, what changes one of
 * {@link io.relocpy.elf.ElfEditor}; as many as are wanted are chained and written together, by {@code write(path)}.
 *
 * <table>
 *   <caption>patchelf and the API</caption>
 *   <tr><th>patchelf</th><th>Java</th></tr>
 *   <tr><td>{@code --print-interpreter}</td><td>{@code ElfFile.open(f).interpreter()}</td></tr>
 *   <tr><td>{@code --set-interpreter I}</td><td>{@code setInterpreter(I)}</td></tr>
 *   <tr><td>{@code --print-os-abi}</td><td>{@code header().osAbi()}</td></tr>
 *   <tr><td>{@code --set-os-abi A}</td><td>{@code setOsAbi(A)}</td></tr>
 *   <tr><td>{@code --print-soname}</td><td>{@code soname()}</td></tr>
 *   <tr><td>{@code --set-soname S}</td><td>{@code setSoname(S)}</td></tr>
 *   <tr><td>{@code --print-rpath}</td><td>{@code runpath(), else rpath()}</td></tr>
 *   <tr><td>{@code --set-rpath D}</td><td>{@code setRunpath(D)}</td></tr>
 *   <tr><td>{@code --add-rpath D}</td><td>{@code addRunpath(D)}</td></tr>
 *   <tr><td>{@code --force-rpath}</td><td>{@code setRpath, addRpath or forceRpath() in place of setRunpath, addRunpath, forceRunpath()}</td></tr>
 *   <tr><td>{@code --remove-rpath}</td><td>{@code removeRpath()}</td></tr>
 *   <tr><td>{@code --shrink-rpath}</td><td>{@code shrinkRpath(FileTree.of(root), List.of())}</td></tr>
 *   <tr><td>{@code --allowed-rpath-prefixes P:Q}</td><td>{@code shrinkRpath(FileTree.of(root), List.of(P, Q))}</td></tr>
 *   <tr><td>{@code --print-needed}</td><td>{@code needed()}</td></tr>
 *   <tr><td>{@code --add-needed L}</td><td>{@code addNeeded(L)}</td></tr>
 *   <tr><td>{@code --remove-needed L}</td><td>{@code removeNeeded(L)}</td></tr>
 *   <tr><td>{@code --replace-needed L M}</td><td>{@code replaceNeeded(Map.of(L, M))}</td></tr>
 *   <tr><td>{@code --no-default-lib}</td><td>{@code noDefaultLib()}</td></tr>
 *   <tr><td>{@code --add-debug-tag}</td><td>{@code addDebugTag()}</td></tr>
 *   <tr><td>{@code --print-execstack}</td><td>programHeaders(): PF_X of PT_GNU_STACK</td></tr>
 *   <tr><td>{@code --clear-execstack, --set-execstack}</td><td>{@code setExecutableStack(false), setExecutableStack(true)}</td></tr>
 *   <tr><td>{@code --clear-symbol-version S}</td><td>{@code clearSymbolVersion(S)}</td></tr>
 *   <tr><td>{@code --rename-dynamic-symbols FILE}</td><td>{@code renameDynamicSymbols(Map.of(old, name))}</td></tr>
 *   <tr><td>{@code --page-size N}</td><td>{@code pageSize(N)}</td></tr>
 *   <tr><td>{@code --no-clobber-old-sections}</td><td>{@code keepOldBytes()}</td></tr>
 *   <tr><td>{@code --build-resolution-cache}</td><td>{@code buildResolutionCache(FileTree.of(root))}</td></tr>
 *   <tr><td>{@code --no-sort}</td><td>nothing: headers are never sorted</td></tr>
 *   <tr><td>{@code --output F}</td><td>{@code write(F)}</td></tr>
 *   <tr><td>{@code several files}</td><td>one editor for each</td></tr>
 *   <tr><td>{@code @FILE}</td><td>{@code ElfStrings.decode(Files.readAllBytes(FILE))}</td></tr>
 *   <tr><td>{@code --debug, --help, --version}</td><td>of the command alone</td></tr>
 * </table>
 *
 * <p>{@code write(path)} makes a whole new file, under the old name or another; {@code overwrite()} writes over the old one, as
 * patchelf does: faster with large files, and seen through all its hard links.
 *
 * <p>Names and paths are bytes to ELF and to Linux. Strings here hold them without loss, also where they are no UTF-8:
 * {@link io.relocpy.elf.ElfStrings} says how, and gives the bytes. The command {@code patchelf} reads its arguments as
 * bytes, too, so that the locale does not matter.
 *
 * <p>What differs from patchelf: directories and libraries that are there already are not added again, and the same edit
 * again changes no byte; files without section headers can be edited; what would break a file is refused. The command
 * {@code patchelf} on top of this ({@code relocpy-elf-VERSION-cli.jar}) prints, refuses and exits as patchelf 0.19 does, and
 * adds directories as often as it is told.
 */
@NullMarked
package io.relocpy.elf;

import org.jspecify.annotations.NullMarked;
