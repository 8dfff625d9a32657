"""Unified social credit codes of firms that do not exist: valid in form and check characters, in a division that no county has."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(chance, county, kind):
    """GB 32100-2015: department and kind (91 company, 92 household business, 93 co-operative), division, organisation code (GB 11714), check character."""
    body = "MA" + "".join(chance.pick("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(6))
    order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(order.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2)))
    code = kind + county + body + "0X987654321"[total % 11]
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(code))
    return code + ALPHABET[(31 - total % 31) % 31]
