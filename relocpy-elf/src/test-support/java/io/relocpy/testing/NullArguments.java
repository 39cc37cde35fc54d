package io.relocpy.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls the public methods of builders and values with null, once for each argument and each element of one. */
public final class NullArguments {
    private NullArguments() {}

    /**
     * The calls that do not end with a {@link NullPointerException} that names an argument, as text.
     *
     * @param instance of a builder or a value with methods that return another one of its own kind
     */
    public static List<String> accepted(Object instance) throws ReflectiveOperationException {
        List<String> accepted = new ArrayList<>();
        for (Method method : instance.getClass().getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == instance.getClass()) {
                for (int i = 0; i < method.getParameterCount(); i++) {
                    for (Object missing : missing(method.getParameters()[i])) {
                        Object[] arguments = Arrays.stream(method.getParameters())
                                .map(each -> sample(each.getType()))
                                .toArray();
                        arguments[i] = missing;
                        if (!isRefused(instance, method, arguments)) {
                            accepted.add(method.getName() + Arrays.toString(method.getParameterTypes()) + " argument "
                                    + (i + 1) + (missing == null ? "" : " with " + missing));
                        }
                    }
                }
            }
        }
        return accepted;
    }

    private static boolean isRefused(Object instance, Method method, Object[] arguments)
            throws ReflectiveOperationException {
        try {
            method.setAccessible(true);
            method.invoke(instance, arguments);
            return false;
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof NullPointerException
                    && String.valueOf(e.getCause().getMessage()).matches("[a-zA-Z]+")
                    && !"null".equals(e.getCause().getMessage());
        }
    }

    /** Null, and what has it as an element. */
    private static List<Object> missing(Parameter parameter) {
        Class<?> type = parameter.getType();
        List<Object> missing = new ArrayList<>();
        if (!type.isPrimitive()) {
            missing.add(null);
        }
        if (type.isArray()) {
            missing.add(java.lang.reflect.Array.newInstance(type.getComponentType(), 1));
        } else if (type == Collection.class || type == List.class) {
            missing.add(Collections.singletonList(null));
        } else if (type == Map.class) {
            missing.add(Collections.singletonMap("name", null));
            missing.add(Collections.singletonMap(null, "value"));
        }
        return missing;
    }

    /** Something that is accepted beside the argument that is null. */
    private static Object sample(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        Map<Class<?>, Object> samples = Map.of(
                String.class, "sample",
                Path.class, Path.of("sample"),
                URI.class, URI.create("http://sample.example:80"),
                Duration.class, Duration.ofSeconds(1),
                Instant.class, Instant.EPOCH,
                Optional.class, Optional.empty());
        return samples.get(type);
    }
}
