package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdlCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE site ALTER COLUMN name TYPE varchar(10)",
                "alter table only site\n  alter name set data type text",
                "ALTER TABLE site ADD COLUMN id uuid DEFAULT gen_random_uuid()",
                "ALTER TABLE site ADD COLUMN n bigserial",
                "ALTER TABLE site ADD COLUMN n int GENERATED ALWAYS AS (1) STORED",
                "ALTER TABLE site ADD COLUMN n int NOT NULL",
                "ALTER TABLE site ADD COLUMN n int CHECK (n > 0)",
                "ALTER TABLE site ADD n int",
                "ALTER TABLE site ADD CONSTRAINT c CHECK (n > 0)",
                "ALTER TABLE site ADD CONSTRAINT c FOREIGN KEY (n) REFERENCES page (n)",
                "ALTER TABLE site ADD CONSTRAINT c UNIQUE (n)",
                "ALTER TABLE site ALTER COLUMN n SET NOT NULL",
                "ALTER TABLE site RENAME COLUMN a TO b",
                "ALTER TABLE site SET UNLOGGED",
                "CREATE INDEX site_n ON site (n)",
                "CREATE UNIQUE INDEX ON public.site (n)",
                "CREATE INDEX CONCURRENTLY site_n ON site (n)",
                "DROP INDEX site_n",
                "REINDEX TABLE site",
                "VACUUM (FULL) site",
                "CLUSTER site",
                "LOCK TABLE site",
                "UPDATE site SET n = 1",
                "DO $$ BEGIN EXECUTE 'VACUUM FULL'; END $$",
                "/* CREATE TABLE site (); */ CREATE INDEX site_n ON site (n)",
                "-- allowed:\nCLUSTER site",
            })
    void whatWouldHoldUpCustomersIsRefused(String statement) {
        assertThat(DdlCheck.refusals("CREATE TABLE other (n int);\n" + statement + ";"))
                .as(statement)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE site (n int CHECK (n > 0)); CREATE INDEX ON site (n);"
                        + " ALTER TABLE site ALTER COLUMN n TYPE bigint",
                "ALTER TABLE site ADD COLUMN n int NOT NULL DEFAULT 0",
                "ALTER TABLE site ADD COLUMN at timestamptz NOT NULL DEFAULT now()",
                "ALTER TABLE site ADD CONSTRAINT c CHECK (n IS NOT NULL) NOT VALID;"
                        + " ALTER TABLE site VALIDATE CONSTRAINT c;"
                        + " ALTER TABLE site ALTER COLUMN n SET NOT NULL",
                "DROP INDEX CONCURRENTLY IF EXISTS site_n;"
                        + " CREATE INDEX CONCURRENTLY site_n ON site (n)",
                "ALTER TABLE site ADD CONSTRAINT c UNIQUE USING INDEX site_n",
                "-- allowed: the table was never filled\nCREATE INDEX site_n ON site (n)",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $x$ BEGIN"
                        + " UPDATE site SET n = 1; LOCK TABLE site; END $x$",
                "COMMENT ON TABLE site IS 'CLUSTER site; it''s fine; VACUUM FULL'",
                "UPDATE plat.plat_shard SET n = 1",
                "VACUUM site",
            })
    void whatHoldsUpNobodyPasses(String script) {
        assertThat(DdlCheck.refusals(script)).as(script).isEmpty();
    }

    @Test
    void noScriptOfOursHoldsUpCustomers() throws IOException {
        // Maven runs the tests of a module in its folder.
        Path sql = Path.of("../../schemas/src/main/resources");
        List<Path> scripts;
        try (Stream<Path> files = Files.walk(sql)) {
            scripts = files.filter(file -> file.toString().endsWith(".sql")).toList();
        }

        assertThat(scripts)
                .hasSizeGreaterThan(4)
                .allSatisfy(script ->
                        assertThat(DdlCheck.refusals(Files.readString(script)))
                                .as(script.getFileName().toString())
                                .isEmpty());
    }
}
