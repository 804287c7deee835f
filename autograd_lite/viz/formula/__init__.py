"""Values and local gradients as formulas, read off the records, simplified, and written.

The door: `notation.value_formula` and `notation.local_gradients` of a node, in places of operands
that `formulas.fill` fills; `scripts.Text`, ``Latex`` and ``MathML`` write them; `names.name_nodes`
says what nodes are called.

* ``names``: labels as names, ŷ or w⁽¹⁾₂₁, no two the same;
* ``formulas``: formulas as trees;
* ``scripts``: the three ways to write them;
* ``latex``: the notation of a record as a formula, by reading its LaTeX;
* ``algebra``: polynomials, in which formulas are multiplied out and terms collected;
* ``order``: in which order operands are written that an operation does not keep in order;
* ``terms``: numbers that know their formula, on which the rules of the table are run;
* ``notation``: the above put together for one node;
* ``taught``: local gradients in the form in which they are taught, p − y.
"""
