package io.relocpy.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks that {@code toBuilder} copies every field, also those that are added later. */
public final class BuilderCopies {
    private BuilderCopies() {}

    /**
     * The fields that the copy does not have, and those that were not changed, so that nobody would see it.
     *
     * @param fresh a new builder
     * @param changed a builder on which everything was set to something else than in a new one
     * @param copy of the changed one
     * @param derived names of fields that nobody sets
     */
    public static List<String> faults(Object fresh, Object changed, Object copy, String... derived)
            throws ReflectiveOperationException {
        List<String> faults = new ArrayList<>();
        for (Field field : fresh.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    || field.isSynthetic()
                    || Set.of(derived).contains(field.getName())) {
                continue;
            }
            field.setAccessible(true);
            if (Objects.equals(field.get(fresh), field.get(changed))) {
                faults.add(field.getName() + " was not changed");
            } else if (!Objects.equals(field.get(changed), field.get(copy))) {
                faults.add(field.getName() + " was not copied");
            }
        }
        return faults;
    }
}
