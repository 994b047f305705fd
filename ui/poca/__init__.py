"""Parts of the POCA page: its figures, the deadlines board, the registers, a case, champions and targets."""
