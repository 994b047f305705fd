"""What the register, the moderation board and the editor of disruptions share."""
