"""What was found out about files, kept on disk for the next time."""
