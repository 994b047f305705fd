"""A small synthetic tracker for pictures of the import page, with the faults of real ones."""

from pathlib import Path
from tempfile import mkdtemp

_HEADS = (
    "Disr. No,Date of disruption,OCG / threat ref,4Ps,Maj/Mod/Min,Threat area,LPA,OIC,What was done / impact,Arrests"
)
_FAULTS = (
    "T-012,31/02/2022,OCG-0044,Pursue,Minor,Drugs,Northvale,DC 1002,Synthetic: warrant at one address.,1",
    "T-057,03/05/2022,OCG-0102,Patrol,Minor,Firearms,Westholt,PC 1004,Synthetic: vehicle stopped.,",
    "T-088,1 Mar 2032,OCG-0017,Pursue,Mod,Fraud,Riverside,FI 1005,Synthetic: bank account closed.,",
    "T-201,22/08/2022,OCG-0093,1. Pursue,Massive,Drugs,Westholt,DS 1003,Synthetic: line taken out of use.,2",
)
_STYLES = ("{d:02}/{m:02}/2022", "2022-{m:02}-{d:02}", "{d}.{m}.22")
_PS = ("1. Pursue", "Prevent", "PURSUE", "pursue ", "Protect")
_LEVELS = ("MOD", "Min", "major", "minor ")
_THREATS = ("County Lines", "CSAE", "Money laundering", "Drugs", "Acquisitive")
_AREAS = ("Eastbrook", "Northvale", "Riverside", "Westholt")


def tracker() -> Path:
    """Write the tracker into a folder of its own and say where."""
    lines = ["SOC DISRUPTION TRACKER (SYNTHETIC ROWS)" + "," * 9, "," * 9, _HEADS, *_FAULTS]
    for number in range(60):
        day = _STYLES[number % 3].format(d=number % 28 + 1, m=number % 12 + 1)
        codes = (_PS[number % 5], _LEVELS[number % 4], _THREATS[number % 5], _AREAS[number % 4])
        own = f"T-{number + 300},{day},OCG-{number + 9000}"
        lines.append(f"{own},{','.join(codes)},DC 1001,Synthetic activity {number}.,")
    lines += [lines[10], lines[20], "," * 9, "TOTAL,66" + "," * 8]
    path = Path(mkdtemp()) / "SOC tracker 2022.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path
