package dev.plat.domains.check;

import java.util.List;

/**
 * One thing that is wrong.
 *
 * @param sentence in plain words, with the names and values in it
 * @param wanted the records to set; empty where setting one is not the cure
 * @param found what stands there instead, each as a line; may be empty
 */
public record Finding(FindingCode code, String sentence, List<DnsLine> wanted, List<String> found) {

    public Finding {
        wanted = List.copyOf(wanted);
        found = List.copyOf(found);
    }

    static Finding of(FindingCode code, String sentence) {
        return new Finding(code, sentence, List.of(), List.of());
    }
}
