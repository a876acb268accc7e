package dev.plat.domains.check;

/**
 * A record that somebody should set.
 *
 * @param host full name, without a final dot
 * @param type such as {@code TXT}
 * @param value as a provider's form takes it, without quotes around it
 */
public record DnsLine(String host, String type, String value) {

    @Override
    public String toString() {
        return host + " " + type + " " + value;
    }
}
