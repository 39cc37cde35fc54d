package io.relocpy.bundle.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.tree.SourcePackage.Packaged;
import io.relocpy.repository.ClosurePackage;
import org.junit.jupiter.api.Test;

class SourcePackageTest {
    @Test
    void packagesDifferInEachOfTheirParts() {
        ClosurePackage x = ClosurePackage.builder("x", "1", "noarch").build();
        ClosurePackage y = ClosurePackage.builder("y", "1", "noarch").build();

        assertThat(new Packaged(x, "MIT", "Me"))
                .isEqualTo(new Packaged(x, "MIT", "Me"))
                .hasSameHashCodeAs(new Packaged(x, "MIT", "Me"))
                .isNotEqualTo(new Packaged(y, "MIT", "Me"))
                .isNotEqualTo(new Packaged(x, "BSD", "Me"))
                .isNotEqualTo(new Packaged(x, "MIT", "You"));
    }
}
