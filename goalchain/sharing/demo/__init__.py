"""The demo: two products that show a living chain. `bike` and `eat` are their words, `telling` brings them to life."""
