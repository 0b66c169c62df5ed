class E(BaseException): pass
raise E("x")
