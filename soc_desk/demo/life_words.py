"""The vocabulary of invented people, intelligence and plans: names of nobody, sentences about nothing that was."""

from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.ocg import ConditionKind, TallyKind
from soc_desk.vocabulary.request import Product, RequestKind

GIVEN = (
    "Tavi", "Orsel", "Bryndal", "Quill", "Maros", "Ilvy", "Jarn", "Kessa", "Luvo", "Merrin", "Nyssel", "Odric",
    "Perrick",
    "Quenna", "Rethan", "Sorla", "Torvic", "Ulla-Mae", "Vesper", "Wynter", "Xanric", "Yoric", "Zella", "Brackan",
    "Corven",
    "Dessa", "Emrin", "Fenno", "Garrod", "Hesper", "Ivric", "Joska", "Kelm", "Lirra", "Mazek", "Noreth", "Orla-Fen",
    "Pellan",
    "Rusk", "Sabric", "Tamsel", "Ursk", "Varro", "Willan", "Yennic", "Zorin", "Aldrec", "Bessim", "Cazzel", "Dorrec",
)  # fmt: skip
FAMILY_FIRST = (
    "Ash", "Brel", "Crake", "Dusk", "Elver", "Fenn", "Grav", "Hux", "Ivern", "Jess", "Kel", "Lark", "Mizzle", "Nettle",
    "Otter", "Pell", "Quer", "Rav", "Sedge", "Thar", "Umber", "Vor", "Whin", "Yarl", "Zan", "Bramble", "Cinder", "Dray",
    "Ember", "Flax", "Gorse", "Hollin", "Knap", "Ling", "Mere", "Ostr", "Pike", "Rusk", "Skel", "Tarn",
)  # fmt: skip
FAMILY_SECOND = (
    "acre", "beck", "combe", "dane", "weld", "fold", "garth", "holt", "ings", "kirk", "low", "moor", "ness", "over",
    "pike",
    "rigg", "scar", "thwaite", "vane", "wick", "yeat", "stow", "mire", "hythe", "bourne",
)  # fmt: skip
NICKNAMES = (
    "Tadpole", "Biscuit", "Two Coats", "Skip", "Ferret", "Doc", "Lanky", "Moth", "Uncle", "Boots", "Sparks", "Pins",
    "Shuttle", "Cards", "Tins", "Goose", "Ledger", "Radio", "Kettle", "Brick",
)  # fmt: skip
UNKNOWN = (
    "Drives the grey estate car", "Answers the line at night", "Carries for the group by train",
    "Collects rent at the flats", "Keeps the lock-up keys", "Known only as the accountant",
    "Seen with the principal twice",
)  # fmt: skip
STREETS = (
    "Teasel Way", "Lapwing Close", "Quarry Rise", "Comfrey Road", "Sextant Street", "Pennant Lane", "Bistort Avenue",
    "Dunlin Court", "Weir Terrace", "Medlar Drive", "Hyssop Gardens", "Copse Mews",
)  # fmt: skip
VEHICLES = ("Grey estate", "White van", "Black hatchback", "Blue saloon", "Red moped", "Silver people carrier")
LINES = (
    "Magpie", "Jolly", "Pepper", "Atlas", "Comet", "Duke", "Sunny", "Rocket", "Fox", "Marble", "Tango", "Velvet",
    "Ziggy",
    "Domino", "Kilo", "Ruby",
)  # fmt: skip

LINK_NOTES = ("", "", "", "Named in more than one report.", "Seen at the usual address.", "Shares a phone.")
CONDITIONS = (
    "Ask the originator before it is used in an interview.", "Not to be shared outside the force.",
    "For the intelligence unit and the lead responsible officer alone.", "Not to be used as evidence without advice.",
)  # fmt: skip
LEGACY = ("B24", "B21", "A11", "C31", "E41", "B33", "D52")

REPORTS = (
    "The group is said to have taken a second address for storage.",
    "The line number has changed; the old one rings out.",
    "{who} is said to travel on {day} to meet the supplier.",
    "Stock is moved between two lock-ups before each weekend.",
    "A hire car is used for runs of {n} days and then changed.",
    "{who} has taken over collections while another is away.",
    "Young people are asked to carry for {n} days in return for clothes and phones.",
    "Takings are paid through {n} accounts opened for the purpose.",
    "A tenant is said to have been told to leave the flat.",
    "The group is short of money after the last activity and is calling in debts.",
    "{who} keeps {n} phones and gives them out by the week.",
    "Prices were lowered to keep buyers after a rival appeared.",
    "A shop takes parcels for the group and is paid in goods.", "Two members quarrelled over a lost delivery.",
    "{who} has been seen with members of another group on {day}.",
    "A vehicle is kept off the road behind the workshop.",
    "The group speaks of moving its trade to the next town.", "A workshop makes hidden spaces in cars for the group.",
    "Documents for {n} workers are kept by {who}.", "The group uses delivery riders to carry between addresses.",
)  # fmt: skip
CHECKS = (
    "Checked against records of the month: nothing new on the group.", "Partner agency holds nothing on the address.",
    "Vehicle checked on the recognition system: not seen.",
)  # fmt: skip
ON_A_PERSON = (
    "Has moved to another address; nothing suggests that the group knows it.", "Has found work and is seen less often.",
    "Was stopped in a car with two others; nothing was found.", "Is said to owe money to a family member.",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Thursday", "Friday", "Saturday", "most weekends")

MEETINGS = ("Force TT&CG", "Regional tasking", "OCG management meeting", "Monthly mapping meeting")
TIER_REASONS = (
    "Harm and reach as scored; the tier follows the assessment.",
    "Raised after county lines activity in two more areas.",
    "Lowered: two principals are remanded and trade has fallen.",
    "Kept under review; intelligence is thin this quarter.",
)  # fmt: skip
REVIEWED = (
    "Intelligence and plan were looked at; the group stays active and the tier is right.",
    "Activity has fallen since the last phase; Protect needs attention before the next review.",
    "Membership was checked: two people have left, one was added.",
    "The plan is on course; one action is to be put off.",
)  # fmt: skip
OBJECTIVES = (
    "Stop the supply from outside the force", "Take the deal line out of use", "Safeguard the young people who carry",
    "Deprive the group of its money and vehicles", "Close the addresses that the group takes over",
    "Make the enablers withdraw", "Keep rivals from filling the gap",
)  # fmt: skip
STRATEGY = (
    "Reduce the harm that {name} does, so that it no longer meets the threshold of tier {tier}.",
    "Dismantle the leadership of {name} and keep the communities it lives on safe from what follows.",
    "Frustrate {name} in all that it does while evidence is gathered against its principals.",
)  # fmt: skip
GAPS = (
    "Who supplies the group, and how is it paid for?", "Where are takings kept overnight?",
    "Who answers the line after dark?",
    "Which vehicle is used for the weekly run?", "Does the group have anybody inside a partner agency?",
    "Who owns the lock-up?",
)  # fmt: skip
ANSWERS = (
    "Answered by three reports that agree.", "The records of the hire company show it.",
    "Seen by officers on two days.",
)  # fmt: skip
ACTIONS = {
    FourP.PURSUE: (
        "Warrants at the stash addresses", "Financial investigation of the principal",
        "Download and read the seized phones",
        "Charge file for the lieutenants", "Stop the weekly run on the motorway",
        "Apply for a serious crime prevention order",
    ),
    FourP.PREVENT: (
        "Offer exit help to two runners", "Serve warning letters on associates", "Sessions in the two schools nearby",
        "Mentor for the youngest member", "Speak to the family of a runner",
    ),
    FourP.PROTECT: (
        "Visit tenants at risk of cuckooing", "Fit alarms and cameras at three homes",
        "Referral of the child who carried",
        "Warn the banks of accounts taken over", "Safety plan for a witness",
    ),
    FourP.PREPARE: (
        "Exercise the response with partners", "Brief licensing officers on the signs",
        "Agree who holds the ring after arrests",
        "Write the partners' contact sheet", "Train staff of the letting agents",
    ),
}  # fmt: skip
RESULTS = (
    "Done as planned; the effect is seen in fewer calls from residents.",
    "Done with two partners; one follow-up is set.",
    "Carried out; goods and phones were seized and recorded.",
    "Done; nobody accepted help, to be tried again in spring.",
)  # fmt: skip
BLOCKED = ("Waits for the lab.", "The analyst is abstracted to another operation.", "A partner's agreement is missing.")
CANCELLED = ("Overtaken by the arrests.", "The address was given up.", "Not proportionate on advice.")
PUT_OFF = ("Officers were taken for a public event.", "The warrant came late.")
LESSONS = (
    "Bring housing in before the warrants, not after. Phones took eight weeks: book the download early.",
    "The line moved within a week: plan Hold before Clear. Partners want one contact, not four.",
)  # fmt: skip

WHY_MANAGED = (
    "Sentenced as a principal; likely to return to supply on release.", "Two earlier sentences for the same trade.",
    "Directed others from custody before.", "Money not recovered; a lifestyle without means is expected.",
)  # fmt: skip
ORDER_CONDITIONS = {
    ConditionKind.COMMUNICATIONS: "Have no more than one phone, whose number the police are told of.",
    ConditionKind.FINANCE: "Have no account that the police were not told of; carry no more than £500 in cash.",
    ConditionKind.TRAVEL: "Tell the police seven days before leaving the country.",
    ConditionKind.ASSOCIATES: "Meet none of the people named in the schedule.",
    ConditionKind.PREMISES: "Do not enter the lock-ups named in the schedule.",
    ConditionKind.REPORTING: "Answer questions about income every three months.",
}
VISITED = (
    "All conditions were explained and understood.", "Phone and accounts as declared.",
    "Not at home; to be seen again.",
)  # fmt: skip

BIDS = (
    ("Surveillance team for five days", "Surveillance"), ("Redeployable number plate cameras on two routes", "ANPR"),
    ("Search team for three addresses", "Search officers"), ("Analyst for a network chart and timeline", "Analyst"),
    ("Financial investigator for the principal's accounts",
    "Financial investigator"), ("Dogs and drone for a warrant", "Support"),
)  # fmt: skip
TALLIES = {
    TallyKind.ARRESTS: (2, 60), TallyKind.WARRANTS: (1, 25), TallyKind.STOP_SEARCHES: (5, 120), TallyKind.PHONES: (2,
    70),
    TallyKind.WRAPS: (50, 2_900), TallyKind.CASH: (200_000, 9_000_000), TallyKind.WEAPONS: (1, 25),
    TallyKind.CHILDREN: (1, 43), TallyKind.ADULTS: (1, 69), TallyKind.LINES_CLOSED: (1, 8),
    TallyKind.NRM_REFERRALS: (1, 12),
    TallyKind.CLOSURE_ORDERS: (1, 5),
}  # fmt: skip
PRODUCTS: dict[RequestKind, tuple[tuple[Product, str, str], ...]] = {
    RequestKind.ANALYST: (
        (Product.NETWORK, "Who is at the middle of the group?", "Roles and ties of the known members, six months."),
        (Product.PHONE, "Whose phone runs the line?", "Billing of four numbers, top contacts and movement, 90 days."),
        (
            Product.SUBJECT,
            "Where does the principal live and earn?",
            "Addresses, vehicles and income, open sources too.",
        ),
        (Product.ANPR, "Which vans go to the coast at night?", "Reads of three plates on the coast road, eight weeks."),
        (Product.PROBLEM, "Why do thefts of plant rise in the valley?", "Times, places and buyers, two years."),
        (Product.TACTICAL, "What should the next tasking meeting decide?", "Threats of the month in order, with gaps."),
        (
            Product.MARKET,
            "What does the county's cannabis cost and come from?",
            "Prices, strains and routes, one year.",
        ),
    ),
    RequestKind.FINANCIAL: (
        (Product.FINANCIAL, "Where does the car wash's cash go?", "Bank statements of two companies, three years."),
        (Product.FINANCIAL, "What does the partner live on?", "Income, rent and cars against declared earnings."),
        (Product.OTHER, "Is there enough for a freezing order?", "Balances and last movements of five accounts."),
    ),
}
"""What is asked of analysts and financial investigators: the product, the question, its terms of reference."""
FEEDBACK = (
    "It led to two warrants.", "It named the phone that the group answers by.", "Useful; it came late for the hearing.",
    "It closed a gap of the plan.", "It showed that the group is two groups.",
)  # fmt: skip
