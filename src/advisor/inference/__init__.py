"""From a situation to conclusions. Knows no YAML and no SageMaker."""
