package dev.plat.chassis.calls;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Which addresses belong to the public internet. What customers write into DNS, or as an address to
 * be told at, decides whom we connect to, so everything else is left alone: it could be our own
 * network, or this machine.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA, IPv6</a>
 */
public final class PublicAddresses {

    private PublicAddresses() {}

    /** Whether anybody may be found there by anybody. */
    public static boolean contains(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            boolean shared = first == 100 && (second & 0xc0) == 64;
            boolean protocols = first == 192 && second == 0 && bytes[2] == 0;
            boolean measuring = first == 198 && (second & 0xfe) == 18;
            return first != 0 && first < 240 && !shared && !protocols && !measuring;
        }
        // Only 2000::/3 is given out; within it Teredo and 6to4 wrap IPv4 addresses of any kind.
        boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean sixToFour = first == 0x20 && second == 0x02;
        return (first & 0xe0) == 0x20 && !teredo && !sixToFour;
    }
}
