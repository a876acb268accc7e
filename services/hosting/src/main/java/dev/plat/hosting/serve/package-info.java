/**
 * The visitor's path: our own HTTP/1.1 port. A request head is parsed strictly, resolved against
 * the host index and a release's manifest, and answered from memory on the event loop; whatever
 * needs a disk or the network runs on a virtual thread.
 */
@NullMarked
package dev.plat.hosting.serve;

import org.jspecify.annotations.NullMarked;
