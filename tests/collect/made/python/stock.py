"""Never imported: a file without one covered line."""


def reorder(stock, sold):
    return 0 if stock > sold else sold - stock
