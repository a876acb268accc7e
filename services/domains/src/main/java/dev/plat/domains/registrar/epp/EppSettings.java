package dev.plat.domains.registrar.epp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * One registry.
 *
 * @param host as its certificate names it
 * @param registrar our id there
 * @param password kept out of logs
 * @param trust PEM of who signs the registry's certificate
 * @param certificate PEM of ours, and {@code key}, PKCS #8 of an EC key
 * @param objects the objects we use, of those the greeting offers
 * @param extensions the extensions we use, of those the greeting offers
 * @param sessions 1 to 4 at once
 * @param connect how long a connection and its handshake may take
 * @param command how long one answer may take
 * @param idle after so long without a word a session is asked whether it lives
 */
public record EppSettings(
        String host,
        int port,
        String registrar,
        String password,
        Path trust,
        Path certificate,
        Path key,
        Set<String> objects,
        Set<String> extensions,
        int sessions,
        Duration connect,
        Duration command,
        Duration idle) {

    private static final int SESSIONS_MAX = 4;

    public EppSettings {
        objects = Set.copyOf(objects);
        extensions = Set.copyOf(extensions);
        if (sessions < 1 || sessions > SESSIONS_MAX) {
            throw new IllegalArgumentException("1 to " + SESSIONS_MAX + " sessions");
        }
    }

    /** All we speak, four sessions, 10 s to connect, 30 s for an answer. */
    public static EppSettings usual(
            String host,
            int port,
            String registrar,
            String password,
            Path trust,
            Path certificate,
            Path key) {
        return new EppSettings(
                host,
                port,
                registrar,
                password,
                trust,
                certificate,
                key,
                Set.of(Vocabulary.DOMAIN, Vocabulary.CONTACT, Vocabulary.HOST),
                Set.of(Vocabulary.GRACE, Vocabulary.DNSSEC, Vocabulary.FEE),
                SESSIONS_MAX,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    /** With another limit for one answer. */
    public EppSettings answeredWithin(Duration limit) {
        return new EppSettings(
                host,
                port,
                registrar,
                password,
                trust,
                certificate,
                key,
                objects,
                extensions,
                sessions,
                connect,
                limit,
                idle);
    }

    /** With another limit for one answer, which a connection does not exceed either. */
    public EppSettings within(Duration limit) {
        return new EppSettings(
                host,
                port,
                registrar,
                password,
                trust,
                certificate,
                key,
                objects,
                extensions,
                sessions,
                connect.compareTo(limit) > 0 ? limit : connect,
                limit,
                idle);
    }

    @Override
    public String toString() {
        return registrar + "@" + host + ":" + port;
    }
}
