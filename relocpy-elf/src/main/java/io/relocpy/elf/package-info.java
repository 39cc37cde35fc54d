/**
 * Reads, edits and resolves ELF files: a self-contained library that needs no program of the host.
 *
 * <p>The five lines that most people need ({@code file} is a {@link java.nio.file.Path}):
 *
 * <pre>{@code
 * // read, edit, overwrite, verify and resolve
 * Optional<String> path = ElfFile.open(file).runpath();
 * ElfEditor.open(file).setRunpath("$ORIGIN/../lib").write(copy);
 * ElfEditor.open(file).removeNeeded("libm.so.6").overwrite();
 * List<String> problems = ElfVerifier.problems(ElfFile.open(copy));
 * DependencyTree libraries = LibraryResolver.of(FileTree.of(root)).resolve("/bin/program");
 * }</pre>
 *
 * <p>Where to go next:
 *
 * <ul>
 *   <li>{@link io.relocpy.elf.ElfFile} reads a file or buffer lazily: headers, dynamic section, symbols, relocations, notes.
 *   <li>{@link io.relocpy.elf.ElfEditor} edits one; the result passes {@link io.relocpy.elf.ElfVerifier}, or the edit fails
 *       with an exception and the file is unchanged.
 *   <li>{@link io.relocpy.elf.LibraryResolver} finds the libraries of a file as the dynamic loader of its system would.
 *   <li>{@code docs/patch-elf.md}: the command {@code patchelf}, what is refused, and why.
 * </ul>
 *
 * <p>Common patchelf command lines in Java:
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
 * <p>All options of patchelf: those that print are methods of {@link io.relocpy.elf.ElfFile}, those that edit are methods
 * of {@link io.relocpy.elf.ElfEditor}, which can be chained and are written together by {@code write(path)}.
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
 *   <tr><td>{@code --print-execstack}</td><td>{@code programHeaders()}: PF_X of PT_GNU_STACK</td></tr>
 *   <tr><td>{@code --clear-execstack, --set-execstack}</td><td>{@code setExecutableStack(false), setExecutableStack(true)}</td></tr>
 *   <tr><td>{@code --clear-symbol-version S}</td><td>{@code clearSymbolVersion(S)}</td></tr>
 *   <tr><td>{@code --rename-dynamic-symbols FILE}</td><td>{@code renameDynamicSymbols(Map.of(old, name))}</td></tr>
 *   <tr><td>{@code --page-size N}</td><td>{@code pageSize(N)}</td></tr>
 *   <tr><td>{@code --no-clobber-old-sections}</td><td>{@code keepOldBytes()}</td></tr>
 *   <tr><td>{@code --build-resolution-cache}</td><td>{@code buildResolutionCache(FileTree.of(root))}</td></tr>
 *   <tr><td>{@code --no-sort}</td><td>no effect: headers are never sorted</td></tr>
 *   <tr><td>{@code --output F}</td><td>{@code write(F)}</td></tr>
 *   <tr><td>{@code several files}</td><td>one editor per file</td></tr>
 *   <tr><td>{@code @FILE}</td><td>{@code ElfStrings.decode(Files.readAllBytes(FILE))}</td></tr>
 *   <tr><td>{@code --debug, --help, --version}</td><td>only in the command</td></tr>
 * </table>
 *
 * <p>{@code write(path)} writes a complete new file, even if the path is that of the old one; {@code overwrite()} writes
 * only the changed bytes into the old file, as patchelf does: faster for large files, and visible through all hard links.
 *
 * <p>To ELF and to Linux, names and paths are bytes. Strings hold them without loss, even if they are not UTF-8:
 * {@link io.relocpy.elf.ElfStrings} says how, and converts them back. The command {@code patchelf} also reads its
 * arguments as bytes, so that the locale does not matter.
 *
 * <p>Differences from patchelf: directories and libraries that exist already are not added again; repeating an edit
 * changes no byte; files without section headers can be edited; edits that would break a file are refused. The command
 * {@code patchelf} ({@code relocpy-elf-VERSION-cli.jar}) prints, refuses and exits as patchelf 0.19 does, and adds
 * directories as often as requested.
 */
@NullMarked
package io.relocpy.elf;

import org.jspecify.annotations.NullMarked;
