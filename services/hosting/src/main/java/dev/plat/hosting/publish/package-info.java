/**
 * Publishing: a release is opened with its list of files, gets what is missing, is sealed, and goes
 * live by moving its site's pointer in one transaction. Rollback is the same with an older release.
 */
@NullMarked
package dev.plat.hosting.publish;

import org.jspecify.annotations.NullMarked;
