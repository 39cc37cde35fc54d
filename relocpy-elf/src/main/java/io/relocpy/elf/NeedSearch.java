package io.relocpy.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The search for one name on behalf of one file: what loaders have in common. Subclasses define the search order. */
abstract class NeedSearch {
    private static final String ABSENT = "no such file";

    private final LibrarySearch state;
    private final Dependency.Kind kind;
    private final String name;
    private final String sought;
    private final LoadedFile needer;
    private final List<Dependency.Attempt> attempts = new ArrayList<>();
    private @Nullable String fatal;

    /**
     * Does not start the search.
     *
     * @param name as in the file that needs it
     * @param sought as the loader searches for it
     */
    NeedSearch(LibrarySearch state, Dependency.Kind kind, String name, String sought, LoadedFile needer) {
        this.state = state;
        this.kind = kind;
        this.name = name;
        this.sought = sought;
        this.needer = needer;
    }

    /** Searches the loaded files, then the places where this loader searches. */
    abstract Dependency run() throws IOException;

    /** The loader's verdict on a file that exists. */
    abstract Candidate judge(ElfBytes bytes, Candidate.Opener opener);

    /** Whether the process ends if the loader's own file is found under another name. */
    abstract boolean refusesSecondLoader();

    /** Handles a path with endless symbolic links, as the loader does. */
    abstract void metCircle(String path) throws IOException;

    /** Called for each path at which there is no file. */
    void metNothing() {}

    final String name() {
        return name;
    }

    final String sought() {
        return sought;
    }

    final LoadedFile needer() {
        return needer;
    }

    final LibrarySearch state() {
        return state;
    }

    /** Whether a file was found that ends the search. */
    final boolean isOver() {
        return fatal != null;
    }

    /** The name in the existing subdirectories, the last of which is the directory itself. */
    final Optional<Dependency> inDirectory(
            String directory, List<String> subdirectories, SearchRule rule, String written) throws IOException {
        boolean joined = directory.isEmpty() || directory.endsWith("/");
        for (String sub : subdirectories) {
            String place = directory + (joined ? "" : "/") + sub;
            Optional<Dependency> found =
                    sub.isEmpty() || state.hasDirectory(place) ? open(place + sought, rule, written) : Optional.empty();
            if (found.isPresent() || isOver()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Records a path that the loader does not even open. */
    final void skip(String path, SearchRule rule, String reason) {
        attempts.add(new Dependency.Attempt(path, rule, reason));
    }

    /** Opens a path; empty if there is nothing usable. */
    final Optional<Dependency> open(String path, SearchRule rule, String directory) throws IOException {
        if (isOver()) {
            return Optional.empty();
        }
        Optional<String> absolute = state.absolute(path);
        if (absolute.isEmpty()) {
            attempts.add(new Dependency.Attempt(path, rule, "relative to the current directory, which is not known"));
            return Optional.empty();
        }
        TreePaths.Destination destination = TreePaths.follow(state.tree(), absolute.get());
        Optional<String> real = destination.real();
        if (destination.isCircle()) {
            attempts.add(new Dependency.Attempt(absolute.get(), rule, "too many levels of symbolic links"));
            metCircle(absolute.get());
            return Optional.empty();
        }
        FileTree.Entry entry =
                real.isEmpty() ? new FileTree.Entry.Missing() : state.tree().lookup(real.get());
        if (real.isPresent() && entry instanceof FileTree.Entry.Directory) {
            stop(absolute.get(), rule, "cannot read file data: is a directory");
            return Optional.empty();
        }
        if (real.isEmpty() || !(entry instanceof FileTree.Entry.RegularFile)) {
            attempts.add(new Dependency.Attempt(absolute.get(), rule, ABSENT));
            metNothing();
            return Optional.empty();
        }
        return openFile(absolute.get(), real.get(), rule, directory);
    }

    private Optional<Dependency> openFile(String path, String real, SearchRule rule, String directory)
            throws IOException {
        Object identity = state.tree().identity(real);
        if (state.isLoader(identity) && refusesSecondLoader()) {
            stop(path, rule, "is the loader itself, which cannot be loaded twice");
            return Optional.empty();
        }
        LoadedFile same = state.loadedAs(identity);
        if (same != null) {
            return Optional.of(foundAgain(same, rule, directory));
        }
        Candidate candidate =
                judge(state.files().bytes(path, real), bytes -> state.files().file(path, bytes));
        if (candidate instanceof Candidate.Loadable loadable) {
            return loaded(
                    new LoadedFile(path, TreePaths.parent(path), loadable.file(), needer), identity, rule, directory);
        }
        if (candidate instanceof Candidate.Skipped passed) {
            attempts.add(new Dependency.Attempt(path, rule, passed.reason()));
        } else {
            stop(path, rule, ((Candidate.Fatal) candidate).reason());
        }
        return Optional.empty();
    }

    /** A file that is already loaded and that another path led to. */
    Dependency foundAgain(LoadedFile same, SearchRule rule, String directory) {
        same.addName(sought);
        return found(same, rule, directory);
    }

    /** A file that is to be loaded. */
    Optional<Dependency> loaded(LoadedFile file, Object identity, SearchRule rule, String directory)
            throws ElfFormatException {
        state.add(file, identity);
        file.addName(sought);
        return Optional.of(found(file, rule, directory));
    }

    private void stop(String path, SearchRule rule, String reason) {
        stop(path + ": " + reason);
        attempts.add(new Dependency.Attempt(path, rule, reason));
    }

    /** Ends the search without a library. */
    final void stop(String reason) {
        fatal = reason;
    }

    final Dependency alreadyLoaded(LoadedFile file) {
        return found(file, SearchRule.ALREADY_LOADED, "");
    }

    /** The loader, which is in memory before all others but counts as loaded only when something needs it. */
    final Dependency theLoader(LoadedFile loader) {
        boolean first = state.include(loader);
        return found(loader, first ? SearchRule.INTERPRETER : SearchRule.ALREADY_LOADED, "");
    }

    final Dependency found(LoadedFile file, SearchRule rule, String directory) {
        state.setAnswer(file);
        return new Dependency.Found(kind, name, needer.path(), file.path(), rule, directory, attempts);
    }

    final Dependency missing() {
        return new Dependency.Missing(kind, name, needer.path(), fatal != null ? fatal : reason(), attempts);
    }

    /** Files that were skipped say more than directories without such a file. */
    private String reason() {
        List<String> skipped = attempts.stream()
                .filter(attempt -> !attempt.reason().equals(ABSENT))
                .map(attempt -> attempt.path() + " is skipped: " + attempt.reason())
                .toList();
        return skipped.isEmpty() ? "in none of the searched directories" : String.join("; ", skipped);
    }
}
