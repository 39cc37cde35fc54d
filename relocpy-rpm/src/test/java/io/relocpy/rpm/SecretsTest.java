package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.testing.TestServer;
import io.relocpy.rpm.file.InstalledPackage;
import io.relocpy.rpm.file.InstalledPackages;
import io.relocpy.rpm.file.RpmDescription;
import io.relocpy.rpm.metadata.DnfConfiguration;
import io.relocpy.rpm.metadata.RepoFiles;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryBuilder;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.metadata.RepositoryWarning;
import io.relocpy.rpm.resolve.Lockfile;
import io.relocpy.rpm.resolve.Reason;
import io.relocpy.rpm.resolve.Resolution;
import io.relocpy.rpm.resolve.ResolvedPackage;
import io.relocpy.rpm.resolve.Resolver;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a caller might print or store contains a user name, password or token from a URL. */
class SecretsTest {
    private static final String SECRET = "s3cret";
    /** Fields that come from packages, such as a project's home page. */
    private static final Set<Class<?>> PUBLIC =
            Set.of(RpmDescription.class, InstalledPackage.class, InstalledPackages.class);
    /** Text fields that come from URLs. */
    private static final Set<String> TEXTS = Set.of("location", "url", "source");

    @TempDir
    Path temp;

    private TestServer server;
    private final List<TransferEvent> events = new CopyOnWriteArrayList<>();
    private final List<RepositoryWarning> warnings = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("repo"));
        new RepositoryBuilder(folder)
                .add("one", new byte[] {1}, "/bin/sh", "/usr/bin/one")
                .write();
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private URI url(String path) {
        return URI.create(
                "http://s3cretuser:s3cretpw@localhost:" + server.url().getPort() + path + "?token=s3crettoken");
    }

    private RepositoryConfig.Builder config() {
        return RepositoryConfig.builder("x")
                .baseUrl(url("/"))
                .http(HttpSettings.DEFAULT
                        .withPassword("s3cretuser", "s3cretpw")
                        .withProxy(
                                server.url()
                                        .resolve("//s3cretuser:s3cretpw@"
                                                + server.url().getAuthority()),
                                SECRET,
                                SECRET));
    }

    private RepositoryClient client() {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .refresh(true)
                .onTransfer(events::add)
                .onWarning(warnings::add)
                .build();
    }

    private static PackageMetadata elsewhere(PackageMetadata metadata, String location) {
        return PackageMetadata.builder(metadata.nevra(), metadata.checksum(), location)
                .packageSize(1)
                .installedSize(1)
                .build();
    }

    /** An object of each public type that can contain a URL, created from URLs with secrets. */
    private Map<Class<?>, List<Object>> examples() throws IOException {
        RepositoryConfig config =
                config().mirrorList(url("/mirrors")).metalink(url("/metalink")).build();
        Repository repository = client().load(config().build());
        PackageMetadata metadata =
                elsewhere(repository.packages().get(0), url("/x.rpm").toString());
        Resolver.Builder resolver = Resolver.builder().repositories(List.of(repository));
        ResolvedPackage resolved = new ResolvedPackage(repository, metadata, new Reason.Locked());
        Path locked = temp.resolve("relocpy.lock");
        Lockfile lock = Lockfile.read(Files.writeString(
                locked,
                String.join(
                        "\n",
                        "relocpy-lock\t1",
                        "architecture\tx86_64",
                        "package\t" + metadata.nevra() + "\tx\t" + metadata.checksum() + "\t1\t" + metadata.location(),
                        "end\t1\n")));
        Resolution resolution = lock.resolve(List.of(repository));
        List<Object> all = new ArrayList<>(List.of(
                RepositoryUrl.parse(url("/x").toString(), "test"),
                config,
                config.toBuilder(),
                config.http(),
                repository,
                new RepositoryClient.RemotePackage(repository, metadata),
                metadata,
                metadata.toBuilder(),
                client(),
                client().toBuilder(),
                RpmRepositories.builder().repositories(config),
                RpmRepositories.builder().repositories(config).build(),
                resolver,
                resolver.build(),
                resolution,
                resolved,
                lock,
                lock.text(),
                lock.packages().get(0)));
        all.addAll(events);
        all.addAll(List.of(
                new TransferEvent.Started(url("/"), TransferEvent.Kind.METADATA, OptionalLong.of(1), 1),
                new TransferEvent.Advanced(url("/"), TransferEvent.Kind.METADATA, OptionalLong.of(1), 1),
                new TransferEvent.Finished(url("/"), TransferEvent.Kind.METADATA, 1)));
        all.addAll(failures());
        DnfConfiguration host = hostWithSecrets();
        all.add(host);
        all.addAll(host.warnings());
        all.addAll(events);
        all.addAll(warnings);
        Map<Class<?>, List<Object>> examples = new LinkedHashMap<>();
        all.forEach(each -> examples.computeIfAbsent(each.getClass(), type -> new ArrayList<>())
                .add(each));
        return examples;
    }

    /** A host's configuration with secrets in valid and in ignored settings. */
    private DnfConfiguration hostWithSecrets() throws IOException {
        Path root = Files.createDirectories(temp.resolve("host"));
        Path repositories = Files.createDirectories(root.resolve("etc/yum.repos.d"));
        String bad = "ftp://s3cretuser:s3cret@host/";
        StringBuilder text =
                new StringBuilder("[x]\nbaseurl=" + url("/") + "\nusername=s3cretuser\npassword=s3cretpw\n");
        for (String key : List.of("timeout", "priority", "enabled", "best", "minrate", "gpgcheck")) {
            text.append(key).append('=').append(bad).append('\n');
        }
        for (String key : List.of("baseurl", "mirrorlist", "metalink", "gpgkey", "proxy")) {
            text.append("[").append(key).append("]\nskip_if_unavailable=1\n");
            text.append(key.equals("baseurl") ? "" : "baseurl=" + url("/") + "\n");
            text.append(key).append('=').append(bad).append('\n');
        }
        text.append("[http://s3cretuser:s3cret@host/]\nbaseurl=").append(bad).append('\n');
        Files.writeString(repositories.resolve("x.repo"), text);
        Files.writeString(repositories.resolve("y.repo"), "http://s3cretuser:s3cret@host/\n");
        DnfConfiguration host = DnfConfiguration.ofHost(root);
        assertThat(host.repositories()).extracting(RepositoryConfig::id).contains("x");
        assertThat(host.warnings()).hasSizeGreaterThan(3);
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
                "ftp://s3cretuser:s3cret@host/")) {
            attempts.add(() -> RepositoryUrl.parse(text, "test"));
            for (String key : List.of(
                    "baseurl",
                    "mirrorlist",
                    "metalink",
                    "gpgkey",
                    "proxy",
                    "timeout",
                    "priority",
                    "enabled",
                    "minrate")) {
                Path file = temp.resolve("bad.repo");
                attempts.add(() -> {
                    Files.writeString(file, "[x]\nbaseurl=http://localhost/\ngpgcheck=1\n" + key + "=" + text + "\n");
                    return RepoFiles.read(file, Map.of());
                });
            }
            for (String key : List.of("sslcacert", "sslclientcert", "sslclientkey")) { // file names
                Path file = temp.resolve("bad-" + key + ".repo");
                attempts.add(() -> {
                    String url = RepositoryUrl.isAbsolute(text) ? text : "https://u:s3cret@h/?token=s3cret";
                    Files.writeString(
                            file, "[x]\nbaseurl=https://localhost:1/\nsslclientcert=/none\n" + key + "=" + url + "\n");
                    return client().load(RepoFiles.read(file, Map.of()));
                });
            }
            attempts.add(() -> RepositoryConfig.builder("x").baseUrl(new URI(text)));
            attempts.add(() -> HttpSettings.DEFAULT.withProxy(new URI(text)));
        }
        attempts.add(() ->
                client().load(config().baseUrl(url("/no/")).build().toBuilder().build()));
        RepositoryConfig missing = RepositoryConfig.builder("missing")
                .baseUrl(url("/none/"))
                .skipIfUnavailable(true)
                .build();
        attempts.add(() -> client().load(missing));
        attempts.add(() -> client().load(List.of(missing)));
        attempts.add(() -> client().load(config().mirrorList(url("/no-list")).build()));
        attempts.add(() -> Resolver.builder()
                .repositories(List.copyOf(client().load(List.of(missing))))
                .build()
                .resolve(List.of("one")));
        attempts.add(() -> client().load(RepositoryConfig.builder("lists")
                .mirrorList(url("/none"))
                .build()));
        attempts.add(() -> client().load(RepositoryConfig.builder("keys")
                .baseUrl(url("/"))
                .gpgKey(url("/key"))
                .gpgCheck(true)
                .build()));
        attempts.add(() -> RepositoryClient.builder()
                .cacheDirectory(temp.resolve("other-cache"))
                .offline(true)
                .build()
                .load(config().build()));
        for (String location :
                List.of("http://localhost:1/?token=s3cret", "ftp://u:s3cret@host/", "http://u:s3cret@[host/")) {
            attempts.add(() -> {
                Repository repository = client().load(config().build());
                server.fail(".rpm", (exchange, content) -> {
                    exchange.getResponseHeaders().set("Location", location);
                    exchange.sendResponseHeaders(302, -1);
                    return true;
                });
                return repository.fetch(repository.packages().get(0));
            });
            attempts.add(() -> {
                Repository repository = client().load(config().build());
                return repository.fetch(elsewhere(repository.packages().get(0), location));
            });
        }
        List<Object> thrown = new ArrayList<>();
        for (Attempt each : attempts) {
            Throwable failure = catchThrowable(each::run);
            if (failure != null && !(failure instanceof URISyntaxException)) { // thrown by java.net.URI itself
                thrown.add(failure);
            }
        }
        return thrown;
    }

    private static String text(Object shown) throws ReflectiveOperationException {
        StringWriter text = new StringWriter();
        if (shown instanceof Throwable thrown) {
            thrown.printStackTrace(new PrintWriter(text, true));
        }
        boolean forPeople = shown instanceof TransferEvent
                || shown instanceof RepositoryWarning
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
                .allMatch(type -> examples.keySet().stream().anyMatch(type::isAssignableFrom));
        try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains(SECRET));
        }
    }

    /** Concrete public types with a field, or nested field, that is a URL or text that may come from one. */
    private static Set<Class<?>> publicCarriers() throws Exception {
        List<Class<?>> all = classes();
        Map<Class<?>, Boolean> carries = new HashMap<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Class<?> type : all) {
                if (!carries.containsKey(type) && carries(type, carries)) {
                    carries.put(type, true);
                    changed = true;
                }
            }
        }
        Set<Class<?>> carriers = new HashSet<>();
        for (Class<?> type : carries.keySet()) {
            boolean hidden = !isPublic(type) || Modifier.isAbstract(type.getModifiers()) || type.isEnum();
            if (!hidden && !PUBLIC.contains(type)) {
                carriers.add(type);
            }
        }
        assertThat(carriers).contains(TransferEvent.Failed.class, Resolver.class);
        return carriers;
    }

    private static boolean isPublic(Class<?> type) {
        return !type.getPackageName().contains(".internal.")
                && Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static boolean carries(Class<?> type, Map<Class<?>, Boolean> known) {
        if (TransferException.class.isAssignableFrom(type)
                || FormatException.class.isAssignableFrom(type)
                || VerificationException.class.isAssignableFrom(type)
                || ResolutionException.class.isAssignableFrom(type)) {
            return true;
        }
        for (Field field : type.getDeclaredFields()) {
            boolean reason = RepositoryWarning.class.isAssignableFrom(type)
                    && field.getName().equals("reason");
            boolean text = field.getType() == String.class && (reason || TEXTS.contains(field.getName()));
            if (!Modifier.isStatic(field.getModifiers()) && (text || carries(field.getGenericType(), known))) {
                return true;
            }
        }
        for (Class<?> each : known.keySet()) { // an interface contains what its implementations contain
            if (type.isInterface() && type.isAssignableFrom(each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean carries(Type type, Map<Class<?>, Boolean> known) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments()).anyMatch(each -> carries(each, known));
        }
        return type == URI.class || type == RepositoryUrl.class || known.containsKey(type);
    }

    private static List<Class<?>> classes() throws Exception {
        List<Class<?>> classes = new ArrayList<>(classes(RepositoryUrl.class));
        classes.addAll(classes(Resolver.class));
        return classes;
    }

    /** The classes of a module, which is a directory of classes or a jar. */
    private static List<Class<?>> classes(Class<?> ofModule) throws Exception {
        Path place = Path.of(
                ofModule.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return classesBelow(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return classesBelow(jar.getPath("/"));
        }
    }

    private static List<Class<?>> classesBelow(Path root) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("io/relocpy"))) {
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
