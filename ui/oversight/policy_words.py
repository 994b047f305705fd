"""What each policy is called; the store knows them by their short names."""

POLICY_WORDS = {
    "ocg.archive_after_days": "Archive proposed after, days",
    "ocg.archive_warn_days": "Archive announced before, days",
    "desk.soon_days": "Due soon on My desk, days",
    "disruption.lag_days": "Late recording flagged after, days",
    "disruption.rationale_min_length": "Shortest rationale of a level, characters",
    "return.pursue_share_percent": "Pursue share that is flagged, per cent",
    "return.priority_threats": "Priority threats",
    "return.due_days": "Return due after the quarter, days",
    "return.profile": "Return profile",
    "session.idle_lock_minutes": "Lock when idle, minutes",
    "level_guidance.major": "Guidance: major",
    "level_guidance.moderate": "Guidance: moderate",
    "level_guidance.minor": "Guidance: minor",
    "level_guidance.none": "Guidance: none",
    "level_guidance.negative": "Guidance: negative",
    "moderation.target_days": "Moderation target, days",
}
