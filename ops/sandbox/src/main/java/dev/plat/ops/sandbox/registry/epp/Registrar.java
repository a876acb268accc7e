package dev.plat.ops.sandbox.registry.epp;

/** Who may log in; the certificate must carry the same name. */
public record Registrar(String id, String password) {

    @Override
    public String toString() {
        return id;
    }
}
