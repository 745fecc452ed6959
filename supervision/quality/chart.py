"""A line of percents over time as the numbers of a drawing; the template draws it, and a table beside it says the same."""

WIDTH, HEIGHT = 1280, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 36, 16, 34
MOST_LABELS = 12


def chart(labels, values):
    """Points, pieces of the line (it breaks where there is nothing), and the lines and labels of the axes."""
    xs = [_x(place, len(labels)) for place in range(len(labels))]
    points = [
        {"x": x, "y": _y(value), "label": label, "value": round(value, 1)}
        for x, label, value in zip(xs, labels, values, strict=True)
        if value is not None
    ]
    every = -(-len(labels) // MOST_LABELS) or 1
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "base": HEIGHT - BOTTOM,
        "points": points,
        "pieces": _pieces(xs, values),
        "levels": [{"y": _y(percent), "percent": percent} for percent in (0, 25, 50, 75, 100)],
        "labels": [{"x": x, "text": label} for x, label in list(zip(xs, labels, strict=True))[::every]],
    }


def _x(place, count):
    room = WIDTH - LEFT - RIGHT
    return round(LEFT + (room * place / (count - 1) if count > 1 else room / 2), 1)


def _y(percent):
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (100 - percent) / 100, 1)


def _pieces(xs, values):
    """The points of each unbroken piece, as SVG wants them."""
    pieces, piece = [], []
    for x, value in zip(xs, values, strict=True):
        if value is not None:
            piece.append(f"{x},{_y(value)}")
        elif piece:
            pieces.append(piece)
            piece = []
    return [" ".join(one) for one in [*pieces, piece] if len(one) > 1]
