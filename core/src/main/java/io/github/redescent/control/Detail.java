package io.github.redescent.control;

/** How finely a quantity is measured. */
public enum Detail {
    /** One number for all trained parameters. */
    TOTAL,
    /** One number per group of trained parameters, by the group's name. */
    PER_GROUP,
    /** One number per parameter tensor, by path. */
    PER_TENSOR
}
