"""The pages of sprints, and of teams with their cadence in the settings; a file a page."""
