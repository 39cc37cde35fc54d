package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.relocpy.testing.HostTools;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A headless Chromium, driven as <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a> says. */
public final class Browser implements Closeable {
    private static final int CLICKS = 20;
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

    private final Process driver;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI session;

    /** Starts one; skips the test where there is none. */
    public static Browser start(Path profile, int width, int height) throws IOException {
        HostTools.require("chromium", "chromedriver");
        return new Browser(profile, width, height);
    }

    private Browser(Path profile, int width, int height) throws IOException {
        driver = new ProcessBuilder("chromedriver", "--port=0")
                .redirectErrorStream(true)
                .start();
        String port = port();
        // the last five: no word to anybody but this page
        String answer = send(
                "POST", URI.create("http://127.0.0.1:" + port + "/session"), """
                {"capabilities":{"alwaysMatch":{"goog:loggingPrefs":{"browser":"ALL"},"goog:chromeOptions":{"args":[
                "--headless","--no-sandbox","--disable-gpu","--no-first-run","--user-data-dir=%s","--window-size=%d,%d",
                "--disable-quic","--disable-background-networking","--disable-component-update","--disable-sync",
                "--disable-default-apps"]}}}}""".formatted(profile, width, height));
        Matcher id = Pattern.compile("\"sessionId\":\"(\\w+)\"").matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        session = URI.create("http://127.0.0.1:" + port + "/session/" + id.group(1) + "/");
    }

    private String port() throws IOException {
        BufferedReader lines = driver.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return started.group(1);
            }
        }
        throw new IOException("chromedriver did not start");
    }

    void open(URI page) throws IOException {
        send("POST", session.resolve("url"), "{\"url\":" + quoted(page.toString()) + "}");
    }

    /** What a piece of JavaScript returns, as text. */
    String run(String script) throws IOException {
        return text(send(
                "POST",
                session.resolve("execute/sync"),
                "{\"args\":[],\"script\":" + quoted("return String((() => {" + script + "})())") + "}"));
    }

    /**
     * Clicks where a person would: the browser scrolls there first, and refuses what something else covers. On a busy machine
     * that may be a page that is still being laid out, hence the patience.
     */
    void click(String selector) throws IOException {
        URI click = session.resolve("element/" + element(selector) + "/click");
        for (int attempt = 1; ; attempt++) {
            try {
                send("POST", click, "{}");
                return;
            } catch (IOException e) {
                if (attempt == CLICKS || !e.getMessage().contains("element click intercepted")) {
                    throw e;
                }
            }
            run("document.querySelector(" + quoted(selector) + ").scrollIntoView({block: 'center'})");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    void type(String selector, String keys) throws IOException {
        String element = element(selector);
        send("POST", session.resolve("element/" + element + "/clear"), "{}");
        send("POST", session.resolve("element/" + element + "/value"), "{\"text\":" + quoted(keys) + "}");
    }

    /** What the page complained of. */
    String complaints() throws IOException {
        return send("POST", session.resolve("se/log"), "{\"type\":\"browser\"}");
    }

    void screenshot(Path file) throws IOException {
        Files.write(file, Base64.getDecoder().decode(text(send("GET", session.resolve("screenshot"), ""))));
    }

    /** The page as it would be printed, as PDF. */
    byte[] print() throws IOException {
        return Base64.getDecoder().decode(text(send("POST", session.resolve("print"), "{}")));
    }

    private String element(String selector) throws IOException {
        String answer = send(
                "POST", session.resolve("element"), "{\"using\":\"css selector\",\"value\":" + quoted(selector) + "}");
        return text(answer);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** The one text below "value". */
    private static String text(String answer) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(answer)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    return json.getText();
                }
            }
        }
        throw new IOException("no text in " + answer);
    }

    private String send(String method, URI uri, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(uri + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            send("DELETE", URI.create(session.toString().replaceFirst("/$", "")), "");
        } finally {
            driver.destroy();
        }
    }
}
