"""From YAML to typed, frozen records. Knows no engine and no SageMaker."""
