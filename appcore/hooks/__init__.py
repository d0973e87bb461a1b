"""Webhooks (事件推送): what happens is queued with the act, and posted to other systems that subscribed to it."""
