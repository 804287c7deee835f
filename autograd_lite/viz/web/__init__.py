"""What every page of ours shares, for the rooms that make one.

* ``document``: one HTML file that needs nothing else and may load nothing else;
* ``frames``: what notebooks show of pages and pictures;
* ``picture``: a page that is one picture, with picture.html, .css and .js;
* ``page.css``: colours for light, dark, high contrast and forced colours, and a picture's frame;
* ``tools.html``, ``zoom.js``: a picture that is zoomed and moved by mouse, touch and keys;
* ``numbers.js``: numbers as Python writes them; ``typed.js``: numbers as people type them.
"""
