package dev.plat.ops.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import picocli.CommandLine.Option;

/** As whom a command acts: an account of one's own, or the one this folder's operator has. */
public final class SignInOptions {

    private static final String OPERATOR = "operator@plat.localhost";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description =
                    "Account to act as; its password is read from $PLAT_PASSWORD. Default: the operator's own"
                            + " account, made on first use.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String email;

    /** The client of who is meant, signed in. */
    public ApiClient signIn(RunFile run) {
        ApiClient client = new ApiClient(run);
        if (email.isEmpty()) {
            client.signInOrUp(OPERATOR, operatorPassword(run.data().resolve("operator.json")));
            return client;
        }
        String password = System.getenv("PLAT_PASSWORD");
        if (password == null || password.isEmpty()) {
            throw new PlatException(
                    ErrorCode.SIGN_IN_REQUIRED,
                    "There is no password for this account.",
                    "expected",
                    "$PLAT_PASSWORD");
        }
        client.signInOrUp(email, password);
        return client;
    }

    private static String operatorPassword(Path file) {
        try {
            if (Files.notExists(file)) {
                byte[] random = new byte[16];
                new SecureRandom().nextBytes(random);
                Map<String, String> content =
                        Map.of("email", OPERATOR, "password", HexFormat.of().formatHex(random));
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.write(file, JSON.writeValueAsBytes(content));
            }
            JsonNode content = JSON.readTree(file.toFile());
            return content.path("password").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
