"""Pictures of a walkthrough: SVG, PNG, and those that play it.

A step is drawn as a `scene.Scene`, pure data, by a pure function of the source; `svg` writes a
scene, and everything else is made from that.
"""
