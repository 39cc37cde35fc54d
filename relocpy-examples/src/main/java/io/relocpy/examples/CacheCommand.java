package io.relocpy.examples;

import io.relocpy.repository.CachedFile;
import io.relocpy.repository.CachedFile.Kind;
import io.relocpy.repository.cache.PackageCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "cache",
        mixinStandardHelpOptions = true,
        description = {
            "Shows, trims or verifies the directory of downloads.",
            "",
            "show: what is in it, by kind, and how much of it was used lately.",
            "trim: removes the least recently used files until the rest is within --limit, and those that are --older-than.",
            "verify: reads all files, and removes those that are damaged.",
            "",
            "What running builds use is never removed. There is no limit unless you trim."
        })
final class CacheCommand extends CommandWithConsole {
    /** Each 1024 of the one before. */
    private static final List<String> SIZES = List.of("", "K", "M", "G", "T");

    private static final Map<String, Duration> UNITS =
            Map.of("h", Duration.ofHours(1), "d", Duration.ofDays(1), "w", Duration.ofDays(7));
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})([A-Za-z]*)");

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ACTION", arity = "0..1", description = "show, trim or verify; show by default.")
    String action = "show";

    @Option(names = "--cachedir", paramLabel = "DIR", description = "The directory; ~/.cache/relocpy by default.")
    Path directory;

    @Option(names = "--limit", paramLabel = "SIZE", description = "For trim: how much may remain, such as 500M or 2G.")
    String limit;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            description = "For trim: remove what was not used for this long, such as 12h, 30d or 8w.")
    String age;

    @Override
    public Integer call() throws IOException {
        boolean trims = action.equals("trim");
        if (trims != (limit != null || age != null)) {
            throw usage("trim requires --limit or --older-than, which are for nothing else");
        }
        switch (action) {
            case "show" -> show(cache());
            case "trim" -> trim();
            case "verify" -> {
                PackageCache cache = cache();
                List<CachedFile> damaged = cache.verify();
                damaged.forEach(file -> out().println("damaged, removed: " + file.path()));
                out().println(cache + ": " + counted(cache.files()) + " intact, " + damaged.size() + " damaged");
                return damaged.isEmpty() ? 0 : RelocpyCommand.NOT_POSSIBLE;
            }
            default ->
                throw usage("no such action: " + action
                        + NearestWord.suggestion(action, List.of("show", "trim", "verify")));
        }
        return 0;
    }

    private PackageCache cache() throws IOException {
        if (directory == null) {
            return PackageCache.ofUser();
        }
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + ": there is no such directory");
        }
        return PackageCache.in(directory);
    }

    private void show(PackageCache cache) throws IOException {
        List<CachedFile> files = cache.files();
        out().println(cache + ": " + counted(files));
        Instant week = Instant.now().minus(Duration.ofDays(7));
        Instant month = Instant.now().minus(Duration.ofDays(30));
        for (Kind kind : Kind.values()) {
            List<CachedFile> its =
                    files.stream().filter(file -> file.kind() == kind).toList();
            if (!its.isEmpty()) {
                out().printf(
                                "  %-9s %12s in %d files; not used for a week: %s, for 30 days: %s%n",
                                kind.name().toLowerCase(Locale.ROOT),
                                size(its),
                                its.size(),
                                size(its.stream()
                                        .filter(file -> file.lastUsed().isBefore(week))
                                        .toList()),
                                size(its.stream()
                                        .filter(file -> file.lastUsed().isBefore(month))
                                        .toList()));
            }
        }
    }

    private void trim() throws IOException {
        long bytes = limit == null ? -1 : bytes();
        Duration unused = age == null ? null : time();
        PackageCache cache = cache();
        List<CachedFile> removed = new ArrayList<>();
        if (unused != null) {
            removed.addAll(cache.removeUnusedFor(unused));
        }
        if (limit != null) {
            removed.addAll(cache.trim(bytes));
        }
        List<CachedFile> left = cache.files();
        out().println(cache + ": removed " + counted(removed) + ", " + counted(left) + " left");
        if (limit != null && total(left) > bytes) {
            out().println("the rest is in use by running builds, or of downloads of the last day that may go on");
        }
    }

    private long bytes() {
        Matcher amount = AMOUNT.matcher(limit);
        int unit = amount.matches() ? SIZES.indexOf(amount.group(2).toUpperCase(Locale.ROOT)) : -1;
        try {
            if (unit >= 0) {
                return Math.multiplyExact(Long.parseLong(amount.group(1)), 1L << (10 * unit));
            }
        } catch (ArithmeticException e) {
            // larger than any size
        }
        throw usage("--limit " + limit + ": expected a size such as 500M or 2G");
    }

    private Duration time() {
        Matcher amount = AMOUNT.matcher(age);
        Duration unit = amount.matches() ? UNITS.get(amount.group(2)) : null;
        if (unit == null) {
            throw usage("--older-than " + age + ": expected a time such as 12h, 30d or 8w");
        }
        return unit.multipliedBy(Long.parseLong(amount.group(1)));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String counted(List<CachedFile> files) {
        return size(files) + " in " + files.size() + " files";
    }

    private static String size(List<CachedFile> files) {
        return String.format(Locale.ROOT, "%.1f MB", total(files) / 1e6);
    }

    private static long total(List<CachedFile> files) {
        return files.stream().mapToLong(CachedFile::size).sum();
    }
}
