"""Seeds: the master data of the county and a made-up year of cases, so that a fresh installation has something to show.

Everything goes through the services of `appcore`, with a clock set to the day. Seeding twice changes nothing.
"""
