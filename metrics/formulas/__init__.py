"""Numbers only: arrays and small frames in, numbers out; no table of the flow is named here."""
