package dev.plat.hosting.api;

/** Where visitors find a host. */
public interface SiteUrls {

    /** With a slash at its end. */
    String of(String host);
}
