package io.relocpy.elf;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A program, mostly with a library of its own, as one of many linkers left it: the n-th of a fixed row of random link
 * lines.
 *
 * @param line how it was linked, for messages
 * @param folder where {@code main} and {@code libanswer.so} are
 * @param files their names, the program first
 * @param payload bytes behind the program's ELF data
 */
record LinkedSubject(int number, Kind kind, String line, Path folder, List<String> files, int payload) {
    static final String PROGRAM = "main";
    static final String LIBRARY = "libanswer.so";

    enum Kind {
        LINKED,
        /** The program opens its library with dlopen. */
        PLUGIN,
        STATIC_PIE,
        STATIC;

        boolean isStatic() {
            return this == STATIC_PIE || this == STATIC;
        }
    }

    /** Links subjects and keeps them. */
    static final class Pool {
        private static final String MAIN = """
                #include <stdio.h>
                #ifdef __cplusplus
                #include <stdexcept>
                extern "C" {
                #endif
                #ifdef PLUGIN
                #include <dlfcn.h>
                static int (*ask)(int);
                static int answer(int x) {
                    void *handle = dlopen("libanswer.so", RTLD_NOW);
                    if (!handle) { puts(dlerror()); return -1; }
                    ask = (int (*)(int)) dlsym(handle, "answer");
                    return ask ? ask(x) : -2;
                }
                #else
                extern int answer(int);
                #endif
                __attribute__((weak)) extern int never;
                static int order;
                __attribute__((constructor)) static void first(void) { order = 5; }
                __attribute__((destructor)) static void last(void) { printf("last %d\\n", order); }
                #ifdef __cplusplus
                }
                struct S { int v; S() : v(40) {} } s;
                static int start(void) {
                    try { throw std::runtime_error("thrown"); } catch (std::exception &e) { return s.v + e.what()[0]; }
                }
                #else
                static int start(void) { return 40; }
                #endif
                static __thread char local[TLS] = "tls";
                static __thread int zero[TLS];
                static const char *table[] = {"one", "two", "three"};
                int counter = 7;
                #ifdef NOTE
                struct note { unsigned name, text, type; char owner[8], what[8]; };
                __attribute__((section(".note.own"), used, aligned(4)))
                static const struct note note = {8, 8, 1, "Subject", "noted"};
                #endif
                int main() {
                #ifdef NOTE
                    const struct note *volatile place = &note;
                    printf("%s %u\\n", place->what, place->type);
                #endif
                    int got = start();
                    printf("%d %d %s %d %s %d\\n", answer(got), got, local, zero[2], table[order - 3], &never == 0);
                    return counter - 7;
                }
                """;

        private static final String ANSWER = """
                #include <stdlib.h>
                #ifndef STATIC
                #include <stdio.h>
                #endif
                static int *cell;
                static const char *digits[] = {"1", "2", "3"};
                int shared_number = 3;
                int other_number = 4;
                __attribute__((constructor)) static void start(void) { cell = (int *) malloc(sizeof(int)); *cell = atoi(digits[1]); }
                #ifndef STATIC
                __attribute__((destructor)) static void end(void) { puts("end"); free(cell); }
                #endif
                int twice(int x) { return 2 * x; }
                int thrice(int x) { return 3 * x; }
                int answer(int x) { return twice(x) / 2 + *cell + shared_number + thrice(other_number); }
                """;

        private static final String VERSIONS =
                "V_1 { global: twice; thrice; *_number; local: *; };\nV_2 { global: answer; } V_1;\n";

        private final Path folder;
        private final Map<Integer, LinkedSubject> made = new HashMap<>();
        private final Map<List<String>, String> objects = new HashMap<>();

        Pool(Path folder) throws IOException {
            this.folder = folder;
            Files.writeString(folder.resolve("main.c"), MAIN);
            Files.writeString(folder.resolve("main.cc"), MAIN);
            Files.writeString(folder.resolve("answer.c"), ANSWER);
            Files.writeString(folder.resolve("versions"), VERSIONS);
        }

        LinkedSubject get(int number) throws IOException {
            LinkedSubject known = made.get(number);
            for (int attempt = 0; known == null; attempt++) {
                known = link(number, new Random(1000L * number + attempt));
                made.put(number, known);
            }
            return known;
        }

        /** Compiled once for each way of compiling. */
        private String object(String compiler, String source, String... options) {
            List<String> key = new ArrayList<>(List.of(compiler, source));
            key.addAll(List.of(options));
            return objects.computeIfAbsent(key, k -> {
                String object = folder.resolve("o" + objects.size() + ".o").toString();
                List<String> command = new ArrayList<>(List.of(
                        compiler, "-O1", "-w", "-c", folder.resolve(source).toString(), "-o", object));
                command.addAll(List.of(options));
                HostTools.run(command, Map.of()).orFail();
                return object;
            });
        }

        private static String pick(Random random, String... choices) {
            return choices[random.nextInt(choices.length)];
        }

        /** Options that all linkers know or that this one does. */
        private static List<String> options(Random random, String linker) {
            List<String> options = new ArrayList<>();
            options.add("-fuse-ld=" + linker);
            options.add("-Wl,--hash-style=" + pick(random, "gnu", "sysv", "both"));
            Map<String, String> some = new HashMap<>();
            List<String> possible = new ArrayList<>(List.of(
                    "-Wl,-z,now",
                    "-Wl,-z,norelro",
                    "-Wl,--build-id=none",
                    "-Wl,--build-id=sha1",
                    "-Wl,-z,max-page-size=65536",
                    "-Wl,-z,execstack",
                    "-Wl,--disable-new-dtags",
                    "-Wl,--enable-new-dtags",
                    "-Wl,-rpath,/first/path:$ORIGIN",
                    "-Wl,--gc-sections",
                    "-Wl,--no-eh-frame-hdr",
                    "-s"));
            switch (linker) {
                case "gold" -> possible.add("-Wl,--rosegment");
                case "lld" -> {
                    possible.add("-Wl,-z,noseparate-code");
                    possible.add("-Wl,-z,separate-loadable-segments");
                    possible.add("-Wl,--no-rosegment");
                }
                default -> {
                    possible.add("-Wl,-z,noseparate-code");
                    possible.add("-Wl,-z,separate-code");
                }
            }
            possible.stream()
                    .filter(option -> random.nextInt(4) == 0)
                    .forEach(option -> some.put(option.replaceAll("-(no|dis|en).*|=.*", ""), option));
            options.addAll(some.values());
            return options;
        }

        private LinkedSubject link(int number, Random random) throws IOException {
            String linker = pick(random, "bfd", "bfd", "gold", "lld", "mold");
            HostTools.require("ld." + linker);
            boolean cxx = random.nextInt(3) == 0;
            String compiler = pick(random, "gcc", "clang");
            String driver = cxx ? (compiler.equals("gcc") ? "g++" : "clang++") : compiler;
            Kind kind = Kind.values()[
                    List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3)
                            .get(random.nextInt(20))];
            boolean pie = kind == Kind.STATIC_PIE || kind != Kind.STATIC && random.nextInt(3) > 0;
            List<String> options = options(random, linker);
            if (kind.isStatic() && random.nextInt(4) > 0 && !options.contains("-s")) {
                options.add("-s"); // thousands of symbols make the tools slow
            }
            String tls = "-DTLS=" + pick(random, "4", "4", "40000");
            List<String> compiling = new ArrayList<>(List.of(tls, pie ? "-fPIE" : "-fno-pie"));
            if (kind == Kind.PLUGIN) {
                compiling.add("-DPLUGIN");
            }
            if (number % 10 == 7) {
                compiling.add("-DNOTE"); // a variable in a note, which must stay
            }
            String main = object(driver, cxx ? "main.cc" : "main.c", compiling.toArray(String[]::new));

            Path own = Files.createDirectories(folder.resolve("subject" + number));
            Path program = own.resolve(PROGRAM);
            Path library = own.resolve(LIBRARY);
            List<String> programLine = new ArrayList<>(List.of(driver, "-o", program.toString(), main));
            programLine.addAll(options);
            List<String> libraryLine = new ArrayList<>();
            if (kind.isStatic()) {
                programLine.add(kind == Kind.STATIC ? "-static" : "-static-pie");
                programLine.add(object(compiler, "answer.c", "-DSTATIC", pie ? "-fPIE" : "-fno-pie"));
            } else {
                programLine.add(pie ? "-pie" : "-no-pie");
                libraryLine(random, libraryLine, linker, compiler, options, library);
                programLine(random, programLine, linker, pie, kind, library);
            }
            String line = number + ": " + String.join(" ", programLine) + " # " + String.join(" ", libraryLine);
            if (!libraryLine.isEmpty() && HostTools.run(libraryLine, Map.of()).exitStatus() != 0
                    || HostTools.run(programLine, Map.of()).exitStatus() != 0) {
                return null; // not every linker can do everything
            }
            List<String> files = kind.isStatic() ? List.of(PROGRAM) : List.of(PROGRAM, LIBRARY);
            if (random.nextInt(6) == 0) {
                line += " # --strip-sections";
                for (String file : files) {
                    HostTools.run(
                                    "llvm-strip",
                                    "--strip-sections",
                                    own.resolve(file).toString())
                            .orFail();
                }
            }
            int payload = random.nextInt(10) == 0 ? 65536 : 0;
            if (payload > 0) {
                line += " # payload";
                Files.write(program, payload(payload), StandardOpenOption.APPEND);
            }
            if (HostTools.run(
                                    List.of(program.toString()),
                                    Map.of("LD_LIBRARY_PATH", own.toString(), "LD_BIND_NOW", "1"))
                            .exitStatus()
                    != 0) {
                return null;
            }
            return new LinkedSubject(number, kind, line, own, files, payload);
        }

        private void libraryLine(
                Random random, List<String> line, String linker, String compiler, List<String> options, Path library) {
            line.addAll(List.of(compiler, "-shared", "-o", library.toString(), object(compiler, "answer.c", "-fPIC")));
            line.addAll(options);
            line.add("-Wl,-soname," + LIBRARY);
            if (random.nextInt(3) == 0) {
                line.add("-Wl,--version-script=" + folder.resolve("versions"));
            }
            if (random.nextInt(4) == 0 && !linker.equals("gold")) {
                if (linker.equals("bfd")) {
                    line.add("-Wl,-z,pack-relative-relocs");
                } else {
                    // their packed relocations want a file that asks for no version of the C library
                    line.addAll(List.of("-Wl,--pack-dyn-relocs=relr", "-nostdlib"));
                }
            }
        }

        private static void programLine(
                Random random, List<String> line, String linker, boolean pie, Kind kind, Path library) {
            if (kind == Kind.LINKED) {
                line.add(library.toString());
            }
            if (random.nextInt(4) == 0) {
                line.add("-Wl,--export-dynamic");
            }
            if (random.nextInt(4) == 0) {
                line.addAll(List.of("-Wl,--no-as-needed", "-lm", "-ldl", "-lrt", "-lutil", "-lresolv", "-lanl"));
            }
            if (random.nextInt(4) == 0 && linker.equals("bfd") && pie) {
                line.add("-Wl,-z,pack-relative-relocs");
            }
            if (random.nextInt(4) == 0 && !pie && !linker.equals("mold")) {
                // the lowest address that kernels let programs have
                line.add(linker.equals("lld") ? "-Wl,--image-base=0x10000" : "-Wl,-Ttext-segment=0x10000");
            }
        }

        static byte[] payload(int length) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            return bytes;
        }
    }
}
