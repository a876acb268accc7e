-- Moves of buckets between shards: who may drive them, how far they are, and what they have made where.
-- Written by the mover alone; plat_app and plat_scan see none of it.

-- The number of the controller that may act on this shard. A new one raises it; the statements of all before are
-- refused from then on.
ALTER TABLE plat.plat_shard ADD COLUMN ctl bigint NOT NULL DEFAULT 0;

-- Begins every transaction of the mover. FOR SHARE: a new controller gets its number only when the transactions of
-- the one before have ended. A transaction that may not write looks without the lock.
CREATE FUNCTION plat.plat_control(c bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('transaction_read_only') = 'on' THEN
    PERFORM FROM plat.plat_shard s WHERE s.ctl = c;
  ELSE
    PERFORM FROM plat.plat_shard s WHERE s.ctl = c FOR SHARE;
  END IF;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'PB005', MESSAGE = 'another controller has taken over',
      DETAIL = json_build_object('held', c, 'found', (SELECT s.ctl FROM plat.plat_shard s))::text;
  END IF;
END $$;

-- A move, on its target. Steps and wishes are the names of the state machine in lower case.
CREATE TABLE plat.plat_move (
  move                uuid        PRIMARY KEY,
  source              text        NOT NULL,
  target              text        NOT NULL CHECK (target <> source),
  buckets             smallint[]  NOT NULL CHECK (cardinality(buckets) BETWEEN 1 AND 1024),
  soak_millis         bigint      NOT NULL CHECK (soak_millis >= 0),
  rows_per_second_max integer     NOT NULL CHECK (rows_per_second_max >= 0),
  ordered_by          text        NOT NULL,
  step                text        NOT NULL DEFAULT 'planned',
  wish                text        NOT NULL DEFAULT 'forward',
  why                 text        NOT NULL DEFAULT '',
  -- By this database's own clock, so that no two clocks are compared.
  soak_until          timestamptz,
  made                timestamptz NOT NULL DEFAULT now(),
  changed             timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plat_move_unfinished ON plat.plat_move (made) WHERE step NOT IN ('done', 'undone');

-- What a move makes on this shard; the line comes before the thing and goes after it, so a thing without a line is
-- nobody's. target: where the move is written down. A line of kind table-slots names those of broken table copies
-- by the beginning and the end of their names.
CREATE TABLE plat.plat_object (
  kind   text        NOT NULL CHECK (kind IN ('publication', 'slot', 'subscription', 'table-slots')),
  name   text        NOT NULL,
  move   uuid        NOT NULL,
  target text        NOT NULL,
  -- Of this shard when the thing was made: a promotion voids links.
  timeline text      NOT NULL DEFAULT left(pg_walfile_name(pg_current_wal_lsn()), 8),
  made   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, name)
);

-- The end of a freeze in the order of commits: it reaches the other side behind everything that was written before.
-- dir: 1 to the move's target, 2 back. n: the freeze number. The key covers the publications' filters.
CREATE TABLE plat.plat_marker (
  bucket smallint NOT NULL,
  move   uuid     NOT NULL,
  dir    smallint NOT NULL CHECK (dir IN (1, 2)),
  n      integer  NOT NULL,
  PRIMARY KEY (bucket, move, dir)
);

-- The last comparison of a bucket's rows, on the move's target.
CREATE TABLE plat.plat_verify (
  move            uuid        NOT NULL,
  bucket          smallint    NOT NULL,
  owner           text        NOT NULL CHECK (owner IN ('source', 'target')),
  equal           boolean     NOT NULL,
  epoch           bigint      NOT NULL,
  row_count       bigint      NOT NULL,
  source_timeline text        NOT NULL,
  target_timeline text        NOT NULL,
  -- Which rows, one to a line; the first few.
  differences     text        NOT NULL,
  at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (move, bucket, owner)
);
