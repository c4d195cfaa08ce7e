"""The one door outwards: nothing else in the product opens a connection to another machine.

A `Client` asks politely (who it is, a pause per host, back-off, `Retry-After`), only for what has
changed, and never takes more bytes or time than its `Budget`. It speaks http and https, follows
at most five redirects itself, and connects only to addresses it has checked. It keeps no cookies
and uses no proxy, also none from the environment: a proxy would resolve names on its own, past
the check.
"""

from geodata.http.budget import Budget
from geodata.http.client import Client
from geodata.http.messages import Answer, Conditions, Request
from geodata.http.redact import redact_url

__all__ = ["Answer", "Budget", "Client", "Conditions", "Request", "redact_url"]
