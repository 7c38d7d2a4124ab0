"""The suite. Folders mirror the apps; `browser` holds what a person does in Chromium, `support` what tests share."""
