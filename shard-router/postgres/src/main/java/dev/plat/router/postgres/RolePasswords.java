package dev.plat.router.postgres;

/**
 * Passwords of the three roles that every shard has: {@code plat_owner} owns the schema, {@code
 * plat_app} works inside one bucket at a time, {@code plat_scan} reads all buckets the shard owns.
 */
public record RolePasswords(String owner, String app, String scan) {

    static final String OWNER = "plat_owner";
    static final String APP = "plat_app";
    static final String SCAN = "plat_scan";

    /** Never in a log. */
    @Override
    public String toString() {
        return "RolePasswords[…]";
    }
}
