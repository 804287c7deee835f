"""Several examples at once, in matrices: as a picture, as text, and as the steps of a deck.
"""
