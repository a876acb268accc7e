package dev.plat.resources.engine;

import dev.plat.schemas.Tier;
import java.nio.file.Path;

/** Engines as tests want them: no reserve, since the machine's disk is not the subject. */
final class Disks {

    private Disks() {}

    static EngineSettings settings(Path folder) {
        return EngineSettings.of(folder, Tier.HOSTING_FILES, "node-1").withReserve(0);
    }

    static DiskEngine open(Path folder) {
        return DiskEngine.open(settings(folder));
    }
}
