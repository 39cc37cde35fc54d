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
 * <p>The most common command lines of patchelf, in Java:
 *
 * <table>
 *   <caption>patchelf and the API</caption>
 *   <tr><th>patchelf</th><th>Java</th></tr>
 *   <tr><td>{@code --print-interpreter f}</td><td>{@code ElfFile.open(f).interpreter()}</td></tr>
 *   <tr><td>{@code --set-interpreter P f}</td><td>{@code ElfEditor.open(f).setInterpreter(P).writeInPlace()}</td></tr>
 *   <tr><td>{@code --print-rpath f}</td><td>{@code ElfFile.open(f).runpath()}, then {@code rpath()}</td></tr>
 *   <tr><td>{@code --set-rpath D f}</td><td>{@code ElfEditor.open(f).setRunpath(D).writeInPlace()}</td></tr>
 *   <tr><td>{@code --force-rpath --set-rpath D f}</td><td>{@code ElfEditor.open(f).setRpath(D).writeInPlace()}</td></tr>
 *   <tr><td>{@code --add-rpath D f}</td><td>{@code ElfEditor.open(f).addRunpath(D).writeInPlace()}</td></tr>
 *   <tr><td>{@code --remove-rpath f}</td><td>{@code ElfEditor.open(f).removeRpath().writeInPlace()}</td></tr>
 *   <tr><td>{@code --shrink-rpath f}</td><td>{@code ElfEditor.open(f).shrinkRpath(FileTree.of(root), List.of())}</td></tr>
 *   <tr><td>{@code --print-needed f}</td><td>{@code ElfFile.open(f).needed()}</td></tr>
 *   <tr><td>{@code --add-needed L f}</td><td>{@code ElfEditor.open(f).addNeeded(L).writeInPlace()}</td></tr>
 *   <tr><td>{@code --remove-needed L f}</td><td>{@code ElfEditor.open(f).removeNeeded(L).writeInPlace()}</td></tr>
 *   <tr><td>{@code --replace-needed L M f}</td><td>{@code ElfEditor.open(f).replaceNeeded(Map.of(L, M))}</td></tr>
 *   <tr><td>{@code --print-soname f}</td><td>{@code ElfFile.open(f).soname()}</td></tr>
 *   <tr><td>{@code --set-soname S f}</td><td>{@code ElfEditor.open(f).setSoname(S).writeInPlace()}</td></tr>
 *   <tr><td>{@code --print-os-abi}, {@code --set-os-abi}</td><td>{@code header().osAbi()}, {@code setOsAbi}</td></tr>
 *   <tr><td>{@code --no-default-lib}</td><td>{@code noDefaultLib()}</td></tr>
 *   <tr><td>{@code --add-debug-tag}</td><td>{@code addDebugTag()}</td></tr>
 *   <tr><td>{@code --clear-execstack}, {@code --set-execstack}</td><td>{@code setExecutableStack}</td></tr>
 *   <tr><td>{@code --clear-symbol-version S}</td><td>{@code clearSymbolVersion(S)}</td></tr>
 *   <tr><td>{@code --rename-dynamic-symbols MAP}</td><td>{@code renameDynamicSymbols}</td></tr>
 *   <tr><td>{@code --page-size N}</td><td>{@code pageSize(N)}</td></tr>
 *   <tr><td>{@code --no-clobber-old-sections}</td><td>{@code keepOldBytes()}</td></tr>
 *   <tr><td>{@code --output F}</td><td>{@code write(F)}</td></tr>
 * </table>
 *
 * <p>What differs from patchelf: directories and libraries that are there already are not added again; the file is
 * replaced and not written over, and keeps its times; {@code --build-resolution-cache} is refused.
 */
@NullMarked
package io.relocpy.elf;

import org.jspecify.annotations.NullMarked;
