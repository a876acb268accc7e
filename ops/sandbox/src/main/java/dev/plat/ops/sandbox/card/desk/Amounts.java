package dev.plat.ops.sandbox.card.desk;

import java.util.Set;

/** Which amounts the provider takes, and what it keeps of them. */
public final class Amounts {

    private static final long MOST = 99_999_999;
    private static final long LEAST = 50;
    private static final int FEE_PER_MILLE = 15;
    private static final long FEE_FIXED = 25;
    static final long DISPUTE_FEE = 1_500;

    private static final Set<String> CURRENCIES =
            Set.of(
                    "aud", "bgn", "bhd", "brl", "cad", "chf", "clp", "czk", "dkk", "eur", "gbp",
                    "hkd", "huf", "ils", "inr", "isk", "jod", "jpy", "krw", "kwd", "mxn", "nok",
                    "nzd", "omr", "pln", "ron", "sek", "sgd", "thb", "tnd", "try", "twd", "ugx",
                    "usd", "vnd", "zar");
    private static final Set<String> THREE_DECIMALS = Set.of("bhd", "jod", "kwd", "omr", "tnd");

    /** Without decimals, yet written as if they had two. */
    private static final Set<String> WHOLE_HUNDREDS = Set.of("isk", "ugx");

    private Amounts() {}

    public static String currency(String text) {
        if (!CURRENCIES.contains(text)) {
            throw Refusal.invalid(
                    "",
                    "currency",
                    "Invalid currency: "
                            + Refusal.shown(text)
                            + ". The sandbox knows "
                            + String.join(", ", CURRENCIES.stream().sorted().toList())
                            + ".");
        }
        return text;
    }

    /** An amount that may be charged. */
    public static long checked(long amount, String currency, String param) {
        if (amount < LEAST) {
            throw Refusal.invalid(
                    "amount_too_small",
                    param,
                    "The amount must be at least " + LEAST + " of the smallest unit.");
        }
        if (amount > MOST) {
            throw Refusal.invalid(
                    "amount_too_large", param, "The amount must be no more than " + MOST + ".");
        }
        if (THREE_DECIMALS.contains(currency) && amount % 10 != 0) {
            throw Refusal.invalid(
                    "", param, "Amounts in " + currency + " must be divisible by 10.");
        }
        if (WHOLE_HUNDREDS.contains(currency) && amount % 100 != 0) {
            throw Refusal.invalid(
                    "", param, "Amounts in " + currency + " must be divisible by 100.");
        }
        return amount;
    }

    /** 1.5 per cent, a half rounded up, and 25 of the smallest unit. */
    static long fee(long amount) {
        return (amount * FEE_PER_MILLE + 500) / 1_000 + FEE_FIXED;
    }
}
