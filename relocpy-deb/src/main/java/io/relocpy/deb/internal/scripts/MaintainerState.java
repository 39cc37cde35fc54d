package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.internal.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state that the maintainer scripts of some packages would make together. Immutable. */
public final class MaintainerState {
    private static final Map<String, String> MULTIARCH = Map.ofEntries(
            Map.entry("amd64", "x86_64-linux-gnu"),
            Map.entry("arm64", "aarch64-linux-gnu"),
            Map.entry("armhf", "arm-linux-gnueabihf"),
            Map.entry("armel", "arm-linux-gnueabi"),
            Map.entry("i386", "i386-linux-gnu"),
            Map.entry("ppc64el", "powerpc64le-linux-gnu"),
            Map.entry("riscv64", "riscv64-linux-gnu"),
            Map.entry("s390x", "s390x-linux-gnu"),
            Map.entry("loong64", "loongarch64-linux-gnu"));

    private final InstallationState installation;
    private final List<Diversion> diversions;

    /**
     * The scripts that run on the installation of a package.
     *
     * @param of whose they are
     */
    public record Scripts(ClosurePackage of, Optional<MaintainerScript> preinst, Optional<MaintainerScript> postinst) {
        /** The scripts of a package file. */
        public static Scripts of(ClosurePackage of, DebFile file) {
            return new Scripts(
                    of, file.script(MaintainerScript.Kind.PREINST), file.script(MaintainerScript.Kind.POSTINST));
        }
    }

    /** One choice of a group, and whose. */
    private record Offer(ClosurePackage by, Alternative choice) {
        String target() {
            return choice.links().get(0).target();
        }
    }

    /** The choices that packages offered under one name, by what their master link leads to. */
    private static final class Group {
        private final Map<String, Offer> offers = new LinkedHashMap<>();
        private @Nullable Offer chosen;

        /** Of several with the highest priority, update-alternatives keeps the one that it has. */
        void add(Offer offer) {
            offers.put(offer.target(), offer);
            Offer best = chosen == null ? offer : Objects.requireNonNull(offers.get(chosen.target()));
            for (Offer each : offers.values()) {
                best = each.choice.priority() > best.choice.priority() ? each : best;
            }
            chosen = best;
        }

        Offer chosen() {
            return Objects.requireNonNull(chosen);
        }
    }

    private MaintainerState(InstallationState installation, List<Diversion> diversions) {
        this.installation = installation;
        this.diversions = List.copyOf(diversions);
    }

    /**
     * Reads the scripts.
     *
     * @param packages in the order of installation
     * @param architecture that scripts without one of their own speak of
     */
    public static MaintainerState of(List<Scripts> packages, String architecture) {
        Map<String, Group> alternatives = new LinkedHashMap<>();
        Map<String, String> groups = new HashMap<>();
        List<Diversion> diversions = new ArrayList<>();
        List<InstallationState.Unknown> unknown = new ArrayList<>();
        for (Scripts each : packages) {
            String own = each.of.architecture();
            String multiarch = MULTIARCH.getOrDefault(own.equals("all") ? architecture : own, "");
            if (each.preinst.isPresent()) { // what else it does concerns upgrades
                diversions.addAll(ScriptEffects.of(each.preinst.get(), each.of.name(), multiarch)
                        .diversions());
            }
            if (each.postinst.isPresent()) {
                ScriptEffects effects = ScriptEffects.of(each.postinst.get(), each.of.name(), multiarch);
                diversions.addAll(effects.diversions());
                List<String> left = new ArrayList<>(effects.unknown());
                for (Alternative offer : effects.alternatives()) {
                    Optional<String> refusal = refusal(offer, groups);
                    if (refusal.isPresent()) {
                        left.add(refusal.get());
                    } else {
                        offer.links().forEach(link -> groups.put(link.path(), offer.name()));
                        alternatives
                                .computeIfAbsent(offer.name(), name -> new Group())
                                .add(new Offer(each.of, offer));
                    }
                }
                if (!left.isEmpty()) {
                    unknown.add(new InstallationState.Unknown(each.of, "postinst", left));
                }
            }
        }
        List<InstallationState.Link> links = new ArrayList<>();
        for (Group group : alternatives.values()) {
            Offer offer = group.chosen();
            for (Alternative.Link link : offer.choice.links()) {
                links.add(new InstallationState.Link(offer.by, link.path(), link.target()));
            }
        }
        return new MaintainerState(new InstallationState(links, unknown), diversions);
    }

    /**
     * Why update-alternatives does not take a choice, if so: a link belongs to one group.
     *
     * @param groups by the paths of their links
     */
    private static Optional<String> refusal(Alternative offer, Map<String, String> groups) {
        for (Alternative.Link link : offer.links()) {
            String group = groups.getOrDefault(link.path(), offer.name());
            if (!group.equals(offer.name())) {
                return Optional.of("update-alternatives --install for " + Printable.shown(offer.name()) + ": "
                        + Printable.shown(link.path()) + " is a link of " + Printable.shown(group));
            }
        }
        return Optional.empty();
    }

    /** Links, and what is not done. */
    public InstallationState installation() {
        return installation;
    }

    /** Paths of a package whose files go elsewhere, and where they go. */
    public Map<String, String> diversionsOf(ClosurePackage of) {
        Map<String, String> diverted = new HashMap<>();
        for (Diversion each : diversions) {
            if (!each.owner().equals(of.name())) {
                diverted.put(each.from(), each.to());
            }
        }
        return diverted;
    }
}
