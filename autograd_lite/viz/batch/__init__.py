"""Several examples at once, in matrices: `batch.Batch`, and what is shown of it.

* ``lanes``: the graphs of the single examples, laid over each other;
* ``blocks``: lanes that are alike, stacked as the rows of one matrix;
* ``matrices``: matrices, and the operations on them; ``build`` makes them of blocks, ``names`` says
  what they are called;
* ``batch``: a batch as its user has it;
* ``numbers``: the gradients of matrices, and what of them each operation sends;
* ``formulas``: values and local gradients in names of matrices;
* ``equations``, ``steps``: the story, both passes in equations; ``written_out``: sums with all of
  their numbers; ``writing`` writes equations in text, ``markup`` in LaTeX and MathML;
* ``explain``: the story as text and LaTeX;
* ``cells``, ``columns``, ``wires``, ``picture``: the picture, from a matrix to the sheet.
"""
