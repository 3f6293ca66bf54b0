"""Numbers that must not be kept: is this a citizen service number?"""


def lijkt_op_bsn(tekst: str) -> bool:
    """Nine digits that pass the eleven check of the BSN; points and spaces between them do not matter."""
    cijfers = tekst.replace(".", "").replace(" ", "")
    if len(cijfers) != 9 or not (cijfers.isascii() and cijfers.isdigit()):
        return False
    gewichten = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return cijfers != "0" * 9 and sum(int(a) * b for a, b in zip(cijfers, gewichten, strict=True)) % 11 == 0
