package io.relocpy.rpm.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What somebody without a key can do to a genuinely signed package with one file. */
final class PackageAttacks {
    private final Map<String, UnaryOperator<byte[]>> all = new LinkedHashMap<>();
    private final byte[] payload; // of another package that has the same file with other content
    private final int size;
    private final String fileDigest;
    private final String payloadDigest;
    private final String archiveDigest;

    private PackageAttacks(PackageParts stranger) {
        this.payload = stranger.payload;
        PackageParts.Header header = stranger.main;
        this.size = java.nio.ByteBuffer.wrap(header.value(header.entry(RpmTag.FILESIZES)))
                .getInt();
        this.fileDigest = text(header.value(header.entry(RpmTag.FILEDIGESTS)));
        this.payloadDigest = text(header.value(header.entry(RpmTag.PAYLOADDIGEST)));
        this.archiveDigest = RpmBuilder.hex("SHA-256", payload);
    }

    private static String text(byte[] value) {
        return new String(value, 0, value.length - 1, StandardCharsets.UTF_8);
    }

    /**
     * The attacks by name; each keeps the signed bytes, or has an invalid structure.
     *
     * @param stranger a package of the same file with other content
     */
    static Map<String, UnaryOperator<byte[]>> all(byte[] stranger) {
        PackageAttacks attacks = new PackageAttacks(PackageParts.of(stranger));
        attacks.behindTheRegion();
        attacks.ofTheRegion();
        attacks.ofEntries();
        attacks.ofTheSignatureHeader();
        attacks.ofDigests();
        attacks.ofSignatures();
        attacks.aroundTheHeaders();
        return attacks.all;
    }

    private void add(String name, Consumer<PackageParts> change) {
        all.put(name, rpm -> {
            PackageParts parts = PackageParts.of(rpm);
            change.accept(parts);
            return parts.build();
        });
    }

    private static void withoutSizes(PackageParts parts) {
        parts.signature = parts.signature.rebuiltWithout(RpmTag.SIG_SIZE, RpmTag.SIG_MD5, 1007);
    }

    private static byte[] int32(int value) {
        return java.nio.ByteBuffer.allocate(4).putInt(value).array();
    }

    private void behindTheRegion() {
        add("the whole attack: files, digests and payload of a stranger", parts -> {
            parts.main
                    .append(RpmTag.FILESIZES, 4, 1, int32(size))
                    .appendStrings(RpmTag.FILEDIGESTS, fileDigest)
                    .appendStrings(RpmTag.PAYLOADDIGEST, payloadDigest);
            parts.payload = payload;
            withoutSizes(parts);
        });
        add("payload digest behind the region", parts -> {
            parts.main.appendStrings(RpmTag.PAYLOADDIGEST, payloadDigest);
            parts.payload = payload;
            withoutSizes(parts);
        });
        add("digest of the archive behind the region", parts -> {
            parts.main.appendStrings(RpmTag.PAYLOADDIGESTALT, archiveDigest);
            parts.payload = payload;
            withoutSizes(parts);
        });
        add("file sizes behind the region", parts -> {
            parts.main.append(RpmTag.FILESIZES, 4, 1, int32(size));
            withoutSizes(parts);
        });
        add("file digests behind the region", parts -> {
            parts.main.appendStrings(RpmTag.FILEDIGESTS, fileDigest);
            withoutSizes(parts);
        });
        add("a tag that is new behind the region", parts -> {
            parts.main.appendStrings(7000, "new");
            withoutSizes(parts);
        });
        add("data behind the region", parts -> {
            parts.main.data = PackageParts.join(parts.main.data, new byte[16]);
            withoutSizes(parts);
        });
    }

    private void ofTheRegion() {
        add("an entry in front of the region", parts -> parts.main.index.add(0, new int[] {1000, 6, 0, 1}));
        add("no region", parts -> parts.main.index.remove(0));
        add("region counts fewer entries", parts -> parts.main.trailer(2, -16 * (parts.main.index.size() - 1)));
        add("region counts more entries", parts -> parts.main.trailer(2, -16 * (parts.main.index.size() + 1)));
        add("region counts half an entry", parts -> parts.main.trailer(2, -16 * parts.main.index.size() + 8));
        add("region of a positive length", parts -> parts.main.trailer(2, 16 * parts.main.index.size()));
        add("region of the smallest length", parts -> parts.main.trailer(2, Integer.MIN_VALUE));
        add("trailer of signatures", parts -> parts.main.trailer(0, RpmTag.HEADER_SIGNATURES));
        add("trailer of an image", parts -> parts.main.trailer(0, RpmTag.HEADER_IMAGE));
        add("trailer of strings", parts -> parts.main.trailer(1, 6));
        add("trailer of 32 bytes", parts -> parts.main.trailer(3, 32));
        add("trailer elsewhere", parts -> parts.main.index.get(0)[2] -= 16);
        add("trailer outside", parts -> parts.main.index.get(0)[2] += 16);
        add("trailer at a negative offset", parts -> parts.main.index.get(0)[2] = -16);
        add("trailer at the largest offset", parts -> parts.main.index.get(0)[2] = Integer.MAX_VALUE);
        add("region of strings", parts -> parts.main.index.get(0)[1] = 6);
        add("region of 32 bytes", parts -> parts.main.index.get(0)[3] = 32);
        add("region of signatures in the main header", parts -> {
            parts.main.index.get(0)[0] = RpmTag.HEADER_SIGNATURES;
            parts.main.trailer(0, RpmTag.HEADER_SIGNATURES);
        });
        add("region of an image in the main header", parts -> {
            parts.main.index.get(0)[0] = RpmTag.HEADER_IMAGE;
            parts.main.trailer(0, RpmTag.HEADER_IMAGE);
        });
        add(
                "two regions",
                parts -> parts.main.index.add(1, parts.main.index.get(0).clone()));
    }

    private void ofEntries() {
        add(
                "a tag twice",
                parts -> parts.main.index.add(2, parts.main.index.get(2).clone()));
        add("entries out of order", parts -> parts.main.index.add(2, parts.main.index.remove(5)));
        add(
                "entries that overlap",
                parts -> parts.main.index.get(3)[2] = parts.main.index.get(2)[2]);
        add("numbers that are not aligned", parts -> parts.main.entry(RpmTag.BUILDTIME)[2] += 1);
        add("a negative offset", parts -> parts.main.entry(RpmTag.BUILDTIME)[2] = -4);
        add("no value", parts -> parts.main.entry(RpmTag.BUILDTIME)[3] = 0);
        add("a negative count", parts -> parts.main.entry(RpmTag.BUILDTIME)[3] = -1);
        add("a count that overflows", parts -> parts.main.entry(RpmTag.BUILDTIME)[3] = 0x40000001);
        add("fewer values than data", parts -> parts.main.entry(RpmTag.PAYLOADDIGESTALGO)[1] = 3);
        add("type 0", parts -> parts.main.entry(RpmTag.BUILDTIME)[1] = 0);
        add("type 10", parts -> parts.main.entry(RpmTag.BUILDTIME)[1] = 10);
        add("two strings in one", parts -> parts.main.entry(RpmTag.NAME)[3] = 2);
        add("more strings than there are", parts -> parts.main.entry(RpmTag.FILEDIGESTS)[3] = 1 << 20);
        add("a tag of a region's range", parts -> parts.main.entry(RpmTag.NAME)[0] = 64);
        add("a negative tag", parts -> parts.main.entry(RpmTag.NAME)[0] = -1000);
        add("another magic number", parts -> parts.main.magic[4] = 1);
    }

    private void ofTheSignatureHeader() {
        add("an entry behind the region of the signature header", parts -> parts.signature.appendStrings(7000, "new"));
        add(
                "data behind the region of the signature header",
                parts -> parts.signature.data = PackageParts.join(parts.signature.data, new byte[8]));
        add(
                "a digest twice",
                parts -> parts.signature.index.add(
                        2, parts.signature.index.get(1).clone()));
        add("the main header's region in the signature header", parts -> {
            parts.signature.index.get(0)[0] = RpmTag.HEADER_IMMUTABLE;
            parts.signature.trailer(0, RpmTag.HEADER_IMMUTABLE);
        });
        add("more entries than a signature header has", parts -> {
            HeaderBuilder builder = new HeaderBuilder(RpmTag.HEADER_SIGNATURES);
            for (int i = 0; i < 40; i++) {
                builder.string(7000 + i, "x");
            }
            parts.signature = PackageParts.Header.read(java.nio.ByteBuffer.wrap(builder.build()));
        });
    }

    private void put(String name, int tag, int type, int count, byte[] value) {
        all.put(name, rpm -> replaced(rpm, tag, type, count, value));
    }

    /** Adds an entry to the signature header. */
    static byte[] replaced(byte[] rpm, int tag, int type, int count, byte[] value) {
        PackageParts parts = PackageParts.of(rpm);
        HeaderBuilder builder = new HeaderBuilder(RpmTag.HEADER_SIGNATURES);
        PackageParts.Header old = parts.signature;
        for (int[] entry : old.index.subList(1, old.index.size())) {
            builder.copy(entry[0], entry[1], entry[3], old.value(entry));
        }
        builder.copy(tag, type, count, value);
        parts.signature = PackageParts.Header.read(java.nio.ByteBuffer.wrap(builder.build()));
        return parts.build();
    }

    private void ofDigests() {
        put(
                "a digest of the header that is none",
                RpmTag.SIG_SHA256,
                6,
                1,
                "none\0".getBytes(StandardCharsets.US_ASCII));
        put("an empty digest of the header", RpmTag.SIG_SHA256, 6, 1, new byte[1]);
        put(
                "a digest of the header cut short",
                RpmTag.SIG_SHA256,
                6,
                1,
                ("0".repeat(62) + "\0").getBytes(StandardCharsets.US_ASCII));
        put(
                "digests of the header as strings",
                RpmTag.SIG_SHA256,
                8,
                2,
                ("0".repeat(64) + "\0" + "0".repeat(64) + "\0").getBytes(StandardCharsets.US_ASCII));
        put("a digest of the header as bytes", RpmTag.SIG_SHA256, 7, 32, new byte[32]);
        put("an MD5 of 15 bytes", RpmTag.SIG_MD5, 7, 15, new byte[15]);
        put("an MD5 as a string", RpmTag.SIG_MD5, 6, 1, ("0".repeat(32) + "\0").getBytes(StandardCharsets.US_ASCII));
        put("a wrong SHA-1", RpmTag.SIG_SHA1, 6, 1, ("0".repeat(40) + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    private void signature(String name, UnaryOperator<byte[]> change) {
        all.put(name, rpm -> {
            PackageParts parts = PackageParts.of(rpm);
            int tag = parts.signature.index.stream().anyMatch(entry -> entry[0] == RpmTag.SIG_RSA)
                    ? RpmTag.SIG_RSA
                    : RpmTag.SIG_DSA;
            byte[] changed = change.apply(parts.signature.value(parts.signature.entry(tag)));
            return replaced(rpm, tag, 7, changed.length, changed);
        });
    }

    private void ofSignatures() {
        signature("bytes behind the signature", packet -> PackageParts.join(packet, new byte[4]));
        signature("the signature twice in one tag", packet -> PackageParts.join(packet, packet));
        signature(
                "another packet behind the signature",
                packet -> PackageParts.join(packet, new byte[] {(byte) 0xca, 3, 'P', 'G', 'P'}));
        signature(
                "another packet before the signature",
                packet -> PackageParts.join(new byte[] {(byte) 0xca, 3, 'P', 'G', 'P'}, packet));
        signature("the signature cut short", packet -> Arrays.copyOf(packet, packet.length - 1));
        signature("a signature of another type", packet -> {
            byte[] text = packet.clone();
            text[(packet[0] & 3) == 1 ? 4 : 3] = 1;
            return text;
        });
        put("the signature as a string", RpmTag.SIG_RSA, 6, 1, "none\0".getBytes(StandardCharsets.US_ASCII));
        put("a wrong signature beside the right one", RpmTag.SIG_PGP, 7, 20, new byte[20]);
        add(
                "no signature",
                parts -> parts.signature =
                        parts.signature.rebuiltWithout(RpmTag.SIG_RSA, RpmTag.SIG_DSA, RpmTag.SIG_OPENPGP));
    }

    private void aroundTheHeaders() {
        add("bytes between the headers", parts -> parts.between = new byte[16]);
        add("a second main header", parts -> {
            parts.payload = PackageParts.join(parts.main.build(), parts.payload);
            withoutSizes(parts);
        });
        add("another payload", parts -> {
            parts.payload = payload;
            withoutSizes(parts);
        });
        add("bytes behind the payload", parts -> {
            parts.payload = PackageParts.join(parts.payload, new byte[100]);
            withoutSizes(parts);
        });
        add("a second payload behind the first", parts -> {
            parts.payload = PackageParts.join(parts.payload, payload);
            withoutSizes(parts);
        });
        add("a payload cut short", parts -> {
            parts.payload = Arrays.copyOf(parts.payload, parts.payload.length - 1);
            withoutSizes(parts);
        });
        add("no payload", parts -> {
            parts.payload = new byte[0];
            withoutSizes(parts);
        });
    }
}
