"""The language a reader is spoken to in."""

from babel import negotiate_locale

from data.languages import LANGUAGES


def reader_language(asked: str, accepted: str) -> str:
    """One of ours (ISO 639-1): ``asked``, else what Accept-Language (``accepted``) prefers, else English."""
    if asked in LANGUAGES:
        return asked
    preferred = [part.split(";")[0].strip() for part in accepted.split(",")]
    return negotiate_locale([code for code in preferred if code], LANGUAGES, sep="-") or "en"
