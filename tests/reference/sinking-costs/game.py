import overture as ov


@ov.game("Sender", "Receiver")
def sinking(p):
    """Spence's signal against a resolute opponent: a sunk cost of 0 to 4, then concede or resist (M02b)."""
    kind = yield ov.chance("kind", {"high": 1 - p.low, "low": p.low}, seen_by="Sender")
    cost = yield ov.move("Sender", "cost", ["0", "1", "2", "3", "4"])
    answer = yield ov.move("Receiver", "answer", ["concede", "resist"])
    gain = 4 if kind == "high" else 1.5
    if answer == "resist":
        gain = 0.5 if kind == "high" else 0
    worth = 0 if answer == "concede" else (-2 if kind == "high" else 1) * p.stake
    return {"Sender": gain - int(cost), "Receiver": worth}
