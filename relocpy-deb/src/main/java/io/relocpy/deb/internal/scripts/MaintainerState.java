package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private record Offer(ClosurePackage by, Alternative choice) {}

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
        Map<String, Offer> chosen = new LinkedHashMap<>();
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
                effects.alternatives()
                        .forEach(offer ->
                                chosen.merge(offer.name(), new Offer(each.of, offer), MaintainerState::better));
                if (!effects.unknown().isEmpty()) {
                    unknown.add(new InstallationState.Unknown(each.of, "postinst", effects.unknown()));
                }
            }
        }
        List<InstallationState.Link> links = new ArrayList<>();
        for (Offer offer : chosen.values()) {
            for (Alternative.Link link : offer.choice.links()) {
                links.add(new InstallationState.Link(offer.by, link.path(), link.target()));
            }
        }
        return new MaintainerState(new InstallationState(links, unknown), diversions);
    }

    /** Of two with the same priority, update-alternatives keeps the one that it has. */
    private static Offer better(Offer former, Offer next) {
        boolean same = former.choice
                .links()
                .get(0)
                .target()
                .equals(next.choice.links().get(0).target());
        return same || next.choice.priority() > former.choice.priority() ? next : former;
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
