package io.relocpy.deb.internal.scripts;

import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.internal.text.Printable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The groups of choices that packages offer, as {@code update-alternatives} keeps them. */
final class Alternatives {
    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** Names of groups by the paths of their links. */
    private final Map<String, String> names = new HashMap<>();

    /** One choice of a group, and whose. */
    record Offer(ClosurePackage by, Alternative choice) {
        private String target() {
            return choice.links().get(0).target();
        }

        private int priority() {
            return choice.priority();
        }
    }

    /** The choices that packages offered under one name, by what their master link leads to. */
    private static final class Group {
        private final Map<String, Offer> offers = new HashMap<>();
        private @Nullable Offer chosen;

        /** Of several with the highest priority, update-alternatives keeps the one that it has. */
        void add(Offer offer) {
            offers.put(offer.target(), offer);
            Offer kept = chosen == null ? offer : Objects.requireNonNull(offers.get(chosen.target()));
            Offer best = best();
            chosen = best.priority() > kept.priority() ? best : kept;
        }

        void remove(String target) {
            offers.remove(target);
            if (!offers.isEmpty() && Objects.requireNonNull(chosen).target().equals(target)) {
                chosen = best();
            }
        }

        /** Of several with the highest priority, the first by its path. */
        private Offer best() {
            return offers.values().stream()
                    .min(Comparator.comparing(Offer::priority).reversed().thenComparing(Offer::target))
                    .orElseThrow();
        }
    }

    /**
     * Follows a command.
     *
     * @return what is not done of it; empty if it is done
     */
    Optional<String> apply(AlternativesCommand command, ClosurePackage by) {
        String name = command.name();
        Group group = groups.get(name);
        if (command instanceof Alternative offer) {
            Optional<String> refusal = refusal(offer);
            if (refusal.isEmpty()) {
                offer.links().forEach(link -> names.put(link.path(), name));
                groups.computeIfAbsent(name, each -> new Group()).add(new Offer(by, offer));
            }
            return refusal;
        }
        if (group != null && command instanceof AlternativesCommand.Removal removal) {
            removal.path().ifPresentOrElse(group::remove, group.offers::clear);
            if (group.offers.isEmpty()) {
                groups.remove(name);
                names.values().removeIf(name::equals);
            }
        }
        return Optional.empty();
    }

    /** Why update-alternatives does not take a choice, if so: a link belongs to one group. */
    private Optional<String> refusal(Alternative offer) {
        for (Alternative.Link link : offer.links()) {
            String group = names.getOrDefault(link.path(), offer.name());
            if (!group.equals(offer.name())) {
                return Optional.of("update-alternatives --install for " + Printable.shown(offer.name()) + ": "
                        + Printable.shown(link.path()) + " is a link of " + Printable.shown(group));
            }
        }
        return Optional.empty();
    }

    /** The choice of each group. */
    List<Offer> chosen() {
        return groups.values().stream()
                .map(each -> Objects.requireNonNull(each.chosen))
                .toList();
    }
}
