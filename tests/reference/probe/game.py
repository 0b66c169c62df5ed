import overture as ov


@ov.game("Leader", "Counterpart")
def probe(p):
    kind = yield ov.chance("kind", {"good": 1 - p.pi, "bad": p.pi}, seen_by="Leader")
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": 0, "Counterpart": 0}
    passed = p.pass_good if kind == "good" else p.pass_bad
    yield ov.chance("test", {"pass": passed, "fail": 1 - passed})
    answer = yield ov.move("Counterpart", "answer", ["accept", "reject"])
    cost = p.c_good if kind == "good" else p.c_bad
    if answer == "reject":
        return {"Leader": -p.tau - cost, "Counterpart": 0}
    return {"Leader": 1 - cost, "Counterpart": 1 if kind == "good" else -1}
