package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleReport;
import java.io.IOException;
import java.nio.file.Path;

/** The shortest example. */
public final class HelloBundle {
    private HelloBundle() {}

    /**
     * Builds a bundle in the working directory from {@code hello.py} and the repository in {@code repo}.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        // @start region="bundle"
        BundleReport report = Bundle.builder()
                .repositories(Path.of("repo"))
                .modules("python3dist(pyyaml)")
                .scripts(Path.of("hello.py"))
                .write(Path.of("hello.tar.gz"));
        // @end
        System.out.println(report.fileCount() + " files, Python " + report.pythonVersion());
    }
}
