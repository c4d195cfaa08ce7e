"""Texts that broke folium, branca or the browser when they were not escaped, one per door."""

from __future__ import annotations

HOSTILE: dict[str, str] = {
    "template expression": "{{7*7}}",
    "template statement": "{% for x in y %}",
    "template comment": "a {# b #} c",
    "script end": "</script><script>alert(1)</script>",
    "backtick": "`); alert(1); (`",
    "template literal": "${alert(1)}",
    "backslash": "\\x3cimg\\u003e \\",
    "quotes": "\"';alert(1)//'\"",
    "handler": '<img src=x onerror="alert(1)">',
    "comment end": "--> <!-- -->",
    "line separator": "eins\u2028zwei\u2029drei",
    "javascript address": "javascript:alert(1)",
    "entities": "&lt;b&gt; &#123;{7*7}&#125; &amp;",
}
