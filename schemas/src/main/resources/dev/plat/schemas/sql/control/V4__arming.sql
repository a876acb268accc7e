-- A shard that was promoted or restored is shut to writes until somebody has compared what it owns with the map
-- and with the other shards: an asynchronous standby may never have heard of a freeze. plat_shard says for which
-- timeline that was done last; a promotion and a restore begin a new one.

-- Eight hexadecimal digits, as in the names of WAL files. Fails with 55000 on a standby.
CREATE FUNCTION plat.plat_timeline() RETURNS text
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8);
GRANT EXECUTE ON FUNCTION plat.plat_timeline() TO plat_app, plat_scan;

-- What is there when this runs has been serving: it stays armed. A new shard is armed when it is named. NULL shuts it.
ALTER TABLE plat.plat_shard ADD COLUMN armed_timeline text CHECK (armed_timeline ~ '^[0-9A-F]{8}$');
UPDATE plat.plat_shard SET armed_timeline = plat.plat_timeline();
ALTER TABLE plat.plat_shard ALTER COLUMN armed_timeline SET DEFAULT plat.plat_timeline();

-- Opens the shard to writes on the timeline that the controller has checked. False, and nothing changed, when that
-- is no longer the current one: there was another promotion meanwhile, which nobody has checked. A controller's
-- number does not outlive it: what its move has written down last may be what was lost.
CREATE FUNCTION plat.plat_arm(checked text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE plat.plat_shard
     SET armed_timeline = checked, ctl = ctl + CASE WHEN armed_timeline = checked THEN 0 ELSE 1 END
   WHERE checked = plat.plat_timeline();
  RETURN FOUND;
END $$;

-- As in V3, and: nothing is moved from or to a standby, or a shard that nobody has armed.
CREATE OR REPLACE FUNCTION plat.plat_control(c bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  armed text;
BEGIN
  IF pg_is_in_recovery() THEN
    RAISE EXCEPTION USING ERRCODE = '25006', MESSAGE = 'this shard is a standby';
  END IF;
  IF current_setting('transaction_read_only') = 'on' THEN
    SELECT s.armed_timeline INTO armed FROM plat.plat_shard s WHERE s.ctl = c;
  ELSE
    SELECT s.armed_timeline INTO armed FROM plat.plat_shard s WHERE s.ctl = c FOR SHARE;
  END IF;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'PB005', MESSAGE = 'another controller has taken over',
      DETAIL = json_build_object('held', c, 'found', (SELECT s.ctl FROM plat.plat_shard s))::text;
  END IF;
  IF armed IS DISTINCT FROM left(pg_walfile_name(pg_current_wal_lsn()), 8) THEN
    RAISE EXCEPTION USING ERRCODE = 'PB004', MESSAGE = 'this shard is not armed on its timeline',
      DETAIL = json_build_object('armed', armed)::text;
  END IF;
END $$;

-- As in V1, with one difference: a shard that is behind the caller says wait. It does not know where the bucket is
-- now, the caller does; what the caller knows is on its way here.
CREATE OR REPLACE FUNCTION plat.refuse(b smallint, e bigint, known plat.plat_bucket) RETURNS void
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
  IF known.state = 'frozen' OR e > known.epoch THEN
    RAISE EXCEPTION USING ERRCODE = 'PB001', MESSAGE = 'the bucket is being moved',
      DETAIL = json_build_object('bucket', b, 'epoch', known.epoch)::text;
  END IF;
  IF known.state = 'owned' THEN
    SELECT s.shard INTO ask FROM plat.plat_shard s;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'PB002', MESSAGE = 'the bucket has another owner or epoch',
    DETAIL = json_build_object('bucket', b, 'epoch', known.epoch, 'peer', ask)::text;
END $$;

-- As in V1, and: a standby says so (25006), a shard on a timeline that nobody has armed lets nobody write (PB004).
CREATE OR REPLACE FUNCTION plat.plat_enter(b smallint, e bigint) RETURNS xid8
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known plat.plat_bucket;
  armed text;
BEGIN
  IF pg_is_in_recovery() THEN
    RAISE EXCEPTION USING ERRCODE = '25006', MESSAGE = 'this shard is a standby';
  END IF;
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
  IF known.bucket IS NULL THEN
    PERFORM plat.refuse(b, e, known);
  END IF;
  SELECT s.armed_timeline INTO armed FROM plat.plat_shard s;
  IF armed IS DISTINCT FROM left(pg_walfile_name(pg_current_wal_lsn()), 8) THEN
    RAISE EXCEPTION USING ERRCODE = 'PB004', MESSAGE = 'this shard is not armed on its timeline',
      DETAIL = json_build_object('bucket', b, 'armed', armed)::text;
  END IF;
  IF known.state <> 'owned' OR known.epoch <> e THEN
    PERFORM plat.refuse(b, e, known);
  END IF;
  PERFORM set_config('plat.bucket', b::text, true);
  RETURN pg_current_xact_id();
END $$;
