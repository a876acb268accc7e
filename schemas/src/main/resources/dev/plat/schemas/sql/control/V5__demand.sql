-- Lets several statements go to the server in one trip and stop where one of them did not find what it was for: the
-- statements after it, up to a COMMIT among them, are not run.
CREATE FUNCTION plat.plat_demand(holds boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF holds IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PB006', MESSAGE = 'a row is not as expected';
  END IF;
END $$;
