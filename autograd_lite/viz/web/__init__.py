"""What every page of ours shares, for the rooms that make one.

* ``document``: one HTML file that needs nothing else and may load nothing else;
* ``page.css``: colours for light, dark, high contrast and forced colours, and a picture's frame;
* ``zoom.js``: a picture that is zoomed and moved by mouse, touch and keys.
"""
