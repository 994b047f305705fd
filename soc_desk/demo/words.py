"""The vocabulary of the invented force: names of nobody and nowhere, and the sentences narratives are put together from."""

FIRST = (
    "Harrier", "Larkspur", "Teasel", "Bramble", "Sorrel", "Yarrow", "Tansy", "Fennel", "Merlin", "Plover", "Curlew", "Lapwing",
    "Osprey", "Kestrel", "Dunlin", "Siskin", "Bittern", "Whimbrel", "Gannet", "Petrel", "Comfrey", "Betony", "Campion", "Hyssop",
    "Mallow", "Orpine", "Saxifrage", "Valerian", "Woodruff", "Bistort", "Clover", "Damson", "Hornbeam", "Juniper", "Medlar",
    "Rowan", "Sallow", "Spindle", "Aspen", "Alder",
)  # fmt: skip
SECOND = (
    "Amber", "Ash", "Basalt", "Beacon", "Birch", "Cobalt", "Copper", "Coral", "Dale", "Delta", "Ember", "Fell", "Flint", "Frost",
    "Garnet", "Granite", "Hazel", "Heath", "Indigo", "Iron", "Ivory", "Jasper", "Lime", "Linden", "Marl", "Mist", "Moss", "Onyx",
    "Opal", "Pearl", "Pewter", "Quartz", "Ridge", "Russet", "Sable", "Sand", "Shale", "Silver", "Slate", "Stone", "Tarn", "Teal",
    "Topaz", "Umber", "Vale", "Walnut", "Wold", "Yew",
)  # fmt: skip
OPERATIONS = (
    "Meadow",
    "Anvil",
    "Lantern",
    "Copse",
    "Harbour",
    "Quarry",
    "Sextant",
    "Turnstile",
    "Weir",
    "Pennant",
    "Orchard",
    "Causeway",
)
AREAS = (
    "Abbotsmere",
    "Brackenford",
    "Castle Vale",
    "Dunmarsh",
    "Eastholm",
    "Fernbridge",
    "Grangeton",
    "Highmoor",
    "Kingsferry",
    "Northwick",
)
TEAMS = ("Proactive Team North", "Proactive Team South", "Economic Crime Unit", "OCG Desk")
SURNAMES = (
    "Okoro", "Patel", "Lewis", "Marsh", "Reid", "Cole", "Shaw", "Vale", "Adeyemi", "Bell", "Carter", "Dhillon", "Evans", "Farrow",
    "Gill", "Hart", "Iqbal", "Jones", "Khan", "Lowe", "Moss", "Nash", "Owens", "Price", "Quinn", "Rees", "Singh", "Todd", "Usman",
    "Ward", "Young", "Zaman",
)  # fmt: skip
RANKS = ("DC", "DC", "DC", "PC", "DS", "DS", "DI")
VULNERABILITIES = (
    "Private hire licensing",
    "Student lets",
    "Car wash labour",
    "Pharmacy deliveries",
    "Scrap metal yards",
    "Short-term lets",
)
PARTNERS = (
    "Housing",
    "Youth justice service",
    "Trading Standards",
    "Probation",
    "Schools liaison",
    "Fire and rescue",
    "Drug treatment service",
)
COURTS = ("Fernbridge Magistrates' Court", "Castle Vale Crown Court")

TITLES = {
    "pursue": ("Supply line broken", "Warrants at two addresses", "Three charged and remanded", "Cash and phones seized", "Courier stopped", "Sentenced"),
    "prevent": ("Runner diverted", "School sessions delivered", "Gang exit plan started", "Landlord warned off", "Mentoring begun"),
    "protect": ("Cuckooed flats visited", "Victims rehoused", "Bank alerts set for targets", "Two children referred", "Locks changed"),
    "prepare": ("Multi-agency exercise", "Licensing briefing given", "Reporting route agreed", "Staff trained to spot signs"),
}  # fmt: skip

DONE = {
    "pursue": (
        "Warrants were executed at {n} addresses linked to the group.", "A stop on a hire car led to {n} arrests.",
        "The line phone and {n} further handsets were seized and downloaded.", "{N} people were charged and remanded by the court.",
        "Officers recovered cash and records of supply from a lock-up.", "A courier was stopped on the motorway with packaged goods.",
        "Financial enquiries closed {n} accounts that the group used.",
    ),
    "prevent": (
        "{N} young people on the edge of the group accepted a mentor.", "Sessions were held in {n} schools in the area.",
        "An exit plan was agreed with a runner and the family.", "Cease and desist letters were served on {n} associates.",
        "A landlord agreed to end a tenancy the group relied on.",
    ),
    "protect": (
        "Officers and housing staff visited {n} flats where cuckooing was suspected.", "{N} possible victims were given safe accommodation.",
        "Referrals were made for {n} children found at the address.", "Banks were given markers so that further payments are checked.",
        "Doors were secured and cameras fitted at {n} homes.",
    ),
    "prepare": (
        "Partners rehearsed the response to the group's next move.", "{N} licensing staff were shown what to look for.",
        "A shared reporting route with three agencies now works.", "A local profile was shared with {n} partner agencies.",
    ),
}  # fmt: skip
CHANGED = (
    "Advertising of the line stopped and no replacement number has been seen.", "Intelligence suggests that the group has moved its stock.",
    "Two members have fallen out over the losses.", "Prices in the area rose in the weeks after.", "The address has stayed quiet since.",
    "No new runners have been seen at the usual places.", "The group's vehicle has been sold and not replaced.",
    "Partners report fewer complaints from residents.", "Activity resumed in part, with less stock and fewer people.",
    "The enabler has withdrawn from the group, as far as is known.",
)  # fmt: skip
CONTEXT = (
    "The activity followed the plan agreed at the last tasking meeting.", "The work was joint with partners named below.",
    "The decision and its reasons are in the policy file.", "The effect will be looked at again at the next review.",
    "Community impact was assessed beforehand as low.", "Exhibits are booked in and listed under evidence.",
    "A debrief recorded what to do differently next time.", "Follow-up visits are set for the coming weeks.",
)  # fmt: skip
RATIONALE = {
    "major": "Key players are remanded and the supply has stopped; no recovery seen after several weeks.",
    "moderate": "The group lost stock and phones and needed weeks to recover part of its trade.",
    "minor": "A short interruption; the group is expected to resume within days.",
    "none": "The activity took place but no effect on the group can be shown.",
    "negative": "The operation failed and the group has since changed its methods.",
}
