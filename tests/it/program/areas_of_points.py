"""Which areas hold which points, by shapely (GEOS): a second opinion on area-of-point.

    areas_of_points.py FILE PROPERTY < points.csv

FILE is GeoJSON (perhaps gzipped), PROPERTY names its features. Points come as "lon,lat" lines; each is answered with
one line: the names of the areas that have it inside, a "|", the names of those that have it on their edge.
"""

import gzip
import json
import sys

import shapely


def areas(path, name):
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as file:
        features = json.load(file)["features"]
    parts = {}
    for feature in features:
        part = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        parts.setdefault(feature["properties"][name], []).append(part)
    # Rows of one name are one area.
    return list(parts), [shapely.union_all(several) if len(several) > 1 else several[0] for several in parts.values()]


def main():
    names, shapes = areas(*sys.argv[1:])
    points = shapely.points([[float(number) for number in line.split(",")] for line in sys.stdin])
    tree = shapely.STRtree(shapes)
    inside, edge = [[] for _ in points], [[] for _ in points]
    for point, area in zip(*tree.query(points, predicate="intersects")):
        held = inside if shapely.contains(shapes[area], points[point]) else edge
        held[point].append(names[area])
    for held, touched in zip(inside, edge):
        print(",".join(sorted(held)), ",".join(sorted(touched)), sep="|")


main()
