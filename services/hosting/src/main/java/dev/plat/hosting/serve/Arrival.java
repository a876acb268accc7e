package dev.plat.hosting.serve;

import dev.plat.hosting.index.NameIndex;

/** How a request came here; what it may be answered depends on it. */
sealed interface Arrival {

    /** Whether a request for this host may come this way. */
    boolean covers(String host);

    /** As a target in absolute form begins. */
    String scheme();

    /** Without TLS. */
    record Clear() implements Arrival {

        @Override
        public boolean covers(String host) {
            return true;
        }

        @Override
        public String scheme() {
            return "http://";
        }
    }

    /**
     * Behind TLS.
     *
     * @param certificate the name it stands for: a host, or a wildcard over hosts
     */
    record Secure(String certificate) implements Arrival {

        @Override
        public boolean covers(String host) {
            return host.equals(certificate) || NameIndex.wildcard(host).equals(certificate);
        }

        @Override
        public String scheme() {
            return "https://";
        }
    }
}
