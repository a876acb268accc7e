package dev.plat.schemas;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A currency and how many decimals its smallest unit has, by a table of our own: with the JDK's, an
 * update of the JDK could change a price. Source: ISO 4217 list one, as of January 2026; without
 * funds, metals and test codes.
 */
public final class Currency {

    /**
     * What one payment may be at most, in the smallest unit: eight digits, as providers have it.
     */
    public static final long PAYMENT_MAX = 99_999_999;

    /** What {@link #of} takes, for people. */
    public static final String EXPECTED = "three capitals of ISO 4217, such as EUR";

    private static final Map<String, Currency> ALL = table();

    private final String code;
    private final int exponent;

    private Currency(String code, int exponent) {
        this.code = code;
        this.exponent = exponent;
    }

    /**
     * The currency of this code, in capitals.
     *
     * @throws PlatException {@link ErrorCode#MONEY_INVALID} for any other text
     */
    public static Currency of(String code) {
        return Optional.ofNullable(ALL.get(code))
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.MONEY_INVALID,
                                "This is no currency Plat knows.",
                                "value",
                                code.length() > 20 ? code.substring(0, 20) + "…" : code,
                                "expected",
                                EXPECTED));
    }

    /** All of the table, by code. */
    public static Map<String, Currency> all() {
        return ALL;
    }

    public String code() {
        return code;
    }

    /** 0 for JPY, 2 for EUR, 3 for KWD, 4 for CLF. */
    public int exponent() {
        return exponent;
    }

    @Override
    public String toString() {
        return code;
    }

    private static Map<String, Currency> table() {
        Map<String, Currency> table = new HashMap<>();
        add(table, 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF");
        add(
                table,
                2,
                """
                AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
                CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
                HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
                MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN
                QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
                TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG\
                """);
        add(table, 3, "BHD IQD JOD KWD LYD OMR TND");
        add(table, 4, "CLF UYW");
        return Collections.unmodifiableMap(table);
    }

    private static void add(Map<String, Currency> table, int exponent, String codes) {
        for (String code : codes.toUpperCase(Locale.ROOT).split("\\s+", -1)) {
            table.put(code, new Currency(code, exponent));
        }
    }
}
