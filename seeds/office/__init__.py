"""The offices of a demo at work, through the services: what is being written, reviewed, handed over and answered these weeks."""
