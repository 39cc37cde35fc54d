package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as its readers have it: in a browser. */
class HtmlReportIT {
    private static final String ROWS = "return document.querySelectorAll('#rows .row').length";
    private static final String COUNT = "return document.getElementById('count').textContent";
    private static final String FIRST = "return document.querySelector('#rows .row .path').textContent";

    @TempDir
    Path folder;

    @Test
    void tenThousandFilesAreSearchedSortedAndScrolled() throws IOException {
        Path report = folder.resolve("report.html");
        HtmlReport.write(HtmlReports.of(100, 100), report);
        try (Browser browser = Browser.start(folder.resolve("profile"), 1280, 900)) {
            browser.open(report.toUri());

            assertThat(browser.run("return document.title")).isEqualTo("hello.tar.gz – relocpy report");
            assertThat(browser.run(COUNT)).startsWith("10,003 files, ");
            assertThat(Integer.parseInt(browser.run(ROWS))).isBetween(10, 80);
            assertThat(browser.run("return document.querySelectorAll('#treemap .frame').length"))
                    .isEqualTo("102");
            assertThat(browser.run("return document.querySelectorAll('#graph-frame .node').length"))
                    .isEqualTo("102");

            browser.type("#search", "p42/ module_0007");
            assertThat(browser.run(COUNT)).startsWith("1 file of 10,003, ");
            assertThat(browser.run(FIRST)).isEqualTo("lib/python3/site-packages/p42/module_0007.py");
            assertThat(browser.run("return location.hash")).isEqualTo("#q=p42%2F%20module_0007");

            browser.type("#search", "no such thing");
            assertThat(browser.run(COUNT)).isEqualTo("No file fits.");

            browser.type("#search", " ");
            browser.click("#columns [data-key=size] button");
            assertThat(browser.run("return document.querySelector('[data-key=size]').getAttribute('aria-sort')"))
                    .isEqualTo("descending");
            assertThat(browser.run("return document.querySelector('#rows .number').textContent"))
                    .isEqualTo("100.0 kB");
            browser.click("#columns [data-key=size] button");
            assertThat(browser.run("return document.querySelector('#rows .number').textContent"))
                    .isEqualTo("0 B");

            browser.run("const v = document.getElementById('viewport'); v.scrollTop = v.scrollHeight;"
                    + " v.dispatchEvent(new Event('scroll')); drawRows()");
            assertThat(browser.run(
                            "return [...document.querySelectorAll('#rows .row')].pop().getAttribute('aria-rowindex')"))
                    .isEqualTo("10003");
            assertThat(browser.complaints()).doesNotContain("SEVERE");
        }
    }

    @Test
    void aClickTellsTheChainAndTheFilesOfAPackage() throws IOException {
        Path report = folder.resolve("report.html");
        HtmlReport.write(HtmlReports.of(20, 10), report);
        try (Browser browser = Browser.start(folder.resolve("profile"), 1280, 900)) {
            browser.open(report.toUri());

            browser.run("packages[13].group.dispatchEvent(new Event('click'))");
            assertThat(browser.run(
                            "return [...document.querySelectorAll('#chain b')].map(b => b.textContent).join(' ')"))
                    .isEqualTo("package0-1.0-0.x86_64 package1-1.0-1.x86_64 package3-1.0-3.x86_64"
                            + " package6-1.0-6.x86_64 package13-1.0-13.x86_64");

            browser.click("#treemap .cell");
            assertThat(browser.run(COUNT)).contains(" files of 203, ");
            assertThat(browser.run("return document.getElementById('package').value"))
                    .startsWith("package");

            browser.open(URI.create(report.toUri() + "#q=hello&sort=size&down=1"));
            browser.run("location.reload()");
            assertThat(browser.run(COUNT)).startsWith("2 files of 203");
            assertThat(browser.run(FIRST)).isEqualTo("bin/hello");
            assertThat(browser.run("return document.getElementById('finding-list').textContent"))
                    .contains("numpy", "no licence file", "#!/usr/bin/python3");
            assertThat(browser.run("return document.getElementById('scripts').textContent"))
                    .startsWith("1 script of packages would do more on installation")
                    .contains("package0-1.0-0.x86_64, postinst:cp -p a b\necho x > /etc/x");
            assertThat(browser.run("return document.getElementById('dropped').textContent"))
                    .contains("left-1-1.noarch");
            assertThat(browser.run("return document.getElementById('lock-text').textContent"))
                    .startsWith("relocpy lockfile 1");
        }
    }

    @Test
    void hostileNamesAreShownAndNotRun() throws IOException {
        Path report = folder.resolve("report.html");
        HtmlReport.write(
                HtmlReports.of(5, 4, "</script><img src=x onerror=document.title='owned'><b id=owned>"), report);
        try (Browser browser = Browser.start(folder.resolve("profile"), 1280, 900)) {
            browser.open(report.toUri());

            assertThat(browser.run("return document.images.length + ' ' + document.querySelectorAll('#owned').length"))
                    .isEqualTo("0 0");
            assertThat(browser.run("return document.title")).endsWith("relocpy report");
            assertThat(browser.run("return document.getElementById('package-table').textContent"))
                    .contains("<img src=x onerror=");
        }
    }

    @Test
    void fitsAPhoneAndAPage() throws IOException {
        Path report = folder.resolve("report.html");
        HtmlReport.write(HtmlReports.of(30, 40), report);
        try (Browser browser = Browser.start(folder.resolve("profile"), 500, 900)) {
            browser.open(report.toUri());

            assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo("true");
            assertThat(browser.run("return getComputedStyle(document.querySelector('#graph-frame svg')).display"))
                    .isEqualTo("none");
            byte[] pdf = browser.print();
            assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            assertThat(browser.run("return document.querySelectorAll('#printed tbody tr').length"))
                    .isEqualTo("25");
            assertThat(browser.complaints()).doesNotContain("SEVERE");
        }
    }
}
