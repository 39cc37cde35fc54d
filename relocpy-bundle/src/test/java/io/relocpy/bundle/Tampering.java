package io.relocpy.bundle;

import io.relocpy.bundle.internal.format.ArchiveTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Archives of a small bundle that were changed at random, always the same ones for a seed. */
public final class Tampering {
    private static final String[] NAMES = {
        "small/evil",
        "evil",
        "../evil",
        "/tmp/evil",
        "small/lib64/",
        "small/bin/python3",
        "small/relocpy.json",
        "small/",
        ""
    };
    private static final String[] RECORDS = {
        "19 path=small/evil\n",
        "22 path=small/../evil\n",
        "18 linkpath=/etc\n",
        "10 size=0\n",
        "29 SCHILY.xattr.user.evil=x\n"
    };

    private final Random random;

    Tampering(long seed) {
        random = new Random(seed);
    }

    /** The bytes with one to three of them changed, half the time in one of the low bits, as texts survive it. */
    byte[] bytes(byte[] original) {
        byte[] changed = original.clone();
        boolean oneBit = random.nextBoolean();
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed[random.nextInt(changed.length)] ^=
                    (byte) (oneBit ? 1 << random.nextInt(3) : 1 + random.nextInt(255));
        }
        return changed;
    }

    /** The archive with one to three changes to its entries, whose checksums are right. */
    byte[] entries(byte[] tar) {
        TarPieces pieces = TarPieces.of(tar);
        byte[] behind = {};
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<TarPieces.Piece> list = pieces.pieces;
            int at = random.nextInt(list.size());
            TarPieces.Piece piece = list.get(at);
            switch (random.nextInt(14)) {
                case 0 -> list.remove(at);
                case 1 -> list.add(random.nextInt(list.size()), piece);
                case 2 -> Collections.swap(list, at, random.nextInt(list.size()));
                case 3 -> list.set(at, named(piece, pick(NAMES)));
                case 4 -> list.set(at, named(piece, piece.name().replaceFirst("/$", "") + "/"));
                case 5 -> list.set(at, named(piece, piece.name().replaceFirst("/$", "")));
                case 6 -> list.set(at, piece.with(block -> TarPieces.put(block, 157, pick(NAMES) + "\0")));
                case 7 ->
                    list.set(
                            at,
                            piece.with(
                                    block -> TarPieces.put(block, 100, String.format("%07o ", random.nextInt(4096)))));
                case 8 ->
                    list.set(
                            at, piece.with(block -> block[156] = (byte) "01234567xgLKAS\0".charAt(random.nextInt(15))));
                case 9 ->
                    list.set(at, piece.with(block -> block[random.nextInt(block.length)] = (byte) random.nextInt(256)));
                case 10 ->
                    list.add(
                            at,
                            new TarPieces.Piece(
                                    "",
                                    TarPieces.entry(
                                            "./PaxHeaders.X/x",
                                            random.nextBoolean() ? 'x' : 'g',
                                            pick(RECORDS),
                                            entry -> {}),
                                    0));
                case 11 -> list.add(at, new TarPieces.Piece("", new byte[512 * (1 + random.nextInt(2))], 0));
                case 12 ->
                    list.add(
                            at,
                            new TarPieces.Piece(
                                    "",
                                    TarPieces.entry(
                                            pick(NAMES) + "x",
                                            "0125".charAt(random.nextInt(4)),
                                            "",
                                            entry -> entry.setLinkName("/etc")),
                                    0));
                default -> behind = random.nextBoolean() ? tar : new byte[random.nextInt(2000)];
            }
            pieces.pieces.removeIf(each -> each.bytes().length == 0);
            if (pieces.pieces.isEmpty()) {
                break;
            }
        }
        byte[] bytes = pieces.bytes();
        byte[] all = Arrays.copyOf(bytes, bytes.length + behind.length);
        System.arraycopy(behind, 0, all, bytes.length, behind.length);
        return all;
    }

    private static TarPieces.Piece named(TarPieces.Piece piece, String name) {
        return piece.with(block -> {
            Arrays.fill(block, 0, 100, (byte) 0);
            TarPieces.put(block, 0, name);
        });
    }

    /** Every byte of every header in turn, with other values: as such, and with the checksum made right. */
    List<byte[]> headers(byte[] tar) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < TarPieces.of(tar).pieces.size(); i++) {
            for (int offset = 0; offset < TarPieces.BLOCK; offset++) {
                int at = offset;
                TarPieces pieces = TarPieces.of(tar);
                TarPieces.Piece piece = pieces.pieces.get(i);
                byte old = piece.bytes()[piece.header() + at];
                byte other = (byte) (old ^ (1 + random.nextInt(255)));
                byte digit = (byte) (old == '7' ? '4' : "0 7x/".charAt(random.nextInt(5)));
                if (at < 148 || at >= 156) {
                    pieces.pieces.set(i, piece.with(block -> block[at] = digit == old ? other : digit));
                    all.add(pieces.bytes());
                }
                byte[] raw = piece.bytes().clone();
                raw[piece.header() + at] = other;
                pieces.pieces.set(i, new TarPieces.Piece("", raw, piece.header()));
                all.add(pieces.bytes());
            }
        }
        return all;
    }

    private String pick(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }

    /** The bytes as a file of that name would have them. */
    public static byte[] compressed(byte[] bytes, String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing =
                ArchiveTarget.of(Path.of(name)).compression().compress(out)) {
            compressing.write(bytes);
        }
        return out.toByteArray();
    }

    /** Whether verification accepts a file with those bytes. */
    public static boolean isSound(Path file, byte[] bytes) throws IOException {
        try {
            return Bundle.verify(Files.write(file, bytes)).isSound();
        } catch (BundleException e) {
            return false;
        }
    }
}
