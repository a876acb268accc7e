-- Names that are brought over from other registrars.

-- The name is not created and not renewed: the registry is asked to move it, with the code that its owner was given.
ALTER TABLE registry_order ADD COLUMN transfers boolean NOT NULL DEFAULT false;

ALTER TABLE registration
  ADD COLUMN brought boolean NOT NULL DEFAULT false,
  -- How its records were come by: whole: its servers gave the zone · known: what stands at the usual names ·
  -- nothing: no server said anything · null: not yet
  ADD COLUMN copied  text,
  -- Until when somebody may remember the signatures that its old servers made.
  ADD COLUMN signed  timestamptz;
