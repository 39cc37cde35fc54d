package io.relocpy.deb.internal.solver;

import java.util.Map;

/**
 * What apt installs.
 *
 * @param versions ascending
 * @param requested by version, the request that named it
 */
public record Answer(int[] versions, Map<Integer, String> requested) {
    /** Copies the map. */
    public Answer {
        requested = Map.copyOf(requested);
    }
}
