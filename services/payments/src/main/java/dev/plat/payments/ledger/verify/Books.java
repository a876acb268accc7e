package dev.plat.payments.ledger.verify;

import java.util.Iterator;
import java.util.List;

/** The rows of some buckets as of one moment. */
public interface Books {

    List<Head> heads();

    List<AccountRow> accounts();

    /** By bucket and number. */
    Iterator<JournalRow> journals();

    /** By bucket, number of the journal, and line. */
    Iterator<EntryRow> entries();
}
