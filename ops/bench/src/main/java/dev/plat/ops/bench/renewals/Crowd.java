package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.domains.schedule.budget.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The names: most below a domain of their own, a fifth below shared ones; some come and some go
 * each day; about two in a hundred have broken DNS at any time.
 */
final class Crowd {

    static final int SHARED = 500;

    /** Names that come at once below one domain, with the campaign. */
    static final int AGENCY = 200;

    /** A domain that few others are below. */
    static final int AGENCY_DOMAIN = SHARED - 1;

    private static final double OWN_DOMAIN = 0.8;
    private static final double SHAKY = 0.075;
    private static final double LOST = 0.012;

    private final Plan plan;
    private final CaRules rules;
    private final SplittableRandom random;
    private final @Nullable VirtualName[] names;
    private final Tokens[] domains;
    private int count;
    private int domainCount = SHARED;
    private int present;

    Crowd(Plan plan, CaRules rules, SplittableRandom random) {
        this.plan = plan;
        this.rules = rules;
        this.random = random;
        int most = plan.names() + plan.newPerDay() * (plan.days() + 1) + plan.campaign() + AGENCY;
        names = new @Nullable VirtualName[most];
        domains = new Tokens[most + SHARED];
        Arrays.fill(domains, Tokens.FULL);
    }

    int most() {
        return names.length;
    }

    int domainsMost() {
        return domains.length;
    }

    int count() {
        return count;
    }

    int present() {
        return present;
    }

    @Nullable VirtualName get(int index) {
        return names[index];
    }

    Tokens domain(int domain) {
        return domains[domain];
    }

    void domain(int domain, Tokens tokens) {
        domains[domain] = tokens;
    }

    /** One more, below a domain drawn for it. */
    VirtualName join(int second) {
        double where = random.nextDouble();
        int domain = where < OWN_DOMAIN ? domainCount++ : random.nextInt(AGENCY_DOMAIN);
        return join(second, domain);
    }

    VirtualName join(int second, int domain) {
        VirtualName name = new VirtualName(count, domain, second, dns(second), rules, domains);
        names[count++] = name;
        present++;
        return name;
    }

    void leave() {
        for (int tries = 0; tries < 1000; tries++) {
            VirtualName name = names[random.nextInt(count)];
            if (name != null && !name.gone) {
                name.gone = true;
                present--;
                return;
            }
        }
    }

    private @Nullable DnsHealth dns(int second) {
        double lot = random.nextDouble();
        if (lot < SHAKY) {
            return DnsHealth.shaky(random.split(), second);
        }
        return lot < SHAKY + LOST
                ? DnsHealth.lost(random.split(), second + random.nextInt(plan.end()) + 1)
                : null;
    }
}
