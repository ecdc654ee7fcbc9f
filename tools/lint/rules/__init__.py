"""Rules over the text of the tree. Each takes (tree, allowed) and returns findings."""
