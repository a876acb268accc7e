package dev.plat.router.controller.planning;

import dev.plat.router.core.plan.Plan;
import java.util.Optional;

/**
 * A decision with what it rests on.
 *
 * @param plan empty when it was refused
 */
public record Proposal(Decision decision, Optional<Plan> plan, Survey survey) {}
