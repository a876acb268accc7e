package dev.plat.resources.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes files and names durable; a seam, because a disk cannot be told to fail on command. */
interface Syncs {

    void file(FileChannel channel) throws IOException;

    /** New, moved and removed names in it. */
    void folder(Path folder) throws IOException;

    Syncs REAL =
            new Syncs() {
                @Override
                public void file(FileChannel channel) throws IOException {
                    channel.force(true);
                }

                @Override
                public void folder(Path folder) throws IOException {
                    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }
            };
}
