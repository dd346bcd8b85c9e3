"""The shield itself: field, band, border, and where charges go."""

from __future__ import annotations

from genevolve.world.atlas import svg
from genevolve.world.atlas.arms.charges import draw_charge
from genevolve.world.atlas.brush import FIELDBOOK, WAYFARER, Brush
from genevolve.world.atlas.look import Attributes, colour
from genevolve.world.atlas.svg import Shape

X0, X1, Y0, Y1 = 136.0, 376.0, 116.0, 396.0
CX, CY = 256.0, 242.0
"""The shield's box and the point about which charges gather."""


Place = tuple[float, float, float]
_PLACES: dict[tuple[str, str], tuple[Place, ...]] = {
    ("one large", ""): ((CX, CY + 2, 88),),
    ("three in a column", ""): ((CX, 172, 36), (CX, 250, 36), (CX, 328, 36)),
    ("three on the band", "level band"): ((190, 243, 30), (CX, 243, 30), (322, 243, 30)),
    ("three on the band", "upright band"): ((CX, 170, 32), (CX, 246, 32), (CX, 322, 32)),
    ("three on the band", "diagonal band"): ((190, 164, 30), (CX, 238, 30), (322, 312, 30)),
    ("three on the band", "top band"): ((190, 162, 29), (CX, 162, 29), (322, 162, 29)),
    ("one on each side", "upright band"): ((184, 236, 27), (328, 236, 27)),
    ("one on each side", "diagonal band"): ((316, 180, 40), (200, 304, 38)),
    ("two above and one below", ""): ((194, 184, 46), (318, 184, 46), (CX, 312, 48)),
    ("two above and one below", "chevron"): ((192, 196, 37), (320, 196, 37), (CX, 332, 33)),
    ("two above and one below", "level band"): ((194, 164, 31), (318, 164, 31), (CX, 330, 37)),
    ("two above and one below", "wavy level band"): ((194, 164, 31), (318, 164, 31), (CX, 330, 37)),
    ("one below", ""): ((CX, 284, 64),),
    ("one below", "chevron"): ((CX, 330, 40),),
    ("one above and one below", ""): ((CX, 162, 34), (CX, 336, 38)),
    ("one above", ""): ((CX, 210, 70),),
    ("two above", ""): ((196, 208, 48), (316, 208, 48)),
    ("one in each quarter", ""): ((182, 166, 33), (330, 166, 33), (190, 308, 29), (322, 308, 29)),
    ("one on the middle", ""): ((CX, CY, 46),),
    ("one on the disc", ""): ((CX, CY, 54),),
    ("one on the shield", ""): ((CX, CY, 54),),
}
"""Where charges go, for a placing and, where it matters, for the band that they share the shield with."""


def outline(b: Brush) -> Shape:
    """Every artist has a shield shape: a heater, a rounded one, a square-shouldered one."""
    if b.manner is FIELDBOOK:
        d = f"M{X0} {Y0}H{X1}V288C{X1} 366 300 396 {CX} {Y1}C212 396 {X0} 366 {X0} 288Z"
    elif b.manner is WAYFARER:
        d = f"M{X0} {Y0}H{X1}V348Q{X1} 376 340 378H292Q266 380 {CX} {Y1}Q246 380 220 378H172Q{X0} 376 {X0} 348Z"
    else:
        d = f"M{X0} {Y0}Q196 128 {CX} {Y0}Q316 128 {X1} {Y0}V232C{X1} 318 318 368 {CX} {Y1}C194 368 {X0} 318 {X0} 232Z"
    return svg.path(d, (X0, Y0, X1, Y1))


def draw_shield(b: Brush, look: Attributes) -> None:
    """The shield with all that lies on it."""
    shape = outline(b)
    b.form(shape, colour(look["field"]), "wall")
    with b.within(shape):
        _parting(b, look["field"])
        if look["band"] != "no band":
            _band(b, look["band"], colour(look["band"]))
    _border(b, look["border"], shape)
    paint, name = look["charge"].split(" ", 1)
    band = look["band"].split(" ", 1)[-1]
    for x, y, r in _places(look["placing"], band):
        with b.moved(x, y, r / 100):
            draw_charge(b, name, colour(paint))
    b.stroke(shape.d, b.manner.ink if b.manner.outline else "#3a3430", 4.5)


def _parting(b: Brush, field: str) -> None:
    if "," not in field and "strewn" not in field:
        return
    second = colour(field, 1)
    w = (X1 - X0) / 6
    if "strewn" in field:
        for row in range(8):
            for column in range(6):
                b.detail(
                    svg.regular(X0 + (column + 0.5 + 0.5 * (row % 2)) * 44 - 10, Y0 + 20 + row * 38, 10, 4), second
                )
    elif "side by side" in field:
        b.form(svg.rect(CX, Y0 - 4, 200, 300), second, "wall", contour=False)
    elif "top and bottom" in field:
        b.form(svg.rect(X0, CY, 260, 200), second, "wall", contour=False)
    elif "halved diagonally" in field:
        b.form(svg.polygon((X0, Y0 - 10), (X1, Y1 - 20), (X0, Y1 + 10)), second, "wall", contour=False)
    elif "quartered" in field:
        b.form(svg.rect(CX, Y0 - 4, 200, CY - Y0 + 4), second, "wall", contour=False)
        b.form(svg.rect(X0, CY, CX - X0, 200), second, "wall", contour=False)
    elif "triangles" in field:
        b.form(svg.polygon((X0 - 20, Y0 - 20), (CX, CY), (X0 - 20, Y1 - 20)), second, "wall", contour=False)
        b.form(svg.polygon((X1 + 20, Y0 - 20), (CX, CY), (X1 + 20, Y1 - 20)), second, "wall", contour=False)
    elif "upright stripes" in field:
        for i in (1, 3, 5):
            b.form(svg.rect(X0 + i * w, Y0 - 4, w, 300), second, "wall", contour=False)
    elif "level stripes" in field:
        for i in (1, 3, 5):
            b.form(svg.rect(X0, Y0 + i * 46.6, 260, 46.6), second, "wall", contour=False)
    elif "diagonal stripes" in field:
        for i in (-1, 1, 3, 5, 7):
            y = Y0 - 220 + i * 74
            b.form(svg.polygon((X0, y), (X1, y + 240), (X1, y + 314), (X0, y + 74)), second, "wall", contour=False)
    elif "chequered" in field:
        for row in range(8):
            for column in range(row % 2, 6, 2):
                b.form(svg.rect(X0 + column * w, Y0 - 6 + row * w, w, w), second, "flat", contour=False)


def _band(b: Brush, phrase: str, paint: str) -> None:
    name = phrase.split(" ", 1)[1]
    shapes = {
        "chevron": svg.polygon((X0 - 10, 344), (CX, 212), (X1 + 10, 344), (X1 + 10, 400), (CX, 268), (X0 - 10, 400)),
        "level band": svg.rect(X0 - 10, 204, 280, 78),
        "wavy level band": svg.path(
            f"M{X0 - 14} 216q35 -32 70 0t70 0t70 0t70 0v62q-35 32 -70 0t-70 0t-70 0t-70 0Z",
            (X0 - 14, 200, X1 + 14, 296),
        ),
        "upright band": svg.rect(CX - 42, Y0 - 10, 84, 300),
        "diagonal band": svg.polygon((X0 - 40, Y0 - 6), (X0 + 40, Y0 - 26), (X1 + 10, Y1 - 96), (X1 - 40, Y1 - 10)),
        "top band": svg.rect(X0 - 10, Y0 - 14, 280, 100),
        "foot band": svg.rect(X0 - 10, 308, 280, 120),
        "disc in the middle": svg.ellipse(CX, CY, 76),
        "shield in the middle": svg.path(
            f"M{CX - 66} {CY - 74}H{CX + 66}V{CY + 6}C{CX + 66} {CY + 52} {CX + 30} {CY + 76} {CX} {CY + 90}"
            f"C{CX - 30} {CY + 76} {CX - 66} {CY + 52} {CX - 66} {CY + 6}Z",
            (CX - 66, CY - 74, CX + 66, CY + 90),
        ),
    }
    if name == "round-centred cross":
        arms = [svg.rect(CX - 27, 90, 54, 320), svg.rect(110, CY - 27, 292, 54), svg.ellipse(CX, CY, 60)]
        b.fused(arms, paint, "wall")
        return
    b.form(shapes[name], paint, "wall")


def _border(b: Brush, phrase: str, shape: Shape) -> None:
    if phrase == "no border":
        return
    paint = colour(phrase)
    with b.within(shape):
        if "thin inner" in phrase:
            inner = 0.9
            with b.moved(CX * (1 - inner), 252 * (1 - inner), inner):
                b.stroke(shape.d, paint, 9)
            return
        b.stroke(shape.d, paint, 38)
        if "wavy" in phrase:
            inner = 0.86
            with b.moved(CX * (1 - inner), 252 * (1 - inner), inner):
                b.stroke(shape.d, paint, 18, dash="0.1 21")
        if "studded" in phrase:
            inner = 0.93
            with b.moved(CX * (1 - inner), 252 * (1 - inner), inner):
                b.stroke(shape.d, colour("gold"), 12, dash="0.1 30")


def _places(placing: str, band: str) -> tuple[Place, ...]:
    """Centre and radius of every charge."""
    return _PLACES.get((placing, band)) or _PLACES[placing, ""]
