-- The one door into the ledger.

-- Whether the journal that has this key says the same; its number.
CREATE FUNCTION plat.ledger_replayed(
  b smallint, key text, kind_ text, occurred timestamptz, reversed bigint,
  kinds text[], subjects text[], currencies text[], amounts bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old public.journal;
BEGIN
  SELECT j.* INTO STRICT old FROM public.journal j WHERE j.bucket = b AND j.tx_key = key;
  IF old.kind <> kind_ OR old.occurred_at <> occurred OR old.reverses IS DISTINCT FROM reversed
     OR old.lines <> cardinality(amounts)
     OR EXISTS (
       SELECT FROM unnest(kinds, subjects, currencies, amounts) WITH ORDINALITY l (kind, subject, currency, amount, n)
         LEFT JOIN public.entry e ON e.bucket = b AND e.seq = old.seq AND e.line = l.n
         LEFT JOIN public.ledger_account a ON a.bucket = b AND a.account_id = e.account_id
        WHERE (a.kind, a.subject, a.currency::text, e.amount)
              IS DISTINCT FROM (l.kind, l.subject, l.currency, l.amount)) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL002', MESSAGE = 'another journal has this key',
      DETAIL = json_build_object('bucket', b, 'seq', old.seq, 'key', key)::text;
  END IF;
  RETURN old.seq;
END $$;

-- Posts journals in their order, all or none, and returns their numbers; a key that is known by the same content
-- returns the number it has. Locks the bucket's head until the transaction ends: call it last, right before COMMIT.
--   PL001 a rule would be broken   PL002 the key is known with other content   PL003 the call is malformed
-- The settings: a plan is made once a connection, and never one that would read a whole table when it has grown.
CREATE FUNCTION plat.ledger_post(
  b smallint,
  -- One element for each journal.
  keys text[], journal_kinds text[], occurred timestamptz[], reversed bigint[],
  -- One element for each line: the number of its journal in this call, from 1 and rising, its account, its amount.
  journals integer[], kinds text[], subjects text[], currencies text[], amounts bigint[]) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  n       CONSTANT integer     := cardinality(keys);
  all_    CONSTANT integer     := cardinality(amounts);
  now_    timestamptz;
  head    public.ledger_head;
  known   text[];
  missing boolean;
  account integer[];
  line    integer[];
  version bigint[];
  before  bigint[];
  after   bigint[];
  bytes   bytea[];
  counts  integer[] := '{}';
  hashes  bytea[]   := '{}';
  seqs    bigint[]  := '{}';
  chain   bytea;
  body    bytea;
  first   integer;
  at      integer   := 1;
BEGIN
  IF b IS DISTINCT FROM NULLIF(current_setting('plat.bucket', true), '')::smallint THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'the transaction belongs to another bucket',
      DETAIL = json_build_object('bucket', b)::text;
  END IF;
  IF n IS NULL OR n NOT BETWEEN 1 AND 100 OR all_ NOT BETWEEN 2 AND 10000
     OR cardinality(journal_kinds) <> n OR cardinality(occurred) <> n OR cardinality(reversed) <> n
     OR cardinality(journals) <> all_ OR cardinality(kinds) <> all_ OR cardinality(subjects) <> all_
     OR cardinality(currencies) <> all_ THEN
    RAISE EXCEPTION USING ERRCODE = 'PL003', MESSAGE = 'the journals and their lines do not fit together';
  END IF;
  SELECT h.* INTO head FROM public.ledger_head h WHERE h.bucket = b FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO public.ledger_head (bucket, seq, hash) VALUES (b, 0, decode(repeat('00', 32), 'hex'))
      ON CONFLICT DO NOTHING;
    SELECT h.* INTO STRICT head FROM public.ledger_head h WHERE h.bucket = b FOR UPDATE;
  END IF;
  now_ := clock_timestamp();

  SELECT array_agg(j.tx_key) INTO known FROM public.journal j WHERE j.bucket = b AND j.tx_key = ANY (keys);
  IF known IS NOT NULL THEN
    FOR i IN 1..n LOOP
      first := at;
      WHILE at <= all_ AND journals[at] = i LOOP
        at := at + 1;
      END LOOP;
      IF keys[i] = ANY (known) THEN
        seqs[i] := plat.ledger_replayed(b, keys[i], journal_kinds[i], occurred[i], reversed[i], kinds[first:at - 1],
          subjects[first:at - 1], currencies[first:at - 1], amounts[first:at - 1]);
      ELSE
        seqs := seqs || plat.ledger_post(b, keys[i:i], journal_kinds[i:i], occurred[i:i], reversed[i:i],
          array_fill(1, ARRAY[at - first]), kinds[first:at - 1], subjects[first:at - 1], currencies[first:at - 1],
          amounts[first:at - 1]);
      END IF;
    END LOOP;
    RETURN seqs;
  END IF;

  -- A second turn only when an account was opened between.
  LOOP
    SELECT bool_or(x.account_id IS NULL), array_agg(x.account_id), array_agg(x.line), array_agg(x.version),
           array_agg(x.next - x.amount), array_agg(x.next),
           array_agg(int4send(x.account_id) || int8send(x.amount) || int8send(x.version)
             || int8send(x.next - x.amount) || int8send(x.next) || plat.ledger_text(x.kind)
             || plat.ledger_text(x.subject) || convert_to(x.currency, 'UTF8'))
      INTO missing, account, line, version, before, after, bytes
      FROM (SELECT l.kind, l.subject, l.currency, l.amount, a.account_id,
                   (row_number() OVER (PARTITION BY l.journal ORDER BY l.i))::integer AS line,
                   a.version + row_number() OVER w AS version,
                   (a.balance + sum(l.amount) OVER w)::bigint AS next
              FROM unnest(journals, kinds, subjects, currencies, amounts) WITH ORDINALITY
                     l (journal, kind, subject, currency, amount, i)
              LEFT JOIN public.ledger_account a ON a.bucket = b
                AND a.kind = l.kind AND a.subject = l.subject AND a.currency::text = l.currency
            WINDOW w AS (PARTITION BY a.account_id ORDER BY l.i)
             ORDER BY l.i) x;
    EXIT WHEN NOT missing;
    INSERT INTO public.ledger_account (bucket, account_id, kind, subject, currency, version, balance)
    SELECT b, (SELECT coalesce(max(k.account_id), 0) FROM public.ledger_account k WHERE k.bucket = b)
              + row_number() OVER (ORDER BY min(l.i)), l.kind, l.subject, l.currency, 0, 0
      FROM unnest(kinds, subjects, currencies) WITH ORDINALITY l (kind, subject, currency, i)
     GROUP BY l.kind, l.subject, l.currency
        ON CONFLICT (bucket, kind, subject, currency) DO NOTHING;
  END LOOP;

  chain := head.hash;
  FOR i IN 1..n LOOP
    first := at;
    body := '';
    WHILE at <= all_ AND journals[at] = i LOOP
      body := body || bytes[at];
      at := at + 1;
    END LOOP;
    counts[i] := at - first;
    seqs[i] := head.seq + i;
    chain := sha256(chain || sha256('PLJ1'::bytea || int2send(b) || int8send(seqs[i])
      || plat.ledger_micros(occurred[i]) || plat.ledger_micros(now_) || int8send(coalesce(reversed[i], 0))
      || int4send(counts[i]) || plat.ledger_text(journal_kinds[i]) || plat.ledger_text(keys[i]) || body));
    hashes[i] := chain;
  END LOOP;
  IF at <= all_ THEN
    RAISE EXCEPTION USING ERRCODE = 'PL003', MESSAGE = 'the journals and their lines do not fit together';
  END IF;

  WITH written AS (
    INSERT INTO public.journal
           (bucket, seq, tx_key, kind, occurred_at, recorded_at, reverses, lines, hash)
    SELECT b, j.seq, j.key, j.kind, j.occurred, now_, j.reversed, j.count, j.hash
      FROM unnest(seqs, keys, journal_kinds, occurred, reversed, counts, hashes)
             j (seq, key, kind, occurred, reversed, count, hash)),
  lined AS (
    INSERT INTO public.entry (bucket, account_id, version, seq, line, amount, prev, next)
    SELECT b, l.account, l.version, head.seq + l.journal, l.line, l.amount, l.before, l.after
      FROM unnest(account, version, journals, line, amounts, before, after)
             l (account, version, journal, line, amount, before, after)),
  balanced AS (
    UPDATE public.ledger_account a SET version = l.version, balance = l.after
      FROM (SELECT DISTINCT ON (u.account) u.account, u.version, u.after
              FROM unnest(account, version, after) u (account, version, after)
             ORDER BY u.account, u.version DESC) l
     WHERE a.bucket = b AND a.account_id = l.account)
  UPDATE public.ledger_head h SET seq = head.seq + n, hash = chain WHERE h.bucket = b;
  RETURN seqs;
END $$;
GRANT EXECUTE ON FUNCTION
  plat.ledger_post(smallint, text[], text[], timestamptz[], bigint[], integer[], text[], text[], text[], bigint[])
  TO plat_app;
