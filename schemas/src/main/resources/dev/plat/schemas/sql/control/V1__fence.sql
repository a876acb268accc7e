-- The truth about who owns what on this shard, and the fence that every transaction passes.
-- Written by plat_owner; plat_app and plat_scan may look, never write. Needs PostgreSQL 15.

CREATE SCHEMA plat;
GRANT USAGE ON SCHEMA plat TO plat_app, plat_scan;
-- Functions are for everybody by default; here each is granted by name.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Who this database is: addresses get reused, so each new connection asks.
CREATE TABLE plat.plat_shard (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  cluster uuid NOT NULL,
  tier    text NOT NULL,
  shard   text NOT NULL
);
GRANT SELECT ON plat.plat_shard TO plat_app, plat_scan;

-- A row for each bucket this shard owns, imports, or ever gave away. An epoch names one owner, for ever.
--   owned      this shard is the owner
--   frozen     still the owner, same epoch: reads pass, writes wait until frozen_until
--   moved      tombstone: peer owns it at this row's epoch or knows who does
--   importing  not the owner yet; peer is, at this row's epoch
--   aborted    an undone move's target; peer points back
CREATE TABLE plat.plat_bucket (
  bucket       smallint    PRIMARY KEY CHECK (bucket BETWEEN 0 AND 4095),
  state        text        NOT NULL CHECK (state IN ('owned', 'frozen', 'moved', 'importing', 'aborted')),
  epoch        bigint      NOT NULL CHECK (epoch > 0),
  peer         text,
  move         uuid,
  freeze_no    integer     NOT NULL DEFAULT 0,
  frozen_until timestamptz,
  since        timestamptz NOT NULL DEFAULT now(),
  CHECK (peer IS NOT NULL OR state IN ('owned', 'frozen'))
);
GRANT SELECT ON plat.plat_bucket TO plat_app, plat_scan;

-- The bucket inside a UUIDv8: the 12 bits after the version.
CREATE FUNCTION plat.bucket_of(id uuid) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (((get_byte(uuid_send(id), 6) & 15) << 8) | get_byte(uuid_send(id), 7))::smallint;

-- The bucket of a name that has no id: the top 12 bits of SHA-256 of its normalised form.
CREATE FUNCTION plat.bucket_of_name(name text) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ((get_byte(sha256(convert_to(name, 'UTF8')), 0) << 4)
      | (get_byte(sha256(convert_to(name, 'UTF8')), 1) >> 4))::smallint;
GRANT EXECUTE ON FUNCTION plat.bucket_of(uuid), plat.bucket_of_name(text) TO plat_app, plat_scan;

-- Why a caller with epoch e may not pass. PB001: wait. PB002: ask peer. PB003: never heard of it.
-- PB004: the caller knows of an epoch that this shard, an owner, has lost.
CREATE FUNCTION plat.refuse(b smallint, e bigint, known plat.plat_bucket) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  ask text := known.peer;
BEGIN
  IF known.bucket IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'PB003', MESSAGE = 'this shard has no row for the bucket',
      DETAIL = json_build_object('bucket', b)::text;
  END IF;
  IF known.state IN ('owned', 'frozen') AND e > known.epoch THEN
    RAISE EXCEPTION USING ERRCODE = 'PB004', MESSAGE = 'the caller is newer than the owner',
      DETAIL = json_build_object('bucket', b, 'epoch', known.epoch)::text;
  END IF;
  IF known.state = 'frozen' OR (known.state = 'importing' AND e > known.epoch) THEN
    RAISE EXCEPTION USING ERRCODE = 'PB001', MESSAGE = 'the bucket is being moved',
      DETAIL = json_build_object('bucket', b, 'epoch', known.epoch)::text;
  END IF;
  IF known.state = 'owned' THEN
    SELECT s.shard INTO ask FROM plat.plat_shard s;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'PB002', MESSAGE = 'the bucket has another owner or epoch',
    DETAIL = json_build_object('bucket', b, 'epoch', known.epoch, 'peer', ask)::text;
END $$;

-- The fence of a write: passes when this shard owns bucket b at epoch e, and then keeps it so until the
-- transaction ends. A mover takes the lock exclusively, so it gets it when every writer that passed has ended.
-- VOLATILE, or the row would be read with the caller's older snapshot.
CREATE FUNCTION plat.plat_enter(b smallint, e bigint) RETURNS xid8
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known plat.plat_bucket;
BEGIN
  IF NOT pg_try_advisory_xact_lock_shared(7001, b) THEN
    RAISE EXCEPTION USING ERRCODE = 'PB001', MESSAGE = 'the bucket is being moved',
      DETAIL = json_build_object('bucket', b)::text;
  END IF;
  IF current_setting('transaction_isolation') IN ('read committed', 'read uncommitted') THEN
    SELECT k.* INTO known FROM plat.plat_bucket k WHERE k.bucket = b;
  ELSE
    -- This snapshot may be older than the lock; the row lock fails with 40001 if the row changed since.
    SELECT k.* INTO known FROM plat.plat_bucket k WHERE k.bucket = b FOR SHARE;
  END IF;
  IF known.state IS DISTINCT FROM 'owned' OR known.epoch <> e THEN
    PERFORM plat.refuse(b, e, known);
  END IF;
  PERFORM set_config('plat.bucket', b::text, true);
  RETURN pg_current_xact_id();
END $$;

-- The fence of a read: no lock. Check and rows must share one snapshot, so that the answer is right as of a
-- moment when this shard was the owner.
CREATE FUNCTION plat.plat_see(b smallint, e bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known plat.plat_bucket;
BEGIN
  IF current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable') THEN
    RAISE EXCEPTION USING ERRCODE = '25000', MESSAGE = 'plat_see needs REPEATABLE READ';
  END IF;
  SELECT k.* INTO known FROM plat.plat_bucket k WHERE k.bucket = b;
  IF known.epoch IS DISTINCT FROM e OR known.state NOT IN ('owned', 'frozen') THEN
    PERFORM plat.refuse(b, e, known);
  END IF;
  PERFORM set_config('plat.bucket', b::text, true);
END $$;

-- Ends a freeze whose time is over; any blocked writer may call it, so a dead mover costs half a second.
CREATE FUNCTION plat.plat_thaw(b smallint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE plat.plat_bucket k SET state = 'owned', frozen_until = NULL, since = now()
   WHERE k.bucket = b AND k.state = 'frozen' AND k.frozen_until <= clock_timestamp();
  RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION plat.plat_enter(smallint, bigint), plat.plat_see(smallint, bigint),
  plat.plat_thaw(smallint) TO plat_app;

CREATE FUNCTION plat.refuse_bucket_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'a row never changes its bucket',
    DETAIL = json_build_object('table', TG_TABLE_NAME, 'from', OLD.bucket, 'to', NEW.bucket)::text;
END $$;

-- Every table of a tier: code that forgot the fence sees nothing and inserts nothing. NULLIF, because after its
-- first transaction a connection reads the setting as '' and not as NULL.
CREATE FUNCTION plat.protect(t regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      JOIN pg_class c ON c.oid = i.indrelid
     WHERE i.indrelid = t AND i.indisprimary AND c.relreplident = 'd'
       AND a.attname = 'bucket' AND a.atttypid = 'smallint'::regtype AND a.attnotnull AND a.attgenerated = '') THEN
    RAISE EXCEPTION 'table % needs a plain column "bucket smallint NOT NULL" first in its primary key', t;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY plat_app ON %s TO plat_app
    USING (bucket = NULLIF(current_setting(''plat.bucket'', true), '''')::smallint)', t);
  EXECUTE format('CREATE POLICY plat_scan ON %s FOR SELECT TO plat_scan
    USING (bucket = ANY (ARRAY(
      SELECT k.bucket FROM plat.plat_bucket k WHERE k.state IN (''owned'', ''frozen''))))', t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO plat_app', t);
  EXECUTE format('GRANT SELECT ON %s TO plat_scan', t);
  EXECUTE format('CREATE TRIGGER plat_bucket_stays BEFORE UPDATE OF bucket ON %s FOR EACH ROW
    WHEN (OLD.bucket IS DISTINCT FROM NEW.bucket) EXECUTE FUNCTION plat.refuse_bucket_change()', t);
END $$;
