package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.deb.file.Trigger;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.internal.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
     * @param name of the package
     * @param own its architecture
     * @param triggered whether postinst may also be run because of a trigger
     */
    public record Scripts(
            String name,
            String own,
            Optional<MaintainerScript> preinst,
            Optional<MaintainerScript> postinst,
            boolean triggered) {
        /** The scripts of a package file. */
        public static Scripts of(DebFile file) throws FormatException {
            return new Scripts(
                    file.name(),
                    file.architecture(),
                    file.script(MaintainerScript.Kind.PREINST),
                    file.script(MaintainerScript.Kind.POSTINST),
                    file.triggers().stream().anyMatch(each -> each.directive() == Trigger.Directive.INTEREST));
        }

        /**
         * Reads the scripts.
         *
         * @param architecture that scripts without one of their own speak of
         */
        public List<Outcome> outcomes(String architecture) {
            String multiarch = MULTIARCH.getOrDefault(own.equals("all") ? architecture : own, "");
            return Stream.of(preinst, postinst)
                    .flatMap(Optional::stream)
                    .map(script -> new Outcome(
                            script.kind().name().toLowerCase(Locale.ROOT),
                            ScriptEffects.of(script, name, multiarch, triggered)))
                    .toList();
        }
    }

    /**
     * What one script does.
     *
     * @param script its name, such as {@code postinst}
     */
    public record Outcome(String script, ScriptEffects effects) {}

    private MaintainerState(InstallationState installation, Collection<Diversion> diversions) {
        this.installation = installation;
        this.diversions = List.copyOf(diversions);
    }

    /**
     * What scripts do together.
     *
     * @param packages in the order of installation
     */
    public static MaintainerState of(Map<ClosurePackage, List<Outcome>> packages) {
        Alternatives alternatives = new Alternatives();
        Map<String, Diversion> diversions = new LinkedHashMap<>();
        List<InstallationState.Unknown> unknown = new ArrayList<>();
        packages.forEach((of, outcomes) -> {
            for (Outcome each : outcomes) {
                List<String> left = new ArrayList<>(each.effects.unknown());
                for (Diversion diversion : each.effects.diversions()) {
                    divert(diversion, diversions).ifPresent(left::add);
                }
                for (AlternativesCommand command : each.effects.alternatives()) {
                    alternatives.apply(command, of).ifPresent(left::add);
                }
                if (!left.isEmpty()) {
                    unknown.add(new InstallationState.Unknown(of, each.script, left));
                }
            }
        });
        List<InstallationState.Link> links = new ArrayList<>();
        for (Alternatives.Offer offer : alternatives.chosen()) {
            for (Alternative.Link link : offer.choice().links()) {
                links.add(new InstallationState.Link(offer.by(), link.path(), link.target()));
            }
        }
        return new MaintainerState(new InstallationState(links, unknown), diversions.values());
    }

    /** As for dpkg-divert, a path is diverted once. */
    private static Optional<String> divert(Diversion diversion, Map<String, Diversion> diversions) {
        Diversion before = diversions.get(diversion.from());
        if (before == null && diversion.to().isPresent()) {
            diversions.put(diversion.from(), diversion);
            return Optional.empty();
        }
        boolean owned = before != null && before.owner().equals(diversion.owner());
        if (owned && diversion.to().isEmpty()) {
            diversions.remove(diversion.from());
        }
        return before == null || (owned && (diversion.to().isEmpty() || diversion.equals(before)))
                ? Optional.empty()
                : Optional.of("dpkg-divert: " + Printable.shown(diversion.from()) + " is diverted already");
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
                each.to().ifPresent(to -> diverted.put(each.from(), to));
            }
        }
        return diverted;
    }
}
