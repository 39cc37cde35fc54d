package io.relocpy.repository.openpgp;

import io.relocpy.repository.internal.io.DigestAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against a key at a time. As gpg and rpm do it:
 *
 * <ul>
 *   <li>The newest statement of the owner decides on expiry and use; one that is of the future or expired is none.
 *   <li>A key that was revoked stays so: whatever the reason, whenever the revocation was made, whatever came after. Only a name
 *       can be taken back and given again. (RFC 9580 would let signatures stand that were made before a key was superseded or
 *       retired; their time is what the holder of the key says it is.)
 *   <li>A subkey needs its primary key to be good, and must be bound in both directions.
 * </ul>
 */
final class KeyAssessment {
    private static final int MIN_BITS = 2048;

    /** As in Sequoia, the OpenPGP library of newer versions of rpm. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(30);

    private final Instant now;
    private final Set<SignatureWeakness> weaknesses = EnumSet.noneOf(SignatureWeakness.class);

    private KeyAssessment(Instant now) {
        this.now = now;
    }

    static Set<SignatureWeakness> of(KeyRing.Candidate candidate, Instant now) {
        KeyAssessment assessment = new KeyAssessment(now);
        Certificate.Key primary = candidate.certificate().keys().get(0);
        boolean subkey = !candidate.key().key().isMasterKey();
        assessment.assess(primary, !subkey);
        if (subkey) {
            assessment.assess(candidate.key(), true);
        }
        assessment.assessStrength(candidate.key());
        return assessment.weaknesses;
    }

    private void assess(Certificate.Key key, boolean signed) {
        if (key.revoked()) {
            weaknesses.add(SignatureWeakness.KEY_REVOKED);
        }
        Certificate.Statement newest = newest(key);
        if (newest == null || (signed && !newest.maySign())) {
            weaknesses.add(SignatureWeakness.KEY_UNBOUND);
        }
        if (newest != null && isOver(key.key().getCreationTime().toInstant(), newest.keyValidity(), now)) {
            weaknesses.add(SignatureWeakness.KEY_EXPIRED);
        }
    }

    private Certificate.@Nullable Statement newest(Certificate.Key key) {
        Certificate.Statement newest = null;
        for (Certificate.Statement statement : key.statements()) {
            boolean valid =
                    !isFuture(statement.created(), now) && !isOver(statement.created(), statement.validity(), now);
            if (valid && (newest == null || statement.created().isAfter(newest.created()))) {
                newest = statement;
            }
        }
        return newest;
    }

    private void assessStrength(Certificate.Key key) {
        int algorithm = key.key().getAlgorithm();
        boolean sized = algorithm <= DigestAlgorithm.RSA_SIGN_ONLY || algorithm == PublicKeyAlgorithmTags.DSA;
        if (sized && key.key().getBitStrength() < MIN_BITS) {
            weaknesses.add(SignatureWeakness.KEY_SHORT);
        }
    }

    /** Whether so many seconds have gone by; never for 0. */
    static boolean isOver(Instant start, long seconds, Instant now) {
        return seconds > 0 && now.isAfter(start.plusSeconds(seconds));
    }

    /** Whether a time is so far ahead that no difference of clocks explains it. */
    static boolean isFuture(Instant time, Instant now) {
        return time.isAfter(now.plus(CLOCK_SKEW));
    }
}
