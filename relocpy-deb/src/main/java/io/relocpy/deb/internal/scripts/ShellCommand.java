package io.relocpy.deb.internal.scripts;

import java.util.List;
import java.util.Optional;

/**
 * A command of a shell script.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html">Shell Command Language</a>
 */
sealed interface ShellCommand {
    /** One after the other. */
    record Sequence(List<ShellCommand> commands) implements ShellCommand {}

    /**
     * Assignments, and what is run with its arguments; either may be missing.
     *
     * @param text as it is written, on one line
     */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirection> redirections, String text)
            implements ShellCommand {}

    /** {@code first && next || next}. */
    record AndOr(ShellCommand first, List<Next> rest) implements ShellCommand {}

    /** What runs after success or, unless {@code and}, after failure. */
    record Next(boolean and, ShellCommand command) {}

    /** {@code ! command}. */
    record Not(ShellCommand command) implements ShellCommand {}

    /** {@code a | b}. */
    record Pipeline(List<ShellCommand> parts) implements ShellCommand {}

    /** {@code ( body )}, or {@code body &}. */
    record Subshell(ShellCommand body) implements ShellCommand {}

    /** Without {@code else}, that is an empty sequence. */
    record If(ShellCommand condition, ShellCommand then, ShellCommand otherwise) implements ShellCommand {}

    /** {@code while}; {@code until} has its condition negated. */
    record While(ShellCommand condition, ShellCommand body) implements ShellCommand {}

    /** {@code for}; without words, over the arguments. */
    record For(String variable, Optional<List<Word>> words, ShellCommand body) implements ShellCommand {}

    /** {@code case}. */
    record Case(Word subject, List<Arm> arms) implements ShellCommand {}

    /** The definition of a function. */
    record Function(String name, ShellCommand body) implements ShellCommand {}

    /** A command other than a simple one whose input or output goes elsewhere. */
    record Redirected(ShellCommand command, List<Redirection> redirections, String text) implements ShellCommand {}

    /** Of {@code case}. */
    record Arm(List<Word> patterns, ShellCommand body) {}

    /** {@code name=value}. */
    record Assignment(String name, Word value) {}

    /**
     * Where input comes from or output goes.
     *
     * @param operator without the number in front
     * @param substitutions the commands in a here-document, whose word is not expanded
     */
    record Redirection(String operator, Word target, List<ShellCommand> substitutions) {}

    /**
     * A word before expansion.
     *
     * @param text as it is written
     */
    record Word(List<Part> parts, String text) {
        /** What it says if nothing of it is quoted or expanded; else empty. */
        String bare() {
            return parts.size() == 1 && parts.get(0) instanceof Literal literal && !literal.quoted ? literal.text : "";
        }
    }

    /** A part of a word. */
    sealed interface Part {
        /** Whether it is in quotes. */
        boolean quoted();
    }

    /** Text. */
    record Literal(String text, boolean quoted) implements Part {}

    /**
     * {@code $name} or <code>${name:-argument}</code>.
     *
     * @param operator empty for none
     */
    record Parameter(String name, String operator, Word argument, boolean quoted) implements Part {}

    /** {@code $(body)}. */
    record Substitution(ShellCommand body, boolean quoted) implements Part {}

    /** An expansion whose result is not determined here, and the commands in it. */
    record Opaque(List<ShellCommand> substitutions, boolean quoted) implements Part {}
}
