"""Pictures of our own: shapes in points on a sheet, and the files that they are written as.

A *sheet* says what stands where and in which role, but no format: every writer takes any sheet.

* ``shapes``: the shapes, and the sheet they are on;
* ``faces``: the fonts that come with the package, read;
* ``metrics``: how wide text is;
* ``glyphs``: text as glyphs at their places;
* ``paths``: shapes as paths, which every format can draw;
* ``raster``: paths and glyphs as pixels;
* ``read``: the SVG of a layout program as a sheet;
* ``tex``: text as TeX writes it;
* ``embed``: a font file with the glyphs that a document uses;
* ``svg``, ``png``, ``pdf``, ``tikz``, ``pptx``, ``motion``: the writers.
"""
