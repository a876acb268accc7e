/**
 * Our client of registries that speak EPP: frames, XML without document types or entities, TLS with
 * a certificate, and sessions that carry one command at a time. The only room that reads XML. No
 * frame is ever logged, since codes and people's addresses stand in them.
 */
@NullMarked
package dev.plat.domains.registrar.epp;

import org.jspecify.annotations.NullMarked;
