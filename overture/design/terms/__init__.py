"""Terms of a deal: in which worlds they are signed and kept, in every equilibrium, and what makes them hold."""
