"""From raw sources to a published snapshot: the order of the stages, and nothing of their work.

    fetch -> parse -> normalise -> geocode -> match -> assign -> indicators -> publish

`build.build_snapshot` runs them all; `fingerprint.is_up_to_date` tells, without loading pandas,
whether there is anything to do.
"""
