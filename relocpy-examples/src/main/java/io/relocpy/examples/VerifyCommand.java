package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.rpm.DigestResult;
import io.relocpy.rpm.DigestStatus;
import io.relocpy.rpm.KeyRing;
import io.relocpy.rpm.RpmFile;
import io.relocpy.rpm.SignatureResult;
import io.relocpy.rpm.Verification;
import io.relocpy.rpm.VerificationPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
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
            "Of a bundle: every file is as relocpy.json lists it, nothing else is there, and nothing leads to the host; with keys,"
                    + " who signed it. Of a package file: with keys its signatures, and without whether it is intact, as rpm -K"
                    + " --nosignature does, and whether its digests hold against forgery, too.",
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0: sound, or to be trusted",
            "1: not so, or not readable",
            "2: wrong use",
            "3: a bundle without fault, in which Python or somebody put compiled modules that are not listed",
            "4: a package file that is intact, but only by MD5 and SHA-1, which can be forged"
        })
final class VerifyCommand extends CommandWithConsole {
    private static final int NOT_VOUCHED_FOR = 3;
    private static final int FORGEABLE = 4;
    private static final List<Integer> WORSE = List.of(0, FORGEABLE, NOT_VOUCHED_FOR, 1);

    @Option(
            names = {"-k", "--key"},
            paramLabel = "FILE",
            description =
                    "OpenPGP public keys, armored or not; then a signature by one of them is required, and a bundle's"
                            + " NAME.asc beside the archive must be good if it is there. May be repeated.")
    List<Path> keys = List.of();

    @Option(
            names = "--allow-broken-digests",
            description = "Content with MD5 and SHA-1 digests of a package file: those for EL 5 to 7 have no others.")
    boolean brokenDigests;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "A bundle's directory or archive, or an RPM package file. With several, each is told by its name, and the"
                            + " exit status is the worst.")
    List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        if (files.size() == 1) {
            return verify(files.get(0));
        }
        int worst = 0;
        for (Path file : files) {
            out().println(file + ":");
            int status;
            try {
                status = verify(file);
            } catch (InterruptedIOException | ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) { // the others are to be told of, too
                console.fail("relocpy", RelocpyCommand.inWords(e));
                status = 1;
            }
            worst = WORSE.indexOf(status) > WORSE.indexOf(worst) ? status : worst;
        }
        return worst;
    }

    private int verify(Path file) throws IOException {
        return PackageFiles.isPackage(file) ? verifyPackage(file) : verifyBundle(file);
    }

    private int verifyBundle(Path file) throws IOException {
        BundleVerification verification = keys.isEmpty() ? Bundle.verify(file) : Bundle.verify(file, keyRing());
        PrintStream to = verification.isSound() ? out() : err();
        to.println(verification.origin());
        to.print(verification.toText());
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

    private int verifyPackage(Path file) throws IOException {
        Verification verification = RpmFile.open(file).verify(keyRing());
        for (DigestResult digest : verification.digests()) {
            if (!(digest.status() instanceof DigestStatus.NotPresent)) {
                out().printf(
                                "%-24s %-10s %s%n",
                                words(digest.scope()), digest.algorithm(), words((Record) digest.status()));
            }
        }
        for (SignatureResult signature : verification.signatures()) {
            out().printf(
                            "signature of %s by %s: %s%n",
                            words(signature.scope()), signature.keyId(), words((Record) signature.status()));
        }
        List<String> damage = verification.complaints(VerificationPolicy.DIGESTS.toleratingBrokenDigests());
        List<String> forgery = verification.complaints(VerificationPolicy.DIGESTS);
        out().println("integrity: " + (damage.isEmpty() ? "intact" : "not intact"));
        if (damage.isEmpty()) {
            out().println("digests against forgery: "
                    + (forgery.isEmpty() ? "yes" : "none, MD5 and SHA-1 tell only damage"));
        }
        VerificationPolicy asked = keys.isEmpty() ? VerificationPolicy.DIGESTS : VerificationPolicy.STRICT;
        List<String> complaints = verification.complaints(brokenDigests ? asked.toleratingBrokenDigests() : asked);
        complaints.forEach(complaint -> err().println("relocpy: " + file + ": " + complaint));
        return complaints.isEmpty() ? 0 : keys.isEmpty() && damage.isEmpty() ? FORGEABLE : 1;
    }

    /** The name of the status, and what it carries. */
    private static String words(Record status) {
        return status.toString().replace("[]", "").replaceFirst("\\[", " (").replaceFirst("]$", ")");
    }

    private static String words(DigestResult.Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
