"""Files that people bring: checked before they are kept, kept under the hash of their content, given out as attachments."""
