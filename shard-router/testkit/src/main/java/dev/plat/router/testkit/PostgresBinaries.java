package dev.plat.router.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of PostgreSQL's programs. They refuse to run as root; as root each is started in a user
 * namespace of its own in which this user is nobody, with the same rights on files.
 *
 * @param version the major version
 * @param bin the folder of {@code initdb} and {@code postgres}
 */
public record PostgresBinaries(int version, Path bin) {

    public static final String SUPERUSER = "postgres";

    /** What a new data folder is synced for. */
    public enum Durability {
        /** A folder that is kept. */
        KEPT,
        /** A test's folder: no fsync. */
        THROWN_AWAY
    }

    /** PostgreSQL 18 from the class path, unpacked on first use. */
    public static PostgresBinaries embedded() {
        String machine = Binaries.isArm() ? "arm_64" : "x86_64";
        String resource = "/postgres-" + Binaries.system() + "-" + machine + ".txz";
        return new PostgresBinaries(
                18, Binaries.unpacked(resource, "postgres-18.6.0").resolve("bin"));
    }

    /** What the operating system's packages brought; only Debian's place is looked at. */
    public static PostgresBinaries installed(int version) {
        Path bin = Path.of("/usr/lib/postgresql", Integer.toString(version), "bin");
        if (!Files.isExecutable(bin.resolve("postgres"))) {
            throw new IllegalStateException(
                    "PostgreSQL "
                            + version
                            + " not found in "
                            + bin
                            + ": apt-get install postgresql-"
                            + version);
        }
        return new PostgresBinaries(version, bin);
    }

    /** 18 is embedded, every other version installed. */
    public static PostgresBinaries of(int version) {
        return version == 18 ? embedded() : installed(version);
    }

    /**
     * Makes a data folder with checksums and a superuser {@value #SUPERUSER} who signs in by
     * password; does nothing when there is one. Made beside and renamed: a crash leaves no half
     * one.
     */
    public void initialise(Path data, String superuserPassword, Durability durability) {
        try {
            if (Files.exists(data.resolve("PG_VERSION"))) {
                checkVersion(data);
                return;
            }
            Path parent = data.toAbsolutePath().resolve("..").normalize();
            Files.createDirectories(parent);
            Path work = Files.createTempDirectory(parent, ".initdb");
            Path made = work.resolve("data");
            initdb(made, passwordFile(work, superuserPassword), work, durability);
            Files.move(made, data, StandardCopyOption.ATOMIC_MOVE);
            Binaries.deleteTree(work);
            Binaries.syncFolder(parent);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + data, e);
        }
    }

    /** The command line of one of the programs, as this user may start it. */
    List<String> command(String program, List<String> arguments) {
        List<String> line = new ArrayList<>();
        if (isRoot()) {
            line.addAll(List.of("unshare", "--user", "--"));
        }
        line.add(bin.resolve(program).toString());
        line.addAll(arguments);
        return line;
    }

    private void initdb(Path data, Path password, Path work, Durability durability)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-D",
                                data.toString(),
                                "--data-checksums",
                                "--username=" + SUPERUSER,
                                "--auth=scram-sha-256",
                                "--pwfile=" + password,
                                "--encoding=UTF8",
                                "--locale=C"));
        if (durability == Durability.THROWN_AWAY) {
            arguments.add("--no-sync");
        }
        Path log = work.resolve("log");
        Process process = Children.start(command("initdb", arguments), log, ChildLife.WITH_PARENT);
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("initdb failed: " + Files.readString(log));
        }
    }

    private void checkVersion(Path data) throws IOException {
        String found = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!found.equals(Integer.toString(version))) {
            throw new IllegalStateException(
                    data + " was made by PostgreSQL " + found + " and needs it, not " + version);
        }
    }

    private static Path passwordFile(Path folder, String password) throws IOException {
        Path file = folder.resolve("password");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password + "\n", StandardOpenOption.WRITE);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
