"""Files: snapshots, pointer, raw bytes, the monthly indicator table. The only room with SQLite."""
