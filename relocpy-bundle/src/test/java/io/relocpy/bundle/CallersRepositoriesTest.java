package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.RepositoryListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersRepositoriesTest {
    private static final String WHERE = "one-1-1.noarch, " + CallersRepositories.PATH;

    @TempDir
    Path folder;

    private void fails(Repositories repositories, Class<? extends Throwable> type, String message) {
        assertThatThrownBy(() -> Bundle.builder()
                        .architecture("x86_64")
                        .repositories(repositories)
                        .lockfile(folder.resolve("relocpy.lock"))
                        .write(folder.resolve("out")))
                .isInstanceOf(type)
                .hasMessage(message);
        assertThat(folder).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void whatIsRightComesAsFarAsTheMissingPython() {
        assertThatThrownBy(() -> Bundle.builder()
                        .architecture("x86_64")
                        .repositories(new CallersRepositories())
                        .write(folder.resolve("out")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("python3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void contentThatIsTooShortIsDamage(int bytes) {
        fails(
                CallersRepositories.containing(new ByteArrayInputStream(new byte[bytes])),
                FormatException.class,
                WHERE + ": expected 5 bytes, found " + bytes + " bytes");
    }

    @Test
    void contentThatIsTooLongIsDamage() {
        fails(
                CallersRepositories.containing(new ByteArrayInputStream(new byte[6])),
                FormatException.class,
                WHERE + ": expected 5 bytes, found more than that");
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 65_537})
    void aStreamThatCountsWronglyIsRefused(int count) {
        InputStream wrong = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return count;
            }
        };
        fails(
                CallersRepositories.containing(wrong),
                BundleException.class,
                WHERE + ": read() returned " + count + " for a buffer of 65536 bytes");
    }

    @Test
    void contentThatIsMissingIsNamed() {
        fails(CallersRepositories.containing(null), BundleException.class, WHERE + ": content() returned null");
    }

    @Test
    void missingResultsAreNamed() {
        fails((request, listener) -> null, BundleException.class, "repositories: resolve() returned null");
        fails(
                new CallersRepositories() {
                    @Override
                    public List<ClosurePackage> packages() {
                        return null;
                    }
                },
                BundleException.class,
                "repositories: packages() returned null");
        fails(
                new CallersRepositories() {
                    @Override
                    public ClosureInputs inputs() {
                        return null;
                    }
                },
                BundleException.class,
                "repositories: inputs() returned null");
        fails(CallersRepositories.reading(null), BundleException.class, "one-1-1.noarch: open() returned null");
        fails(
                CallersRepositories.reading(new CallersRepositories.Reader() {
                    @Override
                    public Optional<PackageEntry> next() {
                        return null;
                    }
                }),
                BundleException.class,
                "one-1-1.noarch: next() returned null");
    }

    @Test
    void packagesWhoseIdsCollideAreRefused() {
        fails(
                new CallersRepositories() {
                    @Override
                    public List<ClosurePackage> packages() {
                        return List.of(
                                ClosurePackage.builder("one-1", "1", "noarch").build(),
                                ClosurePackage.builder("one", "1-1", "noarch").build());
                    }
                },
                BundleException.class,
                "one-1-1.noarch: the repositories returned two packages with this id");
    }

    @Test
    void anEntryThatThereCannotBeIsNamedWithItsPackage() {
        fails(
                CallersRepositories.reading(new CallersRepositories.Reader() {
                    @Override
                    public Optional<PackageEntry> next() {
                        return Optional.of(PackageEntry.file(List.of("../x"), 0).build());
                    }
                }),
                BundleException.class,
                "one-1-1.noarch: invalid entry: paths: expected an absolute path without . and .., found '../x'");
    }

    @Test
    void aLicenceThatIsNullIsNamedWithItsPackage() {
        fails(
                CallersRepositories.reading(new CallersRepositories.Reader() {
                    @Override
                    public Optional<String> license() {
                        return null;
                    }
                }),
                BundleException.class,
                "one-1-1.noarch: license() returned null");
    }

    @Test
    void aReaderThatCannotBeClosedIsNamed() {
        fails(
                CallersRepositories.reading(new CallersRepositories.Reader() {
                    @Override
                    public void close() throws IOException {
                        throw new IOException("No space left on device");
                    }
                }),
                BundleException.class,
                "one-1-1.noarch: cannot be closed: No space left on device");
    }

    @Test
    void failuresOfFilesHaveWords() {
        fails(
                new CallersRepositories() {
                    @Override
                    public PackageReader open(ClosurePackage wanted) throws IOException {
                        throw new NoSuchFileException("/srv/one.rpm");
                    }
                },
                BundleException.class,
                "/srv/one.rpm: does not exist");
    }

    @Test
    void anInterruptionIsAlwaysOne() {
        InputStream interrupting = new ByteArrayInputStream(new byte[5]) {
            @Override
            public int read(byte[] target, int offset, int length) {
                Thread.currentThread().interrupt();
                return super.read(target, offset, length);
            }
        };
        try {
            fails(
                    CallersRepositories.containing(interrupting),
                    InterruptedIOException.class,
                    "interrupted while unpacking one-1-1.noarch");
        } finally {
            Thread.interrupted();
        }
        try {
            fails(
                    new CallersRepositories() {
                        @Override
                        public Closure resolve(ClosureRequest request, RepositoryListener listener) {
                            Thread.currentThread().interrupt();
                            return this;
                        }
                    },
                    InterruptedIOException.class,
                    "interrupted while resolving");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatAListenerThrowsComesOutUnchanged() {
        IllegalStateException enough = new IllegalStateException("enough");
        for (BundleEvent.Step step : List.of(BundleEvent.Step.RESOLVE, BundleEvent.Step.UNPACK)) {
            assertThatThrownBy(() -> Bundle.builder()
                            .architecture("x86_64")
                            .repositories(new CallersRepositories())
                            .onEvent(event -> {
                                if (event instanceof BundleEvent.StepFinished finished && finished.step() == step) {
                                    throw enough;
                                }
                            })
                            .write(folder.resolve("out")))
                    .isSameAs(enough);
            assertThat(folder).isEmptyDirectory();
        }
    }
}
