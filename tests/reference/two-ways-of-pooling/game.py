import overture as ov


@ov.game("Leader", "Answerer")
def meeting(p):
    """Nobody does better than by keeping quiet; then both go high or both go low, and high is worth ``gain``."""
    kind = yield ov.chance("kind", {"good": 1 - p.pi, "bad": p.pi}, seen_by="Leader")
    act = yield ov.move("Leader", "act", ["loud", "quiet"])
    if act == "loud":
        return {"Leader": -1 - p.fine, "Answerer": -1}
    mine = yield ov.move("Leader", "mine", ["high", "low"], seen_by=())
    answer = yield ov.move("Answerer", "answer", ["up", "down"])
    if mine == "high" and answer == "up":
        return {"Leader": p.gain, "Answerer": p.gain}
    both = 1 if mine == "low" and answer == "down" else 0
    return {"Leader": both + (0.01 if kind == "good" and both else 0), "Answerer": both}
