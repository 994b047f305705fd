"""The vocabulary of the invented POCA cases: streets, courts, people and reasons of nobody and nowhere."""

from soc_desk.demo.words import FIRST, SECOND
from soc_desk.vocabulary.poca import Limb, SearchApproval

STREETS = tuple(f"{name} {kind}" for name, kind in zip(
    (*FIRST, *SECOND), ("Street", "Road", "Lane", "Close", "Avenue", "Way", "Drive", "Court") * 11, strict=False
))  # fmt: skip
AT = ("", "", "", "Flat 2, ", "Flat 7, ", "Unit 4, ", "Car park, ", "Lay-by, ", "Lock-up behind ")
COURTS = (
    "Fernbridge Magistrates' Court", "Castle Vale Magistrates' Court", "Northwick Magistrates' Court",
    "Kingsferry Magistrates' Court",
)  # fmt: skip
CROWN_COURTS = ("Castle Vale Crown Court", "Abbotsmere Crown Court")
UNITS = ("Roads Policing Unit", "Airport Unit", "Cyber Crime Unit", "Regional Asset Team")
"""Units that have champions of their own, beside the areas."""

SEARCH_POWERS = ("s.289(1)", "s.289(1C)", "s.289(2)", "Warrant, s.8 PACE", "s.32 PACE", "s.1 PACE", "s.18 PACE")
APPROVALS = {
    SearchApproval.NOT_NEEDED: 52, SearchApproval.SENIOR_OFFICER: 33, SearchApproval.JUSTICE: 10,
    SearchApproval.NONE: 5,
}  # fmt: skip
LIMBS = {Limb.BOTH: 55, Limb.RECOVERABLE: 30, Limb.INTENDED: 15}
WHERE_FOUND = (
    "In a shoe box in the wardrobe", "In the spare wheel of a hire car", "In a rucksack carried on foot",
    "Under a kitchen unit", "In a jacket on the back seat", "Behind a panel of a van", "In a freezer bag in the loft",
    "In a parcel opened at the depot", "In a money belt", "In a locked till of a closed shop",
)  # fmt: skip
GROUNDS = (
    "No lawful source was given and the accounts of it changed twice.",
    "Bundled and banded by thousands, with a list of debts.",
    "Wages declared do not reach a tenth of the sum.", "Found with scales, bags and two phones that rang throughout.",
    "Said to be for a car whose seller cannot be found.", "Traces above the local background were found on the notes.",
    "Sent by post under an invented sender.",
)  # fmt: skip
PLANS = (
    "Phones to be downloaded; bank and tax records asked for.",
    "Statements of two named buyers; accounts of three years.",
    "Source of the sum to be traced with the bank; employer to be seen.",
    "Hire company and travel records to be obtained.",
)  # fmt: skip
RELEASED_BECAUSE = (
    "A lawful source was shown.", "The suspicion no longer stands after the accounts were seen.",
    "Sale papers of a vehicle were produced and checked.",
    "Wages and rent were proved by the employer and the landlord.",
)  # fmt: skip
BANKS = ("Example Bank plc", "Mere and Marsh Building Society", "Invented Savings Bank", "Sample e-Money Ltd")
SOLICITORS = ("", "", "Example and Sample LLP", "Marsh Reid Synthetic Solicitors", "Duty solicitor")
BENCHES = ("District Judge Example", "Bench of three", "Bench of two", "Deputy District Judge Sample")
ADVISERS = ("Legal adviser A", "Legal adviser B", "Legal adviser C")
ENDED = (
    "Charges followed and restraint took its place.", "No further action after the review.", "Discharged by the court.",
)  # fmt: skip
FOREIGN = {"EUR": ("0.8612", (5_000, 2_000, 1_000, 500)), "USD": ("0.7745", (10_000, 2_000, 1_000)),
           "AED": ("0.2109", (50_000, 20_000, 10_000))}  # fmt: skip
"""Currency, then pounds for one and its notes in minor units; the rates are invented."""
