"""What attributes and groups of people are called, wherever fairness is told."""

from wording import Language, has_text, say

OURS = ("sex", "agency_size", "place")
"""Attributes whose groups have names of ours; ages are told by their years."""


def name_attribute(attribute: str, language: Language) -> str:
    """Return an attribute as people read it; an audited one by its own name."""
    key = f"fairness.attribute_{attribute}"
    return say(key, language) if has_text(key) else attribute.removeprefix("audit_attributes.")


def mention_attribute(attribute: str, language: Language) -> str:
    """Return an attribute as it stands inside a sentence; an audited one as it was written."""
    name = name_attribute(attribute, language)
    return name[:1].lower() + name[1:] if has_text(f"fairness.attribute_{attribute}") else name


def name_group(attribute: str, group: str | None, language: Language) -> str:
    """Return a group as people read it; a value of an audited attribute as it was written."""
    if group is None:
        return say("fairness.unknown", language)
    if attribute == "age":
        form = "under" if group.startswith("<") else "from" if group.endswith("+") else "between"
        return say(f"fairness.age_{form}", language, ages=group.strip("<+").replace("-", "–"))
    return say(f"fairness.group_{group}", language) if attribute in OURS else group
