package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.PackageBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Small, difficult repositories; the same seed gives the same ones. */
final class RandomRepositories {
    private static final String[] COMPARISONS = {"<", "<=", "=", ">=", ">"};
    private static final String[] OPERATORS = {"or", "and", "if", "unless", "with", "without"};

    private final Random random;
    private final int names;
    private final boolean multilib;
    private final boolean files;
    private final double density;
    private final double richness;

    RandomRepositories(long seed) {
        random = new Random(seed);
        names = 4 + random.nextInt(20);
        multilib = random.nextInt(3) == 0;
        files = random.nextInt(4) == 0;
        density = 0.3 + random.nextDouble();
        richness = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.6;
    }

    List<TestRepository> repositories() {
        List<TestRepository> out = new ArrayList<>();
        int count = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < count; i++) {
            List<PackageMetadata> packages = packages();
            TestRepository repository = TestRepository.of("r" + i, packages)
                    .withPriority(random.nextInt(3) == 0 ? 90 + random.nextInt(3) : 99)
                    .withCost(random.nextInt(4) == 0 ? 500 : 1000);
            for (int p = 0; files && p < packages.size(); p++) {
                if (random.nextInt(3) == 0) {
                    repository = repository.withFiles(p, "/usr/share/f" + random.nextInt(4));
                }
            }
            out.add(repository);
        }
        return out;
    }

    List<String> request() {
        List<String> out = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            out.add(
                    switch (random.nextInt(12)) {
                        case 0 -> capability();
                        case 1 -> "v" + random.nextInt(4);
                        case 2 -> name() + "." + arch();
                        case 3 -> files ? path() : name();
                        default -> name();
                    });
        }
        return out;
    }

    List<String> excludes() {
        return random.nextInt(6) == 0 ? List.of(name(), name()) : List.of();
    }

    boolean best() {
        return random.nextInt(6) == 0;
    }

    private List<PackageMetadata> packages() {
        List<PackageMetadata> out = new ArrayList<>();
        for (int n = 0; n < names; n++) {
            int versions = random.nextInt(8) == 0 ? 0 : 1 + (random.nextInt(3) == 0 ? random.nextInt(3) : 0);
            for (int v = 0; v < versions; v++) {
                String evr = evr(true);
                String arch = arch();
                out.add(fill(PackageBuilder.rpm("p" + n + "-1-1." + arch), evr).build());
                if (!arch.equals("noarch") && multilib && random.nextBoolean()) {
                    String other = arch.equals("x86_64") ? "i686" : "x86_64";
                    out.add(fill(PackageBuilder.rpm("p" + n + "-1-1." + other), evr)
                            .build());
                }
            }
        }
        Set<Nevra> seen = new HashSet<>();
        out.removeIf(each -> !seen.add(each.nevra()));
        for (int i = out.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            PackageMetadata swap = out.get(i);
            out.set(i, out.get(j));
            out.set(j, swap);
        }
        return out;
    }

    private String arch() {
        return !multilib || random.nextInt(3) == 0 ? "noarch" : random.nextInt(3) == 0 ? "i686" : "x86_64";
    }

    private PackageBuilder fill(PackageBuilder out, String evr) {
        out.evr = Evr.parse(evr);
        if (random.nextInt(4) != 0) {
            out.provides(out.name + " = " + evr);
        }
        for (int i = count(0.6); i > 0; i--) {
            out.provides("v" + random.nextInt(4) + (random.nextBoolean() ? "" : " " + comparison() + " " + evr(false)));
        }
        for (int i = count(1.5); i > 0; i--) {
            out.requires(random.nextInt(30) == 0 ? "rpmlib(x) <= 4" : dependency());
        }
        for (int i = count(0.4); i > 0; i--) {
            out.conflicts(dependency());
        }
        for (int i = count(0.25); i > 0; i--) {
            out.obsoletes(simple());
        }
        for (int i = count(0.9); i > 0; i--) {
            out.recommends(dependency());
        }
        for (int i = count(0.3); i > 0; i--) {
            out.suggests(dependency());
        }
        for (int i = count(0.3); i > 0; i--) {
            out.supplements(dependency());
        }
        for (int i = count(0.2); i > 0; i--) {
            out.enhances(dependency());
        }
        if (files && random.nextInt(3) == 0) {
            out.files("/usr/bin/f" + random.nextInt(4));
        }
        return out;
    }

    private int count(double average) {
        int out = 0;
        for (double left = average * density * 2; left > 0; left--) {
            if (random.nextDouble() < Math.min(left, 1) / 2) {
                out++;
            }
        }
        return out;
    }

    private String name() {
        return "p" + random.nextInt(names);
    }

    private String path() {
        return (random.nextBoolean() ? "/usr/bin/f" : "/usr/share/f") + random.nextInt(5);
    }

    private String comparison() {
        return COMPARISONS[random.nextInt(COMPARISONS.length)];
    }

    private String evr(boolean release) {
        return (random.nextInt(12) == 0 ? "1:" : "")
                + (1 + random.nextInt(4))
                + (release || random.nextInt(3) == 0 ? "-" + (1 + random.nextInt(2)) : "");
    }

    private String simple() {
        return random.nextInt(3) == 0 ? name() + " " + comparison() + " " + evr(false) : name();
    }

    private String capability() {
        if (files && random.nextInt(6) == 0) {
            return path();
        }
        if (random.nextInt(4) == 0) {
            return "v" + random.nextInt(4) + (random.nextInt(3) == 0 ? " " + comparison() + " " + evr(false) : "");
        }
        return simple();
    }

    private String dependency() {
        return random.nextDouble() < richness ? rich(2) : capability();
    }

    private String rich(int depth) {
        String operator = OPERATORS[random.nextInt(OPERATORS.length)];
        boolean list = operator.equals("with") || operator.equals("without");
        String text = "(" + operand(list ? 0 : depth) + " " + operator + " " + operand(list ? 0 : depth);
        if ((operator.equals("if") || operator.equals("unless")) && random.nextInt(3) == 0) {
            text += " else " + operand(depth);
        }
        return text + ")";
    }

    private String operand(int depth) {
        return depth > 0 && random.nextInt(4) == 0 ? rich(depth - 1) : capability();
    }
}
