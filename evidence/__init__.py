"""Did training or a redesign change anything: estimates, doubts, verdicts, and plans."""
