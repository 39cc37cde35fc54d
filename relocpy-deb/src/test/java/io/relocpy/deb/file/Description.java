package io.relocpy.deb.file;

import io.relocpy.deb.ControlStanza;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What we see in a package file, in the lines of {@code deb_oracle.py}. */
final class Description {
    private Description() {}

    static List<String> of(Path path) throws IOException {
        List<String> lines = new ArrayList<>();
        DebFile deb = DebFile.open(path);
        lines.add(line("package", path));
        for (ControlStanza.Field field : deb.control().fields()) {
            // python-debian removes white space at the end of each line, dpkg and we at the end of the value
            lines.add(line("field", field.name(), field.value().replaceAll("(?md)[ \\t\\r]+$", "")));
        }
        for (String name : List.of("preinst", "postinst", "prerm", "postrm", "config")) {
            if (deb.script(MaintainerScript.Kind.valueOf(name.toUpperCase(Locale.ROOT)))
                    .isPresent()) {
                lines.add(line("script", name, sha256(deb.controlFile(name).orElseThrow())));
            }
        }
        deb.md5sums().forEach((file, sum) -> lines.add(line("md5", file, sum)));
        for (String name : deb.controlFiles()) {
            lines.add(line("control", name, sha256(deb.controlFile(name).orElseThrow())));
        }
        try (DebPayload payload = deb.payload(PayloadOption.MD5SUMS, PayloadOption.DEVICE_NODES)) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                lines.add(line(
                        "entry",
                        entry.path(),
                        entry.type(),
                        Integer.toOctalString(entry.mode()),
                        entry.setId() ? "set-id" : "",
                        entry.mtime(),
                        entry.size(),
                        entry.linkTarget().orElse(""),
                        entry.user().orElse(""),
                        entry.uid(),
                        entry.group().orElse(""),
                        entry.gid(),
                        entry.hasContent() ? sha256(payload.content().readAllBytes()) : ""));
            }
        }
        return lines;
    }

    private static String line(Object... fields) {
        return Arrays.stream(fields)
                .map(field -> field.toString()
                        .replace("\\", "\\\\")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t"))
                .collect(Collectors.joining("\t"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
