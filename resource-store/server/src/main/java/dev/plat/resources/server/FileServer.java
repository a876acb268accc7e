package dev.plat.resources.server;

import io.micronaut.runtime.Micronaut;

/**
 * Starts a file server. Settings: {@link FileServerSettings}. SIGTERM drains it: it takes no more
 * connections, lets requests under way finish, marks its disks clean and ends.
 */
public final class FileServer {

    private FileServer() {}

    public static void main(String[] args) {
        Micronaut.build(args).mainClass(FileServer.class).banner(false).start();
    }
}
