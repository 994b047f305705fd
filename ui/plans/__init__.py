"""The 4P plan of a group in the window: its tab, its forms, what drifts."""
