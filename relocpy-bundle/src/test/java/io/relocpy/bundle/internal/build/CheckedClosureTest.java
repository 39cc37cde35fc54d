package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.Closure;
import io.relocpy.repository.PackageReader;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckedClosureTest {
    private static Stream<Class<?>> classesOf(Class<?> type) {
        return Stream.concat(Stream.of(CheckedClosure.class), Arrays.stream(CheckedClosure.class.getDeclaredClasses()))
                .filter(type::isAssignableFrom);
    }

    /** A method with a default would otherwise answer instead of the repositories. */
    @Test
    void passesEveryMethodOn() {
        for (Class<?> type : List.of(Closure.class, PackageReader.class)) {
            Class<?> checked = classesOf(type).findFirst().orElseThrow();
            for (Method method : type.getMethods()) {
                assertThat(checked.getDeclaredMethods())
                        .as(method.toString())
                        .anyMatch(own -> own.getName().equals(method.getName())
                                && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
            }
        }
    }
}
