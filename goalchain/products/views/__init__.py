"""The pages of members, invitations and settings."""
