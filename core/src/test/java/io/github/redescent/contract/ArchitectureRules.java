package io.github.redescent.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What core must not know, and who must stay pure, in every module. An adapter's test includes these. */
public final class ArchitectureRules {
    /** Neither the contract, which comes in a jar of core's tests, nor what is relocated into core's jar. */
    public static final class OwnClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar") && !location.contains("/json/internal/gson/");
        }
    }

    @ArchTest
    public static final ArchRule CORE_KNOWS_NO_FRAMEWORK_AND_NO_LOGGER = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.redescent.dl4j..", "io.github.redescent.djl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.nd4j..",
                    "org.deeplearning4j..",
                    "ai.djl..",
                    "org.slf4j..",
                    "java.util.logging..",
                    "io.github.redescent.dl4j..",
                    "io.github.redescent.djl..");

    @ArchTest
    public static final ArchRule POLICIES_AND_DETECTORS_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.github.redescent.policy..",
                    "io.github.redescent.region..",
                    "io.github.redescent.trend..",
                    "io.github.redescent.policy..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.time..", "java.util.concurrent..", "java.io..", "java.nio..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    public static final ArchRule NOTHING_STATIC_CHANGES =
            fields().that().areStatic().should().beFinal();

    /** The root package, with Recipe, is the users' face over control and policy, and makes no slice of its own. */
    @ArchTest
    public static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.github.redescent.(*)..").should().beFreeOfCycles();

    private ArchitectureRules() {}
}
