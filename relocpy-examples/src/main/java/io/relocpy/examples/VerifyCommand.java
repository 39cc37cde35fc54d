package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.file.DebPayload;
import io.relocpy.deb.file.PayloadOption;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SignatureResult;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.file.DigestResult;
import io.relocpy.rpm.file.DigestStatus;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.file.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks bundles and package files.",
            "",
            "Bundles: every file is as listed in relocpy.json, there are no other files, and nothing refers to the host; with"
                    + " --key, the signature is good. Package files: with --key, the signatures are good; otherwise the file is intact,"
                    + " as for rpm -K --nosignature, and its digests resist forgery.",
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0: all checks passed",
            "1: a check failed, or a file is not readable",
            "2: invalid usage",
            "3: a bundle without faults, but with unlisted compiled modules, which Python may have written",
            "4: an intact package file, but only by MD5 and SHA-1, which can be forged"
        })
final class VerifyCommand extends CommandWithConsole {
    private static final int NOT_VOUCHED_FOR = 3;
    private static final int FORGEABLE = 4;
    private static final List<Integer> WORSE = List.of(0, FORGEABLE, NOT_VOUCHED_FOR, 1);

    @Option(
            names = {"-k", "--key"},
            paramLabel = "FILE",
            description =
                    "OpenPGP public keys, armored or binary. Requires a signature by one of them; a bundle archive's"
                            + " NAME.asc must also be good if it exists. May be repeated.")
    List<Path> keys = List.of();

    @Option(
            names = "--allow-broken-digests",
            description = "Accept package files with only MD5 and SHA-1 digests, as for EL 5 to 7.")
    boolean brokenDigests;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Directory or archive of a bundle, or an RPM or Debian package file. With several, each result shows the name, a"
                            + " summary follows, and the exit status is that of the worst.")
    List<Path> files = List.of();

    VerifyCommand() {}

    VerifyCommand(List<Path> files) {
        this.files = files;
    }

    @Override
    public Integer call() throws IOException {
        if (files.size() == 1) {
            return verify(files.get(0), console);
        }
        List<Integer> statuses = new EachFile(console, new ProgressPrinter(console), this::verifyNamed).run(files);
        out().println(summary(statuses));
        return Collections.max(statuses, Comparator.comparing(WORSE::indexOf));
    }

    private static String summary(List<Integer> statuses) {
        StringBuilder text = new StringBuilder(statuses.size() + " files");
        for (int status : WORSE) {
            int count = Collections.frequency(statuses, status);
            if (count > 0) {
                text.append(text.indexOf(":") < 0 ? ": " : ", ").append(count).append(' ');
                text.append(
                        switch (status) {
                            case 0 -> "passed";
                            case FORGEABLE -> "intact, but only by digests that can be forged";
                            case NOT_VOUCHED_FOR -> "with unlisted compiled modules";
                            default -> "failed";
                        });
            }
        }
        return text.toString();
    }

    private int verifyNamed(Path file, Console console) throws IOException {
        console.out().println(file + ":");
        return verify(file, console);
    }

    private int verify(Path file, Console console) throws IOException {
        if (PackageFiles.isDeb(file)) {
            return verifyDeb(file, console);
        }
        return PackageFiles.isRpm(file) ? verifyPackage(file, console) : verifyBundle(file, console);
    }

    /** It carries no signature: what vouches for it is the index of its repository. */
    private int verifyDeb(Path file, Console console) throws IOException {
        if (!keys.isEmpty()) {
            console.err()
                    .println("relocpy: " + file
                            + ": a Debian package carries no signature; its repository's index is signed");
            return 1;
        }
        DebFile deb = DebFile.open(file);
        int files = 0;
        try (DebPayload payload = deb.payload(PayloadOption.MD5SUMS, PayloadOption.DEVICE_NODES)) {
            while (payload.next().isPresent()) {
                files++;
            }
        }
        console.out()
                .println("integrity: intact, " + files + " entries, "
                        + deb.md5sums().size() + " of them compared with md5sums");
        console.out().println("digests resist forgery: no, MD5 only detects damage");
        return brokenDigests ? 0 : FORGEABLE;
    }

    private int verifyBundle(Path file, Console console) throws IOException {
        BundleVerification verification = keys.isEmpty() ? Bundle.verify(file) : Bundle.verify(file, keyRing());
        console.out().println(verification.origin());
        console.out().print(verification.toText());
        if (!verification.faults().isEmpty()) {
            console.fail("relocpy", verification.toString()); // the one line that says why
        }
        return switch (verification.outcome()) {
            case SOUND -> 0;
            case NOT_SOUND -> 1;
            case NOT_VOUCHED_FOR -> NOT_VOUCHED_FOR;
        };
    }

    private KeyRing keyRing() throws IOException {
        KeyRing ring = KeyRing.EMPTY;
        for (Path key : keys) {
            ring = ring.plus(KeyRing.read(key));
        }
        return ring;
    }

    private int verifyPackage(Path file, Console console) throws IOException {
        Verification verification = RpmFile.open(file).verify(keyRing());
        for (DigestResult digest : verification.digests()) {
            if (!(digest.status() instanceof DigestStatus.NotPresent)) {
                console.out().printf("%-24s %-10s %s%n", words(digest.scope()), digest.algorithm(), digest.status());
            }
        }
        for (Verification.Signature signature : verification.signatures()) {
            SignatureResult result = signature.result();
            console.out()
                    .printf(
                            "signature of %s by %s: %s%n",
                            words(signature.scope()), result.keyId().orElse("an unknown key"), result.status());
        }
        List<String> damage = verification.complaints(VerificationPolicy.DIGESTS.toleratingBrokenDigests());
        List<String> forgery = verification.complaints(VerificationPolicy.DIGESTS);
        console.out().println("integrity: " + (damage.isEmpty() ? "intact" : "not intact"));
        if (damage.isEmpty()) {
            console.out()
                    .println("digests resist forgery: "
                            + (forgery.isEmpty() ? "yes" : "no, MD5 and SHA-1 only detect damage"));
        }
        VerificationPolicy asked = keys.isEmpty() ? VerificationPolicy.DIGESTS : VerificationPolicy.STRICT;
        List<String> complaints = verification.complaints(brokenDigests ? asked.toleratingBrokenDigests() : asked);
        complaints.forEach(complaint -> console.err().println("relocpy: " + file + ": " + complaint));
        return complaints.isEmpty() ? 0 : keys.isEmpty() && damage.isEmpty() ? FORGEABLE : 1;
    }

    private static String words(DigestResult.Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
