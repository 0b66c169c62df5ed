import overture as ov


@ov.game("Mover", "Answerer")
def plain(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Mover")
    unread = p.idle + 1  # noqa: F841  # read, and used for nothing
    offer = yield ov.move("Mover", "offer", ["yes", "no"])
    if offer == "no":
        return {"Mover": 0, "Answerer": 0}
    reply = yield ov.move("Answerer", "reply", ["take", "leave"])
    if reply == "leave":
        return {"Mover": -0.1, "Answerer": 0}
    return {"Mover": 1, "Answerer": 1 if kind == "good" else -1}
