package dev.plat.domains.dns.rfc2136;

import java.time.Clock;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/**
 * A secret that is shared with a name server, for HMAC-SHA-256. Its text never shows the secret.
 */
public final class TsigKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final String name;
    private final SecretKey secret;

    /**
     * A key as servers write it.
     *
     * @param secret in base 64
     */
    public TsigKey(String name, String secret) {
        this.name = name;
        this.secret = new SecretKeySpec(Base64.getDecoder().decode(secret), ALGORITHM);
    }

    public String name() {
        return name;
    }

    TSIG tsig(Clock clock) {
        Name keyName = Name.fromConstantString(name.endsWith(".") ? name : name + ".");
        return new TSIG(TSIG.HMAC_SHA256, keyName, secret, clock);
    }

    @Override
    public String toString() {
        return "key " + name;
    }
}
