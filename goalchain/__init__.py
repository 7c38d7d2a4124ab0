"""GoalChain: one linked chain of goals, from a product's vision to its sprints."""
