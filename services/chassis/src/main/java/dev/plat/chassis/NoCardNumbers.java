package dev.plat.chassis;

/** A service that has this bean takes no text that passes for a card's number. */
public record NoCardNumbers() {}
