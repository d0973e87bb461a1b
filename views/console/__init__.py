"""The console: Flask-AppBuilder under our own base view and skin."""
