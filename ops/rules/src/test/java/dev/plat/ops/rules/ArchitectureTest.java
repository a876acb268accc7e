package dev.plat.ops.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The picture in the README, held against the byte code. */
class ArchitectureTest {

    /** Fewer classes than this and the importer did not see the house. */
    private static final int CLASSES_MIN = 300;

    /**
     * The folders from left to right, each with its packages: a folder uses only those before it.
     */
    private static final List<Map.Entry<String, List<String>>> FOLDERS =
            List.of(
                    Map.entry("schemas", List.of("dev.plat.schemas..")),
                    Map.entry("shard-router", List.of("dev.plat.router..")),
                    Map.entry("resource-store", List.of("dev.plat.resources..")),
                    Map.entry(
                            "services",
                            List.of(
                                    "dev.plat.chassis..",
                                    "dev.plat.building..",
                                    "dev.plat.hosting..",
                                    "dev.plat.domains..",
                                    "dev.plat.payments..",
                                    "dev.plat.checkout..")),
                    Map.entry("ops", List.of("dev.plat.ops..")));

    /**
     * What Micronaut and JMH generate beside a class; nested classes are ours and are looked at.
     */
    private static final Pattern GENERATED =
            Pattern.compile(
                    ".*(/jmh_generated/[^/]*|/\\$[^/]*|\\$(Intercepted|Definition|Introspection)[^/]*)\\.class");

    /** A room, and rooms it must not use although the order of the folders would let it. */
    private static final Map<String, List<String>> FORBIDDEN =
            Map.ofEntries(
                    Map.entry(
                            "dev.plat.router.registry..",
                            List.of("dev.plat.router.postgres..", "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.router.postgres..",
                            List.of("dev.plat.router.registry..", "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.router.core..",
                            List.of(
                                    "dev.plat.router.registry..",
                                    "dev.plat.router.postgres..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.router.testkit..",
                            List.of(
                                    "dev.plat.router.core..",
                                    "dev.plat.router.registry..",
                                    "dev.plat.router.postgres..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.resources.blob..",
                            List.of("dev.plat.resources.client..", "dev.plat.router..")),
                    Map.entry(
                            "dev.plat.resources.client..",
                            List.of(
                                    "dev.plat.resources.engine..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.resources.testkit..",
                                    "dev.plat.router.postgres..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.resources.engine..",
                            List.of(
                                    "dev.plat.resources.client..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.resources.testkit..",
                                    "dev.plat.router..")),
                    Map.entry(
                            "dev.plat.resources.server..",
                            List.of(
                                    "dev.plat.resources.testkit..",
                                    "dev.plat.router.postgres..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.building..",
                            List.of(
                                    "dev.plat.domains..",
                                    "dev.plat.hosting..",
                                    "dev.plat.payments..",
                                    "dev.plat.checkout..",
                                    "dev.plat.resources.engine..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.hosting..",
                            List.of(
                                    "dev.plat.building..",
                                    "dev.plat.domains..",
                                    "dev.plat.payments..",
                                    "dev.plat.checkout..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.domains..",
                            List.of(
                                    "dev.plat.building..",
                                    "dev.plat.hosting..",
                                    "dev.plat.payments..",
                                    "dev.plat.checkout..",
                                    "dev.plat.resources.engine..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.payments..",
                            List.of(
                                    "dev.plat.building..",
                                    "dev.plat.checkout..",
                                    "dev.plat.domains..",
                                    "dev.plat.hosting..",
                                    "dev.plat.resources.engine..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.checkout..",
                            List.of(
                                    "dev.plat.building..",
                                    "dev.plat.domains..",
                                    "dev.plat.hosting..",
                                    "dev.plat.payments..",
                                    "dev.plat.resources.engine..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.chassis..",
                            List.of(
                                    "dev.plat.building..",
                                    "dev.plat.domains..",
                                    "dev.plat.hosting..",
                                    "dev.plat.payments..",
                                    "dev.plat.checkout..",
                                    "dev.plat.resources.engine..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.router.controller..")),
                    Map.entry(
                            "dev.plat.ops.cli..",
                            List.of(
                                    "dev.plat.resources.engine..",
                                    "dev.plat.resources.server..",
                                    "dev.plat.ops.cluster..",
                                    "dev.plat.chassis..",
                                    "dev.plat.building..",
                                    "dev.plat.domains..",
                                    "dev.plat.hosting..",
                                    "dev.plat.payments..",
                                    "dev.plat.checkout..")),
                    // The outside world knows nothing of us but what goes over the wire.
                    Map.entry(
                            "dev.plat.ops.sandbox..",
                            List.of(
                                    "dev.plat.router..",
                                    "dev.plat.resources..",
                                    "dev.plat.chassis..",
                                    "dev.plat.building..",
                                    "dev.plat.domains..",
                                    "dev.plat.hosting..",
                                    "dev.plat.payments..",
                                    "dev.plat.checkout..",
                                    "dev.plat.ops.cluster..")));

    /** A library, and the only rooms that may import it. */
    private static final Map<String, List<String>> CONFINED =
            Map.ofEntries(
                    Map.entry("org.apache.curator..", List.of("dev.plat.router.registry..")),
                    Map.entry(
                            "org.apache.zookeeper..",
                            List.of("dev.plat.router.registry..", "dev.plat.router.testkit..")),
                    Map.entry(
                            "com.zaxxer.hikari..",
                            List.of(
                                    "dev.plat.router.postgres..",
                                    "dev.plat.ops.bench.contender",
                                    "dev.plat.ops.sandbox.card..")),
                    Map.entry(
                            "org.postgresql..",
                            List.of("dev.plat.router.postgres..", "dev.plat.router.testkit..")),
                    Map.entry("org.flywaydb..", List.of("dev.plat.router.postgres..")),
                    Map.entry("org.rocksdb..", List.of("dev.plat.resources.engine..")),
                    Map.entry("io.lettuce..", List.of("dev.plat.chassis.hints..")),
                    Map.entry(
                            "org.bouncycastle..",
                            List.of(
                                    "dev.plat.building.accounts..",
                                    "dev.plat.chassis.seal..",
                                    "dev.plat.domains.certificate..",
                                    "dev.plat.hosting.tls..",
                                    "dev.plat.ops.sandbox..")),
                    Map.entry("com.ibm.icu..", List.of("dev.plat.domains.name..")),
                    Map.entry(
                            "org.xbill..",
                            List.of(
                                    "dev.plat.domains.check..",
                                    "dev.plat.domains.dns..",
                                    "dev.plat.ops.sandbox..")),
                    Map.entry("org.shredzone..", List.of("dev.plat.domains.certificate.acme..")),
                    Map.entry("com.stripe..", List.of("dev.plat.payments.provider.stripe..")),
                    Map.entry(
                            "picocli..",
                            List.of(
                                    "dev.plat.ops.cli..",
                                    "dev.plat.ops.chaos",
                                    "dev.plat.ops.bench")),
                    Map.entry("redis.embedded..", List.of("dev.plat.router.testkit..")));

    private static final Set<String> PROCESSES =
            Set.of(
                    "dev.plat.building.SiteBuilder",
                    "dev.plat.checkout.CheckoutApplication",
                    "dev.plat.domains.DomainsApplication",
                    "dev.plat.hosting.HostingApplication",
                    "dev.plat.payments.PaymentsApplication",
                    "dev.plat.resources.server.FileServer",
                    "dev.plat.router.controller.Controller",
                    "dev.plat.ops.bench.Bench",
                    "dev.plat.ops.bench.budget.RouterProcess",
                    "dev.plat.ops.bench.contender.FirstAnswer",
                    "dev.plat.ops.chaos.Chaos",
                    "dev.plat.ops.chaos.writer.WriterMain",
                    "dev.plat.ops.cluster.LocalClusterMain",
                    "dev.plat.ops.cluster.ZooKeeperMain",
                    "dev.plat.ops.sandbox.card.CardMain",
                    "dev.plat.ops.sandbox.registry.RegistryMain",
                    "dev.plat.ops.cli.Plat");

    private static JavaClasses house = new ClassFileImporter().importClasses();

    @BeforeAll
    static void importTheHouse() {
        house =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.matches(GENERATED))
                        .importPackages("dev.plat");
    }

    @Test
    void theWholeHouseIsSeen() {
        assertThat(house.size()).isGreaterThan(CLASSES_MIN);
    }

    @TestFactory
    Stream<DynamicTest> aFolderUsesOnlyFoldersToItsLeft() {
        return Stream.iterate(0, i -> i < FOLDERS.size() - 1, i -> i + 1)
                .map(i -> {
                    String[] here = FOLDERS.get(i).getValue().toArray(String[]::new);
                    String[] right =
                            FOLDERS.subList(i + 1, FOLDERS.size()).stream()
                                    .flatMap(folder -> folder.getValue().stream())
                                    .toArray(String[]::new);
                    return DynamicTest.dynamicTest(
                            FOLDERS.get(i).getKey(),
                            () ->
                                    noClasses()
                                            .that()
                                            .resideInAnyPackage(here)
                                            .should()
                                            .dependOnClassesThat()
                                            .resideInAnyPackage(right)
                                            .check(house));
                });
    }

    @TestFactory
    Stream<DynamicTest> aRoomUsesOnlyItsEdges() {
        return FORBIDDEN.entrySet().stream()
                .map(room ->
                        DynamicTest.dynamicTest(
                                room.getKey(),
                                () ->
                                        noClasses()
                                                .that()
                                                .resideInAPackage(room.getKey())
                                                .should()
                                                .dependOnClassesThat()
                                                .resideInAnyPackage(
                                                        room.getValue().toArray(String[]::new))
                                                .check(house)));
    }

    /** Its programs are PostgreSQL and Redis themselves: nothing that ships brings them along. */
    @Test
    void onlyTheLocalClusterAndTheLaboratoriesBringTheTestkit() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.plat.router.testkit..",
                        "dev.plat.ops.cluster..",
                        "dev.plat.ops.bench..",
                        "dev.plat.ops.chaos..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.plat.router.testkit..")
                .check(house);
    }

    /** A dry run plans as the controller would; what it does is the controller's alone. */
    @Test
    void theCommandLineKnowsTheControllersPlanningAndNothingElseOfIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.plat.ops.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.plat.router.controller")
                .check(house);
    }

    @TestFactory
    Stream<DynamicTest> aConfinedLibraryStaysInItsRoom() {
        return CONFINED.entrySet().stream()
                .map(library ->
                        DynamicTest.dynamicTest(
                                library.getKey(),
                                () ->
                                        noClasses()
                                                .that()
                                                .resideOutsideOfPackages(
                                                        library.getValue().toArray(String[]::new))
                                                .should()
                                                .dependOnClassesThat()
                                                .resideInAnyPackage(library.getKey())
                                                .check(house)));
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("dev.plat.(**)").should().beFreeOfCycles().check(house);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked =
                house.stream()
                        .map(type -> type.getPackage())
                        .distinct()
                        .filter(room -> !room.isAnnotatedWith(NullMarked.class))
                        .map(room -> room.getName())
                        .toList();

        assertThat(unmarked).isEmpty();
    }

    @Test
    void onlyProcessesHaveAMain() {
        methods()
                .that()
                .haveName("main")
                .and()
                .areStatic()
                .should()
                .beDeclaredInClassesThat(
                        describe("are processes", type -> PROCESSES.contains(type.getName())))
                .check(house);
    }
}
