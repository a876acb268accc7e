package dev.plat.domains.check;

import dev.plat.domains.check.Observations.CaaStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether our CA may certify the name. RFC 8659: from the name upwards, the first set that is not
 * empty counts, alone. What a CNAME on the way leads to is part of the answer at that step, and
 * never climbed from. A failed look-up is a no, as it is for a CA.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8659">RFC 8659</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8657">RFC 8657, accounturi and
 *     validationmethods</a>
 */
final class CaaJudge {

    private static final Set<String> KNOWN_TAGS =
            Set.of("issue", "issuewild", "issuemail", "iodef", "contactemail", "contactphone");

    private static final Pattern VALUE =
            Pattern.compile("[ \\t]*(?<domain>[^;\\s]*)[ \\t]*(?:;(?<parameters>.*))?");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "[ \\t]*([A-Za-z0-9]+)[ \\t]*=[ \\t]*([\\x21-\\x3A\\x3C-\\x7E]*)[ \\t]*");

    private final Platform platform;

    private CaaJudge(Platform platform) {
        this.platform = platform;
    }

    static List<Finding> findings(Platform platform, CheckRequest request, List<CaaStep> steps) {
        if (platform.caaIdentities().isEmpty()) {
            return List.of();
        }
        for (CaaStep step : steps) {
            if (step.reply().status() == Reply.Status.NOT_ASKED) {
                return List.of();
            }
            if (!step.reply().usable()) {
                return List.of(failed(step));
            }
            List<Rr.Caa> set = step.reply().data(Rr.Caa.class).toList();
            if (!set.isEmpty()) {
                return new CaaJudge(platform).judge(step.name(), set, request.wildcard());
            }
        }
        return List.of();
    }

    private static Finding failed(CaaStep step) {
        return Finding.of(
                FindingCode.CAA_FORBIDS,
                "The question for the CAA records of "
                        + step.name()
                        + " fails, and CAs must take that for a no: the zone's name servers have"
                        + " to answer it.");
    }

    private List<Finding> judge(String name, List<Rr.Caa> set, boolean wildcard) {
        List<Rr.Caa> unknown =
                set.stream()
                        .filter(Rr.Caa::critical)
                        .filter(caa -> !KNOWN_TAGS.contains(tag(caa)))
                        .toList();
        if (!unknown.isEmpty()) {
            return List.of(
                    forbidden(
                            name,
                            "marks "
                                    + unknown.getFirst().tag()
                                    + " as critical, which no CA may then pass over",
                            "issue",
                            set));
        }
        List<Finding> findings = new ArrayList<>(judge(name, set, "issue"));
        boolean own = set.stream().anyMatch(caa -> tag(caa).equals("issuewild"));
        if (wildcard && own && findings.isEmpty()) {
            findings.addAll(judge(name, set, "issuewild"));
        }
        return findings;
    }

    private List<Finding> judge(String name, List<Rr.Caa> set, String tag) {
        List<Rr.Caa> issuers = set.stream().filter(caa -> tag(caa).equals(tag)).toList();
        if (issuers.isEmpty() || issuers.stream().anyMatch(caa -> allows(caa.value()))) {
            return List.of();
        }
        List<String> domains =
                issuers.stream()
                        .map(caa -> domain(caa.value()))
                        .filter(domain -> !domain.isEmpty())
                        .distinct()
                        .toList();
        String sentence;
        if (domains.isEmpty()) {
            sentence = "lets no CA sign";
        } else if (domains.stream().anyMatch(this::ours)) {
            sentence = "allows our CA only for another account or another way of validation";
        } else {
            sentence = "allows only " + String.join(", ", domains);
        }
        return List.of(forbidden(name, sentence, tag, set));
    }

    private Finding forbidden(String name, String what, String tag, List<Rr.Caa> set) {
        return new Finding(
                FindingCode.CAA_FORBIDS,
                "The CAA set of " + name + " " + what + ".",
                List.of(
                        new DnsLine(
                                name,
                                "CAA",
                                "0 " + tag + " \"" + platform.caaIdentities().getFirst() + "\"")),
                set.stream().map(Rr.Caa::toString).toList());
    }

    private boolean allows(String value) {
        if (!ours(domain(value))) {
            return false;
        }
        Matcher matcher = VALUE.matcher(value);
        String parameters = matcher.matches() ? matcher.group("parameters") : null;
        return parameters == null || parameters.isBlank() || allowsUs(parameters);
    }

    /** Every parameter must hold; two of one name cannot be satisfied, nor can a malformed one. */
    private boolean allowsUs(String parameters) {
        boolean account = false;
        boolean methods = false;
        for (String parameter : parameters.split(";", -1)) {
            Matcher matcher = PARAMETER.matcher(parameter);
            if (parameter.isBlank()) {
                continue;
            }
            if (!matcher.matches()) {
                return false;
            }
            switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                case "accounturi" -> {
                    if (account || !matcher.group(2).equals(platform.accountUri())) {
                        return false;
                    }
                    account = true;
                }
                case "validationmethods" -> {
                    if (methods || !goesOneOf(matcher.group(2))) {
                        return false;
                    }
                    methods = true;
                }
                default -> {
                    // RFC 8659: what a parameter means is between the owner and the CA.
                }
            }
        }
        return true;
    }

    private boolean goesOneOf(String methods) {
        for (String method : methods.split(",", -1)) {
            if (platform.validationMethods().contains(method)) {
                return true;
            }
        }
        return false;
    }

    private boolean ours(String domain) {
        return platform.caaIdentities().stream().anyMatch(domain::equalsIgnoreCase);
    }

    /** Empty for nobody, and for a value that is malformed, which means nobody too. */
    private static String domain(String value) {
        Matcher matcher = VALUE.matcher(value);
        return matcher.matches() ? matcher.group("domain") : "";
    }

    private static String tag(Rr.Caa caa) {
        return caa.tag().toLowerCase(Locale.ROOT);
    }
}
