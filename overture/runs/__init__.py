"""Many worlds: a plan is computed in chunks, on this machine or on many, into a store that a later run goes on from.

A run knows a task (a function by its name), the settings that it is given, and the worlds that it draws. It knows no
game and no case: what the task does with a world is the task's.
"""
