"""The pages of the checks: problems, heat map, ticks, tasks, confirmations, reports."""
