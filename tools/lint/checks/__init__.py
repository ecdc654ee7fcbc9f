"""Checks that run a program. Each takes (root, tree) and returns findings, or why it cannot run here."""
