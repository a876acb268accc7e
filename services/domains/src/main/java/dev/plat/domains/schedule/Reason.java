package dev.plat.domains.schedule;

/** Why a decision is what it is; the code goes to logs, JSON and metrics. */
public enum Reason {
    NO_CERTIFICATE("no-certificate"),
    MOMENT_REACHED("moment-reached"),
    WINDOW_PAST("window-past"),
    RULE_REACHED("rule-reached"),
    LITTLE_LEFT("little-left"),
    ASK_CA("ask-ca"),
    MOMENT_AHEAD("moment-ahead"),
    RULE_AHEAD("rule-ahead"),
    RETRY_LATER("retry-later"),
    SETUP_WRONG("setup-wrong"),
    BUDGET_EMPTY("budget-empty"),
    CIRCUIT_OPEN("circuit-open"),
    FAILED_TOO_OFTEN("failed-too-often"),
    REFUSED_BY_POLICY("refused-by-policy"),
    PAUSED_BY_CA("paused-by-ca"),
    OUR_MISTAKE("our-mistake");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
