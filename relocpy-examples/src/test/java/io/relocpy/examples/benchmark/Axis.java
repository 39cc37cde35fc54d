package io.relocpy.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a plot: where its values lie, and where its marks.
 *
 * @param label what the values are
 * @param unit of the values: {@code s}, {@code B}, or nothing for a count
 * @param logarithmic whether equal distances are equal ratios
 * @param low the least value of the axis
 * @param high the largest
 */
record Axis(String label, String unit, boolean logarithmic, double low, double high) {
    /** An axis for these values: logarithmic when they are positive and far apart, else from 0. */
    static Axis of(String label, String unit, List<Double> values) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        if (least > 0 && most / least >= 20) {
            return new Axis(label, unit, true, roundDown(least), roundUp(most));
        }
        if (most <= 0) {
            return new Axis(label, unit, false, 0, 1);
        }
        double step = step(most, unit);
        return new Axis(label, unit, false, 0, step * Math.ceil(most / step - 1e-9));
    }

    /** Where a value lies: 0 at the low end, 1 at the high one. */
    double position(double value) {
        return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /** The values that get a mark and a text. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        if (!logarithmic) {
            double step = step(high, unit);
            for (int i = 0; i * step <= high * (1 + 1e-9); i++) {
                marks.add(i * step);
            }
            return marks;
        }
        // marks one below the other must not touch: every power of ten, and 2 and 5 between where they are few
        boolean fine = Math.log10(high / low) <= 2.5;
        for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high * (1 + 1e-9); power *= 10) {
            for (int factor : fine ? new int[] {1, 2, 5} : new int[] {1}) {
                double mark = power * factor;
                if (mark >= low * (1 - 1e-9) && mark <= high * (1 + 1e-9)) {
                    marks.add(mark);
                }
            }
        }
        return marks;
    }

    /** A value with its unit, in three digits: {@code 12.3 ms}, {@code 118 MB}, {@code 64,000}. */
    static String text(double value, String unit) {
        double size = Math.abs(value);
        return switch (unit) {
            case "s" ->
                size >= 1 || size == 0
                        ? number(value) + " s"
                        : size >= 1e-3 ? number(value * 1e3) + " ms" : number(value * 1e6) + " µs";
            case "B" ->
                size >= 1e6
                        ? number(value / 1e6) + " MB"
                        : size >= 1e4 ? number(value / 1e3) + " KB" : number(value) + " B";
            default -> number(value) + (unit.isEmpty() ? "" : " " + unit);
        };
    }

    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 99.95 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        if (size < 0.0005) {
            return "under 0.001";
        }
        return String.format(Locale.ROOT, size >= 9.995 ? "%.1f" : size >= 0.0995 ? "%.2f" : "%.3f", value);
    }

    private static double roundDown(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        return value >= 5 * power ? 5 * power : value >= 2 * power ? 2 * power : power;
    }

    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        return value <= power ? power : value <= 2 * power ? 2 * power : value <= 5 * power ? 5 * power : 10 * power;
    }

    /** A round step that divides the range into four to ten, or into fewer, since what is counted has no parts. */
    private static double step(double high, String unit) {
        double power = Math.pow(10, Math.floor(Math.log10(high)));
        double leading = high / power;
        double step = leading <= 2 ? power / 4 : leading < 5 ? power / 2 : power;
        return unit.isEmpty() ? Math.max(1, step) : step;
    }
}
