package io.relocpy.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.relocpy.deb.file.DebBuilder;
import io.relocpy.deb.metadata.AptConfiguration;
import io.relocpy.deb.metadata.AptSource;
import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.deb.metadata.RepositoryClient;
import io.relocpy.deb.metadata.RepositoryWarning;
import io.relocpy.deb.metadata.Suite;
import io.relocpy.deb.resolve.AptResolver;
import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.deb.resolve.Lockfile;
import io.relocpy.deb.resolve.PackageLists;
import io.relocpy.deb.resolve.Resolution;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a caller might print or store contains a user name, password or token from a URL or from auth.conf. */
class SecretsTest {
    /** Text fields that come from URLs, or from what is wrong with one. */
    private static final Set<String> TEXTS = Set.of("uri", "location", "reason");

    @TempDir
    Path temp;

    private Path served;
    private TestServer server;
    private final List<TransferEvent> events = new CopyOnWriteArrayList<>();
    private final List<Object> warnings = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        served = Files.createDirectory(temp.resolve("served"));
        String control = "Package: one\nVersion: 1\nArchitecture: all\nMaintainer: A <a@example.org>\nDescription: x\n";
        Path file = new DebBuilder().control("control", control).write(served.resolve("one.deb"));
        byte[] packages = (control + "Filename: one.deb\nSize: " + Files.size(file) + "\nSHA256: "
                        + Checksums.of(Checksum.Algorithm.SHA_256, file).hex() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(served.resolve("Packages"), packages);
        Files.writeString(
                served.resolve("Release"),
                "Suite: x\nSHA256:\n "
                        + Checksums.of(Checksum.Algorithm.SHA_256, packages).hex() + " " + packages.length
                        + " Packages\n");
        Files.writeString(served.resolve("mirrors"), uri("") + "\nhttp://s3cretuser:s3cretpw@localhost:1/\n");
        server = new TestServer(served);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String uri(String path) {
        int port = server == null ? 1 : server.url().getPort();
        return "http://s3cretuser:s3cretpw@localhost:" + port + "/" + path;
    }

    private static AptSource.Builder source(String uri) {
        return AptSource.builder(uri, "./").trusted(true);
    }

    private RepositoryClient.Builder client() {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .refresh(true)
                .http(uri -> HttpSettings.DEFAULT.withPassword("s3cretuser", "s3cretpw"))
                .onTransfer(events::add)
                .onWarning(warnings::add);
    }

    private DebRepositories.Builder repositories(String uri) {
        return DebRepositories.builder()
                .sources(source(uri).build())
                .cacheDirectory(temp.resolve("cache"))
                .refresh(true);
    }

    /** An object of each public type that can contain a URL, made of URLs with secrets. */
    private Map<Class<?>, List<Object>> examples() throws IOException {
        AptSource source = source(uri("")).build();
        Suite suite = client().build().load(List.of(source)).get(0);
        PackagesFile packages = suite.packages().get(0);
        PackageLists lists = PackageLists.read(List.of("amd64"), suite.packages());
        AptResolver.Builder resolver = AptResolver.builder(lists);
        Resolution resolution = resolver.build().resolve(List.of("one"));
        ClosureRequest request = ClosureRequest.builder(List.of("one"), "amd64").build();
        Closure closure = repositories(uri("")).build().resolve(request, RepositoryListener.NONE);
        Lockfile lock = repositories(uri("")).build().lock(request, RepositoryListener.NONE);
        suite.fetch(
                "one.deb",
                closure.packages().get(0).size(),
                lock.packages().get(0).checksum());
        List<Object> all = new ArrayList<>(List.of(
                source,
                source.toBuilder(),
                client(),
                client().build(),
                suite,
                packages,
                packages.origin(),
                lists,
                resolver,
                resolver.build(),
                resolution,
                resolution.packages().get(0),
                resolution.packages().get(0).metadata(),
                repositories(uri("")),
                repositories(uri("")).build(),
                closure,
                closure.inputs(),
                closure.packages().get(0),
                lock,
                lock.text(),
                lock.sources().get(0),
                lock.packages().get(0),
                new RepositoryWarning.MissingIndex(source.toString(), "Packages", "such file"),
                new Lockfile.LockedSource("x", Optional.of(uri("") + " ./"), List.of())));
        all.addAll(failures());
        AptConfiguration host = hostWithSecrets();
        all.add(host);
        all.addAll(host.warnings());
        all.addAll(host.sources());
        all.add(host.http("https://login.example.org/"));
        assertThat(host.http("https://login.example.org/").password()).contains("s3cretpw");
        all.addAll(events);
        all.addAll(warnings);
        Map<Class<?>, List<Object>> examples = new LinkedHashMap<>();
        all.forEach(each -> examples.computeIfAbsent(each.getClass(), type -> new ArrayList<>())
                .add(each));
        return examples;
    }

    /** A host's configuration with secrets in valid and in ignored settings. */
    private AptConfiguration hostWithSecrets() throws IOException {
        Path apt = Files.createDirectories(temp.resolve("host/etc/apt"));
        String bad = "ftp://s3cretuser:s3cret@host/";
        Files.writeString(
                apt.resolve("sources.list"),
                String.join(
                        "\n",
                        "deb " + uri("") + " x main",
                        "deb " + uri("") + " x main",
                        "deb " + bad + " x main",
                        "deb " + uri("") + " ../x main",
                        "deb [snapshot=20250101] " + uri("") + " y main",
                        "deb [allow-weak=yes] " + uri("") + " z main",
                        ""));
        Files.createDirectories(apt.resolve("sources.list.d"));
        Files.writeString(
                apt.resolve("sources.list.d/x.sources"),
                "Types: deb\nURIs: " + bad + " " + uri("q") + "\nSuites: other\nComponents: main\n");
        Files.writeString(
                apt.resolve("auth.conf"),
                "machine login.example.org login s3cretuser password s3cretpw\n"
                        + "machine localhost login s3cretuser password s3cretpw\n");
        AptConfiguration host = AptConfiguration.ofRoot(temp.resolve("host"));
        assertThat(host.sources()).hasSizeGreaterThan(1);
        assertThat(host.warnings()).hasSizeGreaterThan(2);
        return host;
    }

    private interface Attempt {
        Object run() throws Exception;
    }

    /** Exceptions, events and warnings when things go wrong. */
    private List<Object> failures() throws IOException {
        List<Attempt> attempts = new ArrayList<>();
        for (String text : List.of(
                "http://s3cretuser:s3/cretpw@host/",
                "http://s3cretuser:s3cret?pw@host/",
                "http://s3cretuser:s3cret pw@host/?s3cret",
                "s3cretuser:s3cret@host",
                "ftp://s3cretuser:s3cret@host/",
                "mirror+ftp://s3cretuser:s3cret@host/")) {
            attempts.add(() -> source(text).build());
            attempts.add(
                    () -> AptSource.builder(uri(""), text).components("main").build());
            attempts.add(() -> AptSource.builder(uri(""), "x").components(text).build());
            attempts.add(
                    () -> AptSource.builder(uri(""), "./").architectures(text).build());
            attempts.add(() -> {
                Files.writeString(served.resolve("bad-mirrors"), text + "\n");
                return client().build()
                        .load(List.of(source("mirror+" + uri("bad-mirrors")).build()));
            });
        }
        for (String path : List.of("none/", "Packages/")) {
            AptSource missing = source(uri(path)).build();
            attempts.add(() -> client().build().load(List.of(missing)));
            attempts.add(() -> client().skipUnavailable(true).build().load(List.of(missing)));
            attempts.add(() -> client().offline(true).build().load(List.of(missing)));
            attempts.add(() -> repositories(uri(path))
                    .build()
                    .resolution(ClosureRequest.builder(List.of("one"), "amd64").build(), RepositoryListener.NONE));
        }
        AptSource untrusted = AptSource.builder(uri(""), "./").build();
        attempts.add(() -> client().build().load(List.of(untrusted)));
        attempts.add(() -> client().build()
                .load(List.of(untrusted, untrusted.toBuilder().trusted(true).build())));
        attempts.add(() ->
                client().build().load(List.of(source("mirror+" + uri("none")).build())));
        attempts.add(() ->
                client().build().load(List.of(source("mirror+" + uri("mirrors")).build())));
        attempts.add(() -> repositories(uri(""))
                .build()
                .resolution(ClosureRequest.builder(List.of("two"), "amd64").build(), RepositoryListener.NONE));
        attempts.add(() -> locked("one.deb", "https://s3cretuser:s3cret@example.org/one.deb"));
        attempts.add(() -> locked("\tlocalhost", "\thttps://s3cretuser:s3cret@example.org/"));
        for (String location :
                List.of("http://localhost:1/?token=s3cret", "ftp://u:s3cret@host/", "http://u:s3cret@[h/")) {
            attempts.add(() -> {
                server.fail("Release", (exchange, content) -> {
                    exchange.getResponseHeaders().set("Location", location);
                    exchange.sendResponseHeaders(302, -1);
                    return true;
                });
                return client().build().load(List.of(source(uri("")).build()));
            });
        }
        List<Object> thrown = new ArrayList<>();
        for (Attempt each : attempts) {
            Throwable failure = catchThrowable(each::run);
            if (failure != null) {
                assertThat(failure).isInstanceOfAny(IOException.class, IllegalArgumentException.class);
                thrown.add(failure);
            }
        }
        assertThat(thrown).hasSizeGreaterThan(30);
        return thrown;
    }

    private Object locked(String before, String after) throws IOException {
        Path file = temp.resolve("relocpy.lock");
        ClosureRequest request =
                ClosureRequest.builder(List.of("one"), "amd64").lockfile(file).build();
        String text = repositories(uri(""))
                .build()
                .lock(request, RepositoryListener.NONE)
                .text();
        String edited = text.replace(before, after);
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(file, edited);
        return repositories(uri("")).build().resolve(request, RepositoryListener.NONE);
    }

    private static String text(Object shown) throws ReflectiveOperationException {
        StringWriter text = new StringWriter();
        if (shown instanceof Throwable thrown) {
            thrown.printStackTrace(new PrintWriter(text, true));
        }
        if (shown instanceof RepositoryWarning warning) {
            text.append(warning.message()).append(' ').append(warning.repository());
        }
        boolean forPeople = shown instanceof TransferEvent
                || shown instanceof RepositoryWarning
                || shown instanceof SettingWarning
                || shown instanceof Lockfile.LockedSource
                || shown instanceof Lockfile.LockedPackage;
        if (forPeople) {
            for (var component : shown.getClass().getRecordComponents()) {
                text.append(component.getName())
                        .append(' ')
                        .append(String.valueOf(component.getAccessor().invoke(shown)))
                        .append('\n');
            }
        }
        return text.append(String.valueOf(shown)).toString();
    }

    @Test
    void areInNothingThatIsShown() throws Exception {
        Map<Class<?>, List<Object>> examples = examples();
        for (List<Object> each : examples.values()) {
            for (Object shown : each) {
                assertThat(text(shown)).doesNotContain("s3cret", "s3/cret");
            }
        }
        assertThat(publicCarriers())
                .as("public types that can carry a URL, each with an example of it or of a subclass")
                .contains(AptSource.class, Suite.class, DebRepositories.class, Lockfile.class)
                .allMatch(type -> examples.keySet().stream().anyMatch(type::isAssignableFrom));
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("s3cret"));
        }
    }

    /** Concrete public types with a field, or nested field, that is a URL or text that may come from one. */
    private static Set<Class<?>> publicCarriers() throws Exception {
        Set<Class<?>> all = new HashSet<>(classes());
        Set<Class<?>> carriers = new HashSet<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Class<?> type : all) {
                changed |= carries(type, carriers) && carriers.add(type);
            }
        }
        carriers.removeIf(type -> !isPublic(type) || Modifier.isAbstract(type.getModifiers()) || type.isEnum());
        return carriers;
    }

    private static boolean isPublic(Class<?> type) {
        return !type.getPackageName().contains(".internal.")
                && Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static boolean carries(Class<?> type, Set<Class<?>> known) {
        return ResolutionException.class.isAssignableFrom(type)
                || RepositoryException.class.isAssignableFrom(type)
                || FormatException.class.isAssignableFrom(type)
                || Arrays.stream(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .anyMatch(field -> carries(field, known))
                // an interface contains what its implementations contain
                || (type.isInterface() && known.stream().anyMatch(type::isAssignableFrom));
    }

    private static boolean carries(Field field, Set<Class<?>> known) {
        boolean text =
                field.getGenericType().getTypeName().matches("java\\.(?:util\\.Optional<java\\.)?lang\\.String>?");
        return (text && TEXTS.contains(field.getName())) || carries(field.getGenericType(), known);
    }

    private static boolean carries(Type type, Set<Class<?>> known) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments()).anyMatch(each -> carries(each, known));
        }
        return type == URI.class || (type instanceof Class<?> plain && known.contains(plain));
    }

    private static List<Class<?>> classes() throws Exception {
        Path root = Path.of(AptSource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("io/relocpy/deb"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(each -> each.toString().endsWith(".class"))::iterator) {
                String name = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                if (!name.endsWith("-info")) {
                    classes.add(Class.forName(name, false, SecretsTest.class.getClassLoader()));
                }
            }
        }
        return classes;
    }
}
