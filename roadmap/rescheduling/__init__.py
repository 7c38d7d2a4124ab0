"""Other dates for a goal: what they touch (`impact`), what can be shifted along (`plan`), and saving it (`saving`)."""
