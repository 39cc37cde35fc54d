package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code relocpy.jar} says under which terms each of its parts may be passed on. */
class LicencesIT {
    private static final Path TARGET = Path.of("target");

    /** What no mere reference to a licence says. */
    private static final List<String> TERMS = List.of(
            "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION", // Apache-2.0
            "Permission is hereby granted, free of charge", // MIT
            "Redistribution and use in source and binary forms", // BSD
            "Permission to use, copy, modify, and/or distribute"); // 0BSD

    /** Artifacts that are in one jar, which is in the directory only. */
    private static final Map<String, List<String>> MERGED =
            Map.of("bouncycastle.jar", List.of("bcpg-jdk18on", "bcprov-jdk18on", "bcutil-jdk18on"));

    @Test
    void eachArtifactHasItsLicence() throws IOException {
        try (JarFile all = new JarFile(TARGET.resolve("relocpy.jar").toFile());
                Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
            assertThat(text(all, "META-INF/LICENSE")).contains(TERMS.get(0));
            List<Path> artifacts = jars.toList();
            assertThat(artifacts).hasSizeGreaterThan(15);
            for (Path artifact : artifacts) {
                String name = String.valueOf(artifact.getFileName()).replaceFirst("-\\d.*", "");
                if (name.startsWith("relocpy-")) {
                    continue;
                }
                for (String merged : MERGED.getOrDefault(name, List.of(name))) {
                    List<String> texts = all.stream()
                            .map(JarEntry::getName)
                            .filter(entry ->
                                    entry.startsWith("META-INF/licenses/" + merged + "/") && !entry.endsWith("/"))
                            .map(entry -> text(all, entry))
                            .toList();
                    assertThat(texts).as(merged).anyMatch(text -> TERMS.stream().anyMatch(text::contains));
                    try (JarFile jar = new JarFile(artifact.toFile())) {
                        assertThat(texts).as(merged).containsAll(own(jar));
                    }
                }
            }
        }
    }

    /** What an artifact itself holds. */
    private static List<String> own(JarFile jar) {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(entry -> entry.matches("META-INF/[^/]*(LICENSE|NOTICE|COPYING)[^/]*"))
                .map(entry -> text(jar, entry))
                .toList();
    }

    private static String text(JarFile jar, String entry) {
        try {
            byte[] bytes = jar.getInputStream(jar.getEntry(entry)).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new AssertionError(entry, e);
        }
    }
}
