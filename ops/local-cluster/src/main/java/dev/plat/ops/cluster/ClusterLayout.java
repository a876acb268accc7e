package dev.plat.ops.cluster;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Where everything of one local cluster is: ports counted from a base, folders below one folder,
 * host names made from the base so that the cookies of two clusters do not mix (cookies ignore
 * ports).
 *
 * <p>Ports, from the base on: 0 site-builder, 1 hosting, 2 edge, 3 domains, 4 edge with TLS, 5 name
 * servers (each at an address of its own), 6 to 8 the registry of names (EPP, RDAP, its people), 10
 * ZooKeeper, 11 Redis, 12 to 19 PostgreSQL servers, 20 to 28 file servers (three each), 30 and 31
 * controllers, 32 payments, 33 checkout, 34 to 36 the card provider (its pages, its people, its
 * database); the rest is free.
 *
 * @param data the folder of this cluster
 * @param portBase the first of {@value #PORTS} ports
 */
public record ClusterLayout(Path data, int portBase) {

    public static final int DEFAULT_PORT_BASE = 8800;
    public static final int PORTS = 40;

    /** What a new cluster has; {@code plat shard add local} starts more. */
    static final int POSTGRES_SERVERS = 2;

    /** The ports from the base + 12 to the base + 19 are theirs. */
    static final int POSTGRES_SERVERS_MAX = 8;

    static final int CONTROLLERS_MAX = 2;
    static final int FILE_SERVERS = 3;

    /** Where the registry answers for the zones whose names it sells. */
    static final String REGISTRY_DNS = "127.0.0.52";

    /** Where Plat's own name servers answer. */
    static final List<String> PLAT_DNS = List.of("127.0.0.53", "127.0.0.54");

    /** Of the card provider, which is another company: the same for all clusters. */
    static final String CARD_HOST = "card-sandbox.localhost";

    /** Where visitors are met. */
    static final String EDGE = "127.0.0.1";

    /**
     * The zones whose names the registry sells. Browsers take every name below {@code localhost}
     * for this machine, so what is bought there opens without any set-up.
     */
    static final List<String> SOLD = List.of("localhost", "test");

    /**
     * Takes an absolute folder.
     *
     * @throws PlatException {@code field-invalid} for a base whose ports do not fit
     */
    public ClusterLayout {
        data = data.toAbsolutePath().normalize();
        if (portBase < 1024 || portBase > 65_535 - PORTS) {
            throw PlatException.invalidField(
                    "--port-base", portBase, "1024 to " + (65_535 - PORTS));
        }
    }

    /**
     * That of the cluster which the folder holds, or of a new one. An old one keeps its ports: its
     * URLs, host names and cookies are made from them.
     *
     * @param wishedPortBase empty for the folder's own, or the default
     * @throws PlatException {@code config-invalid} when the folder's cluster has another base
     */
    static ClusterLayout of(Path data, OptionalInt wishedPortBase) {
        OptionalInt kept = new PortBaseFile(data).read();
        if (kept.isPresent() && wishedPortBase.isPresent() && !kept.equals(wishedPortBase)) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "The cluster of this folder has other ports: its URLs and cookies hang on them.",
                    "value",
                    wishedPortBase.getAsInt(),
                    "expected",
                    "no --port-base, or %d; another --data for another cluster"
                            .formatted(kept.getAsInt()));
        }
        return new ClusterLayout(data, kept.orElse(wishedPortBase.orElse(DEFAULT_PORT_BASE)));
    }

    int siteBuilderPort() {
        return portBase;
    }

    int hostingPort() {
        return portBase + 1;
    }

    int edgePort() {
        return portBase + 2;
    }

    int domainsPort() {
        return portBase + 3;
    }

    int edgeTlsPort() {
        return portBase + 4;
    }

    /** UDP and TCP. */
    int dnsPort() {
        return portBase + 5;
    }

    int eppPort() {
        return portBase + 6;
    }

    int rdapPort() {
        return portBase + 7;
    }

    int registryAdminPort() {
        return portBase + 8;
    }

    int zooKeeperPort() {
        return portBase + 10;
    }

    int redisPort() {
        return portBase + 11;
    }

    /** Servers count from 1. */
    int postgresPort(int server) {
        return portBase + 11 + server;
    }

    /** Controllers count from 1. */
    int controllerPort(int controller) {
        return portBase + 29 + controller;
    }

    int paymentsPort() {
        return portBase + 32;
    }

    /** TLS only. */
    int checkoutPort() {
        return portBase + 33;
    }

    /** TLS only. */
    int cardPort() {
        return portBase + 34;
    }

    int cardControlPort() {
        return portBase + 35;
    }

    int cardDatabasePort() {
        return portBase + 36;
    }

    int fileAdminPort(int server) {
        return portBase + 17 + 3 * server;
    }

    int buildingFilesPort(int server) {
        return fileAdminPort(server) + 1;
    }

    int hostingFilesPort(int server) {
        return fileAdminPort(server) + 2;
    }

    String zooKeeper() {
        return "127.0.0.1:" + zooKeeperPort();
    }

    String redis() {
        return "redis://127.0.0.1:" + redisPort();
    }

    /** Empty for the default base, else the base: {@code plat-app-9000.localhost}. */
    private String hostSuffix() {
        return portBase == DEFAULT_PORT_BASE ? "" : "-" + portBase;
    }

    public String appHost() {
        return "plat-app" + hostSuffix() + ".localhost";
    }

    public String appOrigin() {
        return "http://" + appHost() + ":" + siteBuilderPort();
    }

    public String hostingOrigin() {
        return "http://" + appHost() + ":" + hostingPort();
    }

    public String domainsOrigin() {
        return "http://" + appHost() + ":" + domainsPort();
    }

    public String paymentsOrigin() {
        return "http://" + appHost() + ":" + paymentsPort();
    }

    public String checkoutHost() {
        return "plat-checkout" + hostSuffix() + ".localhost";
    }

    /** Where people pay; browsers must trust the cluster's authority. */
    public String checkoutOrigin() {
        return "https://" + checkoutHost() + ":" + checkoutPort();
    }

    /** Where the card provider meets buyers. */
    String cardOrigin() {
        return "https://" + CARD_HOST + ":" + cardPort();
    }

    /** Published sites are {@code <slug>.} this. */
    public String sitesDomain() {
        return "plat-sites" + hostSuffix() + ".localhost";
    }

    Path folder(String process) {
        return data.resolve(process);
    }

    Path logs() {
        return data.resolve("logs");
    }

    Path run() {
        return data.resolve("run");
    }

    /** The local certificate authority's files. */
    Path authority() {
        return data.resolve("ca");
    }

    /** Whom everybody on this machine believes who speaks with the cluster by TLS. */
    Path root() {
        return authority().resolve("root.pem");
    }

    /** The certificate and the key of a process that takes TLS. */
    Path tls(String process) {
        return data.resolve("tls").resolve(process);
    }

    /** The hosting tier's pair of keys, to which the keys of certificates are sealed. */
    Path keys() {
        return data.resolve("keys");
    }

    Path secrets() {
        return data.resolve("secrets.properties");
    }

    /** Those that every cluster has from its first start. */
    static List<Integer> postgresServers() {
        return IntStream.rangeClosed(1, POSTGRES_SERVERS).boxed().toList();
    }

    static List<Integer> fileServers() {
        return IntStream.rangeClosed(1, FILE_SERVERS).boxed().toList();
    }
}
