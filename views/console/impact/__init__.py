"""影响单: what an edition would touch, and better rules applied to open cases."""
