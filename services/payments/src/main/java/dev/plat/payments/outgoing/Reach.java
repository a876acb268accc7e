package dev.plat.payments.outgoing;

import dev.plat.chassis.calls.PublicAddresses;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where we connect to for an account: an https address on the public internet, asked anew each
 * time, since a name may lead elsewhere a moment later.
 *
 * <p>Threads: safe; blocking.
 */
public final class Reach {

    private static final int URL_MAX = 500;
    private static final int PORT_MAX = 65_535;

    private final Resolver resolver;
    private final boolean privateAddresses;

    /** Asks the name servers. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] ask(String host) throws UnknownHostException;
    }

    /**
     * @param privateAddresses whether those count too, on one machine only
     */
    public Reach(Resolver resolver, boolean privateAddresses) {
        this.resolver = resolver;
        this.privateAddresses = privateAddresses;
    }

    /**
     * Reads what an owner typed, and looks whether it can be reached at all.
     *
     * @throws PlatException {@code field-invalid} for what is no such URL, {@code address-refused}
     *     when its name is not known or leads into a private network
     */
    URI judged(String typed) {
        URI url = parsed(typed);
        try {
            addresses(url.getHost());
        } catch (UnknownHostException e) {
            throw refused(url, "a name that the name servers know").causedBy(e);
        } catch (RefusedAddressException e) {
            throw refused(url, "a name whose addresses are all public").causedBy(e);
        }
        return url;
    }

    /**
     * One at least.
     *
     * @throws RefusedAddressException when one of them is private
     */
    List<InetAddress> addresses(String host) throws UnknownHostException, RefusedAddressException {
        List<InetAddress> found = List.of(resolver.ask(bare(host)));
        if (!privateAddresses && !found.stream().allMatch(PublicAddresses::contains)) {
            throw new RefusedAddressException();
        }
        return found;
    }

    /** An address of IPv6 stands in brackets in a URL, and without them elsewhere. */
    static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static URI parsed(String typed) {
        PlatException invalid =
                PlatException.invalidField(
                        "url",
                        typed.length() > URL_MAX ? typed.substring(0, URL_MAX) + "…" : typed,
                        "https:// with a host, at most "
                                + URL_MAX
                                + " ASCII characters, without user, password and fragment");
        try {
            URI url = new URI(typed);
            boolean plain =
                    typed.length() <= URL_MAX
                            && typed.chars().allMatch(letter -> letter > ' ' && letter < 127);
            boolean whole =
                    "https".equalsIgnoreCase(url.getScheme())
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && url.getPort() != 0
                            && url.getPort() <= PORT_MAX;
            if (plain && whole) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw invalid.causedBy(e);
        }
        throw invalid;
    }

    private static PlatException refused(URI url, String expected) {
        return new PlatException(
                ErrorCode.ADDRESS_REFUSED,
                "Nothing is sent to this address.",
                "field",
                "url",
                "value",
                url.toString(),
                "expected",
                expected);
    }

    /** An address that does not belong to the public internet. */
    static final class RefusedAddressException extends Exception {

        private static final long serialVersionUID = 1;

        RefusedAddressException() {
            super("its name leads into a private network");
        }
    }
}
