package dev.plat.domains.dns;

import java.net.InetSocketAddress;
import java.util.OptionalLong;

/**
 * How far one name server is.
 *
 * @param serial empty when it gave none
 * @param problem why, for a person; empty text when there is a serial
 */
public record ServerState(InetSocketAddress server, OptionalLong serial, String problem) {

    public boolean shows(long wanted) {
        return serial.isPresent() && serial.getAsLong() == wanted;
    }
}
