package io.relocpy.deb.metadata;

import static io.relocpy.deb.metadata.AptArchive.bytes;

import io.relocpy.deb.metadata.ReleaseWorld.Verdict;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.testing.TestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.junit.jupiter.api.DynamicTest;

/**
 * Repositories that are right or wrong in one respect, apt's verdict on each, which AptVerdictIT checks, and ours where it
 * is another one.
 */
final class ReleaseScenarios {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int THREADS = 4;

    private final List<Scenario> all = new ArrayList<>();

    /** Prepares a world and gives the version that was published last. */
    interface Setup {
        int prepare(ReleaseWorld world) throws IOException;
    }

    /**
     * One of them.
     *
     * @param reason why our verdict is another one; empty if it is not
     */
    record Scenario(String name, Verdict apt, Verdict ours, String reason, Setup setup) {
        @Override
        public String toString() {
            return name;
        }
    }

    private ReleaseScenarios() {
        signatures();
        texts();
        trust();
        times();
        changes();
        indexes();
        compressions();
        places();
    }

    static List<Scenario> all() {
        return new ReleaseScenarios().all;
    }

    /** What is tried with a scenario, in a directory of its own. */
    interface Trial {
        void run(Scenario scenario, Path directory) throws Exception;
    }

    /** A test of each, some at a time: most of the time both we and apt wait. */
    static List<DynamicTest> tests(Path directory, Trial trial) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<DynamicTest> tests = new ArrayList<>();
        for (Scenario scenario : all()) {
            Path own = directory.resolve(Integer.toString(tests.size()));
            Future<?> end = threads.submit(() -> {
                trial.run(scenario, own);
                return true;
            });
            tests.add(DynamicTest.dynamicTest(scenario.name, () -> {
                try {
                    end.get();
                } catch (ExecutionException e) {
                    throw Objects.requireNonNull(e.getCause());
                }
            }));
        }
        threads.shutdown();
        return tests;
    }

    private void add(String name, Verdict verdict, Setup setup) {
        all.add(new Scenario(name, verdict, verdict, "", setup));
    }

    private void differs(String name, Verdict apt, Verdict ours, String reason, Setup setup) {
        all.add(new Scenario(name, apt, ours, reason, setup));
    }

    private static Setup first(Consumer<ReleaseWorld> change) {
        return world -> {
            change.accept(world);
            world.publish(1);
            return 1;
        };
    }

    /** One good reading, then another version after a change. */
    private static Setup then(Consumer<ReleaseWorld> change) {
        return world -> {
            world.publish(1);
            world.update();
            change.accept(world);
            world.publish(2);
            return 2;
        };
    }

    private static Setup inRelease(UnaryOperator<String> change) {
        return world -> {
            world.archive.writeFiles();
            String text = new String(AptArchive.clearSigned(world.archive.text(), world.key), StandardCharsets.UTF_8);
            world.archive.put("InRelease", bytes(change.apply(text)));
            return 1;
        };
    }

    private static byte[] signed(ReleaseWorld world, byte[]... signatures) {
        String text = new String(world.archive.text(), StandardCharsets.UTF_8).stripTrailing();
        return AptArchive.clearSigned(text, Arrays.asList(signatures));
    }

    private static byte[] signature(
            ReleaseWorld world, TestKey key, int hash, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        String text = new String(world.archive.text(), StandardCharsets.UTF_8).stripTrailing();
        return key.sign(bytes(text), Instant.now().minus(DAY), hash, hashed);
    }

    private static Setup signedBy(int hash, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        return world -> {
            world.archive.writeFiles();
            world.archive.put("InRelease", signed(world, signature(world, world.key, hash, hashed)));
            return 1;
        };
    }

    private static byte[] certificate(
            TestKey key, Consumer<PGPSignatureSubpacketGenerator> hashed, byte[]... beforeName) {
        return TestKey.join(
                key.publicKey(),
                TestKey.join(beforeName),
                TestKey.NAME,
                key.certify(key.created().plusSeconds(1), hashed));
    }

    private void signatures() {
        add("good", Verdict.ACCEPTED, first(world -> {}));
        add("wrong key", Verdict.REFUSED, world -> {
            world.archive.write(world.other);
            return 1;
        });
        add("second signature is good", Verdict.ACCEPTED, world -> {
            world.archive.write(world.other, world.key);
            return 1;
        });
        add("first signature is good", Verdict.ACCEPTED, world -> {
            world.archive.write(world.key, world.other);
            return 1;
        });
        add("a second signature of another text", Verdict.REFUSED, world -> {
            world.keyring(TestKey.join(AptArchive.keyring(world.key), AptArchive.keyring(world.other)));
            world.archive.writeFiles();
            world.archive.put(
                    "InRelease",
                    signed(
                            world,
                            signature(world, world.key, HashAlgorithmTags.SHA256, hashed -> {}),
                            world.other.sign(
                                    bytes("another text"), Instant.now().minus(DAY), hashed -> {})));
            return 1;
        });
        add("text was changed", Verdict.REFUSED, inRelease(text -> text.replace("Label: Test", "Label: Tset")));
        add("expired key", Verdict.REFUSED, world -> {
            world.keyring(certificate(world.key, hashed -> hashed.setKeyExpirationTime(true, DAY.toSeconds())));
            world.publish(1);
            return 1;
        });
        add("key that expires later", Verdict.ACCEPTED, world -> {
            world.keyring(certificate(world.key, hashed -> hashed.setKeyExpirationTime(true, 200 * DAY.toSeconds())));
            world.publish(1);
            return 1;
        });
        add("revoked key", Verdict.REFUSED, world -> {
            world.keyring(certificate(
                    world.key,
                    hashed -> {},
                    world.key.revoke(world.key.created().plus(DAY), hashed -> {})));
            world.publish(1);
            return 1;
        });
        add("expired key beside a good one", Verdict.ACCEPTED, world -> {
            world.keyring(TestKey.join(
                    certificate(world.other, hashed -> hashed.setKeyExpirationTime(true, DAY.toSeconds())),
                    AptArchive.keyring(world.key)));
            world.archive.write(world.other, world.key);
            return 1;
        });
        add(
                "expired signature",
                Verdict.REFUSED,
                signedBy(HashAlgorithmTags.SHA256, hashed -> hashed.setSignatureExpirationTime(true, 60)));
        add("SHA-1 signature", Verdict.REFUSED, signedBy(HashAlgorithmTags.SHA1, hashed -> {}));
        add("SHA-512 signature", Verdict.ACCEPTED, signedBy(HashAlgorithmTags.SHA512, hashed -> {}));
        add("empty keyring", Verdict.REFUSED, world -> {
            world.keyring(new byte[0]);
            world.publish(1);
            return 1;
        });
        add("missing keyring", Verdict.REFUSED, world -> {
            Files.delete(Path.of(world.options.get("signed-by")));
            world.publish(1);
            return 1;
        });
        add("fingerprint of the signer", Verdict.ACCEPTED, first(world -> {
            world.options.put("signed-by", world.options.get("signed-by") + "," + world.key.fingerprint());
        }));
        add("fingerprint of another key", Verdict.REFUSED, first(world -> {
            world.options.put("signed-by", world.options.get("signed-by") + "," + world.other.fingerprint());
        }));
        add("fingerprint of a subkey's primary key", Verdict.ACCEPTED, subkey(world -> world.key.fingerprint()));
        add("exact fingerprint of the primary key", Verdict.REFUSED, subkey(world -> world.key.fingerprint() + "!"));
        add("exact fingerprint of the signer", Verdict.ACCEPTED, first(world -> {
            world.options.put("signed-by", world.options.get("signed-by") + "," + world.key.fingerprint() + "!");
        }));
    }

    /** What a world makes it. */
    private interface Text {
        String of(ReleaseWorld world);
    }

    private static Setup subkey(Text fingerprint) {
        return world -> {
            TestKey subkey = world.other.asSubkey();
            Instant when = world.key.created().plusSeconds(10);
            byte[] back = subkey.bindBack(world.key, when);
            byte[] binding = world.key.bind(subkey, when, hashed -> {
                hashed.setKeyFlags(true, 2);
                try {
                    hashed.addEmbeddedSignature(true, parsed(back));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            world.keyring(TestKey.join(AptArchive.keyring(world.key), subkey.publicKey(), binding));
            world.options.put("signed-by", world.options.get("signed-by") + "," + fingerprint.of(world));
            world.archive.write(subkey);
            return 1;
        };
    }

    private static org.bouncycastle.openpgp.PGPSignature parsed(byte[] packet) throws IOException {
        return ((org.bouncycastle.openpgp.PGPSignatureList)
                        new org.bouncycastle.openpgp.bc.BcPGPObjectFactory(packet).nextObject())
                .get(0);
    }

    private void texts() {
        add("text before", Verdict.REFUSED, inRelease(text -> "Suite: evil\n\n" + text));
        add("empty line before", Verdict.REFUSED, inRelease(text -> "\n" + text));
        add("text behind", Verdict.REFUSED, inRelease(text -> text + "Suite: evil\n"));
        add("empty line behind", Verdict.REFUSED, inRelease(text -> text + "\n"));
        add("second message behind", Verdict.REFUSED, inRelease(text -> text + text));
        add(
                "text between",
                Verdict.REFUSED,
                inRelease(text -> text.replace("-----BEGIN PGP SIGNATURE", "Suite: evil\n-----BEGIN PGP SIGNATURE")));
        add("text in the header", Verdict.ACCEPTED, inRelease(text -> text.replace("Hash: ", "Suite: evil\nHash: ")));
        add("no Hash in the header", Verdict.ACCEPTED, inRelease(text -> text.replace("Hash: SHA256\n", "")));
        add(
                "another Hash in the header",
                Verdict.ACCEPTED,
                inRelease(text -> text.replace("Hash: SHA256", "Hash: SHA1")));
        add("comment in the header", Verdict.ACCEPTED, inRelease(text -> text.replace("Hash: ", "Comment: x\nHash: ")));
        add(
                "comment in the signature",
                Verdict.ACCEPTED,
                inRelease(text -> text.replace("PGP SIGNATURE-----\n\n", "PGP SIGNATURE-----\nComment: x\n\n")));
        add("carriage returns", Verdict.ACCEPTED, inRelease(text -> text.replace("\n", "\r\n")));
        add(
                "white space at the ends of lines",
                Verdict.ACCEPTED,
                inRelease(text -> text.replace("Label: Test\n", "Label: Test \t\n")));
        add(
                "line that starts with a dash",
                Verdict.REFUSED,
                inRelease(text -> text.replace("Label: Test\n", "Label: Test\n-x: y\n")));
        add("escaped line", Verdict.ACCEPTED, world -> {
            world.archive.release.put("-Odd", "yes");
            world.publish(1);
            return 1;
        });
        add("message in the message", Verdict.REFUSED, inRelease(text -> text.replace("Label: Test\n", text)));
        add(
                "second Hash in the header",
                Verdict.ACCEPTED,
                inRelease(text -> text.replace("Hash: ", "Hash: SHA512\nHash: ")));
        add(
                "white space in the line behind the header",
                Verdict.ACCEPTED,
                inRelease(text -> text.replace("SHA256\n\n", "SHA256\n \t\n")));
        differs(
                "NUL",
                Verdict.ACCEPTED,
                Verdict.REFUSED,
                "what follows it exists for some readers only",
                first(world -> world.archive.release.put("X", "a\0b")));
        add("escape", Verdict.ACCEPTED, first(world -> world.archive.release.put("X", "a\u001b[2Jb")));
        add(
                "carriage return in a line",
                Verdict.ACCEPTED,
                first(world -> world.archive.release.put("X", "a\rSuite: b")));
        add("line of 100 KB", Verdict.ACCEPTED, first(world -> world.archive.release.put("X", "x".repeat(100_000))));
        add("needlessly escaped line", Verdict.ACCEPTED, inRelease(text -> text.replace("Label: ", "- Label: ")));
        add(
                "no signature",
                Verdict.REFUSED,
                inRelease(text -> text.substring(0, text.indexOf("-----BEGIN PGP SIGNATURE"))));
        add("cut signature", Verdict.REFUSED, inRelease(text -> text.substring(0, text.length() - 60)));
        add("no line feed at the end", Verdict.ACCEPTED, inRelease(String::stripTrailing));
        add("empty InRelease", Verdict.REFUSED, inRelease(text -> ""));
        add("a web page", Verdict.REFUSED, inRelease(text -> "<html>please log in</html>\n"));
        add("Release without a signature in InRelease", Verdict.REFUSED, world -> {
            world.archive.writeFiles();
            world.archive.put("InRelease", world.archive.text());
            return 1;
        });
        add("two blocks of signatures", Verdict.ACCEPTED, world -> {
            world.archive.writeFiles();
            world.archive.put(
                    "InRelease",
                    TestKey.join(
                            signed(world, signature(world, world.other, HashAlgorithmTags.SHA256, hashed -> {})),
                            bytes(AptArchive.armored(
                                    signature(world, world.key, HashAlgorithmTags.SHA256, hashed -> {})))));
            return 1;
        });
        add("Release with Release.gpg", Verdict.ACCEPTED, detached(true, text -> text));
        add("binary Release.gpg", Verdict.REFUSED, detached(false, text -> text));
        add("two blocks in Release.gpg", Verdict.ACCEPTED, releaseGpg(text -> text + text));
        add("text behind Release.gpg", Verdict.REFUSED, releaseGpg(text -> text + "Suite: evil\n"));
        add("empty line behind Release.gpg", Verdict.REFUSED, releaseGpg(text -> text + "\n"));
        add("empty line between blocks in Release.gpg", Verdict.REFUSED, releaseGpg(text -> text + "\n" + text));
        add("changed Release with Release.gpg", Verdict.REFUSED, detached(true, text -> text + "X: y\n"));
        add("Release newer than InRelease", Verdict.ACCEPTED, world -> {
            world.publish(1);
            byte[] older = Files.readAllBytes(world.archive.suite("InRelease"));
            world.archive.date(Instant.now().minusSeconds(10));
            world.archive.version(2);
            detached(true, text -> text).prepare(world);
            world.archive.put("InRelease", older);
            world.archive.put(AptArchive.PACKAGES, AptArchive.packages(1));
            return 1;
        });
        add("bad InRelease beside a good Release", Verdict.REFUSED, world -> {
            detached(true, text -> text).prepare(world);
            world.archive.put("InRelease", AptArchive.clearSigned(world.archive.text(), world.other));
            return 1;
        });
        add("Release alone", Verdict.REFUSED, world -> {
            world.archive.writeFiles();
            world.archive.put("Release", world.archive.text());
            return 1;
        });
        add("no Release", Verdict.REFUSED, world -> {
            world.archive.writeFiles();
            return 1;
        });
    }

    private static Setup detached(boolean armored, UnaryOperator<String> change) {
        return world -> {
            world.archive.writeFiles();
            byte[] text = world.archive.text();
            byte[] signature = world.key.sign(text, Instant.now().minus(DAY), hashed -> {});
            world.archive.put("Release", bytes(change.apply(new String(text, StandardCharsets.UTF_8))));
            world.archive.put("Release.gpg", armored ? bytes(AptArchive.armored(signature)) : signature);
            return 1;
        };
    }

    private static Setup releaseGpg(UnaryOperator<String> change) {
        return world -> {
            detached(true, text -> text).prepare(world);
            Path file = world.archive.suite("Release.gpg");
            Files.writeString(file, change.apply(Files.readString(file)));
            return 1;
        };
    }

    private void trust() {
        add("trusted, Release alone", Verdict.ACCEPTED, world -> {
            world.options.put("trusted", "yes");
            world.archive.writeFiles();
            world.archive.put("Release", world.archive.text());
            return 1;
        });
        add("trusted, wrong key", Verdict.ACCEPTED, world -> {
            world.options.put("trusted", "yes");
            world.archive.write(world.other);
            return 1;
        });
        add("trusted, changed text", Verdict.ACCEPTED, world -> {
            world.options.put("trusted", "yes");
            return inRelease(text -> text.replace("Label: Test", "Label: Tset")).prepare(world);
        });
        add("trusted, text behind", Verdict.REFUSED, world -> {
            world.options.put("trusted", "yes");
            return inRelease(text -> text + "Suite: evil\n").prepare(world);
        });
        add("trusted, expired", Verdict.REFUSED, world -> {
            world.options.put("trusted", "yes");
            world.archive.validUntil(Instant.now().minusSeconds(100));
            world.publish(1);
            return 1;
        });
        add("insecure repositories allowed, Release alone", Verdict.ACCEPTED, world -> {
            world.configuration.put("Acquire::AllowInsecureRepositories", "true");
            world.archive.writeFiles();
            world.archive.put("Release", world.archive.text());
            return 1;
        });
        add("insecure repositories allowed, wrong key", Verdict.ACCEPTED, world -> {
            world.configuration.put("Acquire::AllowInsecureRepositories", "true");
            world.archive.write(world.other);
            return 1;
        });
    }

    private static Setup at(Instant date, Instant validUntil, Consumer<ReleaseWorld> change) {
        return first(world -> {
            world.archive.date(date);
            if (validUntil.isAfter(Instant.MIN)) {
                world.archive.validUntil(validUntil);
            }
            change.accept(world);
        });
    }

    private void times() {
        Instant now = Instant.now();
        Instant before = now.minus(DAY.multipliedBy(10));
        add("valid", Verdict.ACCEPTED, at(before, now.plus(DAY), world -> {}));
        add("expired", Verdict.REFUSED, at(before, now.minusSeconds(60), world -> {}));
        add(
                "expired, not checked by the source",
                Verdict.ACCEPTED,
                at(before, now.minusSeconds(60), world -> world.options.put("check-valid-until", "no")));
        add(
                "expired, not checked",
                Verdict.ACCEPTED,
                at(
                        before,
                        now.minusSeconds(60),
                        world -> world.configuration.put("Acquire::Check-Valid-Until", "false")));
        add(
                "expired, dates not checked",
                Verdict.ACCEPTED,
                at(before, now.minusSeconds(60), world -> world.configuration.put("Acquire::Check-Date", "false")));
        add(
                "expired, dates not checked by the source",
                Verdict.ACCEPTED,
                at(before, now.minusSeconds(60), world -> world.options.put("check-date", "no")));
        add(
                "expired, longer minimum",
                Verdict.ACCEPTED,
                at(
                        before,
                        now.minusSeconds(60),
                        world -> world.options.put(
                                "valid-until-min", "" + DAY.multipliedBy(11).toSeconds())));
        add(
                "expired, shorter minimum",
                Verdict.REFUSED,
                at(before, now.minusSeconds(60), world -> world.options.put("valid-until-min", "" + DAY.toSeconds())));
        add(
                "valid, shorter maximum",
                Verdict.REFUSED,
                at(before, now.plus(DAY), world -> world.options.put("valid-until-max", "" + DAY.toSeconds())));
        add(
                "no end, shorter maximum",
                Verdict.REFUSED,
                at(before, Instant.MIN, world -> world.options.put("valid-until-max", "" + DAY.toSeconds())));
        add(
                "no end, longer maximum",
                Verdict.ACCEPTED,
                at(
                        before,
                        Instant.MIN,
                        world -> world.options.put(
                                "valid-until-max", "" + DAY.multipliedBy(11).toSeconds())));
        add("date ahead", Verdict.REFUSED, at(now.plusSeconds(300), Instant.MIN, world -> {}));
        add(
                "date a little ahead",
                Verdict.ACCEPTED,
                at(
                        now.plusSeconds(300),
                        Instant.MIN,
                        world -> world.configuration.put("Acquire::Max-FutureTime", "3000")));
        add(
                "date ahead, not checked",
                Verdict.ACCEPTED,
                at(
                        now.plusSeconds(300),
                        Instant.MIN,
                        world -> world.configuration.put("Acquire::Check-Date", "false")));
        add(
                "date ahead, allowed by the source",
                Verdict.ACCEPTED,
                at(now.plusSeconds(300), Instant.MIN, world -> world.options.put("date-max-future", "3000")));
        limit(
                "date ahead, allowed for the label",
                Verdict.ACCEPTED,
                now.plusSeconds(300),
                "Max-FutureTime::Test",
                3000);
        limit("date ahead, allowed for another", Verdict.REFUSED, now.plusSeconds(300), "Max-FutureTime::X", 3000);
        limit("shorter maximum for the label", Verdict.REFUSED, before, "Max-ValidTime::Test", DAY.toSeconds());
        limit("shorter maximum for another label", Verdict.ACCEPTED, before, "Max-ValidTime::X", DAY.toSeconds());
        add(
                "expired, longer minimum for the label",
                Verdict.ACCEPTED,
                at(
                        before,
                        now.minusSeconds(60),
                        world -> world.configuration.put(
                                "Acquire::Min-ValidTime::Test",
                                "" + DAY.multipliedBy(11).toSeconds())));
        add("shorter maximum for the label, longer of the source", Verdict.ACCEPTED, at(before, Instant.MIN, world -> {
            world.configuration.put("Acquire::Max-ValidTime::Test", "" + DAY.toSeconds());
            world.options.put("valid-until-max", "" + DAY.multipliedBy(11).toSeconds());
        }));
        add("no date", Verdict.ACCEPTED, first(world -> world.archive.release.remove("Date")));
        add("odd date", Verdict.ACCEPTED, first(world -> world.archive.release.put("Date", "yesterday")));
        add(
                "date of another zone",
                Verdict.ACCEPTED,
                first(world -> world.archive.release.put("Date", "Sat, 06 Sep 2025 11:12:13 CEST")));
        add(
                "date with a day of one digit",
                Verdict.ACCEPTED,
                first(world -> world.archive.release.put("Date", "Sat, 6 Sep 2025 9:12:13 +0000")));
        add("odd end", Verdict.REFUSED, first(world -> world.archive.release.put("Valid-Until", "tomorrow")));
        add(
                "older than before",
                Verdict.KEPT,
                then(world -> world.archive.date(Instant.now().minus(DAY.multipliedBy(3)))));
        add(
                "newer than before",
                Verdict.ACCEPTED,
                then(world -> world.archive.date(Instant.now().minusSeconds(60))));
        add("other content of the same date", Verdict.ACCEPTED, then(world -> world.archive.release.put("X", "y")));
    }

    private void limit(String name, Verdict verdict, Instant date, String setting, long seconds) {
        add(
                name,
                verdict,
                at(date, Instant.MIN, world -> world.configuration.put("Acquire::" + setting, "" + seconds)));
    }

    private static Setup field(String name, String value) {
        return then(world -> {
            world.archive.date(Instant.now().minusSeconds(60));
            world.archive.release.put(name, value);
        });
    }

    private static Setup change(String field, String allowed) {
        return then(world -> {
            world.archive.date(Instant.now().minusSeconds(60));
            world.archive.release.put(field, "beta");
            world.configuration.put("Acquire::AllowReleaseInfoChange::" + field, allowed);
        });
    }

    private void changes() {
        add("another codename", Verdict.REFUSED, field("Codename", "beta"));
        add("another suite", Verdict.ACCEPTED, field("Suite", "oldstable"));
        add("another origin", Verdict.REFUSED, field("Origin", "Other"));
        add("another label", Verdict.REFUSED, field("Label", "Other"));
        add("another version", Verdict.ACCEPTED, field("Version", "2"));
        add("another codename, allowed", Verdict.ACCEPTED, then(world -> {
            world.archive.date(Instant.now().minusSeconds(60));
            world.archive.release.put("Codename", "beta");
            world.configuration.put("Acquire::AllowReleaseInfoChange", "true");
        }));
        add("another codename, allowed by its name", Verdict.ACCEPTED, change("Codename", "true"));
        add("another suite, forbidden by its name", Verdict.REFUSED, change("Suite", "false"));
        add("suite and codename of another one at first", Verdict.ACCEPTED, first(world -> {
            world.archive.release.put("Suite", "other");
            world.archive.release.put("Codename", "another");
        }));
        add("another key than before", Verdict.KEPT, world -> {
            world.publish(1);
            world.update();
            world.archive.date(Instant.now().minusSeconds(60));
            world.archive.version(2);
            world.archive.write(world.other);
            return 2;
        });
        add("changed text since", Verdict.KEPT, since(inRelease(text -> text.replace("Label: Test", "Label: Tset"))));
        add("a web page since", Verdict.REFUSED, since(inRelease(text -> "<html>please log in</html>\n")));
        differs(
                "text behind since",
                Verdict.KEPT,
                Verdict.REFUSED,
                "not a matter of the signature, but of the file",
                since(inRelease(text -> text + "Suite: evil\n")));
        add("no Release since", Verdict.REFUSED, since(world -> {
            Files.delete(world.archive.suite("InRelease"));
            return 2;
        }));
        add("server is gone since", Verdict.KEPT, since(world -> {
            world.server.close();
            return 2;
        }));
        differs("server fails since", Verdict.REFUSED, Verdict.KEPT, "as a server that is not reached", since(world -> {
            world.server.fail("Release", (exchange, content) -> {
                exchange.sendResponseHeaders(500, -1);
                return true;
            });
            return 2;
        }));
        add("wrong hash since", Verdict.REFUSED, since(world -> {
            world.publish(2);
            world.archive.put(AptArchive.PACKAGES, AptArchive.packages(3));
            return 2;
        }));
        add("expired since", Verdict.REFUSED, then(world -> {
            world.archive.date(Instant.now().minusSeconds(600));
            world.archive.validUntil(Instant.now().minusSeconds(60));
        }));
        add("signers named by the former one", Verdict.KEPT, nextSigner(world -> world.other.fingerprint(), true));
        add(
                "the same signer named by the former one",
                Verdict.ACCEPTED,
                nextSigner(world -> world.key.fingerprint(), true));
        add(
                "signers named by a former one without end",
                Verdict.ACCEPTED,
                nextSigner(world -> world.other.fingerprint(), false));
    }

    /** One good reading, then this. */
    private static Setup since(Setup next) {
        return world -> {
            world.publish(1);
            world.update();
            world.archive.date(Instant.now().minusSeconds(60));
            world.archive.version(2);
            next.prepare(world);
            return 2;
        };
    }

    /** With both keys trusted by default, and the former Release file naming who may sign the next one. */
    private static Setup nextSigner(Text fingerprint, boolean ends) {
        return world -> {
            Files.write(world.directory.resolve("trusted.gpg"), AptArchive.keyring(world.key));
            world.configuration.put(
                    "Dir::Etc::trusted", world.directory.resolve("trusted.gpg").toString());
            world.options.remove("signed-by");
            if (ends) {
                world.archive.validUntil(Instant.now().plus(DAY));
            }
            world.archive.release.put("Signed-By", fingerprint.of(world));
            world.publish(1);
            world.update();
            world.archive.date(Instant.now().minusSeconds(60));
            world.publish(2);
            return 2;
        };
    }

    private void indexes() {
        add("MD5 and SHA-1 only", Verdict.REFUSED, first(world -> world.archive.hashes = List.of("MD5Sum", "SHA1")));
        add("MD5 beside SHA-256", Verdict.ACCEPTED, first(world -> world.archive.hashes = List.of("MD5Sum", "SHA256")));
        add("SHA-512 only", Verdict.ACCEPTED, first(world -> world.archive.hashes = List.of("SHA512")));
        add(
                "SHA-512 and SHA-256",
                Verdict.ACCEPTED,
                first(world -> world.archive.hashes = List.of("SHA512", "SHA256")));
        add("no hashes", Verdict.REFUSED, first(world -> world.archive.hashes = List.of()));
        add("wrong hash", Verdict.REFUSED, world -> {
            world.publish(1);
            world.archive.put(AptArchive.PACKAGES, AptArchive.packages(2));
            return 1;
        });
        add("wrong size", Verdict.REFUSED, world -> {
            world.publish(1);
            world.archive.put(AptArchive.PACKAGES, AptArchive.packages(100));
            return 1;
        });
        add("cut", Verdict.REFUSED, world -> {
            world.publish(1);
            world.archive.put(AptArchive.PACKAGES, Arrays.copyOf(AptArchive.packages(1), 50));
            return 1;
        });
        add("missing file", Verdict.REFUSED, world -> {
            world.publish(1);
            Files.delete(world.archive.suite(AptArchive.PACKAGES));
            return 1;
        });
        add("by hash while the name has another content", Verdict.ACCEPTED, world -> {
            world.archive.release.put("Acquire-By-Hash", "yes");
            world.publish(1);
            byHash(world, "SHA256", Checksum.Algorithm.SHA_256);
            world.archive.put(AptArchive.PACKAGES, AptArchive.packages(2));
            return 1;
        });
        add("by hash of the strongest one", Verdict.ACCEPTED, world -> {
            world.archive.release.put("Acquire-By-Hash", "yes");
            world.archive.hashes = List.of("SHA256", "SHA512");
            world.publish(1);
            byHash(world, "SHA512", Checksum.Algorithm.SHA_512);
            world.archive.put(AptArchive.PACKAGES, AptArchive.packages(2));
            return 1;
        });
        add(
                "by hash, which is missing",
                Verdict.ACCEPTED,
                first(world -> world.archive.release.put("Acquire-By-Hash", "yes")));
        add("by hash, which is not announced", Verdict.REFUSED, world -> {
            world.publish(1);
            byHash(world, "SHA256", Checksum.Algorithm.SHA_256);
            world.archive.put(AptArchive.PACKAGES, AptArchive.packages(2));
            return 1;
        });
        add(
                "component that is not there",
                Verdict.ACCEPTED,
                first(world -> world.suites = List.of(AptArchive.SUITE + " main contrib")));
        add(
                "no component that is there",
                Verdict.KEPT,
                first(world -> world.suites = List.of(AptArchive.SUITE + " contrib")));
        add(
                "architecture that is not there",
                Verdict.ACCEPTED,
                first(world -> world.archive.release.put("Architectures", "arm64")));
        add("no Architectures and Components", Verdict.ACCEPTED, first(world -> {
            world.archive.release.remove("Architectures");
            world.archive.release.remove("Components");
        }));
        add("index that is not listed", Verdict.KEPT, world -> {
            world.archive.files.put("main/binary-arm64/Packages", AptArchive.packages(1));
            byte[] content = world.archive.files.remove(AptArchive.PACKAGES);
            world.archive.write(world.key);
            world.archive.put(AptArchive.PACKAGES, content);
            return 1;
        });
        add("file for all architectures", Verdict.ACCEPTED, all("amd64 all", ""));
        add("file for all architectures, not announced", Verdict.KEPT, all("amd64", ""));
        add("file for all architectures, not to be used", Verdict.KEPT, all("amd64 all", "Packages"));
        differs(
                "two sizes of a file",
                Verdict.ACCEPTED,
                Verdict.REFUSED,
                "apt takes the last size",
                listing(line -> line.replaceAll(" [0-9]+ main", " 7 main")));
        add(
                "path that leads out of the suite",
                Verdict.ACCEPTED,
                listing(line -> line.replaceAll("main.*", "../../../x")));
        differs(
                "negative size",
                Verdict.ACCEPTED,
                Verdict.REFUSED,
                "no file has it",
                listing(line -> line.replaceAll(" [0-9]+ main", " -7 main")));
        differs(
                "size of 2^64",
                Verdict.ACCEPTED,
                Verdict.REFUSED,
                "no file has it",
                listing(line -> line.replaceAll(" [0-9]+ main", " 18446744073709551616 main")));
        differs(
                "by hash, which has another content",
                Verdict.REFUSED,
                Verdict.ACCEPTED,
                "its name has the right one",
                world -> {
                    world.archive.release.put("Acquire-By-Hash", "yes");
                    world.publish(1);
                    byHash(world, "SHA256", Checksum.Algorithm.SHA_256);
                    try (var files = Files.list(world.archive.suite("main/binary-amd64/by-hash/SHA256"))) {
                        for (Path file : files.toList()) {
                            Files.write(file, AptArchive.packages(2));
                        }
                    }
                    return 1;
                });
        add("hash of too few digits", Verdict.REFUSED, world -> {
            world.archive.writeFiles();
            String text = new String(world.archive.text(), StandardCharsets.UTF_8);
            world.archive.put("InRelease", AptArchive.clearSigned(bytes(text.replaceAll("(?m)^ ..", " ")), world.key));
            return 1;
        });
    }

    private void compressions() {
        for (String extension : List.of(".xz", ".bz2", ".lzma", ".gz", ".lz4", ".zst")) {
            add("only " + extension, Verdict.KEPT, compressed(false, extension));
            add("not compressed and " + extension, Verdict.ACCEPTED, compressed(true, extension));
            add("more than stated in " + extension, Verdict.REFUSED, world -> {
                byte[] bomb = Arrays.copyOf(AptArchive.packages(1), 1 << 20);
                world.archive.files.put(AptArchive.PACKAGES + extension, AptArchive.compressed(extension, bomb));
                world.publish(1);
                Files.delete(world.archive.suite(AptArchive.PACKAGES));
                return 1;
            });
        }
        add("all compressions", Verdict.ACCEPTED, compressed(true, ".xz", ".bz2", ".lzma", ".gz", ".lz4", ".zst"));
        add("all compressions but xz", Verdict.ACCEPTED, compressed(true, ".bz2", ".lzma", ".gz", ".lz4", ".zst"));
        add("gz, lz4 and zst", Verdict.ACCEPTED, compressed(true, ".gz", ".lz4", ".zst"));
        add("lz4 and zst", Verdict.ACCEPTED, compressed(true, ".lz4", ".zst"));
        add("listed compression that is not there", Verdict.ACCEPTED, world -> {
            compressed(true, ".xz", ".gz").prepare(world);
            Files.delete(world.archive.suite(AptArchive.PACKAGES + ".xz"));
            return 1;
        });
        add("no file without compression", Verdict.ACCEPTED, world -> {
            compressed(true, ".xz").prepare(world);
            Files.delete(world.archive.suite(AptArchive.PACKAGES));
            return 1;
        });
        add("another content than without compression", Verdict.REFUSED, world -> {
            world.archive.files.put(AptArchive.PACKAGES + ".gz", AptArchive.compressed(".gz", AptArchive.packages(3)));
            world.publish(1);
            Files.delete(world.archive.suite(AptArchive.PACKAGES));
            return 1;
        });
        add("not what its name says", Verdict.REFUSED, world -> {
            world.archive.files.put(AptArchive.PACKAGES + ".xz", AptArchive.packages(1));
            world.archive.write(world.key);
            Files.delete(world.archive.suite(AptArchive.PACKAGES));
            return 1;
        });
    }

    /** A good Release file that lists one more file. */
    private static Setup listing(UnaryOperator<String> change) {
        return world -> {
            world.archive.writeFiles();
            String text = new String(world.archive.text(), StandardCharsets.UTF_8);
            String line = change.apply(text.substring(text.indexOf("\n ") + 1));
            world.archive.put("InRelease", AptArchive.clearSigned(bytes(text + line), world.key));
            return 1;
        };
    }

    private static Setup compressed(boolean plain, String... extensions) {
        return world -> {
            byte[] content = AptArchive.packages(1);
            for (String extension : extensions) {
                world.archive.files.put(AptArchive.PACKAGES + extension, AptArchive.compressed(extension, content));
            }
            if (!plain) {
                world.archive.files.remove(AptArchive.PACKAGES);
            }
            world.archive.write(world.key);
            return 1;
        };
    }

    private void places() {
        add("flat", Verdict.ACCEPTED, flat("", "./"));
        add("flat, with a slash", Verdict.ACCEPTED, flat("", "/"));
        add("flat, below", Verdict.ACCEPTED, flat("stable", "stable/"));
        add(
                "a directory",
                Verdict.ACCEPTED,
                first(world -> world.uri = world.archive.root.toUri().toString()));
        add("a directory to copy from", Verdict.ACCEPTED, first(world -> world.uri = "copy:" + world.archive.root));
        add("a directory without Release", Verdict.REFUSED, world -> {
            world.uri = "file:" + world.archive.root;
            world.archive.writeFiles();
            return 1;
        });
        add("list of mirrors", Verdict.ACCEPTED, mirrors(world -> world.server.url() + "\n"));
        add(
                "list of mirrors, the first has nothing",
                Verdict.ACCEPTED,
                mirrors(world ->
                        world.server.url() + "nothing/\tpriority:1\n" + world.server.url() + "\tpriority:2\n"));
        add(
                "list of mirrors, the first for packages only",
                Verdict.ACCEPTED,
                mirrors(world -> world.server.url() + "nothing/\tpriority:1 type:deb\n" + world.server.url()
                        + "\tpriority:2\n"));
        add("list of mirrors, the first does not work, Release.gpg", Verdict.ACCEPTED, world -> {
            for (String name : List.of("InRelease", "Release")) {
                Path file = world.archive.root.resolve("down/dists/alpha/" + name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "");
            }
            world.server.fail("Release", (exchange, content) -> {
                boolean down = exchange.getRequestURI().getPath().startsWith("/down/");
                if (down) {
                    exchange.sendResponseHeaders(500, -1);
                }
                return down;
            });
            mirrors(each -> each.server.url() + "down/\tpriority:1\n" + each.server.url() + "\tpriority:2\n")
                    .prepare(world);
            Files.delete(world.archive.suite("InRelease"));
            return detached(true, text -> text).prepare(world);
        });
        add(
                "list of mirrors, one of them local",
                Verdict.ACCEPTED,
                mirrors(world -> "# ours\n\nfile:" + world.archive.root + "\n"));
        add("list of mirrors of a server", Verdict.ACCEPTED, world -> {
            Files.writeString(world.archive.root.resolve("mirrors.txt"), world.server.url() + "\n");
            world.uri = "mirror+" + world.server.url() + "mirrors.txt";
            world.publish(1);
            return 1;
        });
        add("list of mirrors of a server, the first is none", Verdict.ACCEPTED, world -> {
            Files.writeString(
                    world.archive.root.resolve("mirrors.txt"),
                    "!!!\tpriority:1\n" + world.server.url() + "\tpriority:2\n");
            world.uri = "mirror+" + world.server.url() + "mirrors.txt";
            world.publish(1);
            return 1;
        });
        add("list of mirrors of a server, one of them local", Verdict.REFUSED, world -> {
            Files.writeString(world.archive.root.resolve("mirrors.txt"), "file:" + world.archive.root + "\n");
            world.uri = "mirror+" + world.server.url() + "mirrors.txt";
            world.publish(1);
            return 1;
        });
        add("empty list of mirrors", Verdict.REFUSED, mirrors(world -> "# none\n"));
    }

    private static Setup flat(String directory, String suite) {
        return world -> {
            world.archive.directory = directory;
            world.suites = List.of(suite);
            world.archive.files.clear();
            world.archive.files.put("Packages", AptArchive.packages(1));
            world.archive.write(world.key);
            return 1;
        };
    }

    private static Setup mirrors(Text list) {
        return world -> {
            Path file = world.directory.resolve("mirrors.txt");
            Files.writeString(file, list.of(world));
            world.uri = "mirror+file:" + file;
            world.publish(1);
            return 1;
        };
    }

    /** With a second file whose package has version 2, so that both together are version 12. */
    private static Setup all(String architectures, String unsupported) {
        return world -> {
            world.archive.release.put("Architectures", architectures);
            if (!unsupported.isEmpty()) {
                world.archive.release.put("No-Support-for-Architecture-all", unsupported);
            }
            world.archive.files.put("main/binary-all/Packages", AptArchive.packages(2));
            world.archive.write(world.key);
            return 12;
        };
    }

    private static void byHash(ReleaseWorld world, String name, Checksum.Algorithm algorithm) throws IOException {
        byte[] content = world.archive.files.get(AptArchive.PACKAGES);
        world.archive.put(
                "main/binary-amd64/by-hash/" + name + "/"
                        + Checksums.of(algorithm, content).hex(),
                content);
    }
}
