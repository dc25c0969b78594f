"""JSON Schemas of the YAML files, for editors: made from what the loader accepts and what the knowledge declares."""
