"""Questions put to the joint distribution, one file each, and the Judgement that they make."""
