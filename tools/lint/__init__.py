"""The house rules that a machine can check (STYLE.md); run by script/lint."""
