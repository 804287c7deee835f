"""The playground: a small network that trains live, and shows its gradient.

* ``configuration``  all settings, checked; ``settling`` those that do not go together;
  ``links`` configurations as links, ``own`` those of one's own model and data
* ``features``, ``clouds``  the inputs of a network, and its examples
* ``networks``  model, optimizer and penalty of a configuration; ``targets`` what targets mean
* ``learner``  a network that learns, and where it stands; ``training`` its calls of `nn.fit`;
  ``curve`` its losses; ``steps`` what was done with it; ``run`` all that can be done with it
* ``frames``, ``gradients``  what a page shows of it; ``readings`` compiles what is read so often
* ``written``, ``scripts``  what a page gives away: files, walkthroughs, and the run as Python
* ``messages``  what a page may send; ``mailboxes`` what waits between it and its training;
  ``worker`` the thread that trains for it
* ``sessions``  the connections of the pages that are open; ``server`` serves them and the page's
  files to this machine alone; ``serving`` the function, and the handle that it returns
"""
