package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir
    Path folder;

    @Test
    void namesFromPackagesNeverBecomeMarkup() throws IOException {
        String hostile = "</script><img src=x onerror=alert(1)><!--@SCRIPT@@DATA@";

        String page = HtmlReport.page(HtmlReports.of(3, 2, hostile));

        String harmless = HtmlReport.page(HtmlReports.of(3, 2, ""));
        assertThat(page).doesNotContain("<img", "</script><", "alert(1)><!--");
        assertThat(count(page, "<")).isEqualTo(count(harmless, "<"));
        assertThat(page).contains("\\u003c/script>\\u003cimg");
    }

    @Test
    void onlyItsOwnScriptAndStyleMayRunAndNothingIsLoaded() throws IOException {
        String page = HtmlReport.page(HtmlReports.of(1, 1));

        Matcher policy = Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .startsWith("default-src 'none'")
                .contains("script-src 'sha256-", "style-src 'sha256-")
                .doesNotContain("unsafe", "http:");
        assertThat(page).doesNotContain("src=\"", "@import", "url(", "http://deb", "@POLICY@", "@DATA@");
    }

    @Test
    void replacesAnEarlierReportAndEveryoneMayReadIt() throws IOException {
        Path file = Files.writeString(folder.resolve("report.html"), "old");

        HtmlReport.write(HtmlReports.of(1, 1), file);

        assertThat(Files.readString(file)).startsWith("<!doctype html>").contains("package0-1.0-0.x86_64");
        assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OTHERS_READ);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void saysWhereItCannotBeWritten() {
        assertThatThrownBy(() -> HtmlReport.write(HtmlReports.of(1, 1), folder.resolve("no/report.html")))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("its parent directory does not exist");
    }

    @Test
    void theBundleThatItReportsIsNotReplaced() throws IOException {
        Path bundle = HtmlReports.of(1, 1).path();

        for (Path file : List.of(bundle, bundle.resolve("report.html"), Path.of(bundle + ".asc"))) {
            assertThatThrownBy(() -> HtmlReport.write(HtmlReports.of(1, 1), file))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("would be in place of the bundle");
        }
        assertThatThrownBy(() -> HtmlReport.write(HtmlReports.of(1, 1), Path.of("/")))
                .isInstanceOf(BundleException.class);
    }

    private static long count(String text, String part) {
        return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
    }
}
