"""Releases: what each is for, when it ships, how its date slipped, and the checkpoint that was held when it shipped.

A release is a release goal with a version and a target date; what came out of it is its checkpoint (`checkpoint`).
"""
