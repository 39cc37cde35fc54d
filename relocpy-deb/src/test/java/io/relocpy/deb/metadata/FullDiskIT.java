package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskIT {
    @TempDir
    Path folder;

    @Test
    void theFileThatCannotBeWrittenIsNamed() throws Exception {
        HostTools.require("mount", "umount");
        HostTools.requireRoot();
        Path cache = Files.createDirectory(folder.resolve("cache"));
        try (OurWorld world = new OurWorld(folder.resolve("world"))) {
            world.publish(1);
            RepositoryClient client = world.builder().cacheDirectory(cache).build();
            HostTools.run("mount", "-t", "tmpfs", "-o", "size=4k,mode=0700", "tmpfs", cache.toString())
                    .orFail();
            try {
                Files.write(cache.resolve("full"), new byte[4096]);
                assertThatThrownBy(() -> client.load(world.sources()))
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageStartingWith(cache + "/repositories/")
                        .hasMessageEndingWith("/InRelease: No space left on device");
            } finally {
                HostTools.run("umount", cache.toString()).orFail();
            }
        }
    }
}
