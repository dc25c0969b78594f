"""The advisor as tools of an assistant (Model Context Protocol)."""
