package io.github.redescent.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.redescent.contract.ArchitectureRules;

/** What core and this plugin must not know, and who must stay pure. */
@AnalyzeClasses(
        packages = "io.github.redescent",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureRules.OwnClasses.class})
class ArchitectureTest {
    @ArchTest
    static final ArchTests OF_EVERY_MODULE = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule THE_PLUGINS_NEVER_SEE_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("io.github.redescent.djl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.redescent.dl4j..", "org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule THE_OPTIMIZERS_KNOW_NO_CONTROL = classes()
            .that()
            .resideInAPackage("io.github.redescent.djl.optimizer..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.redescent.djl.optimizer..",
                    "io.github.redescent.optimizer..",
                    "ai.djl..",
                    "org.jspecify..",
                    "java..");
}
