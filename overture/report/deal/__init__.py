"""The page of terms: what to offer, why it holds, what would break it, and what can be had where nothing does."""
