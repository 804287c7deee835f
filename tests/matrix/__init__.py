"""Every operation and random graphs, with every kind of operand, through every mode and back end.

`cases` says what is differentiated, `graphs` makes random graphs of it, `reference` what is right,
`modes` lists the ways to ask for a derivative, and `units` runs them and keeps the account.
`test_matrix` runs a slice with fixed seeds, ``make fuzz`` all of it with fresh ones.
"""
