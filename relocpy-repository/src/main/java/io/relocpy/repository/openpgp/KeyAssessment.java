package io.relocpy.repository.openpgp;

import io.relocpy.repository.internal.io.DigestAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.jspecify.annotations.Nullable;

/**
 * Determines the weaknesses of a key at a given time, with the rules of gpg and rpm:
 *
 * <ul>
 *   <li>The owner's newest statement decides on expiry and usage; expired ones and those dated in the future do not
 *       count.
 *   <li>A revocation is final, whatever its reason and date, and whatever followed. Only a user ID can be revoked and
 *       certified again. (RFC 9580 would accept signatures made before a key was superseded or retired, but their dates
 *       are chosen by whoever holds the key.)
 *   <li>A subkey requires a good primary key and must be bound in both directions.
 * </ul>
 */
final class KeyAssessment {
    private static final int MIN_BITS = 2048;

    /** As in Sequoia, the OpenPGP library of newer rpm versions. */
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

    /** Whether this many seconds have passed since the start; never for 0. */
    static boolean isOver(Instant start, long seconds, Instant now) {
        return seconds > 0 && now.isAfter(start.plusSeconds(seconds));
    }

    /** Whether the time is further ahead than clocks may differ. */
    static boolean isFuture(Instant time, Instant now) {
        return time.isAfter(now.plus(CLOCK_SKEW));
    }
}
