"""What people come to GoalChain for, walked through in Chromium from the first click to the last."""
