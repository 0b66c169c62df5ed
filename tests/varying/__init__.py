"""Tests of overture.varying."""
