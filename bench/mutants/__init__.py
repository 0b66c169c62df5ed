"""Mutation testing of what measures, bounds, weighs and judges: one small change of the text, and do the tests notice?"""
