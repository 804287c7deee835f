"""Where local gradients come from, told line by line from the records.

The door: `derivation.derive` of a node, in places of operands that `formulas.fill` fills.

* ``building``: small formulas made of others;
* ``evaluation``: formulas as numbers, with which every line is checked;
* ``letters``: letters for parts of a formula, put in and taken out again;
* ``definitions``: what an operation is derived from;
* ``differentiation``: the rules of calculus, every use of one as a line;
* ``samples``: numbers at which every line is tried before it is told;
* ``simplification``: from what they give to the formula that is told;
* ``derivation``: the above put together for one node.
"""
