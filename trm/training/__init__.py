"""Training: any puzzle, any network, one config. Resumable, seeded, logged."""
