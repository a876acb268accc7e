package dev.plat.domains.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;

/** The two halves of a P-256 key. */
public final class P256 {

    private P256() {}

    /** Java's PKCS #8 leaves the public half out; it is the private one times the base point. */
    public static PublicKey publicHalf(PrivateKey key) throws GeneralSecurityException {
        if (!(key instanceof ECPrivateKey ec)) {
            throw new GeneralSecurityException("not an EC key");
        }
        var point = ECNamedCurveTable.getByName("secp256r1").getG().multiply(ec.getS()).normalize();
        ECPoint affine =
                new ECPoint(
                        point.getAffineXCoord().toBigInteger(),
                        point.getAffineYCoord().toBigInteger());
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(affine, ec.getParams()));
    }

    /** Whether the two belong together. */
    public static boolean pair(PrivateKey key, PublicKey half) throws GeneralSecurityException {
        return publicHalf(key).equals(half);
    }
}
