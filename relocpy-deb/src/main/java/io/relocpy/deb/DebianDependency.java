package io.relocpy.deb;

import io.relocpy.deb.internal.text.RelationParser;
import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One dependency of a package: alternatives of which one suffices, {@code default-mta | mail-transport-agent}. Immutable.
 *
 * @param alternatives at least one, in order of preference
 * @see <a href="https://www.debian.org/doc/debian-policy/ch-relationships.html">Debian Policy, chapter 7</a>
 */
public record DebianDependency(List<Alternative> alternatives) {
    /** How a version is compared; each is written as in a control file. */
    public enum Relation {
        /** Strictly lower. */
        LOWER("<<"),
        /** Lower or equal. */
        LOWER_OR_EQUAL("<="),
        /** Exactly equal. */
        EQUAL("="),
        /** Higher or equal. */
        HIGHER_OR_EQUAL(">="),
        /** Strictly higher. */
        HIGHER(">>");

        private final String symbol;

        Relation(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written. */
        public String symbol() {
            return symbol;
        }

        /** Whether a version is in this relation to another. */
        public boolean holds(DebianVersion version, DebianVersion to) {
            int comparison = version.compareTo(to);
            return switch (this) {
                case LOWER -> comparison < 0;
                case LOWER_OR_EQUAL -> comparison <= 0;
                case EQUAL -> comparison == 0;
                case HIGHER_OR_EQUAL -> comparison >= 0;
                case HIGHER -> comparison > 0;
            };
        }
    }

    /** The versions that satisfy an alternative. */
    public record Constraint(Relation relation, DebianVersion version) {
        @Override
        public String toString() {
            return relation.symbol() + " " + version;
        }
    }

    /**
     * One of the packages that would satisfy a dependency.
     *
     * @param name a package's name, or one that packages provide
     * @param architecture what follows the colon, for example {@code any}; empty if there is none
     * @param constraint on the version; empty if any version will do
     */
    public record Alternative(String name, Optional<String> architecture, Optional<Constraint> constraint) {
        /** As it is written in a control file. */
        @Override
        public String toString() {
            return name
                    + architecture.map(each -> ":" + each).orElse("")
                    + constraint.map(each -> " (" + each + ")").orElse("");
        }
    }

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public DebianDependency {
        alternatives = List.copyOf(alternatives);
        if (alternatives.isEmpty()) {
            throw new IllegalArgumentException("a dependency without alternatives");
        }
    }

    /**
     * Reads a field such as {@code Depends} of a binary package.
     *
     * @param field its whole value
     * @throws FormatException if it is not a list of dependencies; architecture lists and build profiles, which only
     *     source packages have, are refused
     */
    public static List<DebianDependency> parseList(String field) throws FormatException {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        RelationParser parser = new RelationParser("dependency");
        parser.reset(bytes, 0, bytes.length);
        List<DebianDependency> list = new ArrayList<>();
        List<Alternative> alternatives = new ArrayList<>();
        while (parser.next()) {
            alternatives.add(new Alternative(
                    parser.name(), Optional.ofNullable(parser.qualifier()), Optional.ofNullable(constraint(parser))));
            if (!parser.alternativeFollows()) {
                list.add(new DebianDependency(alternatives));
                alternatives.clear();
            }
        }
        return List.copyOf(list);
    }

    private static @Nullable Constraint constraint(RelationParser parser) throws FormatException {
        Relation relation =
                switch (parser.operator()) {
                    case RelationParser.LOWER_OR_EQUAL -> Relation.LOWER_OR_EQUAL;
                    case RelationParser.HIGHER_OR_EQUAL -> Relation.HIGHER_OR_EQUAL;
                    case RelationParser.LOWER -> Relation.LOWER;
                    case RelationParser.HIGHER -> Relation.HIGHER;
                    default -> Relation.EQUAL;
                };
        String version = parser.version();
        if (version.isEmpty()) {
            return null;
        }
        try {
            return new Constraint(relation, DebianVersion.of(version));
        } catch (IllegalArgumentException e) {
            throw new FormatException("dependency on " + parser.name(), "a version", version);
        }
    }

    /** As it is written in a control file. */
    @Override
    public String toString() {
        return alternatives.stream().map(Alternative::toString).collect(Collectors.joining(" | "));
    }
}
