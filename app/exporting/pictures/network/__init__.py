"""Pictures of a network: as a flow of balls and arrows, or as a circuit."""
