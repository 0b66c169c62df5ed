import overture as ov


@ov.game("Mover", "Answerer")
def plain(p):
    return {"Mover": 0, "Answerer": 0}
