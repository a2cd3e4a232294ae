"""A tiny shop."""


def total(cart, shipping, free_from):
    """Total in cents; a cart from free_from cents is shipped free."""
    summed = 0
    for name, cents, count in cart:
        if count < 0:
            raise ValueError(f'count of "{name}" is below 0 <&>')
        summed += cents * count
    return summed if 0 < free_from <= summed else summed + shipping


def discount(cents, percent):
    if percent < 0 or percent > 100:
        return cents
    return cents - cents * percent // 100


def never_called(cents):
    if cents > 0:
        return cents
    return 0
