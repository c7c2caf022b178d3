"""Measuring: suites, arms, statistics, reports."""
