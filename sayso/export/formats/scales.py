"""Likelihood, reliability and credibility in other programs' scales, by their published tables alone.

The numberings disagree on purpose (STIX's ranges are not ICD 203's bands, MISP takes the lower edge). What a table does
not hold stays missing: words without a band, reliability F, credibility 6 have no number, never 50.
"""

from __future__ import annotations

# STIX 2.1, Appendix A: the "DNI Scale" of ICD 203 terms.
STIX_LIKELIHOOD = {
    "almost no chance": 5,
    "very unlikely": 15,
    "unlikely": 30,
    "roughly even chance": 50,
    "likely": 70,
    "very likely": 85,
    "almost certain": 95,
}
# STIX 2.1, Appendix A: the "Admiralty Credibility" scale. 6, "truth cannot be judged", has no value.
STIX_CREDIBILITY = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
# MISP taxonomy estimative-language, predicate likelihood-probability.
MISP_LIKELIHOOD = {
    "almost no chance": "almost-no-chance",
    "very unlikely": "very-unlikely",
    "unlikely": "unlikely",
    "roughly even chance": "roughly-even-chance",
    "likely": "likely",
    "very likely": "very-likely",
    "almost certain": "almost-certain",
}
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
