package io.relocpy.repository.internal.io;

/** The CRC-64 of .xz files (ECMA-182, reflected), eight bytes at a time. Not thread-safe. */
final class Crc64 {
    private static final long POLYNOMIAL = 0xc96c5795d7870f42L;
    private static final int STEP = 8;
    private static final long[][] TABLES = tables();

    private long value = -1;

    private static long[][] tables() {
        long[][] tables = new long[STEP][256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
            tables[0][i] = crc;
        }
        for (int step = 1; step < STEP; step++) {
            for (int i = 0; i < 256; i++) {
                long crc = tables[step - 1][i];
                tables[step][i] = (crc >>> 8) ^ tables[0][(int) crc & 0xff];
            }
        }
        return tables;
    }

    void update(byte[] bytes, int from, int to) {
        final long[] t0 = TABLES[0];
        final long[] t1 = TABLES[1];
        final long[] t2 = TABLES[2];
        final long[] t3 = TABLES[3];
        final long[] t4 = TABLES[4];
        final long[] t5 = TABLES[5];
        final long[] t6 = TABLES[6];
        final long[] t7 = TABLES[7];
        long crc = value;
        int at = from;
        for (; at <= to - STEP; at += STEP) {
            int low = (int) crc;
            int high = (int) (crc >>> 32);
            crc = t7[(low ^ bytes[at]) & 0xff]
                    ^ t6[((low >>> 8) ^ bytes[at + 1]) & 0xff]
                    ^ t5[((low >>> 16) ^ bytes[at + 2]) & 0xff]
                    ^ t4[((low >>> 24) ^ bytes[at + 3]) & 0xff]
                    ^ t3[(high ^ bytes[at + 4]) & 0xff]
                    ^ t2[((high >>> 8) ^ bytes[at + 5]) & 0xff]
                    ^ t1[((high >>> 16) ^ bytes[at + 6]) & 0xff]
                    ^ t0[((high >>> 24) ^ bytes[at + 7]) & 0xff];
        }
        for (; at < to; at++) {
            crc = (crc >>> 8) ^ t0[((int) crc ^ bytes[at]) & 0xff];
        }
        value = crc;
    }

    long value() {
        return ~value;
    }
}
