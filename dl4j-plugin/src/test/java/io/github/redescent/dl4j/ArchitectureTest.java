package io.github.redescent.dl4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What must not be reached from here. */
@AnalyzeClasses(packages = "io.github.redescent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_PLUGINS_NEVER_SEE_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("io.github.redescent.dl4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.redescent.djl..", "ai.djl..");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES = fields().that()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.github.redescent.dl4j..")
            .and()
            .areStatic()
            .should()
            .beFinal();
}
