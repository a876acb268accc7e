package dev.plat.router.postgres;

/**
 * Passwords of the roles that every shard has: {@code plat_owner} owns the schema, {@code plat_app}
 * works inside one bucket at a time, {@code plat_scan} reads all buckets the shard owns, {@code
 * plat_mover} carries buckets between shards, {@code plat_copy} is who one shard is to another
 * while it reads that one's changes.
 */
public record RolePasswords(String owner, String app, String scan, String mover, String copy) {

    static final String OWNER = "plat_owner";
    static final String APP = "plat_app";
    static final String SCAN = "plat_scan";
    static final String MOVER = "plat_mover";
    static final String COPY = "plat_copy";

    /** Never in a log. */
    @Override
    public String toString() {
        return "RolePasswords[…]";
    }
}
