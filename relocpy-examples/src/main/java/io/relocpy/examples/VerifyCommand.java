package io.relocpy.examples;

import io.relocpy.rpm.DigestResult;
import io.relocpy.rpm.DigestStatus;
import io.relocpy.rpm.KeyRing;
import io.relocpy.rpm.RpmFile;
import io.relocpy.rpm.SignatureResult;
import io.relocpy.rpm.Verification;
import io.relocpy.rpm.VerificationPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Checks the digests of a package file, and with keys its signatures.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: to be trusted", "1: not to be trusted, or not readable", "2: wrong use"})
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = {"-k", "--key"},
            paramLabel = "FILE",
            description =
                    "OpenPGP public keys, armored or not; then a signature by one of them is required. May be repeated.")
    List<Path> keys = List.of();

    @Parameters(paramLabel = "FILE", description = "An RPM package file.")
    Path file;

    @Override
    public Integer call() throws IOException {
        KeyRing ring = KeyRing.EMPTY;
        for (Path key : keys) {
            ring = ring.plus(KeyRing.read(key));
        }
        Verification verification = RpmFile.open(file).verify(ring);
        for (DigestResult digest : verification.digests()) {
            if (!(digest.status() instanceof DigestStatus.NotPresent)) {
                System.out.printf(
                        "%-24s %-10s %s%n", words(digest.scope()), digest.algorithm(), words((Record) digest.status()));
            }
        }
        for (SignatureResult signature : verification.signatures()) {
            System.out.printf(
                    "signature of %s by %s: %s%n",
                    words(signature.scope()), signature.keyId(), words((Record) signature.status()));
        }
        List<String> complaints =
                verification.complaints(keys.isEmpty() ? VerificationPolicy.DIGESTS : VerificationPolicy.STRICT);
        complaints.forEach(complaint -> System.err.println("relocpy: " + file + ": " + complaint));
        return complaints.isEmpty() ? 0 : 1;
    }

    /** The name of the status, and what it carries. */
    private static String words(Record status) {
        return status.toString().replace("[]", "").replaceFirst("\\[", " (").replaceFirst("]$", ")");
    }

    private static String words(DigestResult.Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
