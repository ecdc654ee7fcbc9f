"""Runs every test runner of the repository and adds up what they counted (script/test)."""
