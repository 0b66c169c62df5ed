plain = 3
