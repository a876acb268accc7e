package dev.plat.resources.server;

import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.server.http.DataPort;

/**
 * One node of one file tier while it runs.
 *
 * @param engine its disk
 * @param port where it is called
 */
record FileNode(DiskEngine engine, DataPort port) implements AutoCloseable {

    /** First the requests, then the disk, so that the clean mark tells the truth. */
    @Override
    public void close() {
        port.close();
        engine.close();
    }
}
