"""The catalogue of service items 事项库."""
