"""The life of an organised crime group: mapped, validated, scored, tiered, led, reviewed and related to others."""
