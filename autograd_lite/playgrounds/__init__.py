"""The playground: a small network that trains live, and shows its gradient.

* ``configuration``  all settings, checked; ``settling`` those that do not go together;
  ``links`` configurations as links, ``own`` those of one's own model and data
* ``features``, ``clouds``  the inputs of a network, and its examples
* ``networks``  model, optimizer, penalty and targets of a configuration
* ``run``  a network that trains and can be changed, undone and looked at; ``training`` its calls of
  `nn.fit`, ``curve`` its losses, ``steps`` what it did
* ``frames``, ``gradients``  what a page shows of it; ``readings`` compiles what is read so often
* ``messages``  what a page may send; ``mailboxes`` what waits between it and its training;
  ``worker`` the thread that trains for it
* ``sessions``  the connections of the pages that are open; ``server`` serves them and the page's
  files to this machine alone; ``serving`` the function, and the handle that it returns
"""
