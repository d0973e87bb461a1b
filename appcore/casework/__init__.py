"""Cases 办件: intake, clock, fees, numbers, slips."""
