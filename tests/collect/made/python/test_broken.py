import no_such_module  # the file cannot even be collected


def test_never_reached():
    pass
