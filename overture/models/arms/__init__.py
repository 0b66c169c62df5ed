"""Arms: arming, hidden and open, control of arms, and trust."""
