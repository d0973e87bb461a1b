"""Halls, windows and staff 窗口与人员."""
