package io.relocpy.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a test tries out of many combinations: every third, others with {@code -Drelocpy.sample=1} and {@code =2}, or some at
 * random, others with each number; all of them with {@code -Drelocpy.fullMatrix=true}. CI changes it daily.
 */
public final class Sample {
    private static final int FIRST = Integer.getInteger("relocpy.sample", 0);
    private static final int STEP = Boolean.getBoolean("relocpy.fullMatrix") ? 1 : 3;

    private Sample() {}

    /** That many of the list, or all. */
    public static <T> List<T> random(List<T> all, int number) {
        if (STEP == 1) {
            return all;
        }
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(FIRST));
        return shuffled.subList(0, number);
    }

    /**
     * The part of the list that belongs to a test's parameter.
     *
     * @param parameter as text; different ones begin with different combinations
     */
    public static <T> List<T> of(List<T> all, String parameter) {
        return IntStream.iterate(Math.floorMod(parameter.hashCode() + FIRST, STEP), i -> i < all.size(), i -> i + STEP)
                .mapToObj(all::get)
                .toList();
    }
}
