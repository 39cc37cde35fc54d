package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ShellCommand.Arm;
import io.relocpy.deb.internal.scripts.ShellCommand.Assignment;
import io.relocpy.deb.internal.scripts.ShellCommand.Redirection;
import io.relocpy.deb.internal.scripts.ShellCommand.Word;
import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a shell script by the grammar of POSIX, and of bash what its scripts use most. Not safe for use by several threads.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">Shell Command Language</a>
 */
final class ShellParser extends ShellWords {
    /** More than any script of a distribution has. */
    private static final int MAX_COMMANDS = 20_000;

    /** In characters, of a command that is shown. */
    private static final int MAX_SHOWN = 1000;

    private static final Pattern FUNCTION = Pattern.compile("([^\\s;&|<>()$`'\"\\\\=]+)[ \t]*\\([ \t]*\\)");
    private static final Set<String> CLOSING = Set.of("then", "else", "elif", "fi", "do", "done", "esac", "}", ";;");

    private int commands;

    private ShellParser(String text, boolean bash, int line, int depth) {
        super(text, bash, line, depth);
    }

    /**
     * Parses a script.
     *
     * @param bash whether bash runs it, not only a shell as POSIX defines it
     * @throws FormatException if it is no script, or not of a form that is known here
     */
    static ShellCommand parse(String script, boolean bash) throws FormatException {
        return new ShellParser(script, bash, 1, 0).all();
    }

    @Override
    ShellCommand all() throws FormatException {
        ShellCommand parsed = list();
        if (at < text.length() || awaitsHereDocument()) {
            throw bad("a command");
        }
        return parsed;
    }

    @Override
    ShellWords nested(String other) {
        return new ShellParser(other, bash, line, depth);
    }

    /** Commands up to a word that ends them, which is not consumed. */
    private ShellCommand list() throws FormatException {
        List<ShellCommand> commands = new ArrayList<>();
        boolean more = true;
        while (more) {
            skipLines();
            if (at == text.length() || peek() == ')' || CLOSING.contains(reserved())) {
                break;
            }
            ShellCommand command = andOr();
            skipBlanks();
            boolean background = peek() == '&';
            more = background || peek() == '\n' || (peek() == ';' && !reserved().equals(";;"));
            at += more && peek() != '\n' ? 1 : 0;
            commands.add(background ? new ShellCommand.Subshell(command) : command);
        }
        return commands.size() == 1 ? commands.get(0) : new ShellCommand.Sequence(List.copyOf(commands));
    }

    private ShellCommand andOr() throws FormatException {
        ShellCommand first = pipeline();
        List<ShellCommand.Next> rest = new ArrayList<>();
        skipBlanks();
        while (text.startsWith("&&", at) || text.startsWith("||", at)) {
            boolean and = peek() == '&';
            at += 2;
            skipLines();
            rest.add(new ShellCommand.Next(and, pipeline()));
            skipBlanks();
        }
        return rest.isEmpty() ? first : new ShellCommand.AndOr(first, List.copyOf(rest));
    }

    private ShellCommand pipeline() throws FormatException {
        boolean negated = take("!");
        skipBlanks();
        List<ShellCommand> parts = new ArrayList<>(List.of(command()));
        skipBlanks();
        while (peek() == '|' && !text.startsWith("||", at)) {
            at++;
            if (bash) {
                skip("&");
            }
            skipLines();
            parts.add(command());
            skipBlanks();
        }
        ShellCommand whole = parts.size() == 1 ? parts.get(0) : new ShellCommand.Pipeline(List.copyOf(parts));
        return negated ? new ShellCommand.Not(whole) : whole;
    }

    private ShellCommand command() throws FormatException {
        if (++depth > MAX_DEPTH || ++commands > MAX_COMMANDS) {
            throw bad("at most " + MAX_COMMANDS + " commands, and " + MAX_DEPTH + " in each other");
        }
        int start = at;
        Optional<ShellCommand> compound = compound();
        if (compound.isEmpty()) {
            ShellCommand simple = simple();
            depth--;
            return simple;
        }
        List<Redirection> redirections = new ArrayList<>();
        skipBlanks();
        while (redirection(redirections)) {
            skipBlanks();
        }
        depth--;
        return redirections.isEmpty()
                ? compound.get()
                : new ShellCommand.Redirected(compound.get(), redirections, oneLine(start));
    }

    private Optional<ShellCommand> compound() throws FormatException {
        if (peek() == '(') {
            if (bash && text.startsWith("((", at)) {
                throw bad("no arithmetic command");
            }
            at++;
            return Optional.of(new ShellCommand.Subshell(closed()));
        }
        Matcher function = FUNCTION.matcher(text).region(at, text.length());
        if (function.lookingAt()) {
            if (!bash && !NAME.matcher(function.group(1)).matches()) {
                throw bad("the name of a function");
            }
            at = function.end();
            return Optional.of(function(function.group(1)));
        }
        String word = reserved();
        switch (word) {
            case "{", "if", "while", "until", "for", "case" -> at += word.length();
            case "function", "[[", "select", "coproc" -> {
                if (bash) {
                    throw bad("no " + word);
                }
                return Optional.empty();
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(
                switch (word) {
                    case "{" -> {
                        ShellCommand body = list();
                        require("}");
                        yield body;
                    }
                    case "if" -> branch();
                    case "for" -> loop();
                    case "case" -> choice();
                    default -> {
                        ShellCommand condition = list();
                        yield new ShellCommand.While(
                                word.equals("until") ? new ShellCommand.Not(condition) : condition, body());
                    }
                });
    }

    @Override
    ShellCommand closed() throws FormatException {
        ShellCommand body = list();
        if (!skip(")")) {
            throw bad(")");
        }
        return body;
    }

    private ShellCommand body() throws FormatException {
        require("do");
        ShellCommand body = list();
        require("done");
        return body;
    }

    private ShellCommand function(String name) throws FormatException {
        skipLines();
        return new ShellCommand.Function(name, command());
    }

    private ShellCommand branch() throws FormatException {
        if (++depth > MAX_DEPTH) { // elif
            throw bad("at most " + MAX_DEPTH + " commands in each other");
        }
        ShellCommand condition = list();
        require("then");
        ShellCommand then = list();
        ShellCommand otherwise = new ShellCommand.Sequence(List.of());
        skipLines();
        if (take("elif")) {
            otherwise = branch();
        } else {
            otherwise = take("else") ? list() : otherwise;
            require("fi");
        }
        depth--;
        return new ShellCommand.If(condition, then, otherwise);
    }

    private ShellCommand loop() throws FormatException {
        skipBlanks();
        String variable = reserved();
        if (!NAME.matcher(variable).matches()) {
            throw bad("the name of a variable");
        }
        at += variable.length();
        skipLines();
        List<Word> words = null;
        if (take("in")) {
            words = new ArrayList<>();
            skipBlanks();
            while (at < text.length() && peek() != ';' && peek() != '\n') {
                words.add(word());
                skipBlanks();
            }
        }
        skip(";");
        return new ShellCommand.For(variable, Optional.ofNullable(words), body());
    }

    private ShellCommand choice() throws FormatException {
        skipBlanks();
        Word subject = word();
        require("in");
        List<Arm> arms = new ArrayList<>();
        skipLines();
        while (!take("esac")) {
            skip("(");
            List<Word> patterns = new ArrayList<>();
            do {
                skipBlanks();
                patterns.add(word());
                skipBlanks();
            } while (skip("|"));
            if (!skip(")")) {
                throw bad(")");
            }
            arms.add(new Arm(patterns, list()));
            skipLines();
            if (!skip(";;") && !reserved().equals("esac")) {
                throw bad(";; or esac");
            }
            skipLines();
        }
        return new ShellCommand.Case(subject, arms);
    }

    private ShellCommand simple() throws FormatException {
        int start = at;
        List<Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Redirection> redirections = new ArrayList<>();
        for (boolean more = true; more; skipBlanks()) {
            if (redirection(redirections)) {
                continue;
            }
            more = at < text.length() && "\n;&|)".indexOf(peek()) < 0;
            Matcher name = NAME.matcher(text).region(at, text.length());
            if (more && words.isEmpty() && name.lookingAt() && text.startsWith("=", name.end())) {
                at = name.end() + 1;
                boolean empty = at == text.length() || ENDS_WORD.indexOf(peek()) >= 0;
                if (empty && peek() == '(') {
                    throw bad("no array");
                }
                assignments.add(new Assignment(name.group(), empty ? EMPTY : word()));
            } else if (more) {
                words.add(word());
            }
        }
        if (words.isEmpty() && assignments.isEmpty() && redirections.isEmpty()) {
            throw bad("a command");
        }
        return new ShellCommand.Simple(assignments, words, redirections, oneLine(start));
    }

    private String oneLine(int start) {
        String shown = text.substring(start, Math.min(at, start + MAX_SHOWN))
                .replace("\\\n", " ")
                .replaceAll("\\s+", " ")
                .strip();
        return at - start <= MAX_SHOWN ? shown : shown + "…";
    }
}
