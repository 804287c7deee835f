"""A program over arrays as few operations on matrices: linear nodes are matrix products again.

* ``sums``, ``graph``  the sums of a program, found again: of weighted rows, long ones, and those
  over the batch; a graph in which they are nodes
* ``groups``  nodes that do the same to neighbouring numbers, as one step on a matrix
* ``gathering``, ``writing``  the operands of such steps; all of them as the text of functions
* ``functions``, ``code``  what the text calls; the functions, ready to run
* ``library``, ``foreign``  arrays of other libraries; programs on them
"""
