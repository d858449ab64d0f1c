"""A graph laid out in layers from top to bottom, after Sugiyama, Tagawa and Toda (1981).

Every edge goes from a smaller number to a larger one, so there are no circles to break.  Edges that pass layers by get
a place in each, those from one box together, so that they run around the boxes there.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 8
_SIDE = 24.0  # between boxes beside each other
_LANE = 8.0  # how wide an edge is that passes by


@dataclass(frozen=True, slots=True)
class Box:
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Middle and top of each box, the points of each edge from the bottom of one box to the top of another."""

    boxes: tuple[tuple[float, float], ...]
    edges: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    height: float


def laid_out(boxes: Sequence[Box], edges: Sequence[tuple[int, int]], gap: float) -> Layout:
    """Where boxes and edges go; `gap` is what stays free between layers."""
    layer = _layers(len(boxes), edges)
    widths = [box.width for box in boxes]
    chains: list[list[int]] = []
    lanes: dict[tuple[int, int], int] = {}  # edges from one box pass a layer together
    for source, target in edges:
        chain = [source]
        for level in range(layer[source] + 1, layer[target]):
            if (source, level) not in lanes:
                lanes[source, level] = len(layer)
                layer.append(level)
                widths.append(_LANE)
            chain.append(lanes[source, level])
        chains.append([*chain, target])
    links = list(dict.fromkeys(pair for chain in chains for pair in pairwise(chain)))
    rows = _ordered(layer, links)
    middles = _placed(rows, links, widths)
    tops, height = _heights(rows, boxes, gap)
    bottoms = [
        tops[level] + max((boxes[one].height for one in row if one < len(boxes)), default=0.0)
        for level, row in enumerate(rows)
    ]
    return Layout(
        tuple((middles[number], tops[layer[number]]) for number in range(len(boxes))),
        tuple(_points(chain, middles, layer, boxes, tops, bottoms) for chain in chains),
        max((middles[one] + widths[one] / 2 for one in range(len(middles))), default=0.0),
        height,
    )


def _points(chain: Sequence[int], middles: Sequence[float], layer: Sequence[int], boxes: Sequence[Box],
            tops: Sequence[float], bottoms: Sequence[float]) -> tuple[tuple[float, float], ...]:  # fmt: skip
    source, *passed, target = chain
    points = [(middles[source], tops[layer[source]] + boxes[source].height)]
    for one in passed:  # straight down beside the boxes of that layer
        points += [(middles[one], tops[layer[one]]), (middles[one], bottoms[layer[one]])]
    return (*points, (middles[target], tops[layer[target]]))


def _layers(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """As far down as the longest way to a box; what nothing leads to stands just above what it leads to."""
    layer = [0] * count
    for source, target in sorted(edges, key=lambda edge: edge[1]):
        layer[target] = max(layer[target], layer[source] + 1)
    targets = {target for _, target in edges}
    for number in range(count):
        after = [layer[target] for source, target in edges if source == number]
        if number not in targets and after:
            layer[number] = min(after) - 1
    return layer


def _ordered(layer: Sequence[int], links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The order in each layer, by the middle of what each is linked to; of those tried, that with fewest crossings."""
    rows: list[list[int]] = [[] for _ in range(max(layer, default=-1) + 1)]
    for number, level in enumerate(layer):
        rows[level].append(number)
    above, below = _neighbours(len(layer), links)
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    for sweep in range(_SWEEPS):
        near, order = (above, range(1, len(rows))) if sweep % 2 == 0 else (below, range(len(rows) - 2, -1, -1))
        place = {one: at for row in rows for at, one in enumerate(row)}
        for level in order:
            middle = {
                one: sum(place[other] for other in near[one]) / len(near[one]) if near[one] else float(place[one])
                for one in rows[level]
            }
            rows[level].sort(key=lambda one: (middle[one], place[one]))
            place.update({one: at for at, one in enumerate(rows[level])})
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _neighbours(count: int, links: Sequence[tuple[int, int]]) -> tuple[list[list[int]], list[list[int]]]:
    above: list[list[int]] = [[] for _ in range(count)]
    below: list[list[int]] = [[] for _ in range(count)]
    for source, target in links:
        above[target].append(source)
        below[source].append(target)
    return above, below


def _crossings(rows: Sequence[Sequence[int]], below: Sequence[Sequence[int]]) -> int:
    total = 0
    for level in range(len(rows) - 1):
        place = {one: at for at, one in enumerate(rows[level + 1])}
        ends: list[int] = []
        for one in rows[level]:
            to = sorted(place[target] for target in below[one])
            total += sum(len(ends) - bisect_right(ends, end) for end in to)
            for end in to:
                insort(ends, end)
    return total


def _placed(rows: Sequence[Sequence[int]], links: Sequence[tuple[int, int]], widths: Sequence[float]) -> list[float]:
    """The middles: each as near to what it is linked to as the order and the widths let it be."""
    above, below = _neighbours(len(widths), links)
    middles = [0.0] * len(widths)
    for row in rows:
        wanted = _apart(row, [0.0] * len(row), widths)
        for one, x in zip(row, wanted, strict=True):
            middles[one] = x
    for sweep in range(_SWEEPS):
        near = above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [
                sum(middles[other] for other in near[one]) / len(near[one]) if near[one] else middles[one]
                for one in row
            ]
            for one, x in zip(row, _apart(row, wanted, widths), strict=True):
                middles[one] = x
    left = min((middles[one] - widths[one] / 2 for one in range(len(widths))), default=0.0)
    return [x - left for x in middles]


def _apart(row: Sequence[int], wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The places nearest to those that are wanted, in this order and far enough apart.

    Measured from where each would stand if all stood side by side, the order is all that is asked: an isotonic
    regression, by pooling neighbours that are the wrong way round.
    """
    packed, at = list[float](), 0.0
    for number, one in enumerate(row):
        if number:
            at += (widths[row[number - 1]] + widths[one]) / 2 + _SIDE
        packed.append(at)
    pools: list[tuple[float, int]] = []  # the sum and the number of those that stand side by side
    for x, own in zip(wanted, packed, strict=True):
        pools.append((x - own, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            (total, count), (more, further) = pools[-2:]
            pools[-2:] = [(total + more, count + further)]
    shifts = [total / count for total, count in pools for _ in range(count)]
    return [own + shift for own, shift in zip(packed, shifts, strict=True)]


def _heights(rows: Sequence[Sequence[int]], boxes: Sequence[Box], gap: float) -> tuple[list[float], float]:
    tops: list[float] = []
    at = 0.0
    for row in rows:
        tops.append(at)
        at += max((boxes[one].height for one in row if one < len(boxes)), default=0.0) + gap
    return tops, max(at - gap, 0.0)
