package dev.plat.ops.bench.renewals;

import java.util.Arrays;

/**
 * Who is looked at when: a list for each minute, and a heap of the minute that is being worked off.
 * Each index has one appointment at most. Half a billion appointments are kept, so each costs a few
 * steps and no object.
 */
final class Wheel {

    private static final int NOBODY = -1;

    private final int[] first;
    private final int[] next;
    private final int[] at;
    private final int end;
    private long[] heap = new long[1024];
    private int size;
    private int minute = -1;

    Wheel(int seconds, int indexes) {
        end = seconds;
        first = new int[seconds / 60 + 1];
        next = new int[indexes];
        at = new int[indexes];
        Arrays.fill(first, NOBODY);
    }

    /** In the past means now; what lies beyond the end is forgotten. */
    void put(int index, int second) {
        if (second >= end) {
            return;
        }
        int when = Math.max(second, minute * 60);
        if (when / 60 == minute) {
            push(((long) when << 32) | index);
            return;
        }
        at[index] = when;
        next[index] = first[when / 60];
        first[when / 60] = index;
    }

    /** Goes on to the next minute; what is due in it can then be taken. */
    void begin(int nextMinute) {
        minute = nextMinute;
        for (int index = first[minute]; index != NOBODY; ) {
            int following = next[index];
            push(((long) at[index] << 32) | index);
            index = following;
        }
        first[minute] = NOBODY;
    }

    boolean hasDue() {
        return size > 0;
    }

    /** Of the earliest. */
    int nextSecond() {
        return (int) (heap[0] >>> 32);
    }

    /** The earliest: the second in the upper half, the index in the lower. */
    long take() {
        long top = heap[0];
        long last = heap[--size];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (last <= heap[child]) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = last;
        return top;
    }

    private void push(long entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && heap[(hole - 1) / 2] > entry) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = entry;
    }
}
