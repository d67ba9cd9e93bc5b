"""A screen reader's look at a window, through AT-SPI: what it is called, and the role and name of all in it.

With a word behind it, it presses the first button whose name begins with that. Prints JSON.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def below(node):
    """The node and all below it."""
    yield node
    for place in range(node.get_child_count()):
        child = node.get_child_at_index(place)
        if child is not None:
            yield from below(child)


def window():
    """The first window of any program; waits for one."""
    for _ in range(300):
        desktop = Atspi.get_desktop(0)
        for node in below(desktop):
            if node.get_role_name() == "frame" and node.get_child_count() > 0:
                return node
        time.sleep(0.1)
    sys.exit("no program has a window")


def main():
    frame = window()
    nodes = list(below(frame))[1:]
    pressed = None
    if len(sys.argv) > 1:
        wanted = [node for node in nodes if (node.get_name() or "").startswith(sys.argv[1])]
        pressed = bool(wanted) and Atspi.Action.do_action(wanted[0], 0)
    told = [[node.get_role_name(), node.get_name() or ""] for node in nodes]
    print(json.dumps({"window": frame.get_name(), "nodes": told, "pressed": pressed}))


main()
