package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.CapacityOutlook;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happened, by day and in all; it goes into the raw results as it stands. */
final class Ledger {

    /** Days of life left; the first band is what has run out. */
    static final int[] BANDS = {0, 2, 5, 10, 15, 22, 30, 45, 64, 91};

    final int[] orders;
    final int[] ordersCounted;
    final int[] issued;
    final int[] refused;
    final int[] failed;
    final int[] polls;
    final int[] waiting;
    final int[] wrong;
    final int[] ranOut;
    final double[] leastLeftDays;
    final int[][] bands;
    final Map<CaModel.Answer, Integer> refusals = new EnumMap<>(CaModel.Answer.class);
    final Map<String, Integer> reasons = new TreeMap<>();

    long decisions;
    long pollsAll;
    int refusedByStrangers;
    int ranOutRight;
    int ranOutWrong;
    int firstRanOutDay = -1;
    int failedWorstOfNameAndDay;
    long wrongNameDays;
    long nameDays;
    int stuck;
    int revokedRight;
    int unreplaced;
    int answersLost;
    int circuitOpened;
    int announcedDay = -1;
    CapacityOutlook.@Nullable Shortfall announced;

    private int[] replacedAfter = new int[1024];
    private int replaced;
    private int[] firstAfter = new int[1024];
    private int firsts;
    private int firstsShared;

    Ledger(int days) {
        orders = new int[days];
        ordersCounted = new int[days];
        issued = new int[days];
        refused = new int[days];
        failed = new int[days];
        polls = new int[days];
        waiting = new int[days];
        wrong = new int[days];
        ranOut = new int[days];
        leastLeftDays = new double[days];
        bands = new int[days][BANDS.length];
    }

    void refused(CaModel.Answer answer, boolean byStrangers, int day) {
        if (byStrangers) {
            refusedByStrangers++;
            return;
        }
        refused[day]++;
        refusals.merge(answer, 1, Integer::sum);
    }

    /** A failed validation, counted for its name and day. */
    void failed(VirtualName name, int day) {
        failed[day]++;
        name.failedOnDay = name.failedDay == day ? name.failedOnDay + 1 : 1;
        name.failedDay = day;
        failedWorstOfNameAndDay = Math.max(failedWorstOfNameAndDay, name.failedOnDay);
    }

    void ranOut(int day) {
        ranOutRight++;
        ranOut[day]++;
        if (firstRanOutDay < 0) {
            firstRanOutDay = day;
        }
    }

    void replacedAfter(int seconds) {
        replacedAfter = room(replacedAfter, replaced);
        replacedAfter[replaced++] = seconds;
    }

    /** Names below shared domains wait for these domains' limit, which is no one's fault. */
    void firstCertificateAfter(int seconds, boolean ownDomain) {
        if (!ownDomain) {
            firstsShared++;
            return;
        }
        firstAfter = room(firstAfter, firsts);
        firstAfter[firsts++] = seconds;
    }

    int replaced() {
        return replaced;
    }

    int firstsShared() {
        return firstsShared;
    }

    int firsts() {
        return firsts;
    }

    double replacedHours(double share) {
        return at(replacedAfter, replaced, share) / 3600.0;
    }

    double firstSeconds(double share) {
        return at(firstAfter, firsts, share);
    }

    static int band(double daysLeft) {
        for (int i = 0; i < BANDS.length; i++) {
            if (daysLeft < BANDS[i]) {
                return i;
            }
        }
        return BANDS.length - 1;
    }

    private static int[] room(int[] array, int used) {
        return used < array.length ? array : Arrays.copyOf(array, 2 * used);
    }

    private static double at(int[] values, int count, double share) {
        if (count == 0) {
            return Double.NaN;
        }
        int[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (share * count))];
    }
}
