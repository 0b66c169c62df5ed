"""Values of a told game in many worlds: the task that a run gives its workers, and the plan that a case makes of it."""
