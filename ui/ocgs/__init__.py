"""The parts of the OCG pages and forms: register, record, comparison, export."""
