"""Words of the made firm: teams, crafts and invented names. No real person, no real firm."""

from dataclasses import dataclass
from typing import Final

FIRM: Final = "Harbour Works"
DOMAIN: Final = "harbourworks.example"
ORGANISATION: Final = "harbour-works"  # in GitHub


@dataclass(frozen=True)
class Craft:
    """One job family.

    title       job title without its level
    source      where its work is tracked: jira or github
    types       task types
    components  main components; with the types they make eight task families
    extras      components that come second, also by alphabet: trackers sort them
    skills      skill labels
    """

    name: str
    title: str
    source: str
    types: tuple[str, ...]
    components: tuple[str, ...]
    extras: tuple[str, ...]
    skills: tuple[str, ...]

    def family(self, number: int) -> tuple[str, str]:
        """Type and main component of a task family."""
        return (
            self.types[number // len(self.components)],
            self.components[number % len(self.components)],
        )


CRAFTS: Final = (
    Craft(
        "Engineering",
        "Software Engineer",
        "github",
        ("pull request",),
        ("api", "auth", "billing", "cards", "ledger", "mobile", "payouts", "search"),
        ("tests", "tooling", "web"),
        ("concurrency", "data-modelling", "http", "sql", "ux"),
    ),
    Craft(
        "Support",
        "Support Specialist",
        "jira",
        ("Incident", "Service Request"),
        ("Accounts", "Billing", "Claims", "Devices"),
        ("Policies", "Portal", "Translations"),
        ("calming", "contracts", "diagnosis", "payments", "writing"),
    ),
    Craft(
        "Operations",
        "Operations Analyst",
        "jira",
        ("Analysis", "Task"),
        ("Forecasts", "Inventory", "Invoices", "Logistics"),
        ("Reporting", "Suppliers", "Warehouse"),
        ("forecasting", "negotiation", "planning", "spreadsheets", "statistics"),
    ),
)

LEVELS: Final = ("Junior", "Professional", "Senior")  # by status: novice, intermediate, expert

# division, key of its tracker project, craft, teams
DIVISIONS: Final = (
    (
        "Payments Platform",
        "PAY",
        0,
        "Payments API;Ledger Core;Card Gateway;Settlement Engine;Fraud Signals;Identity Access;"
        "Platform Tooling",
    ),
    (
        "Customer Care",
        "CARE",
        1,
        "Account Support;Billing Support;Merchant Support;Onboarding Desk;Technical Support;"
        "Priority Desk;Chat Support",
    ),
    (
        "Supply Operations",
        "OPS",
        2,
        "Order Fulfilment;Vendor Desk;Inventory Control;Freight Planning;Quality Checks;"
        "Returns Desk;Dispatch",
    ),
    (
        "Customer Products",
        "PROD",
        0,
        "Mobile App;Web Portal;Search and Discovery;Notifications;Pricing Engine;Partner API;"
        "Data Pipeline",
    ),
    (
        "Claims",
        "CLM",
        1,
        "Claims Intake;Claims Review;Motor Claims;Property Claims;Travel Claims;Recovery Desk",
    ),
    (
        "Insight and Planning",
        "PLAN",
        2,
        "Revenue Analytics;Demand Forecasting;Risk Reporting;Campaign Analytics;"
        "Finance Operations;Regulatory Reporting",
    ),
)

LOCATIONS: Final = ("Northquay", "Southmole", "Remote")

FIRST_NAMES: Final = (
    "Abel",
    "Ada",
    "Aiko",
    "Alma",
    "Amir",
    "Anouk",
    "Arlo",
    "Asha",
    "Bela",
    "Bram",
    "Carys",
    "Cato",
    "Dalia",
    "Dario",
    "Edda",
    "Eero",
    "Elif",
    "Emil",
    "Enzo",
    "Esra",
    "Fenn",
    "Fleur",
    "Gaia",
    "Goran",
    "Hana",
    "Hugo",
    "Ilse",
    "Imre",
    "Inez",
    "Iver",
    "Jalil",
    "Jonna",
    "Juno",
    "Kaia",
    "Kenji",
    "Lale",
    "Leif",
    "Lior",
    "Maeve",
    "Marek",
    "Milo",
    "Mina",
    "Nadir",
    "Nela",
    "Nuno",
    "Odile",
    "Orla",
    "Oskar",
    "Pia",
    "Quinn",
    "Rafe",
    "Rania",
    "Remi",
    "Runa",
    "Sami",
    "Selma",
    "Tala",
    "Tarek",
    "Tova",
    "Ulla",
    "Vera",
    "Viggo",
    "Wren",
    "Yara",
    "Yusuf",
    "Zeno",
)

# Compounds that nobody is called, so that nobody is meant.
SURNAMES: Final = (
    "Applequay",
    "Ashlantern",
    "Barleymast",
    "Beaconfold",
    "Birchanchor",
    "Bramblekeel",
    "Brightmooring",
    "Cedarbuoy",
    "Cloverdock",
    "Copperjetty",
    "Cranelock",
    "Dawnharbour",
    "Driftmeadow",
    "Elmcompass",
    "Emberpier",
    "Fernrudder",
    "Foxwharf",
    "Gannetlane",
    "Gorsefathom",
    "Halyardson",
    "Hazelferry",
    "Heronslip",
    "Ivyhelm",
    "Juniperquay",
    "Kelpmason",
    "Larkmarina",
    "Lanternby",
    "Marlingate",
    "Mossbowline",
    "Nettlestern",
    "Oakcapstan",
    "Otterwick",
    "Pebblemast",
    "Plumcutter",
    "Quillhaven",
    "Reedanchor",
    "Rowanbilge",
    "Saltorchard",
    "Sedgebeacon",
    "Sparrowkeel",
    "Tansymole",
    "Thistlegalley",
    "Tidewillow",
    "Umberlock",
    "Vetchsail",
    "Waterbramble",
    "Willowbosun",
    "Yarrowdeck",
)

# What the short titles of tasks are made of: a verb and a thing, never a person's words.
VERBS: Final = ("Check", "Prepare", "Repair", "Extend", "Review", "Trace", "Rebuild", "Compare")
THINGS: Final = ("rules", "records", "limits", "steps", "totals", "links", "checks", "tables")

COURSES: Final = (
    # title, provider, hours, price, mandatory, about AI
    ("Data protection refresher", "Harbour Works Academy", 1.0, 0.0, True, False),
    ("Safety at work", "Harbour Works Academy", 1.5, 0.0, True, False),
    ("AI workshop: assistants in daily work", "Lighthouse Learning", 6.0, 420.0, False, True),
    ("Difficult conversations", "Lighthouse Learning", 4.0, 260.0, False, False),
    ("Statistics refresher", "Open Pier Courses", 8.0, 180.0, False, False),
    ("Secure coding", "Open Pier Courses", 6.0, 310.0, False, False),
)
