package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Genuinely signed packages modified by an attacker: we reject whatever rpm rejects, and a little more. */
class TamperedPackageIT extends WithGpg {
    /** Changes that rpm 4.18 accepts, since it ignores parts of the signature header. */
    private static final Set<String> OURS_ALONE = Set.of(
            "an entry behind the region of the signature header", "data behind the region of the signature header");

    private static final String TYPES = """
            import ctypes
            rpm = ctypes.CDLL('librpm.so.9')
            print(*(rpm.rpmTagGetTagType(tag) for tag in range(100, 6000)), sep='\\n')
            """;

    private Path rpm;
    private byte[] right;
    private KeyRing keys;
    private String key;
    private Map<String, UnaryOperator<byte[]>> attacks;

    private void prepare() throws IOException {
        byte[] stranger = Files.readAllBytes(makePackage(2000));
        rpm = makePackage();
        key = makeKey("signer", "rsa2048", "never");
        keys = exported(key);
        right = Files.readAllBytes(sign(rpm, key));
        attacks = PackageAttacks.all(stranger);
    }

    private static boolean refuses(Path file, KeyRing keys) throws IOException {
        try {
            RpmFile verified = RpmFile.open(file).verified(keys, VerificationPolicy.STRICT);
            try (RpmPayload payload = verified.payload()) {
                while (payload.next().isPresent()) {
                    // read to the end
                }
            }
            return false;
        } catch (FormatException | VerificationException e) {
            return true;
        }
    }

    @Test
    void refusesEveryAttackAsRpmDoes() throws IOException {
        prepare();
        assertThat(refuses(rpm, keys)).isFalse();
        assertThat(rpmAccepts(rpm, key)).isTrue();
        List<String> accepted = new ArrayList<>();
        List<String> acceptedByRpm = new ArrayList<>();
        Path database = rpmDatabase(key);
        for (Map.Entry<String, UnaryOperator<byte[]>> attack : attacks.entrySet()) {
            byte[] wrong = attack.getValue().apply(right);
            assertThat(wrong).as(attack.getKey()).isNotEqualTo(right);
            Path file = Files.write(temp.resolve("wrong.rpm"), wrong);
            if (!refuses(file, keys)) {
                accepted.add(attack.getKey());
            }
            HostTools.Result verdict = HostTools.run(
                    "rpmkeys",
                    "--dbpath",
                    database.toString(),
                    "-D",
                    "_pkgverify_level signature",
                    "-Kv",
                    file.toString());
            if (verdict.exitStatus() == 0) {
                acceptedByRpm.add(attack.getKey());
            }
        }
        assertThat(accepted).isEmpty();
        assertThat(acceptedByRpm).containsExactlyInAnyOrderElementsOf(OURS_ALONE);
    }

    /** Checks only the structure, not digests and signatures. */
    @Test
    void refusesTheHeadersThatRpmRefuses() throws IOException {
        prepare();
        Random random = new Random(15);
        List<String> accepted = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            PackageParts parts = PackageParts.of(right);
            PackageParts.Header header = random.nextInt(3) == 0 ? parts.signature : parts.main;
            int entry = random.nextInt(header.index.size());
            int field = random.nextInt(4);
            int[] numbers = header.index.get(entry);
            int before = numbers[field];
            numbers[field] = switch (random.nextInt(5)) {
                case 0 -> before + random.nextInt(9) - 4;
                case 1 -> random.nextInt();
                case 2 -> random.nextInt(header.data.length);
                case 3 -> header.index.get(random.nextInt(header.index.size()))[field];
                default -> random.nextInt(11);
            };
            Path file = Files.write(temp.resolve("wrong.rpm"), parts.build());
            HostTools.Result query = HostTools.run("rpm", "-qp", "--nodigest", "--nosignature", file.toString());
            if (query.exitStatus() != 0) {
                refused++;
                try {
                    RpmFile.open(file);
                    accepted.add("entry " + entry + " field " + field + " from " + before + " to " + numbers[field]
                            + ": " + query.stderr());
                } catch (FormatException e) {
                    assertThat(e).hasMessageContaining("wrong.rpm");
                }
            }
        }
        assertThat(accepted).isEmpty();
        assertThat(refused).isGreaterThan(200);
    }

    /** Packages of rpm 3 and of early versions of rpm 4, whose signature headers look different. */
    @Test
    void acceptsTheOldSignatureHeadersThatRpmAccepts() throws IOException {
        prepare();
        PackageParts image = PackageParts.of(right);
        image.signature.trailer(0, RpmTag.HEADER_IMAGE);
        PackageParts plain = PackageParts.of(right);
        HeaderBuilder builder = new HeaderBuilder();
        for (int[] entry : plain.signature.index.subList(1, plain.signature.index.size())) {
            builder.copy(entry[0], entry[1], entry[3], plain.signature.value(entry));
        }
        plain.signature = PackageParts.Header.read(java.nio.ByteBuffer.wrap(builder.build()));
        for (PackageParts parts : List.of(image, plain)) {
            Path file = Files.write(temp.resolve("old.rpm"), parts.build());
            assertThat(rpmAccepts(file, key)).isTrue();
            assertThat(refuses(file, keys)).isFalse();
        }
    }

    @Test
    void knowsTheTypesThatRpmGivesTags() {
        HostTools.require("python3");
        List<String> types = HostTools.run("python3", "-c", TYPES).orFail().lines();
        for (int tag = 100; tag < 6000; tag++) {
            int type = Integer.parseInt(types.get(tag - 100));
            HeaderType ours = TagTypes.ofMain(tag);
            if (type == 0) {
                assertThat(ours).as("tag %d", tag).isNull();
            } else if (HeaderType.of(type).text()) {
                assertThat(ours).as("tag %d", tag).isEqualTo(HeaderType.STRING);
            } else {
                assertThat(ours).as("tag %d", tag).isEqualTo(HeaderType.of(type));
            }
        }
    }

    @Test
    void noRepositoryDeliversAForgedPackage() throws IOException {
        HostTools.require("createrepo_c");
        prepare();
        Path folder = Files.createDirectories(temp.resolve("repository"));
        Path file = folder.resolve("signed-1-1.noarch.rpm");
        Files.write(file, right);
        HostTools.run("createrepo_c", "--quiet", folder.toString()).orFail();
        for (String name : List.of(
                "the whole attack: files, digests and payload of a stranger", "another payload", "no signature")) {
            Files.write(file, attacks.get(name).apply(right));
            writeChecksum(folder, file);
            RepositoryClient client = RepositoryClient.builder()
                    .cacheDirectory(temp.resolve("cache" + name.length()))
                    .build();
            Repository repository = client.load(RepositoryConfig.builder("signed")
                    .baseUrl(folder.toUri())
                    .gpgCheck(true)
                    .gpgKey(temp.resolve(key + ".asc").toUri())
                    .build());
            assertThatThrownBy(() -> repository.fetch(repository.packages().get(0)))
                    .as(name)
                    .isInstanceOfAny(FormatException.class, VerificationException.class)
                    .hasMessageContaining("signed-1-1.noarch.rpm");
        }
    }

    /**
     * The attacker controls the metadata: it has the checksum and size of the tampered file, whatever createrepo_c
     * writes.
     */
    private static void writeChecksum(Path folder, Path file) throws IOException {
        Path primary;
        try (var files = Files.list(folder.resolve("repodata"))) {
            primary = files.filter(path -> path.toString().contains("primary.xml"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] gz = Files.readAllBytes(primary);
        String xml;
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(gz))) {
            xml = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        byte[] content = Files.readAllBytes(file);
        xml = xml.replaceFirst("pkgid=\"YES\">[0-9a-f]+<", "pkgid=\"YES\">" + RpmBuilder.hex("SHA-256", content) + "<")
                .replaceFirst("package=\"[0-9]+\"", "package=\"" + content.length + "\"");
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (var compress = new java.util.zip.GZIPOutputStream(out)) {
            compress.write(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.write(primary, out.toByteArray());
        Path repomd = folder.resolve("repodata/repomd.xml");
        String text = Files.readString(repomd);
        int start = text.indexOf("<data type=\"primary\">");
        int end = text.indexOf("</data>", start);
        String data = text.substring(start, end)
                .replaceFirst(
                        "<checksum type=\"sha256\">[0-9a-f]+<",
                        "<checksum type=\"sha256\">" + RpmBuilder.hex("SHA-256", out.toByteArray()) + "<")
                .replaceFirst("<size>[0-9]+<", "<size>" + out.size() + "<")
                .replaceFirst("<open-size>[0-9]+<", "<open-size>" + xml.length() + "<");
        Files.writeString(repomd, text.substring(0, start) + data + text.substring(end));
    }
}
