"""Numbers that must not be kept: is this a citizen service number, or the number that stands in for one at school?"""


def lijkt_op_bsn(tekst: str) -> bool:
    """Nine digits that pass the eleven check of the BSN; points and spaces between them do not matter.

    Also an onderwijsnummer, which a pupil without a BSN has: it begins with 1000, and leaves 5 instead of 0.
    """
    cijfers = tekst.replace(".", "").replace(" ", "")
    if len(cijfers) != 9 or not (cijfers.isascii() and cijfers.isdigit()):
        return False
    gewichten = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    rest = sum(int(a) * b for a, b in zip(cijfers, gewichten, strict=True)) % 11
    return (rest == 0 and cijfers != "0" * 9) or (rest == 5 and cijfers.startswith("1000"))
