"""What the fields of a person and of a link are called, and their values in words."""

LABELS = {
    "family_name": "&Family name", "given_names": "Give&n names", "names": "Other names", "born_on": "Date of &birth",
    "age_from": "Age, from", "age_to": "to", "age_noted_on": "on", "unidentified": "Not identified",
    "description": "What is &known", "details": "Phones, addresses, vehicles, accounts", "pnc_id": "&PNC ID",
    "cro_id": "CR&O number", "retention_group": "Retention group", "review_due_on": "Re&view due",
    "processing_restricted": "Restricted", "marking": "Marking",
    "subject_id": "&Group, individual or vulnerability", "role": "&Role", "category": "Data &category",
    "from_on": "S&ince", "to_on": "&Ended", "basis": "Basis", "source": "&Source", "assessment": "&Assessment",
    "handling": "&Handling", "conditions": "Con&ditions", "note": "No&te", "child_confirmed": "Under 18",
    "opening_confirmed": "Known to all", "person_id": "&Person",
}  # fmt: skip
"""What each field of the Drafts is called, with its mnemonic."""


def field_words(name: str) -> str:
    """What a form calls a field."""
    return LABELS[name].replace("&", "")
