package dev.plat.schemas;

/** What the router routes by: an id, a name, or a bucket itself. */
public sealed interface Key permits Id, Name, Bucket {

    /** The bucket that holds everything under this key. */
    Bucket bucket();
}
