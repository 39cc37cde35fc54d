package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a payload so far. Refuses those that could leave the root they are created in: {@code ..}, and paths through
 * a symbolic link, whichever of the two comes first.
 */
final class PayloadTree {
    /** PATH_MAX of Linux, without the terminator. */
    static final int MAX_PATH = 4095;
    /** NAME_MAX of Linux. */
    private static final int MAX_NAME = 255;
    /** Files and the directories above them; the largest packages have a fifth of it. */
    private static final int MAX_NODES = 1 << 20;

    /** Directories that are no entries themselves, beyond a fixed number of them, for each entry. */
    private static final int IMPLIED = 16;

    private static final int FREE = 10_000;
    /** Characters of all names, each counted once; a node has some 20 in the largest packages. */
    private static final int MAX_CHARACTERS = 64 * MAX_NODES;

    private final Node root = new Node();
    private int nodes;
    private int entries;
    private int characters;

    private static final class Node {
        private @Nullable Map<String, Node> children;
        private char type; // 0 while only known as the parent of something
    }

    /**
     * Adds an entry.
     *
     * @param name as in the archive
     * @param type of tar, without the old way of marking directories
     * @param where for messages
     * @return its absolute path, without {@code .}, {@code ..} and empty parts
     */
    String add(String name, char type, String where) throws FormatException {
        String path = absolute(name, where);
        entries++;
        Node node = root;
        for (int start = 1; start < path.length(); ) {
            if (node.type != 0 && node.type != '5') {
                throw bad(where, "directories above " + path, "something else at " + path.substring(0, start - 1));
            }
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            node = child(node, path.substring(start, end), where);
            start = end + 1;
        }
        boolean directory = type == '5';
        if (node.type != 0 && !(directory && node.type == '5')) {
            throw bad(where, "one entry " + path, "a second one");
        }
        if (!directory && (node.children != null || node == root)) {
            throw bad(where, "a directory " + path, "something else");
        }
        node.type = type;
        return path;
    }

    /**
     * The path that a hard link names.
     *
     * @return absolute, of a regular file that was added before
     */
    String linked(String name, String where) throws FormatException {
        String path = absolute(name, where);
        Node node = root;
        for (int start = 1; start < path.length() && node != null; ) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            node = node.children == null ? null : node.children.get(path.substring(start, end));
            start = end + 1;
        }
        if (node == null || (node.type != '0' && node.type != '1')) {
            throw bad(where, "a hard link to an earlier regular file of the package", path);
        }
        return path;
    }

    private Node child(Node node, String name, String where) throws FormatException {
        Map<String, Node> children = node.children;
        if (children == null) {
            children = new HashMap<>(2);
            node.children = children;
        }
        Node child = children.get(name);
        if (child == null) {
            int limit = Math.min(MAX_NODES, FREE + IMPLIED * entries);
            if (++nodes > limit) {
                throw bad(where, "at most " + limit + " files and directories so far", "more");
            }
            if (isLonger(name, MAX_NAME)) {
                throw bad(where, "names of at most " + MAX_NAME + " bytes", name);
            }
            characters += name.length();
            if (characters > MAX_CHARACTERS) {
                throw bad(where, "names of at most " + MAX_CHARACTERS + " characters in all", "more");
            }
            child = new Node();
            children.put(name, child);
        }
        return child;
    }

    /** Without empty and {@code .} parts, which mean nothing. */
    private static String absolute(String name, String where) throws FormatException {
        if (isLonger(name, MAX_PATH) || name.indexOf('\n') >= 0) {
            throw bad(where, "a path of at most " + MAX_PATH + " bytes without line feeds", name);
        }
        StringBuilder path = new StringBuilder();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw bad(where, "a path without \"..\"", name);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append('/').append(part);
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** Whether the text has more bytes than that in UTF-8, where a character has at most three. */
    static boolean isLonger(String text, int bytes) {
        return text.length() > bytes / 3 && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }

    private static FormatException bad(String where, String expected, String found) {
        return new FormatException(where, expected, "\"" + found + "\"");
    }
}
