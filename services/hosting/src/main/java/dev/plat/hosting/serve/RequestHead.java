package dev.plat.hosting.serve;

/**
 * One well-formed request head.
 *
 * @param method as sent; methods are case-sensitive
 * @param target as sent
 * @param persistent whether the visitor keeps the connection for another request
 * @param body whether a body follows; we never read one
 */
record RequestHead(String method, String target, boolean persistent, Fields fields, boolean body) {

    boolean isHead() {
        return method.equals("HEAD");
    }
}
