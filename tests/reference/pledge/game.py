import overture as ov


@ov.game("Leader", "Counterpart")
def pledge(p):
    kind = yield ov.chance("kind", {"good": 1 - p.pi, "bad": p.pi}, seen_by="Leader")
    act = yield ov.move("Leader", "act", ["pledge", "silent"])
    answer = yield ov.move("Counterpart", "answer", ["accept", "reject"])
    gain = 1 if answer == "accept" else 0
    if act == "pledge":
        gain = gain + p.bonus if kind == "good" else gain - p.stake
    worth = 0 if answer == "reject" else (1 if kind == "good" else -p.harm)
    return {"Leader": gain, "Counterpart": worth}
