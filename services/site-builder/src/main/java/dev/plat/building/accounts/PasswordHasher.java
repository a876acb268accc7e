package dev.plat.building.accounts;

import dev.plat.chassis.Secrets;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id at OWASP's floor (19 MiB, two passes, one lane) over the password mixed with a pepper
 * that no database holds. Each hash takes its memory from the heap, so permits for a tenth of the
 * heap bound how many run; who waits longer than {@link #PATIENCE} gets {@code sign-in-busy}.
 * Source: RFC 9106; the PHC string format.
 *
 * <p>Threads: safe, blocking.
 */
@Singleton
final class PasswordHasher {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([\\w+/]+)\\$([\\w+/]+)");

    private final SecretKeySpec pepper;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore permits;

    @Inject
    PasswordHasher(Secrets secrets) {
        this(
                secrets.get("pepper"),
                (int) Math.max(2, Runtime.getRuntime().maxMemory() / 10 / (MEMORY_KIB << 10)));
    }

    PasswordHasher(String pepperHex, int permits) {
        this.pepper = new SecretKeySpec(HexFormat.of().parseHex(pepperHex), "HmacSHA256");
        this.permits = new Semaphore(permits, true);
    }

    /** The PHC string to store. */
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, LANES);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        MEMORY_KIB,
                        PASSES,
                        LANES,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /** True when {@code password} made this PHC string. */
    boolean matches(String password, String phc) {
        Matcher form = PHC.matcher(phc);
        if (!form.matches()) {
            throw new PlatException(
                    ErrorCode.INTERNAL, "A stored password hash has a form we do not know.");
        }
        byte[] salt = Base64.getDecoder().decode(form.group(4));
        byte[] expected = Base64.getDecoder().decode(form.group(5));
        byte[] found =
                argon2id(
                        password,
                        salt,
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(3)));
        return MessageDigest.isEqual(expected, found);
    }

    /** Costs what a real check costs, so that the time does not tell whether an address exists. */
    void pretend(String password) {
        argon2id(password, new byte[SALT_BYTES], MEMORY_KIB, PASSES, LANES);
    }

    private byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes) {
        if (!acquire()) {
            throw new PlatException(ErrorCode.SIGN_IN_BUSY, "Too many people sign in just now.");
        }
        try {
            var parameters =
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                            .withMemoryAsKB(memoryKib)
                            .withIterations(passes)
                            .withParallelism(lanes)
                            .withSalt(salt)
                            .build();
            var generator = new Argon2BytesGenerator();
            generator.init(parameters);
            byte[] hash = new byte[HASH_BYTES];
            generator.generateBytes(peppered(password), hash);
            return hash;
        } finally {
            permits.release();
        }
    }

    private boolean acquire() {
        try {
            return permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private byte[] peppered(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
