package io.relocpy.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The consecutive movable tables after a place where more room is needed. Some are evicted and others pushed back, so
 * that a large table can stay if a small one after it can go.
 */
final class PieceRun {
    /** Every subset of the pieces is tried, so there must not be too many. */
    private static final int LONGEST = 10;

    private final ElfFile file;
    private final List<Piece> inPlace;
    private final List<Piece> all;
    private final long from;
    private final long to;
    private final boolean gather;

    /** The end of the segment that contains all of this. */
    private final long segmentEnd;

    private final List<Piece> run = new ArrayList<>();

    /** Up to here everything belongs to the run or to nothing. */
    private long barrier;

    private PieceRun(
            ElfFile file, long from, long to, boolean gather, long segmentEnd, List<Piece> inPlace, List<Piece> all) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.gather = gather;
        this.segmentEnd = segmentEnd;
        this.inPlace = inPlace;
        this.all = all;
        this.barrier = from;
    }

    /**
     * A way to make room.
     *
     * @param evicted pieces that go elsewhere
     * @param pushed pieces that move back a little, in order
     * @param offsets their new offsets
     * @param roomEnd end of the room, which may exceed what was requested
     */
    record Plan(List<Piece> evicted, List<Piece> pushed, long[] offsets, long roomEnd) {
        /** The number of bytes that go elsewhere. */
        long cost() {
            return evicted.stream().mapToLong(Piece::occupied).sum();
        }

        /** Pushes the pieces; the caller moves the evicted ones. */
        void push() {
            for (int i = 0; i < offsets.length; i++) {
                Piece piece = pushed.get(i);
                piece.place(offsets[i], piece.newAddress() + offsets[i] - piece.newOffset());
            }
        }
    }

    /**
     * How to make room from the end of something up to an offset so that the fewest bytes go elsewhere; empty if
     * something immovable is in the way.
     *
     * @param gather whether pieces are pushed as far as possible, so that all free bytes are in one place, instead of
     *     only as far as necessary
     * @param inPlace pieces that are in their old place or have been pushed
     * @param all these and those that have gone elsewhere
     */
    static Optional<Plan> clear(ElfFile file, long from, long to, boolean gather, List<Piece> inPlace, List<Piece> all)
            throws ElfFormatException {
        for (ProgramHeader segment : file.programHeaders()) {
            // a piece that only starts there is adjacent in the file, but not in memory
            if (segment.isLoad() && segment.offset() < from && segment.endOffset() >= to) {
                PieceRun run = new PieceRun(file, from, to, gather, segment.endOffset(), inPlace, all);
                run.find();
                return run.barrier >= to ? run.best() : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private void find() throws ElfFormatException {
        List<Piece> behind = inPlace.stream()
                .filter(p -> p.newOffset() >= from)
                .sorted(Comparator.comparingLong(Piece::newOffset))
                .toList();
        for (Piece piece : behind) {
            long next = piece.newOffset() + piece.occupied();
            if (run.size() == LONGEST || piece.isFixed() || !isFree(barrier, next)) {
                break;
            }
            run.add(piece);
            barrier = next;
        }
        // padding after the last one
        for (long more : new long[] {4096, 1024, 256, 64, 16, 0}) {
            long next = Math.max(to, barrier + to - from) + (gather ? more : 0);
            if (isPadding(next, behind)) {
                barrier = next;
                return;
            }
        }
        barrier = isPadding(to, behind) ? to : barrier;
    }

    private boolean isPadding(long next, List<Piece> behind) throws ElfFormatException {
        return next > barrier
                && behind.stream().noneMatch(p -> p.newOffset() < next && p.newOffset() + p.occupied() > barrier)
                && isFree(barrier, next);
    }

    private boolean isFree(long start, long end) throws ElfFormatException {
        FreeSpace space = new FreeSpace(file);
        return end <= segmentEnd && !space.overlapsSectionHeaders(start, end, all) && space.isFree(start, end, all);
    }

    private Optional<Plan> best() {
        int best = -1;
        long bestCost = Long.MAX_VALUE;
        long bestPushed = Long.MAX_VALUE;
        for (int set = 0; set < 1 << run.size(); set++) {
            long cost = 0;
            for (int i = 0; i < run.size(); i++) {
                cost += isIn(set, i) ? run.get(i).occupied() : 0;
            }
            long pushed = cost > bestCost ? -1 : pushed(set);
            if (pushed >= 0 && (cost < bestCost || pushed < bestPushed)) {
                best = set;
                bestCost = cost;
                bestPushed = pushed;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(plan(best));
    }

    private static boolean isIn(int set, int index) {
        return (set >> index & 1) != 0;
    }

    /** The number of bytes to push if these pieces are evicted, -1 if there is no room for the others. */
    private long pushed(int evicted) {
        long at = to;
        long pushed = 0;
        for (int i = 0; i < run.size(); i++) {
            Piece piece = run.get(i);
            if (isIn(evicted, i)) {
                continue;
            }
            if (piece.newOffset() >= at) {
                return pushed; // this one stays, and so do those after it
            }
            if (piece.kind() == Piece.Kind.DYNAMIC) {
                return -1; // its neighbours are not tables
            }
            at = LayoutPlanner.roundUp(at, piece.align()) + piece.occupied();
            pushed += piece.occupied();
        }
        return at > barrier ? -1 : pushed;
    }

    private Plan plan(int evictedSet) {
        List<Piece> evicted = new ArrayList<>();
        List<Piece> pushed = new ArrayList<>();
        long end = barrier;
        long at = to;
        for (int i = 0; i < run.size(); i++) {
            Piece piece = run.get(i);
            if (isIn(evictedSet, i)) {
                evicted.add(piece);
            } else if (piece.newOffset() < at) {
                pushed.add(piece);
                at = LayoutPlanner.roundUp(at, piece.align()) + piece.occupied();
            } else {
                end = piece.newOffset();
                break;
            }
        }
        long[] offsets = new long[pushed.size()];
        if (!gather) {
            at = to;
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = LayoutPlanner.roundUp(at, pushed.get(i).align());
                at = offsets[i] + pushed.get(i).occupied();
            }
            return new Plan(evicted, pushed, offsets, to);
        }
        for (int i = offsets.length - 1; i >= 0; i--) {
            Piece piece = pushed.get(i);
            end = Math.floorDiv(end - piece.occupied(), piece.align()) * piece.align();
            offsets[i] = end;
        }
        return new Plan(evicted, pushed, offsets, end);
    }
}
