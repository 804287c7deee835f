"""The playground: a small network that trains live, and shows its gradient.

* ``configuration``  all settings, checked; ``settling`` those that do not go together;
  ``links`` configurations as links
* ``features``, ``clouds``  the inputs of a network, and its examples
* ``networks``  model, optimizer, penalty and targets of a configuration
* ``run``  a network that trains and can be changed, undone and looked at; ``training`` its calls of
  `nn.fit`, ``curve`` its losses, ``steps`` what it did
* ``frames``, ``gradients``  what a page shows of it; ``readings`` compiles what is read so often
"""
